// What a newsroom of three nodes does when parts of it fail.
// usage: [CYCLES=20] [OLDER=an older warraq] node --test failures.test.mjs       (CI runs fewer)
import assert from 'node:assert/strict';
import test from 'node:test';
import {content, published, written} from '../support/desk_client.mjs';
import {links, ownClock, pause, PATIENCE, until, warraq} from '../support/newsroom.mjs';
import {comparedWithKept, newsroomAtWork, nothingKept} from '../support/newsroom_at_work.mjs';
import {balanced, counted, cycles, database, net, postgres, readers, text, threeNodes, versionOf} from '../support/nodes.mjs';

const median = (times) => [...times].sort((x, y) => x - y)[Math.floor(times.length / 2)];
const told = (times) => `${median(times).toFixed(0)} ms at the median, ${Math.max(...times).toFixed(0)} at the most`;
// A comment of a reader, who has the form already.
async function commenting(base, story) {
    const [token] = links(await text(base + story), /name="token" value="([^"]+)"/g);
    return (words) => fetch(base + story, {method: 'POST', redirect: 'manual', body: new URLSearchParams({name: 'قارئ', email: 'r@example.org', text: words, token})});
}

test(`a node that dies ${cycles} times under load loses nothing acknowledged`, async (t) => {
    const {data, nodes, call} = await threeNodes(t, database());
    const kept = nothingKept(), waits = [];
    for (let cycle = 0; cycle < cycles; cycle++) {
        const i = cycle % 3, other = nodes[(i + 1) % 3];
        call.at(nodes[i].base);
        const work = newsroomAtWork(cycle, data, nodes[i].base, call, kept);
        await work.goOn(1000 + Math.random() * 1000);
        await work.end(() => nodes[i].kill());
        // The desk goes on at another one at once.
        const at = performance.now();
        call.at(other.base);
        assert.equal((await call('POST', '/stories', {})).status, 201);
        waits.push(performance.now() - at);
        await nodes.again[i]();
    }
    console.log(`# written at another node after ${told(waits)}`);
    call.at(nodes[0].base);
    await comparedWithKept(data, nodes[1].base, call, kept);
});

test(`while the database is away, ${cycles} times, readers read, the desk is told, and then all goes on by itself`, async (t) => {
    const {data, nodes: [a, b], call} = await threeNodes(t, database());
    const waits = [];
    for (let cycle = 0; cycle < cycles; cycle++) {
        await until(async () => (await fetch(b.base + '/')).status === 200, 'the front page in its memory');
        const [story] = links(await text(b.base + '/'), /<h3><a href="([^"]+)"/g);
        const comment = await commenting(b.base, story);
        const {body: {id, version}} = await call('POST', '/stories', {});
        const save = (n) => call('PUT', `/stories/${id}`, {version, content: content(`مسودّة ${n}`, ['نص.'])});
        const logged = a.log().length;

        postgres('crash', 'db1');
        for (const node of [a, b]) await until(async () => (await fetch(node.base + '/health/ready')).status === 503, 'both have noticed');
        for (let i = 0; i < 3; i++) {
            const answer = await fetch(b.base + story);
            assert.equal(answer.status, 200);
            assert.match(await answer.text(), /<h1/);
            assert.equal((await fetch(b.base + '/')).status, 200);
        }
        assert.equal((await fetch(b.base + '/health/live')).status, 200);
        const refused = await comment(`تعليق في الانقطاع ${cycle}`);
        assert.equal(refused.status, 503);
        assert.match(await refused.text(), /تعليق في الانقطاع/, 'what was written is not lost');
        const failed = await save(1);
        assert.equal(failed.status, 503, JSON.stringify(failed.body));
        assert.match(a.log().slice(logged), /the database is away/);

        postgres('start', 'db1');
        const at = performance.now();
        await until(async () => (await save(2)).status === 200, 'the desk writes again');
        waits.push(performance.now() - at);
        await until(async () => (await comment(`تعليق بعد الانقطاع ${cycle}`)).status === 303, 'comments are taken again');
        assert.match(a.log().slice(logged), /the database is back/);
        await until(async () => (await fetch(b.base + '/health/ready')).status === 200, 'ready again');
    }
    console.log(`# written again ${told(waits)} after the database was back`);
    assert.match(warraq('check', '--data', data).out, /Sound/);
});

