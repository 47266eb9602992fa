// A newsroom that does all at once what newsrooms do, for tests that break something meanwhile.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {content, picture} from './desk_client.mjs';
import {folder, links, pause, program, until, warraq} from './newsroom.mjs';

export function storyFile(count) {
    const file = path.join(folder(), 'stories.jsonl');
    const text = 'قالت البلدية إن العمل في الرصيف الجديد يبدأ صباح الأحد ويستمر خمسة أشهر كاملة. ';
    writeFileSync(file, Array.from({length: count}, (_, i) => JSON.stringify({
        id: 'K-' + i, source: 'test', section: 'sport', headline: 'عنوان رقم ' + i, published: '2018-03-19T13:57:16Z',
        author: 'كاتب ' + 'أبجدهوزحط'[i % 8], abstract: '', paragraphs: [text.repeat(8), text + i], url: ''})).join('\n'));
    return file;
}

// Texts of the comments that are stored.
export const everything = (data) => new Set(['pending', 'approved', 'rejected', 'spam'].flatMap((status) =>
    warraq('comments', 'list', '--status', status, '--limit', '100000', '--data', data).out.split('\n').map((line) => line.replace(/^ *\| /, ''))));

export const nothingKept = () => ({saved: new Map(), published: new Set(), shown: new Map(), scheduled: new Map(), pictures: new Set(),
    approved: new Set(), comments: new Set()});
// Of each kind how much: [[name, number]].
const counts = (kept) => Object.entries(kept).filter(([, those]) => those?.size !== undefined).map(([name, those]) => [name, those.size]);
const someOfEach = (kept) => counts(kept).every(([, number]) => number > 0);
const told = (kept) => counts(kept).map(([name, number]) => `${number} ${name}`).join(', ');

// What a whole newsroom does at once, until end() is called; each thing that was acknowledged is noted in `kept`. `patient`: whoever
// is told that it failed begins another thing; else that is a fault while the server lives.
export function newsroomAtWork(cycle, data, base, call, kept, {patient = false} = {}) {
    let alive = true;
    const due = () => new Date(Math.ceil((Date.now() + 1500 + Math.random() * 1500) / 1000) * 1000).toISOString().replace('.000', '');
    // Until the server is gone: an answer that is no success while it lives is a fault.
    const going = (work) => (async () => {
        for (let i = 0; alive; i++) {
            try {
                await work(`${cycle}-${i}`);
            } catch (error) {
                if (error.code === 'ERR_ASSERTION' && !patient) {
                    alive = false;
                    throw error;
                }
                if (!alive) return;
                await pause(patient ? 50 : 2);
            }
        }
    })();
    const done = async (status, method, path, body) => {
        const answer = await call(method, path, body);
        assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
        return answer.body;
    };
    const written = async (name) => {
        const {id, version} = await done(201, 'POST', '/stories', {});
        const saved = await done(200, 'PUT', `/stories/${id}`, {version, content: content(`خبر ${name}`, [`نص ${name} الأول.`])});
        kept.saved.set(id, 0);
        return {id, version: saved.version};
    };
    const save = async (story, name, n) => {
        const saved = await done(200, 'PUT', `/stories/${story.id}`,
            {version: story.version, content: content(`خبر ${name}`, [`نص ${name} الأول.`, `حفظ رقم ${n}`])});
        story.version = saved.version;
        kept.saved.set(story.id, n);
    };
    const publish = async (story) => {
        story.version = (await done(200, 'POST', `/stories/${story.id}/move`, {version: story.version, to: 'published'})).version;
    };
    const file = storyFile(3000);
    const importing = spawn(program, ['import', 'stories', file, '--data', data], {stdio: 'ignore'});
    const works = [
        going(async (name) => {
            const story = await written(`m${name}`);
            for (let n = 1; n <= 5 && alive; n++) await save(story, `m${name}`, n);
        }),
        going(async (name) => {
            const story = await written(`n${name}`);
            await publish(story);
            kept.published.add(story.id);
            await save(story, `n${name}`, 1);
            await done(200, 'POST', `/stories/${story.id}/changes`, {version: story.version});
            kept.shown.set(story.id, 1);
        }),
        going(async (name) => {
            const story = await written(`w${name}`);
            const at = due();
            const {status, body} = await call('POST', `/stories/${story.id}/move`, {version: story.version, to: 'scheduled', at});
            if (status === 422 && new Date() >= new Date(at)) return;  // on a busy machine its time came first
            assert.equal(status, 200, JSON.stringify(body));
            kept.scheduled.set(story.id, at);
        }),
        going(async (name) => {
            const answer = await call('POST', '/pictures', picture(Number(name.replace('-', '')), 16 + cycle));
            assert.equal(answer.status, 201, JSON.stringify(answer.body));
            kept.pictures.add(answer.body.media);
        }),
        going(async () => {
            const {comments} = await done(200, 'GET', '/comments?status=pending');
            for (const {id} of comments.slice(0, 5)) {
                await done(204, 'PATCH', `/comments/${id}`, {status: 'approved'});
                kept.approved.add(id);
            }
            await pause(20);
        }),
        going(async (name) => {
            kept.page ??= links(await (await fetch(base + '/local')).text(), /<h3><a href="([^"]+)"/g).at(-1);
            kept.token ??= links(await (await fetch(base + kept.page)).text(), /name="token" value="([^"]+)"/g)[0];
            const text = `تعليق ${name}.`;
            const answer = await fetch(base + kept.page, {method: 'POST', redirect: 'manual',
                body: new URLSearchParams({name: 'قارئ', email: 'reader@example.org', text, token: kept.token})});
            assert.equal(answer.status, 303);
            kept.comments.add(text);
        }),
    ];
    return {
        // At least so long, and until there is something of each kind: on a busy machine that takes longer.
        async goOn(milliseconds) {
            await pause(milliseconds);
            await until(() => !alive || someOfEach(kept), () => `something of each kind: ${told(kept)}`);
        },
        async end(kill) {
            alive = false;
            importing.kill('SIGKILL');
            await kill();
            await Promise.all(works);
        },
    };
}

