// What hostile peers do to a server, one function a kind. Each is one connection's worth of it, ends by itself within
// LONGEST_MS or soon after its signal, and throws for nothing that the server does.
//
//     const done = await keepOn(kinds.half_close, target, {lanes: 2, rate: 5, signal: AbortSignal.timeout(3000)});
//     done.acts, done.shutOut                          connections made, connections not let in
//
// `target`: {host, port, tlsPort, story, picture, middle, large, pages: […]}, as tests/support/attacked.mjs makes it.
import {randomBytes, randomInt} from 'node:crypto';
import {setMaxListeners} from 'node:events';
import {Duplex} from 'node:stream';
import tls from 'node:tls';
import {again, COOKIE, END_HEADERS, END_STREAM, field, FIRST_KEPT, frame, head, heads, number, opening, PADDED, request, reset, settings, type, widen} from './http2_frames.mjs';
import {Peer, sleep} from './peer.mjs';
import {Records} from './tls_records.mjs';

export const LONGEST_MS = 45_000;

// Acts side by side in `lanes`, `rate` a second in all, until the signal.
export async function keepOn(kind, target, {lanes, rate, signal}) {
    const done = {acts: 0, shutOut: 0};
    setMaxListeners(0, signal);
    const between = 1000 * lanes / rate;
    await Promise.all(Array.from({length: lanes}, async (_, lane) => {
        await sleep(between * lane / lanes, signal);
        for (let turn = lane; !signal.aborted; turn += lanes) {
            const began = performance.now();
            if (await kind(target, signal, turn)) done.acts++;
            else done.shutOut++;
            await sleep(Math.max(1, between - (performance.now() - began)), signal);
        }
    }));
    return done;
}

// False: it was not let in.
async function on(target, how, act) {
    const peer = await Peer.open(target, how);
    if (!peer) return false;
    try {
        await act(peer);
    } finally {
        peer.destroy();
    }
    return true;
}
const h2 = (target, act, how) => on(target, {tls: true, alpn: 'h2', ...how}, act);
const h1 = (target, turn, act) => on(target, {tls: turn % 2 === 1}, act);  // in the clear and over TLS by turns

let serial = 0;
const unique = () => `${process.pid.toString(36)}${(serial++).toString(36)}${randomInt(1e6).toString(36)}`;
const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

// Twenty megabytes, more than sockets hold, so that the server's writing waits.
const unreadAnswers = (target) => Buffer.concat([opening(), heads(99, target.middle)]);

// Writes it over and over, until the peer is cut off, `most` bytes are taken, or the time has passed.
async function pour(peer, bytes, most, ms, signal) {
    const end = Date.now() + ms;
    for (let sent = 0; sent < most && Date.now() < end && !signal.aborted; sent += bytes.length)
        if (!await peer.write(bytes, Math.max(1, end - Date.now()))) return;
}

