// Everything hostile at once, beside ordinary readers, against a server with TLS of its own:
//
//     node bench/hostile.mjs [STORIES.jsonl.gz] [--minutes 30] [--baseline 5] [--rate 50] [--without KIND,…] [--only KIND,…]
//
// First the readers alone, at the same pace: the baseline. Attackers are processes of the lowest priority, so that it is the
// server that is measured and not they. Ends with 1 when a criterion is not met.
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {setPriority} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {attackedNewsroom} from '../tests/support/attacked.mjs';
import {keepOn, kinds} from '../tests/support/attacks.mjs';
import {pause, warraq} from '../tests/support/newsroom.mjs';
import {percentile, read, toRead} from '../tests/support/readers.mjs';

// Of each kind: connections side by side, new ones a second in all. Those of a line share a process. Chosen so that one
// machine of two cores, clients included, has room for its readers: much effect by little work.
const LOAD = [
    {half_close: [4, 2], broken_off: [4, 2], unread_answers: [4, 0.4], cookie_crumbs: [4, 0.4], refused_streams: [2, 0.2], window_dribble: [3, 0.3], slow_readers: [150, 7.5]},
    {settings_flood: [2, 0.5], ping_flood: [2, 0.5], empty_frames: [2, 0.7], rapid_reset: [2, 0.3], continuations: [2, 0.5], key_updates: [1, 0.1], one_byte_records: [2, 0.5], ranges: [4, 4]},
    {blank_lines: [2, 0.5], pipelined: [4, 0.5], chunk_extensions: [2, 0.2], broken_heads: [4, 4], not_found: [4, 1], parameters: [4, 1], hard_searches: [1, 0.5], garbage_forms: [4, 3], sign_ins: [2, 0.2]},
    {idle: [1600, 64], slow_heads: [200, 20], slow_bodies: [100, 4], handshakes: [300, 25], handshakes_without_tickets: [2, 10], followers: [50, 2.5]},
];
const RESIDENT_MIB = 256, RESIDENT_AFTER_MIB = 120, P99_TIMES = 2;
const WARM_UP_S = 20, QUIET_S = 60;

if (process.send) await (process.argv[2] === 'read' ? readOn : attackOn)(...JSON.parse(process.argv[3]));
else process.exit(await measure());

function kindOf(path) {
    if (path === '/') return 'front page';
    return /^\/(search|media|share|static)/.exec(path)?.[1] ?? (/^\/[a-z-]+$/.test(path) ? 'section' : 'story');
}

// A process of readers: every second what was seen, until it is told to end.
async function readOn(target, rate) {
    const ended = new AbortController();
    process.once('message', () => ended.abort());
    let took = [];
    const tell = setInterval(() => { process.send({took}); took = []; }, 1000);
    const seen = await read(target, {rate, signal: ended.signal, each: (ms, what) => took.push([Math.round(ms * 100) / 100, kindOf(what)])});
    clearInterval(tell);
    process.send({took, ...seen}, () => process.exit(0));
}

// A process of attackers.
async function attackOn(target, load) {
    setPriority(19);
    const ended = new AbortController();
    process.once('message', () => ended.abort());
    process.on('uncaughtException', (error) => { console.error(`an attacker fails: ${error.stack}`); process.exit(2); });
    const done = await Promise.all(Object.entries(load).map(async ([name, [lanes, rate]]) => [name, await keepOn(kinds[name], target, {lanes, rate, signal: ended.signal})]));
    process.send(Object.fromEntries(done), () => process.exit(0));
}

function begin(role, ...of) {
    const child = fork(fileURLToPath(import.meta.url), [role, JSON.stringify(of)]);
    process.on('exit', () => child.kill('SIGKILL'));
    return child;
}

// Its last words; null where it does not come to them.
async function end(child) {
    if (child.exitCode !== null) return null;
    const said = once(child, 'message');
    const gone = once(child, 'exit').then(() => [null]);
    child.send('end');
    const [last] = await Promise.race([said, gone]);
    return last;
}

// What readers saw, by phase and by minute.
function readersOf(target, rate) {
    const child = begin('read', target, rate);
    let minute = [], phase = [], last = null;
    child.on('message', ({took, ...rest}) => {
        for (const one of took) { minute.push(one); phase.push(one); }
        if (rest.failures) last = rest;
    });
    const figures = (list) => {
        const sorted = Float64Array.from(list, ([ms]) => ms).sort(), p99 = percentile(sorted, 0.99), slow = {};
        for (const [ms, kind] of list) if (ms >= p99) slow[kind] = (slow[kind] ?? 0) + 1;
        return {answers: sorted.length, p50: percentile(sorted, 0.5), p99, longest: sorted.at(-1), slow: Object.entries(slow).map(([kind, times]) => `${kind} ${times}`).join(', ')};
    };
    return {
        minute: () => { const all = figures(minute); minute = []; return all; },
        phase: () => { const all = figures(phase); phase = []; minute = []; return all; },
        end: async () => { child.send('end'); await once(child, 'exit'); return last; },
    };
}

