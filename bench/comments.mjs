// Readers' comments, many at once: how many a second are acknowledged, which means on disk, and whether each is there once.
//
//     node bench/comments.mjs [COMMENTS] [CONNECTIONS]
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {Agent, request} from 'node:http';
import path from 'node:path';
import {folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

const [count = 5000, connections = 64] = process.argv.slice(2).map(Number);
const data = folder();
warraq('demo', '--data', data);
const settings = path.join(data, 'warraq.toml');
writeFileSync(settings, readFileSync(settings, 'utf8').replace(/seconds_to_write = \d+/, 'seconds_to_write = 0')
    .replace(/minutes_between = \d+/, 'minutes_between = 0'));
const server = await serve(data);
const front = await (await fetch(server.base + '/')).text();
const stories = links(front, /<h3><a href="([^"]+)"/g).slice(0, 8);
const tokens = await Promise.all(stories.map(async (story) =>
    /name="token" value="([^"]+)"/.exec(await (await fetch(server.base + story)).text())[1]));

const agent = new Agent({keepAlive: true, maxSockets: connections});
const post = (address, body) => new Promise((resolve, reject) => {
    const sent = request(server.base + encodeURI(address), {method: 'POST', agent,
        headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body)}},
    (answer) => { answer.resume(); answer.on('end', () => resolve(answer.statusCode)); });
    sent.on('error', reject);
    sent.end(body);
});
const acknowledged = [], times = [];
let next = 0;
const start = performance.now();
await Promise.all(Array.from({length: connections}, async () => {
    while (next < count) {
        const i = next++, story = i % stories.length;
        const began = performance.now();
        const status = await post(stories[story],
            new URLSearchParams({name: `reader ${i}`, email: `r${i}@example.org`, text: `comment ${i}`, token: tokens[story]}).toString());
        times.push(performance.now() - began);
        if (status === 303) acknowledged.push(i);
    }
}));
const seconds = (performance.now() - start) / 1000;
await server.kill();
const listed = ['pending', 'approved', 'rejected', 'spam'].map((status) =>
    warraq('comments', 'list', '--status', status, '--limit', '1000000', '--data', data).out).join('');
const seen = new Map();
for (const [, i] of listed.matchAll(/\| comment (\d+)\n/g)) seen.set(Number(i), (seen.get(Number(i)) ?? 0) + 1);
for (const i of acknowledged) assert.equal(seen.get(i), 1, `comment ${i}`);
assert.ok([...seen.keys()].every((i) => i < count));
assert.match(warraq('check', '--data', data).out, /Sound/);
times.sort((a, b) => a - b);
console.log(`${acknowledged.length} of ${count} acknowledged in ${seconds.toFixed(1)} s: ${(acknowledged.length / seconds).toFixed(0)} a second over ` +
    `${connections} connections, p50 ${times[times.length >> 1].toFixed(1)} ms, p99 ${times[Math.floor(times.length * 0.99)].toFixed(1)} ms; ` +
    'after kill -9 each is there once');
process.exit(0);
