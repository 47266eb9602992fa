// An editor's calls of the desk's API, as the browser makes them.
import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import {warraq} from './newsroom.mjs';

// Adds a user to a newsroom that is served at `base` and comes in as them: call(method, path, body), which answers
// {status, body} and throws where no answer came. `at(base)` goes on with another server over the same data. Where a proof
// is asked for, it gives one.
export async function enter(data, base, login, role) {
    const {out} = warraq('user', 'add', login, '--role', role, '--data', data);
    let where = base, cookie = '', token = '';
    const password = 'كلمة سر طويلة للاختبار';
    let proof;  // good for some minutes, any number of times
    const call = async (method, path, body) => {
        const answer = await once(method, path, body);
        if (answer.body?.error?.code !== 'proof_needed') return answer;
        const proven = proof && await once(method, path, {...body, proof});
        if (proven && proven.body?.error?.code !== 'proof_needed') return proven;
        ({proof} = (await once('POST', '/proof', {password})).body);
        return once(method, path, {...body, proof});
    };
    const once = async (method, path, body) => {
        const picture = body instanceof Uint8Array;
        const answer = await fetch(where + '/desk/api' + path, {method, body: picture ? body : body === undefined ? undefined : JSON.stringify(body),
            headers: {'Content-Type': picture ? 'image/png' : 'application/json', 'X-CSRF-Token': token, Cookie: cookie}});
        cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
        const text = await answer.text();
        return {status: answer.status, body: text ? JSON.parse(text) : undefined};
    };
    const entered = await call('PUT', '/link', {link: /welcome\/(\w+)/.exec(out)[1], password});
    if (entered.status !== 200) throw new Error(`${login} does not come in: ${JSON.stringify(entered.body)}`);
    token = entered.body.csrf_token;
    call.at = (other) => { where = other; };
    call.headers = () => ({Cookie: cookie, 'X-CSRF-Token': token});  // for another client of the same session
    return call;
}

// All that a writer writes.
export const content = (headline, paragraphs, more = {}) => ({section: 'local', kicker: '', headline, standfirst: '', dateline: '', urgency: 'normal',
    slug: '', search_headline: '', social_headline: '', page: '', also_in: [], embargo: null, related_pinned: [], related_excluded: [],
    key_points_by: 'editor', key_points: [], bylines: [], sources: [], tags: [], lead_image: null,
    body: {type: 'doc', content: paragraphs.map((text) => ({type: 'paragraph', content: [{type: 'text', text}]}))}, ...more});

// A story that is written, or published, through call(): {id, version}.
export async function written(call, headline, paragraphs = ['نص.'], more = {}) {
    const begun = await call('POST', '/stories', {});
    assert.equal(begun.status, 201, JSON.stringify(begun.body));
    const {id, version} = begun.body;
    const saved = await call('PUT', `/stories/${id}`, {version, content: content(headline, paragraphs, more)});
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    return {id, version: saved.body.version};
}
export async function published(call, headline, paragraphs, more) {
    const {id, version} = await written(call, headline, paragraphs, more);
    const moved = await call('POST', `/stories/${id}/move`, {version, to: 'published'});
    assert.equal(moved.status, 200, JSON.stringify(moved.body));
    return {id, version: moved.body.version};
}

function crc32(bytes) {
    if (zlib.crc32) return zlib.crc32(bytes);
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xEDB88320 : crc >>> 1;
    }
    return ~crc >>> 0;
}

// A PNG of one colour, unlike that of any other number.
export function picture(number, side = 64) {
    const chunk = (type, content) => {
        const body = Buffer.concat([Buffer.from(type), content]), length = Buffer.alloc(4), sum = Buffer.alloc(4);
        length.writeUInt32BE(content.length);
        sum.writeUInt32BE(crc32(body));
        return Buffer.concat([length, body, sum]);
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(side, 0);
    head.writeUInt32BE(side, 4);
    head.set([8, 2], 8);
    const row = Buffer.alloc(1 + 3 * side);
    for (let x = 0; x < side; x++) row.writeUIntBE((number * 7919 + x) & 0xFFFFFF, 1 + 3 * x, 3);
    return Buffer.concat([Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), chunk('IHDR', head),
        chunk('IDAT', zlib.deflateSync(Buffer.concat(Array(side).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
}
