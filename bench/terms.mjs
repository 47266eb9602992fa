// Search terms against pairs of words: does a reader who looks for one find the other? Prints each kind's share and the
// pairs that come out otherwise than wanted. usage: node bench/terms.mjs PAIRS.tsv   (a, b, 1 or 0, kind)
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

const program = process.env.WARRAQ ?? new URL('../build/release/warraq', import.meta.url).pathname;
const rows = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'));
const {stdout} = spawnSync(program, ['terms', '--', ...rows.flatMap(([a, b]) => [a, b])], {encoding: 'utf8', maxBuffer: 1 << 26});
const terms = stdout.split('\n').map((line) => new Set(line.split(' ').filter(Boolean)));

const kinds = {}, total = {should: [0, 0], 'should not': [0, 0]};
rows.forEach(([a, b, wanted, kind = 'pairs'], i) => {
    const joined = [...terms[2 * i]].some((term) => terms[2 * i + 1].has(term));
    const row = wanted === '1' ? 'should' : 'should not';
    for (const tally of [kinds[`${row}: ${kind}`] ??= [0, 0], total[row]]) {
        tally[0] += joined;
        tally[1]++;
    }
    if (joined !== (wanted === '1')) console.log(`  ${a} / ${b}: ${joined ? 'joined' : 'apart'}`);
});
for (const [name, [joined, of]] of Object.entries({...kinds, ...total}))
    if (of) console.log(`${name.padEnd(22)} ${(100 * joined / of).toFixed(1)}% joined of ${of}`);
