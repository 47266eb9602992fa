// What the attacks have in common: connections that are let in or not, and answers that are counted.
import {randomInt} from 'node:crypto';
import {END_STREAM, type} from '../http2_frames.mjs';
import {Peer, sleep} from '../peer.mjs';

// False: it was not let in.
export async function on(target, how, act) {
    const peer = await Peer.open(target, how);
    if (!peer) return false;
    try {
        await act(peer);
    } finally {
        peer.destroy();
    }
    return true;
}
export const h2 = (target, act, how) => on(target, {tls: true, alpn: 'h2', ...how}, act);
export const h1 = (target, turn, act) => on(target, {tls: turn % 2 === 1}, act);  // in the clear and over TLS by turns

let serial = 0;
export const unique = () => `${process.pid.toString(36)}${(serial++).toString(36)}${randomInt(1e6).toString(36)}`;
export const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

// Writes it over and over, until the peer is cut off, `most` bytes are taken, or the time has passed.
export async function pour(peer, bytes, most, ms, signal) {
    const end = Date.now() + ms;
    for (let sent = 0; sent < most && Date.now() < end && !signal.aborted; sent += bytes.length)
        if (!await peer.write(bytes, Math.max(1, end - Date.now()))) return;
}

// Until as many answers are whole as were asked for, or the time has passed.
export function h1Answers(peer) {
    const seen = {answers: 0};
    let tail = '';
    peer.read((bytes) => {
        const text = tail + bytes.toString('latin1');
        seen.answers += text.split('HTTP/1.1 ').length - 1;
        tail = text.slice(-8).replace(/HTTP\/1\.1 /g, '');
    });
    return seen;
}
export function h2Answers(peer) {
    const seen = {answers: 0};
    let kept = Buffer.alloc(0);
    peer.read((bytes) => {
        kept = Buffer.concat([kept, bytes]);
        while (kept.length >= 9 && kept.length >= 9 + kept.readUIntBE(0, 3)) {
            const [kind, flags] = [kept[3], kept[4]];
            if ((kind === type.HEADERS || kind === type.DATA) && flags & END_STREAM) seen.answers++;
            if (kind === type.RST_STREAM) seen.answers++;
            kept = kept.subarray(9 + kept.readUIntBE(0, 3));
        }
    });
    return seen;
}
export async function answered(peer, seen, count, ms, signal) {
    for (const end = Date.now() + ms; seen.answers < count && !peer.gone && Date.now() < end && !signal.aborted;) await sleep(20, signal);
}

export const pieces = (bytes, size) => Array.from({length: Math.ceil(bytes.length / size)}, (_, i) => bytes.subarray(i * size, (i + 1) * size));
