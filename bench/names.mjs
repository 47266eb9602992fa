// Names found against names marked by hand (tests/data/names.tsv): precision, recall and F1 by kind; a name counts when
// kind, begin and end are the same. usage: node bench/names.mjs STORIES.jsonl[.gz] [--errors]
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

const program = process.env.WARRAQ ?? new URL('../build/release/warraq', import.meta.url).pathname;
const bytes = readFileSync(process.argv[2]);
const lines = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');

const marked = new Map();
for (const line of readFileSync(new URL('../tests/data/names.tsv', import.meta.url), 'utf8').split('\n')) {
    if (!line || line.startsWith('#')) continue;
    const [id, begin, end, kind] = line.split('\t');
    if (!marked.has(id)) marked.set(id, new Set());
    marked.get(id).add(`${begin} ${end} ${kind}`);
}
const wanted = lines.filter((line) => line && marked.has(JSON.parse(line).id));
const {stdout} = spawnSync(program, ['digest'], {input: wanted.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28});

const tally = {};
const count = (kind, what) => { (tally[kind] ??= {right: 0, wrong: 0, missed: 0})[what]++; };
stdout.trim().split('\n').forEach((line, i) => {
    const {id, names} = JSON.parse(line), story = JSON.parse(wanted[i]);
    const text = [...(story.headline.trim() + '\n' + story.paragraphs.map((p) => p.trim()).filter(Boolean).join('\n'))];
    const left = new Set(marked.get(id));
    for (const {kind, mentions} of names)
        for (const [begin, end] of mentions) {
            const right = left.delete(`${begin} ${end} ${kind}`);
            count(kind, right ? 'right' : 'wrong');
            if (!right && process.argv[3]) console.log(`wrong  ${kind}: ${text.slice(begin, end).join('')}`);
        }
    for (const one of left) {
        const [begin, end, kind] = one.split(' ');
        count(kind, 'missed');
        if (process.argv[3]) console.log(`missed ${kind}: ${text.slice(begin, end).join('')}`);
    }
});
console.log(`${marked.size} stories`);
for (const [kind, {right, wrong, missed}] of Object.entries(tally)) {
    const precision = right / (right + wrong), recall = right / (right + missed);
    console.log(`${kind.padEnd(13)} precision ${(100 * precision).toFixed(1)}  recall ${(100 * recall).toFixed(1)}  ` +
        `F1 ${(200 * precision * recall / (precision + recall)).toFixed(1)}  of ${right + missed}`);
}
