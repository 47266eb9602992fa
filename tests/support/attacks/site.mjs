// Hostile readers: what they ask of the site, and how they take it.
import {randomBytes, randomInt} from 'node:crypto';
import {END_STREAM, field, frame, head, heads, opening, type} from '../http2_frames.mjs';
import {sleep} from '../peer.mjs';
import {answered, get, h1, h1Answers, h2, h2Answers, on, pieces, unique} from './connection.mjs';

// Readers of a large file on a thin line: HTTP/1 in the clear, over TLS, HTTP/2.
export const slow_readers = async (target, signal, turn) => turn % 3 === 2
    ? h2(target, async (peer) => {
        await peer.write(Buffer.concat([opening(), head(1, target.large)]));
        await peer.readSlowly(10 * 1024, 20_000, signal);
    })
    : h1(target, turn, async (peer) => {
        await peer.write(get(target.large));
        await peer.readSlowly(10 * 1024, 20_000, signal);
    });

// A body, a byte at a time.
export const slow_bodies = async (target, signal, turn) => {
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
};

// All of them, by each protocol in turn; the coding is the one that costs the most to make.
function askedFor(target, signal, turn, paths) {
    if (turn % 3 === 2)
        return h2(target, async (peer) => {
            const seen = h2Answers(peer);
            await peer.write(Buffer.concat([opening(), heads(paths.length, (i) => paths[i], {more: [field('accept-encoding', 'br')]})]));
            await answered(peer, seen, paths.length, 10_000, signal);
        });
    return h1(target, turn, async (peer) => {
        const seen = h1Answers(peer);
        await peer.write(paths.map((path) => get(path, 'Accept-Encoding: br\r\n')).join(''));
        await answered(peer, seen, paths.length, 10_000, signal);
    });
}

// Addresses that are not there, each another.
export const not_found = async (target, signal, turn) => {
    const paths = Array.from({length: 40}, (_, i) => [`/${unique()}`, `/local/${randomInt(1e9)}/${unique()}`, `/media/${unique()}.webp`, `/topic/${unique()}`, `/${unique()}/${'a'.repeat(4000)}`][i % 5]);
    return askedFor(target, signal, turn, paths);
};

// The same pages by ever other parameters, which they take and which they do not.
export const parameters = async (target, signal, turn) => {
    const paths = Array.from({length: 40}, (_, i) => {
        const n = unique(), page = target.pages[i % target.pages.length];
        return [`${page}?q=${n}`, `${page}?${n}`, `/?p=${randomInt(1e9)}`, `/local?before=${randomInt(1e9)}`, `/search?q=${n}`, `/search?q=a&page=${randomInt(1e9)}`,
            `${target.story}?reply=${randomInt(1e9)}`, `${target.story}?comments=${randomInt(1e9)}`, `${target.picture}?${n}`, `/api/v1/stories?limit=1&after=${randomInt(1e9)}`,
            `/api/v1/site?section=${n}`, `/wp-json/wp/v2/posts?search=${n}`, `/archive/2026?before=${n}`, `/?${`q=${n}&`.repeat(200)}`][i % 14];
    });
    return askedFor(target, signal, turn, paths);
};

// Questions that are hard to answer.
export const hard_searches = (target, signal, turn) => h1(target, turn, async (peer) => {
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
});

// Connections that say nothing: in the clear, after an answer, over TLS, over HTTP/2.
export const idle = async (target, signal, turn) => {
    const wait = async (peer) => { peer.read(); await peer.hold(25_000, signal); };
    if (turn % 4 === 3) return h2(target, async (peer) => { await peer.write(Buffer.concat([opening(), head(1, '/')])); await wait(peer); });
    if (turn % 4 === 1) return on(target, {}, async (peer) => { await peer.write(get('/')); await wait(peer); });
    return on(target, {tls: turn % 4 === 2}, wait);
};

// Who follows the news as it breaks, and reads none of it.
export const followers = async (target, signal, turn) => turn % 2
    ? h2(target, async (peer) => { await peer.write(Buffer.concat([opening({window: 0}), heads(90, '/live')])); await peer.hold(20_000, signal); })
    : h1(target, turn >> 1, async (peer) => { await peer.write(get('/live')); await peer.hold(20_000, signal); });

// Parts of files, possible and impossible.
export const ranges = async (target, signal, turn) => {
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
};

// Comment forms with anything in them.
export const garbage_forms = async (target, signal, turn) => {
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
};

// Passwords tried: each costs the server 64 MiB for a moment.
export const sign_ins = async (target, signal, turn) => h1(target, turn, async (peer) => {
    const body = JSON.stringify({login: unique(), password: unique()});
    const seen = h1Answers(peer);
    await peer.write(`POST /desk/api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await answered(peer, seen, 1, 10_000, signal);
});