test(`a node that alone loses the database, ${cycles} times, is left out and comes back by itself`, async (t) => {
    if (!net.apart) return t.skip('needs hosts of their own');
    const {data, nodes, call} = await threeNodes(t, database());
    const [a, b, c] = nodes, {base} = await balanced(t, nodes), story = await counted(call);
    const page = new URL((await fetch(`${a.base}/local/${story.id}`)).url).pathname;
    const comment = await commenting(c.base, page), noticed = [], mended = [];
    for (let cycle = 1; cycle <= cycles; cycle++) {
        const n = 2 * cycle;
        call.at(a.base);
        for (const node of nodes) await until(async () => versionOf(await text(node.base + page)) === n - 2, 'all begin with the same');
        const reading = readers(t, 3, base + page), logged = c.log().length;
        const mend = net.cut(t, 'node3', 'db1');
        const cut = performance.now();
        await story.publish(n - 1);
        for (const node of [a, b]) await until(async () => versionOf(await text(node.base + page)) === n - 1, 'the others show it');
        // What it has it still shows, whole: the one before, and none that is older.
        let ready = 200;
        while (ready === 200) {
            assert.equal(versionOf(await text(c.base + page)), n - 2);
            ready = (await fetch(c.base + '/health/ready', {signal: AbortSignal.timeout(PATIENCE)})).status;
            assert.ok(performance.now() - cut < PATIENCE, 'it never says that it is not ready');
        }
        noticed.push(performance.now() - cut);
        assert.equal(ready, 503);
        await until(() => /the database is away/.test(c.log().slice(logged)), 'it says so');
        await until(async () => {
            const shown = await fetch(c.base + page);
            assert.equal(shown.status, 200);
            assert.equal(versionOf(await shown.text()), n - 2);
            return /111/.test(shown.headers.get('warning') ?? '');
        }, 'its pages are marked as old');
        const refused = await comment(`تعليق في العزلة ${cycle}`);
        assert.equal(refused.status, 503);
        assert.match(await refused.text(), /تعليق في العزلة/);
        call.at(c.base);
        assert.equal((await story.tryToSave(n)).status, 503, 'the desk says that nothing can be saved');
        call.at(a.base);
        await story.publish(n);
        mend();
        const at = performance.now();
        for (let last = n - 2; last < n;) {
            const seen = versionOf(await text(c.base + page));
            assert.ok(seen >= last, `page ${seen} after page ${last}`);
            last = seen;
            assert.ok(performance.now() - at < PATIENCE, 'it never shows what was published meanwhile');
        }
        mended.push(performance.now() - at);
        await until(async () => (await fetch(c.base + '/health/ready')).status === 200, 'ready again');
        await until(async () => (await comment(`تعليق بعد العزلة ${cycle}`)).status === 303, 'comments are taken again');
        const read = await reading.end();
        assert.ok(read > 100, `${read} pages read through HAProxy`);
    }
    console.log(`# known after ${told(noticed)}; the newest page ${told(mended)} after it was mended`);
    assert.match(warraq('check', '--data', data).out, /Sound/);
});

