// Hostile peers of HTTP/1, in the clear and over TLS by turns.
import {randomBytes} from 'node:crypto';
import {sleep} from '../peer.mjs';
import {get, h1, pour, unique} from './connection.mjs';

// Empty lines before a request, without end.
export const blank_lines = (target, signal, turn) => h1(target, turn, (peer) => pour(peer, Buffer.from('\r\n'.repeat(32768)), 64 << 20, 8000, signal));

// Request upon request in one piece, and no answer read.
export const pipelined = (target, signal, turn) => h1(target, turn, async (peer) => {
    const paths = [target.large, target.picture, ...target.pages, '/search?q=a', `/${unique()}`];
    await pour(peer, Buffer.from(Array.from({length: 200}, (_, i) => get(paths[i % paths.length])).join('')), 4 << 20, 3000, signal);
    await sleep(500, signal);
});

// A head, a byte at a time.
export const slow_heads = (target, signal, turn) => h1(target, turn, async (peer) => {
    const bytes = get('/', `X-Slow: ${'x'.repeat(1000)}\r\n`);
    peer.read();
    for (let i = 0; i < 60 && !peer.gone && !signal.aborted; i++) {
        await peer.write(bytes[i]);
        await sleep(400, signal);
    }
});

// Chunks of one byte, each with all the extension that is allowed; no piece ends where a chunk does.
export const chunk_extensions = (target, signal, turn) => h1(target, turn, async (peer) => {
    const chunk = `1;${'x'.repeat(250)}\r\na\r\n`;
    await peer.write(`POST ${target.story} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.slice(0, 9)}`);
    peer.read();
    await pour(peer, Buffer.from((chunk.slice(9) + chunk.slice(0, 9)).repeat(100)), 60_000 * chunk.length, 6000, signal);
    await peer.hold(2000, signal);
});

// Heads that are none, or far too large.
export const broken_heads = (target, signal, turn) => h1(target, turn, async (peer) => {
    const sent = [
        `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, get('/', 'a:\r\n'.repeat(3000)), get('/', `X: ${'y'.repeat(30_000)}\r\n`), get('/', `Cookie: ${'a=b; '.repeat(5000)}\r\n`),
        'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET http://a/ HTTP/1.1\r\nHost: b\r\n folded\r\n\r\n',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n',
        '\0'.repeat(20_000), '\n'.repeat(20_000), randomBytes(20_000), `${'A'.repeat(1000)} / HTTP/1.1\r\nHost: a\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${'a'.repeat(5000)}\r\n\r\n`, get(`/%00%ff${'%2e%2e/'.repeat(300)}etc/passwd`),
    ][turn % 16];
    peer.read();
    await peer.write(sent);
    await peer.hold(1000, signal);
});
