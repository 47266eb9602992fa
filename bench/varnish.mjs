// Varnish in front beside Warraq alone, in turns: pages a second of one page, a core for the cache or the server and one for wrk; and how many of
// the answers Varnish had, while an editor publishes a change every second.
// usage: node bench/varnish.mjs [ROUNDS=3] [SECONDS=5]      (varnish, varnish-modules, wrk, taskset)
import {execFileSync, spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {content, enter} from '../tests/support/desk_client.mjs';
import {configure, folder, freePort, serve, until, warraq} from '../tests/support/newsroom.mjs';

const rounds = Number(process.argv[2] ?? 3), seconds = Number(process.argv[3] ?? 5);
const data = folder(), place = folder(), [port, front] = [await freePort(), await freePort()];
warraq('demo', '--data', data);
configure(data, {tag_field: 'xkey', purge: [`http://127.0.0.1:${front}/`]});
const server = await serve(data, {port, args: ['--threads', '1']});
execFileSync('taskset', ['-acp', '0', String(server.child.pid)]);
const name = path.join(place, 'varnish');
writeFileSync(path.join(place, 'warraq.vcl'), readFileSync(new URL('../docs/scale/varnish.vcl', import.meta.url), 'utf8').replace('"8080"', `"${port}"`));
const varnish = spawn('taskset', ['-c', '0', '/usr/sbin/varnishd', '-F', '-j', 'none', '-n', name, '-f', path.join(place, 'warraq.vcl'), '-a', `127.0.0.1:${front}`,
    '-s', 'malloc,64m'], {stdio: 'ignore'});
process.on('exit', () => varnish.kill());
await until(() => fetch(`http://127.0.0.1:${front}/health/ready`).then((answer) => answer.ok, () => false), 'Varnish serves');

const call = await enter(data, server.base, 'editor', 'administrator');
const {body: {id, version}} = await call('POST', '/stories', {});
let at = (await call('PUT', `/stories/${id}`, {version, content: content('خبر يُقاس به', Array(20).fill('نص الخبر الذي يُقاس به.'))})).body.version;
at = (await call('POST', `/stories/${id}/move`, {version: at, to: 'published'})).body.version;
const page = new URL((await fetch(`${server.base}/local/${id}`)).url).pathname;
let going = true;
const editing = (async () => {
    for (let n = 1; going; n++) {
        at = (await call('PUT', `/stories/${id}`, {version: at, content: content(`خبر يُقاس به ${n}`, Array(20).fill('نص الخبر الذي يُقاس به.'))})).body.version;
        at = (await call('POST', `/stories/${id}/changes`, {version: at})).body.version;
        await pause(1000);
    }
})();
const counter = (what) => Number(JSON.parse(execFileSync('varnishstat', ['-n', name, '-1', '-j', '-f', `MAIN.${what}`])).counters[`MAIN.${what}`].value);
const read = async (base) => {
    const wrk = spawn('taskset', ['-c', '1', 'wrk', '-t1', '-c64', `-d${seconds}s`, '-H', 'Accept-Encoding: gzip', base + page], {stdio: ['ignore', 'pipe', 'ignore']});
    let said = '';
    wrk.stdout.on('data', (bytes) => { said += bytes; });
    await new Promise((resolve) => wrk.on('exit', resolve));
    if (/Non-2xx/.test(said)) throw new Error(said);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]);
};
const seen = {alone: [], behind: []};
const before = [counter('cache_hit'), counter('client_req')];
for (let round = 0; round < rounds; round++) {
    seen.alone.push(await read(server.base));
    seen.behind.push(await read(`http://127.0.0.1:${front}`));
}
const [hits, asked] = [counter('cache_hit') - before[0], counter('client_req') - before[1]];
going = false;
await editing;
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
console.log(`pages a second: Warraq alone ${median(seen.alone).toFixed(0)}, behind Varnish ${median(seen.behind).toFixed(0)}, ratio ${(median(seen.behind) / median(seen.alone)).toFixed(2)}; ` +
    `Varnish had ${(100 * hits / asked).toFixed(3)}% of ${asked} answers`);
await server.kill();
varnish.kill();
process.exit(0);
