// The whole program on a file of real stories: import, start, every page once, memory.
// usage: node bench/first-edition.mjs STORIES.jsonl.gz
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import http from 'node:http';
import {folder, serve, warraq} from '../tests/support/newsroom.mjs';

const data = folder();
console.log('import: ', warraq('import', 'stories', process.argv[2], '--data', data).out.trim());

const get = (agent, url) => new Promise((resolve, reject) => {
    http.get(url, {agent, headers: {'accept-encoding': 'gzip'}}, (answer) => {
        answer.resume().on('end', () => resolve(answer));
    }).on('error', reject);
});
const agent = new http.Agent({keepAlive: true, maxSockets: 8});
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

const starts = [];
let server;
for (let i = 0; i < 5; i++) {
    if (server) await server.stop();
    const begun = performance.now();
    server = await serve(data);
    await get(new http.Agent(), server.base + '/');
    starts.push(performance.now() - begun);
}
console.log(`start:   process start to first page answered, median of ${starts.length}: ${median(starts).toFixed(0)} ms`);

const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024;
const before = rss();
const addresses = [];
for (let id = 1; ; id++) {
    const answer = await get(agent, `${server.base}/x/${id}`);
    if (answer.statusCode !== 301) break;
    addresses.push(answer.headers.location);
}
const begun = performance.now();
let next = 0, wrong = 0;
await Promise.all(Array.from({length: 8}, async () => {
    while (next < addresses.length) wrong += (await get(agent, server.base + addresses[next++])).statusCode !== 200;
}));
const seconds = (performance.now() - begun) / 1000;
console.log(`memory:  ${rss().toFixed(0)} MiB resident after ${addresses.length} pages once (${before.toFixed(0)} before), ` +
    `${wrong} wrong; ${(addresses.length / seconds).toFixed(0)} pages a second through this client`);
agent.destroy();
await server.stop();
const cold = spawnSync('taskset', ['-c', '0', new URL('../build/release/bench/bench_cold_pages', import.meta.url).pathname,
    data, new URL('../build/share', import.meta.url).pathname], {encoding: 'utf8'});
console.log('cold:   ', (cold.stdout + cold.stderr).trim());
