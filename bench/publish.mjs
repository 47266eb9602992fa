// From the publish click's request to the new page: how long until a reader is served it, while the same page is read at
// full speed; and whether any answer on the way is torn, mixed or goes back to an older one.
//
//     node bench/publish.mjs [PUBLICATIONS] [READERS]
//
// Each publication changes headline, key point and text of one public story to the next number; the page is whole when all
// three carry the same one. Readers run in a process of their own where wrk is installed, else in this one.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {Agent, get} from 'node:http';
import {content as written, enter} from '../tests/support/desk_client.mjs';
import {folder, serve, warraq} from '../tests/support/newsroom.mjs';

const [publications = 200, readers = 16] = process.argv.slice(2).map(Number);
const data = folder();
warraq('demo', '--data', data);
const server = await serve(data);
const agent = new Agent({keepAlive: true});
const read = (path) => new Promise((resolve, reject) => {
    get(server.base + path, {agent}, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve(Buffer.concat(parts).toString()));
    }).on('error', reject);
});

const editor = await enter(data, server.base, 'bench', 'editor');
async function call(method, path, body) {
    const answer = await editor(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
}
const content = (n) => written(`عدد ${n}`, Array(20).fill(`نص ${n} من الخبر الذي يُقاس به.`), {key_points: [`نقطة ${n}.`]});
const {id, version} = await call('POST', '/stories', {});
let at = (await call('PUT', `/stories/${id}`, {version, content: content(0)})).version;
at = (await call('POST', `/stories/${id}/move`, {version: at, to: 'published'})).version;
const stories = JSON.parse(await read('/api/v1/stories'));
const address = new URL(stories.stories.find((story) => story.id === id).url).pathname;

// The page's number; it must be one in all its parts.
function numberOf(html) {
    const numbers = new Set([...html.matchAll(/(?:عدد|نقطة|نص) (\d+)/g)].map(([, n]) => Number(n)));
    assert.equal(numbers.size, 1, `a mixed page: ${[...numbers]}`);
    assert.ok(html.trimEnd().endsWith('</html>'), 'a torn page');
    return [...numbers][0];
}
const wrk = spawnSync('wrk', ['--version']).error ? null
    : spawn('wrk', ['-t1', `-c${readers}`, '-d600', server.base + address], {stdio: 'ignore'});
let stop = false, served = 0;
const others = wrk ? [] : Array.from({length: readers}, async () => {
    for (let last = 0; !stop; served++) {
        const n = numberOf(await read(address));
        assert.ok(n >= last, `page ${n} after page ${last}`);
        last = n;
    }
});
const times = [];
for (let n = 1; n <= publications; n++) {
    at = (await call('PUT', `/stories/${id}`, {version: at, content: content(n)})).version;
    const clicked = performance.now();
    const published = call('POST', `/stories/${id}/changes`, {version: at});
    for (let last = n - 1; last < n;) {
        const seen = numberOf(await read(address));
        assert.ok(seen >= last, `page ${seen} after page ${last}`);
        last = seen;
    }
    times.push(performance.now() - clicked);
    at = (await published).version;
}
stop = true;
await Promise.all(others);
wrk?.kill();
await server.stop();
times.sort((a, b) => a - b);
const share = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
console.log(`${publications} publications seen by a reader, beside ${readers} ${wrk ? 'connections of wrk' : `readers (${served} pages)`}: ` +
    `p50 ${share(0.5)} ms, p99 ${share(0.99)}, longest ${share(1)}; no page torn, mixed or older than one before`);
process.exit(0);