async function measure() {
    const {values: given, positionals: [stories]} = parseArgs({allowPositionals: true, options: {minutes: {type: 'string', default: '30'}, baseline: {type: 'string'},
        rate: {type: 'string', default: '50'}, without: {type: 'string', default: ''}, only: {type: 'string', default: ''}}});
    const minutes = Number(given.minutes), baseline = Number(given.baseline ?? Math.min(5, Math.max(1, minutes / 6)));
    const listed = (text) => text.split(',').filter(Boolean);
    for (const name of [...listed(given.without), ...listed(given.only)]) if (!kinds[name]) throw new Error(`there is no kind ${name}`);
    const load = LOAD.map((line) => Object.fromEntries(Object.entries(line).filter(([name]) => !listed(given.without).includes(name) && (!given.only || listed(given.only).includes(name)))))
        .filter((line) => Object.keys(line).length);

    const newsroom = await attackedNewsroom({stories});
    const {server, data} = newsroom;
    let died = null, stopping = false;
    server.ended.then((how) => {
        if (stopping) return;
        died = how;
        console.log(`the server has ended by itself: ${how.signal ?? how.code}`);
    });
    const target = {...newsroom.target, asked: await toRead(server.base)};
    console.log(`${target.asked.stories.length} stories, ${target.asked.pictures.length} pictures, ${target.asked.sections.length} sections to read; ${given.rate} readers' requests a second`);
    const readers = readersOf(target, Number(given.rate));
    let most = 0;

    const minute = async (name, length_s) => {
        const cpu = newsroom.cpuSeconds(), began = performance.now();
        newsroom.forgetMost();
        while (!died && performance.now() - began < length_s * 1000) await pause(200);
        if (died) return;
        const peak = newsroom.most(), {answers, p50, p99, longest, slow} = readers.minute(), metrics = await newsroom.metrics();
        most = Math.max(most, peak);
        const held = Object.entries(metrics).filter(([key]) => /^warraq_connection_memory/.test(key)).map(([key, bytes]) => `${/"(\w+)"/.exec(key)[1]} ${(bytes / 1048576).toFixed(0)}`).join(', ');
        console.log(`${name}: resident ${newsroom.resident().toFixed(0)} MiB, ${peak.toFixed(0)} at the most; readers ${answers} answers, p50 ${p50?.toFixed(1)} p99 ${p99?.toFixed(1)} longest ${longest?.toFixed(0)} ms (the slowest 1%: ${slow}); ` +
            `${metrics.warraq_connections_open ?? '?'} connections open${held && ', which hold '}${held}; server ${(100 * (newsroom.cpuSeconds() - cpu) / ((performance.now() - began) / 1000)).toFixed(0)}% of a core`);
    };
    const during = async (name, length_m) => {
        for (let at = 0; at < length_m && !died; at++) await minute(`${name}, minute ${at + 1}`, 60 * Math.min(1, length_m - at));
        return readers.phase();
    };

    await pause(WARM_UP_S * 1000);
    readers.phase();
    const alone = await during('readers alone', baseline);
    const attackers = load.map((line) => begin('attack', target, line));
    const beside = await during('attacked', minutes);
    const tallies = Object.assign({}, ...await Promise.all(attackers.map(end)));
    const {failures = ['the readers ended'], again} = await readers.end() ?? {};
    for (const [name, {acts, shutOut}] of Object.entries(tallies)) console.log(`  ${name.padEnd(28)} ${acts} connections, ${shutOut} not let in`);
    for (const failure of failures.slice(0, 10)) console.log(`  failed: ${failure}`);

    let after = NaN, stopped = died;
    if (!died) await pause(QUIET_S * 1000);
    if (!died) {
        after = newsroom.resident();
        stopping = true;
        stopped = await server.stop();
    }
    const checked = warraq('check', '--data', data);
    const log = server.log().trim().split('\n').filter(Boolean);
    if (log.length) console.log(`  log: ${log.length} lines, the first: ${log[0]}`);

    const results = [
        ['the server lives, and ends when told to', !died && stopped.code === 0, died ? `ended by ${died.signal ?? died.code}` : `code ${stopped.code}`],
        [`resident at the most ≤ ${RESIDENT_MIB} MiB`, most <= RESIDENT_MIB, `${most.toFixed(0)} MiB`],
        [`resident after a minute of quiet < ${RESIDENT_AFTER_MIB} MiB`, after < RESIDENT_AFTER_MIB, `${after.toFixed(0)} MiB`],
        [`readers' p99 ≤ ${P99_TIMES} × the baseline's`, beside.p99 <= P99_TIMES * alone.p99, `${beside.p99?.toFixed(1)} ms beside ${alone.p99?.toFixed(1)} alone (p50 ${beside.p50?.toFixed(1)} and ${alone.p50?.toFixed(1)}, longest ${beside.longest?.toFixed(0)} and ${alone.longest?.toFixed(0)})`],
        ['no reader failed', failures.length === 0, `${failures.length} of ${alone.answers + beside.answers}, ${again} asked again on a new connection`],
        ['warraq check finds nothing', checked.status === 0, checked.out.trim().split('\n').at(-1)],
        ['every kind of attack was made', Object.values(tallies).every(({acts}) => acts > 0) && Object.keys(tallies).length === load.flatMap(Object.keys).length, `${Object.keys(tallies).length} kinds`],
    ];
    for (const [what, met, figure] of results) console.log(`${met ? 'met    ' : 'NOT MET'}  ${what}: ${figure}`);
    return results.every(([, met]) => met) ? 0 : 1;
}
