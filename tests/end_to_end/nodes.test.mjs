// Three nodes on one PostgreSQL: what one of them does the others know.
// usage: [CYCLES=20] node --test nodes.test.mjs       (CI runs fewer)
import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {enter, picture, published} from '../support/desk_client.mjs';
import {startHub} from '../support/hub.mjs';
import {links, pause, until, warraq} from '../support/newsroom.mjs';
import {balanced, cycles, database, net, readers, text, threeNodes} from '../support/nodes.mjs';

test('what is published through one node is on the others', async (t) => {
    const {nodes, call} = await threeNodes(t, database());
    const waited = [];
    for (let i = 0; i < 21; i++) {
        const headline = `خبر من إحدى العقد ${i}`;
        for (const node of nodes) await text(node.base + '/');  // in its memory, where the change has to reach it
        call.at(nodes[i % 3].base);  // one session for all
        await published(call, headline);
        const at = performance.now();
        for (const node of nodes) await until(async () => (await text(node.base + '/')).includes(headline), `«${headline}» on each front page`);
        waited.push(performance.now() - at);
    }
    waited.sort((x, y) => x - y);
    console.log(`# on all front pages after ${waited[10].toFixed(0)} ms at the median, ${waited.at(-1).toFixed(0)} ms at the most`);
    // Who writes what is known at each; ended at one, a session is over at the others.
    call.at(nodes[0].base);
    const {body: {id}} = await call('POST', '/stories', {});
    assert.equal((await call('PUT', `/stories/${id}/seat`, {open: true})).body.mine, true);
    const other = await enter(nodes[2].data, nodes[2].base, 'reporter', 'editor');
    await until(async () => (await other('PUT', `/stories/${id}/seat`, {})).body.who === 'editor', 'the third node knows who writes it');
    assert.equal((await call('DELETE', '/session')).status, 204);
    call.at(nodes[1].base);
    assert.equal((await call('GET', '/stories?status=draft')).status, 401);
    await until(async () => (await other('PUT', `/stories/${id}/seat`, {})).body.mine, 'and that they have left');
});

test('pictures are in the database; each node keeps those that it was asked for', async (t) => {
    const {nodes: [a, b], call} = await threeNodes(t, database());
    const kept = (node) => readdirSync(path.join(node.data, 'media'));
    assert.deepEqual(kept(b), [], 'a new node has none');
    const [shown] = links(await text(b.base + '/'), /(\/media\/[\w.]+)/g);
    const answer = await fetch(b.base + shown);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^image\//);
    assert.deepEqual(kept(b), [path.basename(shown)]);
    call.at(a.base);
    const added = await call('POST', '/pictures', picture(7, 40));
    assert.equal(added.status, 201, JSON.stringify(added.body));
    assert.equal((await fetch(`${b.base}/desk/media/${added.body.media}`, {headers: call.headers()})).status, 200, 'of another node');
    assert.equal((await fetch(`${b.base}/media/${added.body.media}`)).status, 404, 'no story shows it');
    assert.equal((await fetch(`${b.base}/media/nothing.webp`)).status, 404);
    // A backup has all of them, wherever it is made.
    const backups = path.join(b.data, '..', 'backups');
    const made = warraq('backup', backups, '--data', b.data);
    assert.equal(made.status, 0, made.err);
    assert.ok(existsSync(path.join(backups, 'media', added.body.media)));
    const restored = path.join(b.data, '..', 'restored');
    assert.equal(warraq('restore', backups, '--data', restored).status, 0);
    const back = warraq('check', '--data', restored);
    assert.match(back.out, /Sound/, back.out);
    assert.match(warraq('check', '--data', b.data).out, /Sound/);
});

test('a reader has one limit at all nodes', async (t) => {
    const {nodes: [a, b, c]} = await threeNodes(t, database(), {settings: {minutes_between: 5, burst: 3}});
    const [story] = links(await text(a.base + '/'), /<h3><a href="([^"]+)"/g);
    const [token] = links(await text(a.base + story), /name="token" value="([^"]+)"/g);
    let n = 0;
    const comment = async (node) => (await fetch(node.base + story, {method: 'POST', redirect: 'manual',
        body: new URLSearchParams({name: 'قارئ', email: 'r@example.org', text: `تعليق ${++n}`, token})})).status;
    for (const node of [a, a, b]) assert.equal(await comment(node), 303);
    // Alone it would take three.
    let taken = 0;
    for (; taken < 3; taken++) {
        await pause(2500);
        if (await comment(c) === 429) break;
    }
    assert.ok(taken < 3, 'the third node has heard of three');
});

test('a hub is told once, and by another node when the one that told it dies', async (t) => {
    const hub = await startHub(net.apart ? net.switch : undefined);
    t.after(() => hub.close());
    const site = 'https://news.example.org';
    const {nodes, call} = await threeNodes(t, database(), {settings: {hub: hub.base + '/', address: site, allowed_hosts: [new URL(hub.base).hostname]}});
    await until(() => hub.pings.length >= 3, 'the site\'s feeds');
    await pause(1000);
    hub.pings.length = 0;
    for (let i = 0; i < 3; i++) {
        await published(call, `خبر للموزّع ${i}`);
        await until(() => hub.pings.includes(`${site}/local/feed/atom.xml`), 'the section\'s feed');
        await pause(6500);  // all three would have told by then
        const times = hub.pings.filter((url) => url === `${site}/feed/atom.xml`).length;
        assert.equal(times, 1, `told ${times} times`);
        hub.pings.length = 0;
    }
    // It is held by one that cannot tell it and dies; half a minute later another does.
    hub.down = true;
    await published(call, 'خبر والموزّع غائب');
    await until(() => nodes.some((node) => /is told later/.test(node.log())), 'one of them tries');
    const trying = nodes.filter((node) => /is told later/.test(node.log()));
    assert.equal(trying.length, 1, 'one only');
    if (trying[0] === nodes[0]) call.at(nodes[1].base);
    await trying[0].kill();
    hub.down = false;
    const began = Date.now();
    await until(() => hub.pings.includes(`${site}/local/feed/atom.xml`), 'another tells it');
    console.log(`# another node told the hub ${Math.round((Date.now() - began) / 1000)} s after the first had died`);
});

test(`behind HAProxy each node is begun anew ${cycles} times and no reader notices`, async (t) => {
    const {nodes} = await threeNodes(t, database(), {drain: 4});
    const {base, up} = await balanced(t, nodes);
    const known = (n) => until(async () => await up() === n, `HAProxy knows of ${n} nodes`);
    await known(3);
    const [story] = links(await text(base + '/'), /<h3><a href="([^"]+)"/g);
    const reading = readers(t, 4, base + story);
    for (let cycle = 0; cycle < cycles; cycle++) {
        for (const [i, node] of nodes.entries()) {
            const ended = node.stop();
            await until(async () => (await fetch(node.base + '/health/ready')).status === 503, 'it says that it leaves, and serves on');
            await ended;
            await nodes.again[i]();
            await known(3);
        }
        // One that dies is another thing than one that leaves: what was on its way is asked of the others.
        await nodes[cycle % 3].kill();
        await known(2);
        await nodes.again[cycle % 3]();
        await known(3);
    }
    const read = await reading.end();
    console.log(`# ${read} pages read meanwhile, none failed`);
    assert.ok(read > 500);
});
