// Readers beside 10,000 connections that say nothing and 2,000 that send a byte a second:
//
//     node bench/slow.mjs [ROUNDS]           needs wrk, and 13,000 file descriptors (ulimit -n)
//
// Each round measures readers alone, then beside the others; connections that the server ends are opened again.
import {execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import {availableParallelism} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {folder, serve, warraq} from '../tests/support/newsroom.mjs';

const rounds = Number(process.argv[2] ?? 3), IDLE = 10_000, SLOW = 2_000, SECONDS = 8;
const data = folder();
warraq('demo', '--data', data);
const server = await serve(data);
const {port} = new URL(server.base);
const address = server.base + '/';

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024;
const read = () => Number(/Requests\/sec:\s+([\d.]+)/.exec(execFileSync('wrk', ['-t1', '-c32', `-d${SECONDS}s`, '-H', 'Accept-Encoding: gzip', address], {encoding: 'utf8'}))[1]);
// wrk in a process of its own leaves this one free to keep the others going.
const readAside = async () => {
    const child = spawn('wrk', ['-t1', '-c32', `-d${SECONDS}s`, '-H', 'Accept-Encoding: gzip', address]);
    let text = '';
    child.stdout.on('data', (bytes) => { text += bytes; });
    await new Promise((resolve) => child.on('close', resolve));
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
};

let running = true, ended = 0, open = 0;
const sockets = new Set();
function connect(head) {
    if (!running) return;
    const socket = net.connect(Number(port), '127.0.0.1', () => { open++; });
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => {
        sockets.delete(socket);
        open--;
        ended++;
        setTimeout(() => connect(head), 50);
    });
    if (!head) return;
    let at = 0;
    const timer = setInterval(() => (socket.writable ? socket.write(head[at++ % head.length]) : clearInterval(timer)), 1000);
    socket.on('close', () => clearInterval(timer));
}

const alone = [], beside = [], costs = [];
const before = resident();
let most = 0;
for (let round = 0; round < rounds; round++) {
    alone.push(read());
    running = true;
    for (let i = 0; i < IDLE + SLOW; i++) {
        connect(i < SLOW ? 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ' + 'x'.repeat(1000) : null);
        if (i % 200 === 199) await sleep(10);
    }
    await sleep(1500);
    const used = process.cpuUsage();
    beside.push(await readAside());
    const {user, system} = process.cpuUsage(used);
    costs.push((user + system) / 1e6 / SECONDS / availableParallelism());
    most = Math.max(most, resident());
    console.log(`round ${round + 1}: ${Math.round(alone.at(-1))} a second alone, ${Math.round(beside.at(-1))} beside ${open} open connections (${ended} ended by the server so far)`);
    running = false;
    for (const socket of sockets) socket.destroy();
    await sleep(500);
}
const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
console.log(`who opens the connections takes ${(100 * middle(costs)).toFixed(0)}% of the machine meanwhile`);
console.log(`readers keep ${(100 * middle(beside) / middle(alone)).toFixed(0)}% of their throughput; ${before.toFixed(0)} MiB before, ${most.toFixed(0)} MiB at the most`);
await server.stop();
process.exit(0);