test(`nodes whose clocks are minutes off publish ${cycles} times when the others do`, async (t) => {
    if (!ownClock()) return t.skip('faketime is not here');
    const {data, nodes, call} = await threeNodes(t, database(), {env: [{}, ownClock({FAKETIME: '+420s'}), ownClock({FAKETIME: '-420s'})]});
    const [a, b, c] = nodes;
    assert.match(b.log(), /clock is 4[12]\d\.\d s ahead of the database's/);
    assert.match(c.log(), /clock is 4[12]\d\.\d s behind the database's/);
    for (const node of nodes) {
        const said = new Date((await fetch(node.base + '/health/live')).headers.get('date'));
        assert.ok(Math.abs(said - Date.now()) < 60_000, `${node.name} says ${said}`);
    }
    const late = [], scheduled = [];
    for (let cycle = 0; cycle < cycles; cycle++) {
        // Published by hand, through each in turn: in this order they stand on each front page, and their times are the true ones.
        const headlines = [];
        for (const [node, place] of [[b, 'الثانية'], [c, 'الثالثة'], [a, 'الأولى']]) {
            const headline = `نُشر بيد من العقدة ${place} ${cycle}`;
            call.at(node.base);
            const {id} = await published(call, headline);
            const at = new Date((await call('GET', `/stories/${id}`)).body.published);
            assert.ok(Math.abs(at - Date.now()) < 60_000, `${node.name}: ${at}`);
            headlines.unshift(headline);
            await pause(1000);
        }
        for (const node of nodes)
            await until(async () => {
                const html = await text(node.base + '/local'), places = headlines.map((headline) => html.indexOf(headline));
                return places.every((place, i) => place > 0 && (i === 0 || place > places[i - 1]));
            }, `the newest first at ${node.name}`);
        // Scheduled, through one whose clock is off: all nodes are there to publish it.
        call.at(cycle % 2 ? b.base : c.base);
        const {id, version} = await written(call, `موعد ${cycle}`);
        const due = Math.ceil(Date.now() / 1000 + 5) * 1000;
        const moved = await call('POST', `/stories/${id}/move`, {version, to: 'scheduled', at: new Date(due).toISOString().replace('.000', '')});
        assert.equal(moved.status, 200, JSON.stringify(moved.body));
        let seen = 404;
        while (seen !== 200) {
            seen = (await fetch(`${a.base}/local/${id}`)).status;
            const now = Date.now();
            assert.ok(seen !== 200 || now >= due - 600, `${due - now} ms too early`);
            assert.ok(now < due + PATIENCE, 'never published');
        }
        late.push(Date.now() - due);
        scheduled.push(id);
    }
    call.at(a.base);
    const {entries} = (await call('GET', '/audit')).body;
    for (const id of scheduled.slice(-10))
        assert.equal(entries.filter(({action, subject}) => action === 'story_published' && subject === `story ${id}`).length, 1, `story ${id} once`);
    console.log(`# on the page ${told(late)} after its time`);
    assert.match(warraq('check', '--data', data).out, /Sound/);
});

for (let cycle = 1; cycle <= (process.env.OLDER ? cycles : 1); cycle++)
    test(`an older program and this one side by side (${cycle})`, async (t) => {
        const of = process.env.OLDER;
        if (!of) return t.skip('OLDER names no older program');
        const {nodes, call} = await threeNodes(t, database(), {of}), kept = nothingKept();
        const {base} = await balanced(t, nodes), [story] = links(await text(base + '/'), /<h3><a href="([^"]+)"/g);
        const reading = readers(t, 3, base + story);
        // The first to be renewed brings the database up to date under the others.
        for (const i of [0, 1, 2]) {
            call.at(nodes[(i + 2) % 3].base);  // an older one, but for the last
            const work = newsroomAtWork(i, nodes[0].data, nodes[(i + 2) % 3].base, call, kept);
            await nodes[i].stop();
            await nodes.again[i]({of: undefined});
            const headline = `خبر التجديد ${i}`;
            const {id} = await published(call, headline);
            for (const node of nodes) await until(async () => (await text(`${node.base}/local/${id}`)).includes(headline), `old and new show it (${node.name})`);
            await work.goOn(1500);
            await work.end(async () => {});
        }
        await reading.end();
        kept.pictures.clear();  // the older one kept each in its own folder
        kept.pictures.add(links(await text(nodes[0].base + '/'), /\/media\/([\w.]+)/g)[0]);
        await comparedWithKept(nodes[0].data, nodes[1].base, call, kept);
    });

test(`a primary that dies ${cycles} times while its standby takes over loses nothing acknowledged`, async (t) => {
    postgres('standby', 'db2', 'db1');
    const {data, nodes: [a, b], call} = await threeNodes(t, database('db2'));
    const kept = nothingKept(), waits = [];
    // Without a standby that confirms, nothing is acknowledged.
    const {body: {id, version}} = await call('POST', '/stories', {});
    postgres('crash', 'db2');
    const alone = await call('PUT', `/stories/${id}`, {version, content: content('بلا نسخة ثانية', ['نص.'])});
    assert.equal(alone.status, 503, JSON.stringify(alone.body));
    assert.match(a.log(), /no standby confirms/);
    postgres('start', 'db2');
    await until(async () => (await call('POST', '/stories', {})).status === 201, 'the standby confirms again');
    let [primary, standby] = ['db1', 'db2'];
    for (let cycle = 0; cycle < cycles; cycle++) {
        call.at(cycle % 2 ? b.base : a.base);
        const work = newsroomAtWork(cycle, data, b.base, call, kept, {patient: true});
        await work.goOn(1500 + Math.random() * 1000);
        postgres('crash', primary);
        const at = performance.now();
        postgres('promote', standby);
        const promoted = performance.now();
        const before = kept.saved.size + kept.published.size;
        await until(() => kept.saved.size + kept.published.size > before, 'the desk writes again');
        waits.push([promoted - at, performance.now() - promoted]);
        await work.end(async () => {});
        [primary, standby] = [standby, primary];
        postgres('standby', standby, primary);
    }
    console.log(`# promoted in ${told(waits.map(([promoting]) => promoting))}; written again after ${told(waits.map(([, writing]) => writing))}`);
    await comparedWithKept(data, a.base, call, kept);
});
