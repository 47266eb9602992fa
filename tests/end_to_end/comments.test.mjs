// Comments that are sent while their story is withdrawn, shown again, and closed to comments: each is stored, or comes back to
// its reader with its text; none is an error.
import assert from 'node:assert/strict';
import test from 'node:test';
import {enter, published} from '../support/desk_client.mjs';
import {configure, folder, links, serve, warraq} from '../support/newsroom.mjs';
import {everything} from '../support/newsroom_at_work.mjs';

test('comments sent while their story comes and goes are stored or come back', async (t) => {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const server = await serve(data);
    t.after(() => server.kill());
    const call = await enter(data, server.base, 'manager', 'managing_editor');
    let {id, version} = await published(call, 'خبر يُسحب ويعود');
    const address = `${server.base}/local/${id}/x`;
    const page = await fetch(address);
    const [token] = links(await page.text(), /name="token" value="([^"]+)"/g);
    const kept = [], counts = {};
    let going = true;
    const reader = async (number) => {
        for (let i = 0; going; i++) {
            const text = `رأي ${number}-${i} & <رأي>.`, shown = `رأي ${number}-${i} &amp; &lt;رأي&gt;.</textarea>`;
            const answer = await fetch(address, {method: 'POST', redirect: 'manual',
                body: new URLSearchParams({name: 'قارئ', email: 'reader@example.org', text, token})});
            const html = await answer.text();
            counts[answer.status] = (counts[answer.status] ?? 0) + 1;
            if (answer.status === 303) kept.push(text);
            else assert.ok([409, 410].includes(answer.status) && html.includes(shown), `${answer.status}: ${html.slice(0, 200)}`);
        }
    };
    const readers = [1, 2, 3, 4, 5, 6].map(reader);
    const move = async (to, text) => {
        const moved = await call('POST', `/stories/${id}/move`, {version, to, text});
        assert.equal(moved.status, 200, JSON.stringify(moved.body));
        version = moved.body.version;
    };
    // Until each of the answers was seen, some times over.
    for (let cycle = 0; cycle < 10 || !(counts[303] && counts[410] && counts[409]); cycle++) {
        await move('withdrawn', 'تبيّن خطؤه.');
        await move('published');
        const policy = cycle % 5 === 4 ? 'closed' : 'inherit';
        if (cycle % 5 === 4 || cycle % 5 === 0) assert.equal(warraq('comments', 'policy', policy, '--story', String(id), '--data', data).status, 0);
    }
    going = false;
    await Promise.all(readers);
    const stored = everything(data);
    assert.deepEqual(kept.filter((text) => !stored.has(text)), [], 'what was acknowledged');
    assert.equal(server.log(), '');
    console.log(`# ${JSON.stringify(counts)}`);
    await server.stop();
});
