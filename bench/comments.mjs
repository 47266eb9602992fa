// Readers' comments, many at once: how many a second are acknowledged, which means on disk; whether each is there once
// after kill -9, in order within its thread, and nothing else.
//
//     node bench/comments.mjs [COMMENTS] [CONNECTIONS]
import assert from 'node:assert/strict';
import {Agent, request} from 'node:http';
import {configure, folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

const [count = 5000, connections = 64] = process.argv.slice(2).map(Number);
const data = folder();
warraq('demo', '--data', data);
configure(data, {seconds_to_write: 0, minutes_between: 0, challenge_after: 0, policy: 'after'});
let server = await serve(data);
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
const send = (i, fields) => post(stories[i % stories.length], new URLSearchParams({name: `reader ${i}`,
    email: `r${i}@example.org`, token: tokens[i % stories.length], ...fields}).toString());

// The comments of a story, as readers see them, in the order of the page.
async function shown(story) {
    const comments = [];
    const id = story.split('/')[2];
    for (let page = `/api/v1/stories/${id}/comments`; page;) {
        const {threads, next} = await (await fetch(server.base + page)).json();
        for (const thread of threads) comments.push([thread, ...thread.replies]);
        page = next && next.slice(next.indexOf('/api/'));
    }
    return comments;
}

// A comment on each story whose thread the half of the others join.
const roots = [];
for (const [i, story] of stories.entries()) {
    assert.equal(await send(i, {text: 'first'}), 303);
    for (let tries = 0; !roots[i] && tries < 100; tries++) {
        roots[i] = (await shown(story)).map(([first]) => first).find(({text}) => text === 'first')?.id;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(roots[i], 'the first comment is shown');
}

const acknowledged = new Map(), times = [];  // when each was sent and acknowledged
let next = 0;
const start = performance.now();
await Promise.all(Array.from({length: connections}, async () => {
    while (next < count) {
        const i = next++;
        const began = performance.now();
        const reply = i % 16 < stories.length ? {parent: roots[i % stories.length]} : {};
        const status = await send(i, {text: `comment ${i}`, ...reply});
        const ended = performance.now();
        times.push(ended - began);
        if (status === 303) acknowledged.set(i, {began, ended});
    }
}));
const seconds = (performance.now() - start) / 1000;
await server.kill();
const listed = ['pending', 'approved', 'rejected', 'spam'].map((status) =>
    warraq('comments', 'list', '--status', status, '--limit', '1000000', '--data', data).out).join('');
const seen = new Map();
for (const [, i] of listed.matchAll(/\| comment (\d+)\n/g)) seen.set(Number(i), (seen.get(Number(i)) ?? 0) + 1);
for (const i of acknowledged.keys()) assert.equal(seen.get(i), 1, `comment ${i}`);
assert.ok([...seen.keys()].every((i) => i < count));
assert.match(warraq('check', '--data', data).out, /Sound/);

// As readers see them: only acknowledged ones, and in each thread none before another that was there when it was sent.
server = await serve(data);
let visible = 0;
for (const story of stories) {
    const threads = await shown(story);
    for (const thread of [threads.map(([first]) => first), ...threads.map(([, ...replies]) => replies)]) {
        const numbers = thread.map(({text}) => /^comment (\d+)$/.exec(text)?.[1]).filter(Boolean).map(Number);
        visible += numbers.length;
        let latest = 0;
        for (const i of numbers) {
            assert.ok(acknowledged.has(i), `comment ${i} was not acknowledged`);
            const {began, ended} = acknowledged.get(i);
            assert.ok(ended >= latest, `comment ${i} stands after one sent when it was there`);
            latest = Math.max(latest, began);
        }
    }
}
await server.kill();
times.sort((a, b) => a - b);
console.log(`${acknowledged.size} of ${count} acknowledged in ${seconds.toFixed(1)} s: ${(acknowledged.size / seconds).toFixed(0)} a second over ` +
    `${connections} connections, p50 ${times[times.length >> 1].toFixed(1)} ms, p99 ${times[Math.floor(times.length * 0.99)].toFixed(1)} ms; ` +
    `after kill -9 each is there once; ${visible} shown, in order within their threads`);
process.exit(0);
