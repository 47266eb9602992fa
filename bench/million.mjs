// A large archive out of a small one: the stories of STORIES again and again under other ids, each copy some days earlier
// and with one word in eight exchanged for another of the archive, so that terms, pairs and dates spread as they would.
//
//     node bench/million.mjs STORIES.jsonl.gz OUT.jsonl [1000000]
import {createReadStream, createWriteStream} from 'node:fs';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {createGunzip} from 'node:zlib';

const [, , from, to, wanted = '1000000'] = process.argv;
if (!to) {
    console.error('usage: node bench/million.mjs STORIES.jsonl.gz OUT.jsonl [COUNT]');
    process.exit(2);
}
const stories = [];
for await (const line of createInterface({input: createReadStream(from).pipe(createGunzip())}))
    if (line.trim()) stories.push(JSON.parse(line));
const words = stories.flatMap((story) => story.paragraphs.join(' ').split(' ')).filter((word) => word.length > 3);

let state = 7; // xorshift32: the same archive every time
function random(below) {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % below;
}
const varied = (text) => text.split(' ').map((word) => (random(8) ? word : words[random(words.length)])).join(' ');

const out = createWriteStream(to);
const count = Number(wanted);
for (let i = 0; i < count; i++) {
    const copy = Math.floor(i / stories.length), story = {...stories[i % stories.length]};
    if (copy) {
        story.id = `${story.id}-${copy}`;
        story.published = new Date(Date.parse(story.published) - copy * 11 * 86_400_000 - random(86_400) * 1000)
            .toISOString().replace('.000', '');
        story.headline = varied(story.headline);
        story.paragraphs = story.paragraphs.map(varied);
        if (story.abstract) story.abstract = varied(story.abstract);
    }
    if (!out.write(JSON.stringify(story) + '\n')) await once(out, 'drain');
}
out.end();
await once(out, 'finish');
console.log(`${count} stories`);
