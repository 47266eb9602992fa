// Three nodes, PostgreSQL's primary and its synchronous standby, HAProxy and readers, each a host of its own in a network namespace: from the
// publish click to the new page on all three nodes, while wrk reads the same page through HAProxy at full speed; and whether a
// node ever shows an older page after a newer one.
// usage: node bench/nodes.mjs [PUBLICATIONS=500] [READERS=32]      (as root; iproute2, postgresql-15, haproxy, wrk)
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {Agent, get} from 'node:http';

const [publications = 500, readers = 32] = process.argv.slice(2).map(Number);
process.env.FSYNC = 'on';
const {balanced, counted, database, net, postgres, threeNodes, versionOf} = await import('../tests/support/nodes.mjs');
if (!net.apart) {
    console.log('skipped: network namespaces are root\'s');
    process.exit(0);
}
const whole = {after: (work) => process.prependListener('exit', work)};
postgres('standby', 'db2', 'db1');
const {nodes, call} = await threeNodes(whole, database('db2'), {args: ['--threads', '1']});
const {base: front} = await balanced(whole, nodes), story = await counted(call);
const page = new URL((await fetch(`${nodes[0].base}/local/${story.id}`)).url).pathname;

const agent = new Agent({keepAlive: true});
const read = (base) => new Promise((resolve, reject) => {
    get(base + page, {agent}, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve(Buffer.concat(parts).toString()));
    }).on('error', reject);
});
// Readers at full speed from a host of their own; answers pages a second when they end.
function reading(address, seconds) {
    const [first, ...words] = net.reader.under('wrk', '-t1', `-c${readers}`, `-d${seconds}`, address + page);
    const wrk = spawn(first, words, {stdio: ['ignore', 'pipe', 'ignore']});
    whole.after(() => wrk.kill('SIGKILL'));
    let said = '';
    wrk.stdout.on('data', (bytes) => { said += bytes; });
    const rate = new Promise((resolve, reject) => wrk.on('exit', () => {
        const told = /Requests\/sec:\s+([\d.]+)/.exec(said);
        if (told) resolve(told[1]); else reject(new Error('wrk did not run'));
    }));
    return {end: () => wrk.kill('SIGINT'), rate};
}
console.log(`one node alone ${await reading(nodes[0].base, 8).rate} pages a second, three through HAProxy ${await reading(front, 8).rate}; all of it on the same cores`);
const beside = reading(front, 3600);
const times = [];
for (let n = 1; n <= publications; n++) {
    await story.write(n);
    const clicked = performance.now();
    const published = story.show();
    await Promise.all(nodes.map(async ({name, base}) => {
        for (let last = n - 1; last < n;) {
            const seen = versionOf(await read(base));
            assert.ok(seen >= last, `${name}: page ${seen} after page ${last}`);
            last = seen;
        }
    }));
    times.push(performance.now() - clicked);
    await published;
}
beside.end();
const rate = await beside.rate;
times.sort((a, b) => a - b);
const share = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
console.log(`${publications} publications on all three nodes, beside ${readers} connections through HAProxy (${rate} pages a second): ` +
    `p50 ${share(0.5)} ms, p99 ${share(0.99)}, longest ${share(1)}; no page mixed or older than one before`);
for (const node of nodes) if (node.log()) console.log(`${node.name} said:\n${node.log()}`);
process.exit(0);
