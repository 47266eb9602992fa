// What an answer costs on one core and on two: the server's processor time for each, with one thread and with two, in turn.
// Where the two are alike, two cores answer twice as much; locks and shared lines of memory would show as a higher cost.
// (Throughput itself needs two cores more, for who asks.)      usage: node bench/scaling.mjs [ROUNDS=5]      (wrk)
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

const rounds = Number(process.argv[2] ?? 5);
// A newsroom each: one server at a time serves one.
const newsroom = () => {
    const data = folder();
    warraq('demo', '--data', data);
    return data;
};
const ticks = (pid) => { const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return Number(after[11]) + Number(after[12]); };
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const servers = {1: await serve(newsroom(), {args: ['--threads', '1']}), 2: await serve(newsroom(), {args: ['--threads', '2']})};
const address = encodeURI(decodeURI(links(await (await fetch(servers[1].base + '/local')).text(), /<h3><a href="([^"]+)"/g)[0]));
const cost = {1: [], 2: []}, speed = {1: [], 2: []};
for (let round = 0; round < rounds; round++)
    for (const threads of [1, 2]) {
        const {base, child} = servers[threads];
        const before = ticks(child.pid);
        const {stdout} = spawnSync('wrk', ['-t1', '-c64', '-d4', '-H', 'Accept-Encoding: gzip', base + address], {encoding: 'utf8'});
        const answers = Number(/(\d+) requests in/.exec(stdout)[1]);
        cost[threads].push((ticks(child.pid) - before) * 10_000 / answers);
        speed[threads].push(Number(/Requests\/sec:\s+(\S+)/.exec(stdout)[1]));
    }
for (const threads of [1, 2]) console.log(`${threads} thread${threads > 1 ? 's' : ''}: ${median(cost[threads]).toFixed(2)} µs of processor an answer (${cost[threads].map((one) => one.toFixed(1)).join(', ')}), ${Math.round(median(speed[threads]))} a second beside wrk`);
console.log(`two cores do ${(2 * median(cost[1]) / median(cost[2])).toFixed(2)} times the work of one`);
for (const server of Object.values(servers)) await server.stop();
