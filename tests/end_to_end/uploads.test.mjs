// One reporter begins twelve pictures of 32 MB and ends none: memory does not hold them, readers are served, and each is told that it
// took too long, or that they are too many.
import assert from 'node:assert/strict';
import test from 'node:test';
import {ask, attackedNewsroom} from '../support/attacked.mjs';
import {pour} from '../support/attacks/connection.mjs';
import {PICTURE_BYTES, pictureHead} from '../support/attacks/uploads.mjs';
import {picture} from '../support/desk_client.mjs';
import {PATIENCE, until} from '../support/newsroom.mjs';
import {Peer} from '../support/peer.mjs';

const UPLOADS = 12, OF_ACCOUNT = 8, GROWTH_MIB = 16, SENT = 31 << 20;

async function stalled(target, turn) {
    const peer = await Peer.open(target, {tls: turn % 2 === 1});
    let said = '';
    peer.read((bytes) => { said += bytes.toString('latin1'); });
    await peer.write(pictureHead(target.session));
    await pour(peer, Buffer.alloc(1 << 20, 'p'), SENT, PATIENCE, AbortSignal.timeout(PATIENCE));
    return {peer, status: () => Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1] ?? 0)};
}

test('twelve pictures that are never whole', async (t) => {
    const {server, secure, target, resident, most, forgetMost, metrics} = await attackedNewsroom({settings: {upload_patience: 5, uploads_of_account: OF_ACCOUNT}});
    t.after(() => server.kill());
    const pages = async () => {
        for (const address of target.pages) assert.equal((await ask(secure, address)).status, 200, address);
    };
    await pages();
    forgetMost();
    const before = resident();
    const uploads = await Promise.all(Array.from({length: UPLOADS}, (_, turn) => stalled(target, turn)));
    await pages();
    await until(() => uploads.every(({peer}) => peer.gone), 'their end');
    const statuses = uploads.map(({status}) => status());
    t.diagnostic(`${statuses}; from ${before.toFixed(0)} to ${most().toFixed(0)} MiB resident`);
    assert.ok(most() <= before + GROWTH_MIB, `from ${before.toFixed(0)} to ${most().toFixed(0)} MiB resident`);
    // Who is told that they are too many while they send may lose the word with the connection.
    assert.deepEqual(statuses.filter((status) => ![0, 408, 429].includes(status)), []);
    assert.ok(statuses.filter((status) => status === 408).length >= OF_ACCOUNT, `${statuses}`);
    const left = await metrics();
    assert.equal(left.warraq_uploads, 0);
    assert.equal(left.warraq_upload_disk_bytes, 0);
    for (const {peer} of uploads) peer.destroy();

    // Then there is room again.
    const sent = await fetch(`${server.base}/desk/api/pictures`, {method: 'POST', body: picture(7, 400), headers: {...target.session, 'Content-Type': 'image/png'}});
    assert.equal(sent.status, 201, await sent.text());
    await pages();
});

test('who may not send is told before a byte is sent', async (t) => {
    const {server, target, metrics} = await attackedNewsroom();
    t.after(() => server.kill());
    const cases = [[{}, 401, 'signed_out'], [{...target.session, 'X-CSRF-Token': 'another'}, 403, 'csrf_token']];
    for (const [session, status, code] of cases) {
        const peer = await Peer.open(target);
        let said = '';
        peer.read((bytes) => { said += bytes.toString('latin1'); });
        await peer.write(pictureHead(session));
        await until(() => peer.gone, 'the end of the connection');
        assert.match(said, new RegExp(`^HTTP/1.1 ${status} `));
        assert.match(said, new RegExp(`"code":"${code}"`));
        peer.destroy();
    }
    const large = await Peer.open(target);
    let said = '';
    large.read((bytes) => { said += bytes.toString('latin1'); });
    await large.write(pictureHead(target.session, PICTURE_BYTES + 1));
    await until(() => large.gone, 'the end of the connection');
    assert.match(said, /^HTTP\/1.1 413 /);
    assert.equal((await metrics()).warraq_upload_announced_bytes, 0);
});
