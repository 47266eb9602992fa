// The program as its users run it: a data folder of its own, a server on a free port, ended by its own pid.
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

export const program = process.env.WARRAQ ?? new URL('../../build/release/warraq', import.meta.url).pathname;
export const shared = new URL('../../../shared', import.meta.url).pathname;

process.setMaxListeners(0);  // each folder and server cleans up at exit
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export function folder() {
    const made = mkdtempSync(path.join(tmpdir(), 'warraq-'));
    process.on('exit', () => rmSync(made, {recursive: true, force: true}));
    return made;
}

// Runs a command to its end: {status, out, err}. Its variables are this process's own, WARRAQ_CORES among them.
export function warraq(...args) {
    const {status, stdout, stderr} = spawnSync(program, args, {encoding: 'utf8', maxBuffer: 1 << 28});
    return {status, out: stdout, err: stderr};
}

const here = {address: '127.0.0.1', under: (...words) => words};

// A server that is ready: {base, child, log(), said(), stop(), kill()}. `on`: the host that it runs on (support/hosts.mjs).
export async function serve(data, {port = 0, args = [], of = program, env = {}, on = here} = {}) {
    const [first, ...words] = on.under(of, 'serve', '--data', data, '--listen', `${on.address}:${port}`, ...args);
    const child = spawn(first, words, {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, ...env}});
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({code, signal})));
    let err = '';
    child.stderr.on('data', (bytes) => { err += bytes; });
    let text = '';
    const base = await new Promise((resolve, reject) => {
        child.stdout.on('data', (bytes) => {
            text += bytes;
            const found = /http:\/\/\S+(?=\/\n)/.exec(text);
            if (found) resolve(found[0]);
        });
        ended.then(() => reject(new Error(`the server ended: ${err}`)));
    });
    process.on('exit', () => child.kill('SIGKILL'));
    return {
        base, child, ended, log: () => err, said: () => text,
        stop: () => { child.kill('SIGTERM'); return ended; },
        kill: () => { child.kill('SIGKILL'); return ended; },
    };
}

export async function freePort() {
    const held = createServer().listen(0, '127.0.0.1');
    await once(held, 'listening');
    const {port} = held.address();
    await new Promise((resolve) => held.close(resolve));
    return port;
}

const faketime = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1'].find(existsSync);
// What a program's environment needs for a clock of its own, as `how` says (FAKETIME=…); nothing where faketime is not installed.
export const ownClock = (how) => faketime && {LD_PRELOAD: faketime, DONT_FAKE_MONOTONIC: '1', ...how};

// Changes settings of the data folder's file, by their names there: configure(data, {minutes_between: 0}).
export function configure(data, changes) {
    const file = path.join(data, 'warraq.toml');
    let text = readFileSync(file, 'utf8');
    for (const [name, value] of Object.entries(changes)) {
        const line = new RegExp(`^${name} = .*$`, 'm');
        if (!line.test(text)) throw new Error(`there is no setting ${name}`);
        text = text.replace(line, `${name} = ${JSON.stringify(value)}`);
    }
    writeFileSync(file, text);
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// How long a test waits for what has to come: a busy machine may take its time.
export const PATIENCE = 60_000;
// Asks until it is so; `what` says what did not come, or makes a text that does.
export async function until(holds, what) {
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
        if (await holds()) return;
        await pause(50);
    }
    throw new Error(`not in time: ${typeof what === 'function' ? what() : what}`);
}

export const links = (html, pattern) => [...html.matchAll(pattern)].map((found) => found[1]);