// That all of `kept` is there. Says how much that was.
export async function comparedWithKept(data, base, call, kept) {
    console.log(`# acknowledged: ${told(kept)}`);
    assert.ok(someOfEach(kept), told(kept));
    const get = async (path) => (await call('GET', path)).body;
    await until(async () => (await get('/stories?status=scheduled')).stories.length === 0, 'the scheduled stories are published');
    for (const [id, n] of kept.saved) {
        const {content: shown, working_copy: changes} = await get(`/stories/${id}`);
        const stored = Number(/حفظ رقم (\d+)/.exec(JSON.stringify(changes ?? shown))?.[1] ?? 0);
        assert.ok(stored === n || stored === n + 1, `story ${id}: save ${stored} after save ${n} was acknowledged`);
    }
    const addressOf = new Map();
    for (const id of [...kept.published, ...kept.scheduled.keys()]) {
        const answer = await fetch(`${base}/local/${id}`);
        addressOf.set(id, answer.url);
        assert.equal(answer.status, 200, `story ${id} is published`);
        const html = await answer.text();
        if (kept.shown.has(id)) assert.match(html, /حفظ رقم 1/, `story ${id} shows what was published last`);
    }
    for (const media of kept.pictures) assert.equal((await fetch(`${base}/desk/media/${media}`, {headers: call.headers()})).status, 200, media);
    const stored = everything(data);
    assert.deepEqual([...kept.comments].filter((text) => !stored.has(text)), []);
    const listed = warraq('comments', 'list', '--status', 'approved', '--limit', '100000', '--data', data).out;
    const approved = new Set([...listed.matchAll(/^(\d+)  /gm)].map(([, id]) => Number(id)));
    assert.deepEqual([...kept.approved].filter((id) => !approved.has(id)), []);
    const times = new Map();
    for (let before = ''; ;) {
        const {entries} = await get(`/audit${before}`);
        for (const {action, subject} of entries)
            if (action === 'story_published') times.set(subject, (times.get(subject) ?? 0) + 1);
        if (!entries.length) break;
        before = `?before=${entries.at(-1).id}`;
    }
    for (const id of kept.scheduled.keys()) assert.equal(times.get(`story ${id}`), 1, `story ${id} was published once`);
    const some = [...kept.published].at(-1);
    const headline = (await get(`/stories/${some}`)).content.headline;
    await until(async () => (await (await fetch(`${base}/search?format=json&q=${encodeURIComponent(`"${headline}"`)}`)).text())
        .includes(`"id":${some}`), 'the index has what was published');
    const checked = warraq('check', '--data', data);
    assert.equal(checked.status, 0, checked.out);
}
