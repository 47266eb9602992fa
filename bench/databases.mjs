// What is written on SQLite and on PostgreSQL, in turns: comments acknowledged a second, stories saved at the desk a second, and
// publications, each on disk when it is acknowledged. PostgreSQL is one of its own on this machine, as it comes but for its memory.
// usage: node bench/databases.mjs [ROUNDS=3] [SECONDS=4]      (postgresql-15)
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {content, enter} from '../tests/support/desk_client.mjs';
import {configure, folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

const rounds = Number(process.argv[2] ?? 3), seconds = Number(process.argv[3] ?? 4);
const script = new URL('../tests/support/postgres', import.meta.url).pathname, where = path.join(folder(), 'address');
const postgres = (action) => execFileSync(script, [action, where], {env: {...process.env, FSYNC: 'on'}});
postgres('start');
process.prependListener('exit', () => postgres('stop'));

// So many at once, for `seconds`: acknowledged a second.
async function rate(at_once, act) {
    let done = 0;
    const start = performance.now(), ends = start + seconds * 1000;
    await Promise.all(Array.from({length: at_once}, async (_, who) => {
        for (let i = 0; performance.now() < ends; i++) {
            await act(who, i);
            done++;
        }
    }));
    return done / ((performance.now() - start) / 1000);
}
const must = (answer, status) => {
    if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
};

async function newsroom(address) {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {seconds_to_write: 0, minutes_between: 0, challenge_after: 0});
    if (address) {
        const moved = warraq('move', '--data', data, '--to', address);
        if (moved.status !== 0) throw new Error(moved.err);
        configure(data, {database: address});
    }
    const server = await serve(data);
    const front = await (await fetch(server.base + '/')).text();
    const [story] = links(front, /<h3><a href="([^"]+)"/g);
    const [token] = links(await (await fetch(server.base + story)).text(), /name="token" value="([^"]+)"/g);
    const calls = [];
    for (let i = 0; i < 8; i++) calls.push(await enter(data, server.base, `editor${i}`, 'administrator'));
    let comments = 0;
    return {
        comments: () => rate(64, async () => {
            const answer = await fetch(server.base + story, {method: 'POST', redirect: 'manual',
                body: new URLSearchParams({name: 'قارئ', email: 'r@example.org', text: `تعليق ${++comments}`, token})});
            if (answer.status !== 303) throw new Error(`a comment: ${answer.status}`);
        }),
        saves: async () => {
            const stories = await Promise.all(calls.map(async (call) => must(await call('POST', '/stories', {}), 201)));
            return rate(8, async (who, i) => {
                const {id, version} = stories[who];
                stories[who] = {id, version: must(await calls[who]('PUT', `/stories/${id}`,
                    {version, content: content(`خبر ${who}`, Array(8).fill(`فقرة من ${i} كلمات يكتبها المحرّر ثم يحفظها.`))}), 200).version};
            });
        },
        stop: () => server.stop(),
    };
}

execFileSync('psql', ['-h', /host=([^&]*)/.exec(readFileSync(where, 'utf8'))[1], '-U', 'warraq', '-d', 'postgres', '-qc', 'CREATE DATABASE bench']);
const engines = {SQLite: await newsroom(), PostgreSQL: await newsroom(`postgresql:///bench?${readFileSync(where, 'utf8').trim()}`)};
const seen = {};
for (let round = 0; round < rounds; round++)
    for (const what of ['comments', 'saves'])
        for (const [name, engine] of Object.entries(engines)) ((seen[what] ??= {})[name] ??= []).push(await engine[what]());
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
for (const [what, by] of Object.entries(seen)) {
    const [sqlite, other] = [median(by.SQLite), median(by.PostgreSQL)];
    console.log(`${what} acknowledged a second: SQLite ${sqlite.toFixed(0)}, PostgreSQL ${other.toFixed(0)}, ratio ${(other / sqlite).toFixed(2)}`);
}
await Promise.all(Object.values(engines).map((engine) => engine.stop()));
process.exit(0);