// Until as many answers are whole as were asked for, or the time has passed.
function h1Answers(peer) {
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
async function answered(peer, seen, count, ms, signal) {
    for (const end = Date.now() + ms; seen.answers < count && !peer.gone && Date.now() < end && !signal.aborted;) await sleep(20, signal);
}

export const kinds = {
    // Much is asked for and nothing read, then this half is closed while the server's writing waits.
    half_close: (target, signal) => h2(target, async (peer) => {
        await peer.write(unreadAnswers(target));
        await sleep(500, signal);
        peer.halfClose();
        await sleep(500, signal);
    }),

    // The same, ended in every other way.
    broken_off: (target, signal, turn) => h2(target, async (peer) => {
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
    }),

    // Empty lines before a request, without end.
    blank_lines: (target, signal, turn) => h1(target, turn, (peer) => pour(peer, Buffer.from('\r\n'.repeat(32768)), 64 << 20, 8000, signal)),

    // Cookies in hundreds of fields of one byte, which HPACK makes one byte on the wire; the streams stay.
    cookie_crumbs: (target, signal) => h2(target, async (peer) => {
        const STREAMS = 95, CRUMBS = 390;
        const kept = Array.from({length: CRUMBS}, () => again(FIRST_KEPT));
        await peer.write(Buffer.concat([opening({window: 0}), head(1, target.story, {more: [field(COOKIE, 'a', {kept: true}), ...kept.slice(1)]}),
            heads(STREAMS - 1, target.story, {first: 3, more: kept})]));
        peer.read();
        await peer.hold(8000, signal);
    }),

    // Frames that cost their sender little.
    settings_flood: (target, signal) => h2(target, async (peer) => {
        await peer.write(opening());
        await pour(peer, Buffer.concat(Array.from({length: 200}, (_, i) => settings([[1, i % 2 ? 0 : 4096], [3, 100], [4, 65535 - i]]))), 1 << 20, 2000, signal);
    }),
    ping_flood: (target, signal) => h2(target, async (peer) => {
        await peer.write(opening());
        await pour(peer, Buffer.concat(Array.from({length: 500}, () => frame(type.PING, 0, 0, randomBytes(8)))), 1 << 20, 2000, signal);
    }),
    empty_frames: (target, signal, turn) => h2(target, async (peer) => {
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
    }),

    // Requests that are taken back at once (CVE-2023-44487).
    rapid_reset: (target, signal) => h2(target, async (peer) => {
        await peer.write(opening());
        peer.read();
        for (let i = 0; i < 20 && !peer.gone && !signal.aborted; i++)
            await peer.write(Buffer.concat(Array.from({length: 100}, (_, k) => {
                const stream = 1 + 2 * (100 * i + k);
                return Buffer.concat([head(stream, `/search?q=${unique()}`), reset(stream)]);
            })));
    }),

    // Streams beyond those allowed, by somebody who never acknowledges what is allowed and reads no refusal.
    refused_streams: (target, signal) => h2(target, async (peer) => {
        await peer.write(Buffer.concat([opening({window: 0, acknowledge: false}), heads(100, target.story)]));
        for (const part of pieces(streamsBeyond(), 1 << 20)) if (signal.aborted || !await peer.write(part)) break;
        await sleep(500, signal);
    }),

    // One byte more may be sent, and again, and again.
    window_dribble: (target, signal) => h2(target, async (peer) => {
        const STREAMS = 50;
        await peer.write(Buffer.concat([opening({window: 0}), heads(STREAMS, target.picture)]));
        peer.read();
        for (let i = 0; i < 1000 && !peer.gone && !signal.aborted; i++) {
            await peer.write(widen(1 + 2 * (i % STREAMS), 1));
            await sleep(10, signal);
        }
    }),

    // A head in very many pieces, that never ends or is far too large (CVE-2024-28182).
    continuations: (target, signal, turn) => h2(target, async (peer) => {
        const pieces = [Buffer.alloc(0), Buffer.from([0x82]), field('x', 'y'.repeat(100)), Buffer.concat(Array(1000).fill(field(COOKIE, 'z')))];
        await peer.write(Buffer.concat([opening(), frame(type.HEADERS, END_STREAM, 1, request(target.story))]));
        peer.read();
        const piece = pieces[turn % pieces.length];
        await pour(peer, Buffer.concat(Array(piece.length > 100 ? 2 : 100).fill(frame(type.CONTINUATION, 0, 1, piece))), 1 << 20, 2000, signal);
        await peer.hold(1000, signal);
    }),

    // Answers that are each made anew, asked for by a hundred and taken by none.
    unread_answers: (target, signal, turn) => h2(target, async (peer) => {
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
    }),

    // The same over HTTP/1, request upon request in one piece.
    pipelined: (target, signal, turn) => h1(target, turn, async (peer) => {
        const paths = [target.large, target.picture, ...target.pages, '/search?q=a', `/${unique()}`];
        await pour(peer, Buffer.from(Array.from({length: 200}, (_, i) => get(paths[i % paths.length])).join('')), 4 << 20, 3000, signal);
        await sleep(500, signal);
    }),

    // Readers of a large file on a thin line: HTTP/1 in the clear, over TLS, HTTP/2.
    slow_readers: async (target, signal, turn) => turn % 3 === 2
        ? h2(target, async (peer) => {
            await peer.write(Buffer.concat([opening(), head(1, target.large)]));
            await peer.readSlowly(10 * 1024, AbortSignal.any([signal, AbortSignal.timeout(20_000)]));
        })
        : h1(target, turn, async (peer) => {
            await peer.write(get(target.large));
            await peer.readSlowly(10 * 1024, AbortSignal.any([signal, AbortSignal.timeout(20_000)]));
        }),

    // A head, a byte at a time.
    slow_heads: (target, signal, turn) => h1(target, turn, async (peer) => {
        const bytes = get('/', `X-Slow: ${'x'.repeat(1000)}\r\n`);
        peer.read();
        for (let i = 0; i < 60 && !peer.gone && !signal.aborted; i++) {
            await peer.write(bytes[i]);
            await sleep(400, signal);
        }
    }),

    // A body, a byte at a time.
    slow_bodies: async (target, signal, turn) => {
        const dribble = async (peer, piece) => {
            peer.read();
            for (let i = 0; i < 100 && !peer.gone && !signal.aborted; i++) {
                await peer.write(piece);
                await sleep(400, signal);
            }
        };
        const formType = 'application/x-www-form-urlencoded';
        if (turn % 3 === 0)
            return h2(target, async (peer) => {
                await peer.write(Buffer.concat([opening(), ...[1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((stream) =>
                    head(stream, target.story, {method: 'POST', open: true, more: [field('content-type', formType)]}))]));
                await dribble(peer, frame(type.DATA, 0, 1, Buffer.from('a')));
            });
        return h1(target, turn, async (peer) => {
            const chunked = turn % 3 === 1;
            await peer.write(`POST ${target.story} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${formType}\r\n${chunked ? 'Transfer-Encoding: chunked' : 'Content-Length: 60000'}\r\n\r\n`);
            await dribble(peer, chunked ? '1\r\na\r\n' : 'a');
        });
    },

    // Chunks of one byte, each with all the extension that is allowed; no piece ends where a chunk does.
    chunk_extensions: (target, signal, turn) => h1(target, turn, async (peer) => {
        const chunk = `1;${'x'.repeat(250)}\r\na\r\n`;
        await peer.write(`POST ${target.story} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.slice(0, 9)}`);
        peer.read();
        await pour(peer, Buffer.from((chunk.slice(9) + chunk.slice(0, 9)).repeat(100)), 60_000 * chunk.length, 6000, signal);
        await peer.hold(2000, signal);
    }),

    // Handshakes left alone at each stage.
    handshakes: async (target, signal, turn) => {
        const stages = [
            [],  // not a byte
            [Buffer.from([22])],
            [await clientHello().then((hello) => hello.subarray(0, 200))],
            [await clientHello()],
            [Buffer.from([22, 3, 1, 0x40, 0])],  // a record of 16 KB, of which nothing comes
            [Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff])],  // a message of 16 MB, of which nothing comes
            [Buffer.from('GET / HTTP/1.1\r\n\r\n')],
            [randomBytes(5000)],
        ];
        const stage = turn % (stages.length + 3);
        if (stage < stages.length)
            return on({...target, port: target.tlsPort}, {}, async (peer) => {
                for (const bytes of stages[stage]) await peer.write(bytes);
                peer.read();
                await peer.hold(12_000, signal);
            });
        // Done, and then: nothing; half of what HTTP/2 begins with; only that.
        return h2(target, async (peer) => {
            const said = [Buffer.alloc(0), opening().subarray(0, 12), opening()][stage - stages.length];
            if (said.length) await peer.write(said);
            peer.read();
            await peer.hold(12_000, signal);
        });
    },

    // New keys, and new keys, and new keys: each costs as much as it takes to derive them, and OpenSSL reads on while more come.
    key_updates: (target, signal) => h2(target, async (peer) => {
        const records = new Records(peer.socket.getCipher().standardName, peer.secret);
        for (let i = 0; i < 20 && !signal.aborted && !peer.gone; i++) if (!await peer.writeRaw(records.keyUpdates(1000))) break;
    }, {version: 'TLSv1.3'}),

    // Sessions that are never taken up again, by those who cannot keep a ticket.
    handshakes_without_tickets: (target) => on(target, {tls: true, version: 'TLSv1.2'}, async () => {}),

    // TLS records of a byte each.
    one_byte_records: async (target, signal, turn) => turn % 2
        ? h2(target, (peer) => bytewise(peer, Buffer.concat([opening(), heads(20, target.story)]), signal))
        : on(target, {tls: true}, (peer) => bytewise(peer, Buffer.from(get(target.story).repeat(10)), signal)),

    // Addresses that are not there, each another.
    not_found: async (target, signal, turn) => {
        const paths = Array.from({length: 40}, (_, i) => [`/${unique()}`, `/local/${randomInt(1e9)}/${unique()}`, `/media/${unique()}.webp`, `/topic/${unique()}`, `/${unique()}/${'a'.repeat(4000)}`][i % 5]);
        if (turn % 3 === 2)
            return h2(target, async (peer) => {
                const seen = h2Answers(peer);
                await peer.write(Buffer.concat([opening(), heads(paths.length, (i) => paths[i])]));
                await answered(peer, seen, paths.length, 10_000, signal);
            });
        return h1(target, turn, async (peer) => {
            const seen = h1Answers(peer);
            await peer.write(paths.map((path) => get(path)).join(''));
            await answered(peer, seen, paths.length, 10_000, signal);
        });
    },

    // The same pages by ever other parameters, which they take and which they do not.
    parameters: async (target, signal, turn) => {
        const paths = Array.from({length: 40}, (_, i) => {
            const n = unique(), page = target.pages[i % target.pages.length];
            return [`${page}?q=${n}`, `${page}?${n}`, `/?p=${randomInt(1e9)}`, `/local?before=${randomInt(1e9)}`, `/search?q=${n}`, `/search?q=a&page=${randomInt(1e9)}`,
                `${target.story}?reply=${randomInt(1e9)}`, `${target.story}?comments=${randomInt(1e9)}`, `${target.picture}?${n}`, `/api/v1/stories?limit=1&after=${randomInt(1e9)}`,
                `/api/v1/site?section=${n}`, `/wp-json/wp/v2/posts?search=${n}`, `/archive/2026?before=${n}`, `/?${`q=${n}&`.repeat(200)}`][i % 14];
        });
        if (turn % 3 === 2)
            return h2(target, async (peer) => {
                const seen = h2Answers(peer);
                await peer.write(Buffer.concat([opening(), heads(paths.length, (i) => paths[i])]));
                await answered(peer, seen, paths.length, 10_000, signal);
            });
        return h1(target, turn, async (peer) => {
            const seen = h1Answers(peer);
            await peer.write(paths.map((path) => get(path)).join(''));
            await answered(peer, seen, paths.length, 10_000, signal);
        });
    },

    // Questions that are hard to answer.
    hard_searches: (target, signal, turn) => h1(target, turn, async (peer) => {
        const words = ['في', 'من', 'على', 'الى', 'عن', 'ان', 'مع', 'هذا', 'الرئيس', 'المدينة'];
        const texts = [
            Array.from({length: 300}, (_, i) => words[i % 10]).join(' '),
            `"${Array.from({length: 60}, (_, i) => words[i % 10]).join(' ')}"`,
            Array.from({length: 300}, () => unique()).join(' '),
            Array.from({length: 100}, (_, i) => `-${words[i % 10]}`).join(' '),
            '"'.repeat(1000), '('.repeat(1000), '*'.repeat(1000), 'ا'.repeat(3000),
        ];
        const seen = h1Answers(peer);
        await peer.write(Array.from({length: 4}, (_, i) => get(`/search?q=${encodeURIComponent(texts[(turn + i) % texts.length]).slice(0, 7900).replace(/%[0-9A-F]?$/, '')}&page=${1 + i}`)).join(''));
        await answered(peer, seen, 4, 10_000, signal);
    }),

    // Connections that say nothing: in the clear, after an answer, over TLS, over HTTP/2.
    idle: async (target, signal, turn) => {
        const wait = async (peer) => { peer.read(); await peer.hold(25_000, signal); };
        if (turn % 4 === 3) return h2(target, async (peer) => { await peer.write(Buffer.concat([opening(), head(1, '/')])); await wait(peer); });
        if (turn % 4 === 1) return on(target, {}, async (peer) => { await peer.write(get('/')); await wait(peer); });
        return on(target, {tls: turn % 4 === 2}, wait);
    },

    // Who follows the news as it breaks, and reads none of it.
    followers: async (target, signal, turn) => turn % 2
        ? h2(target, async (peer) => { await peer.write(Buffer.concat([opening({window: 0}), heads(90, '/live')])); await peer.hold(20_000, signal); })
        : h1(target, turn >> 1, async (peer) => { await peer.write(get('/live')); await peer.hold(20_000, signal); }),

    // Parts of files, possible and impossible.
    ranges: async (target, signal, turn) => {
        const wanted = ['bytes=0-0', 'bytes=0-', 'bytes=-1', 'bytes=1000000-1000100', 'bytes=-99999999999', 'bytes=99999999999-', 'bytes=5-1', 'bytes=', 'bytes=a-b', 'bytes=-', 'bytes=0-0,2-2',
            `bytes=${Array.from({length: 1000}, (_, i) => `${i}-`).join(',')}`, `bytes=${Array(500).fill('0-').join(',')}`, 'bytes=18446744073709551615-18446744073709551616', 'lines=1-2', 'bytes=0-1,', 'bytes = 0-1'];
        const range = wanted[turn % wanted.length], path = turn % 2 ? target.large : target.picture;
        const condition = ['"none"', 'W/"weak"', 'Sun, 06 Nov 1994 08:49:37 GMT', ''][turn % 4];
        const COUNT = 8, reads = turn % 5 !== 0;
        if (turn % 3 === 2)
            return h2(target, async (peer) => {
                await peer.write(Buffer.concat([opening({window: 65535}), heads(COUNT, path, {more: [field('range', range), ...(condition ? [field('if-range', condition)] : [])]})]));
                const seen = reads ? h2Answers(peer) : {answers: 0};
                await answered(peer, seen, COUNT, 2000, signal);
            });
        return h1(target, turn, async (peer) => {
            const seen = reads ? h1Answers(peer) : {answers: 0};
            await peer.write(get(path, `Range: ${range}\r\n${condition ? `If-Range: ${condition}\r\n` : ''}`).repeat(COUNT));
            await answered(peer, seen, COUNT, 2000, signal);
        });
    },

    // Comment forms with anything in them.
    garbage_forms: async (target, signal, turn) => {
        const form = 'application/x-www-form-urlencoded';
        const sent = [
            [form, `name=${encodeURIComponent('قارئ')}&email=a@example.org&text=${'%D8%A7'.repeat(8000)}&token=1.2`],
            [form, 'text='.repeat(10_000)], [form, '&'.repeat(60_000)], [form, randomBytes(60_000)], [form, `parent=${'9'.repeat(1000)}&name=a&email=b&text=c`],
            [form, '%'.repeat(60_000)], [form, `text=${'%00%FF%C0%80'.repeat(4000)}&name=%ED%A0%80`], ['application/json', '{'.repeat(60_000)],
            ['multipart/form-data; boundary=x', '--x\r\n'.repeat(5000)], [form, Buffer.alloc(60_000)],
        ][turn % 10].map((part) => Buffer.from(part));
        const paths = [target.story, `${target.story}?comment=1`, '/local/1/none', '/search', '/', '/xmlrpc.php', '/desk/api/session', '/wp-json/wp/v2/posts'];
        const path = paths[turn % paths.length];
        if (turn % 3 === 2)
            return h2(target, async (peer) => {
                const seen = h2Answers(peer);
                await peer.write(Buffer.concat([opening(), head(1, path, {method: 'POST', open: true, more: [field('content-type', sent[0])]}),
                    ...pieces(sent[1], 16384).map((part, i, all) => frame(type.DATA, i === all.length - 1 ? END_STREAM : 0, 1, part))]));
                await answered(peer, seen, 1, 5000, signal);
            });
        return h1(target, turn, async (peer) => {
            const seen = h1Answers(peer);
            const framing = turn % 4 === 0 ? 'Transfer-Encoding: chunked' : `Content-Length: ${sent[1].length}`;
            await peer.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${sent[0]}\r\n${turn % 5 === 0 ? 'Expect: 100-continue\r\n' : ''}${framing}\r\n\r\n`);
            await peer.write(sent[1]);  // where chunks were told of: garbage in their place
            await answered(peer, seen, 1, 5000, signal);
        });
    },

    // Heads that are none, or far too large.
    broken_heads: (target, signal, turn) => h1(target, turn, async (peer) => {
        const sent = [
            `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, get('/', 'a:\r\n'.repeat(3000)), get('/', `X: ${'y'.repeat(30_000)}\r\n`), get('/', `Cookie: ${'a=b; '.repeat(5000)}\r\n`),
            'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET http://a/ HTTP/1.1\r\nHost: b\r\n folded\r\n\r\n',
            'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n',
            '\0'.repeat(20_000), '\n'.repeat(20_000), randomBytes(20_000), `${'A'.repeat(1000)} / HTTP/1.1\r\nHost: a\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${'a'.repeat(5000)}\r\n\r\n`, get(`/%00%ff${'%2e%2e/'.repeat(300)}etc/passwd`),
        ][turn % 16];
        peer.read();
        await peer.write(sent);
        await peer.hold(1000, signal);
    }),

    // Passwords tried: each costs the server 64 MiB for a moment.
    sign_ins: async (target, signal, turn) => h1(target, turn, async (peer) => {
        const body = JSON.stringify({login: unique(), password: unique()});
        const seen = h1Answers(peer);
        await peer.write(`POST /desk/api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
        await answered(peer, seen, 1, 10_000, signal);
    }),
};

const pieces = (bytes, size) => Array.from({length: Math.ceil(bytes.length / size)}, (_, i) => bytes.subarray(i * size, (i + 1) * size));

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

async function bytewise(peer, bytes, signal) {
    peer.read();
    for (const byte of bytes) {
        if (signal.aborted || !await peer.write(Buffer.from([byte]))) return;
    }
}

// What a client of TLS says first.
let hello;
function clientHello() {
    hello ??= new Promise((resolve) => {
        const nobody = new Duplex({read() {}, write(bytes, _, done) { resolve(Buffer.from(bytes)); done(); }});
        const client = tls.connect({socket: nobody, servername: 'localhost', ALPNProtocols: ['h2', 'http/1.1']});
        client.on('error', () => {});
    });
    return hello;
}
