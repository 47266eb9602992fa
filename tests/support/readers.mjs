// Ordinary readers: the front page, sections, stories, searches and pictures, over HTTP/1 and HTTP/2 with connections that
// are kept, at a pace that does not wait for slow answers.
//
//     const seen = await read(target, {rate: 50, signal, each: (ms, what) => …});
//     seen.answers, seen.failures: ['…'], seen.again
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import {sleep} from './peer.mjs';

const CONNECTIONS = 8, LONGEST_MS = 10_000, MOST_OPEN = 400;
const WORDS = ['الميناء', 'القمح', 'المجلس', 'المكتبة', 'الجسر', 'المدينة', 'الحكومة', 'الأسعار'];
const HEADERS = {'accept-encoding': 'gzip', 'user-agent': 'Mozilla/5.0 (an ordinary reader)'};

// What a reader asks for: of twenty requests seven stories, four pictures, three front pages, three sections, two searches
// and the style sheet.
function addresses({stories, pictures, sections, sheet}) {
    let n = 0;
    const one = (list) => list[(n * 7919) % list.length];
    const kinds = [...Array(7).fill(() => one(stories)), ...Array(4).fill(() => one(pictures)), ...Array(3).fill(() => '/'), ...Array(3).fill(() => one(sections)),
        ...Array(2).fill(() => `/search?q=${encodeURIComponent(`${one(WORDS)} ${one(WORDS.slice(1))}`)}`), () => sheet];
    return () => kinds[(n++ * 7) % kinds.length]();
}

// A connection that ended while it was kept, before a word of the answer: browsers ask once more on a new one, and so does this.
const left = (error) => ['ECONNRESET', 'EPIPE', 'ERR_HTTP2_GOAWAY_SESSION', 'ERR_HTTP2_INVALID_SESSION', 'ERR_HTTP2_SESSION_ERROR', 'ERR_HTTP2_STREAM_CANCEL'].includes(error.code) ||
    /REFUSED_STREAM|socket hang up/.test(error.message);

function overHttp1(module, port, host) {
    const agent = new module.Agent({keepAlive: true, maxSockets: MOST_OPEN, maxFreeSockets: CONNECTIONS, scheduling: 'lifo'});
    const ask = (path) => new Promise((resolve, reject) => {
        let began = false;
        const fail = (error) => reject(Object.assign(error, {began, kept: request.reusedSocket}));
        const request = module.get({host, port, path, agent, headers: HEADERS, rejectUnauthorized: false}, (answer) => {
            began = true;
            let bytes = 0;
            answer.on('data', (part) => { bytes += part.length; });
            answer.on('end', () => (answer.complete && bytes === Number(answer.headers['content-length'] ?? bytes) ? resolve({status: answer.statusCode, bytes}) : fail(new Error('cut short'))));
            answer.on('error', fail);
        });
        request.setTimeout(LONGEST_MS, () => request.destroy(new Error(`nothing for ${LONGEST_MS} ms`)));
        request.on('error', fail);
    });
    return {ask, close: () => agent.destroy()};
}

function overHttp2(port, host) {
    const sessions = Array(CONNECTIONS);
    let turn = 0;
    const session = () => {
        const place = turn++ % CONNECTIONS;
        const made = sessions[place];
        if (made && !made.closed && !made.destroyed) return made;
        const fresh = http2.connect(`https://${host}:${port}`, {rejectUnauthorized: false});
        fresh.on('error', () => {});
        fresh.setMaxListeners(0);
        return sessions[place] = fresh;
    };
    const ask = (path) => new Promise((resolve, reject) => {
        const over = session(), kept = !over.connecting;
        let stream, status, began = false, bytes = 0, length;
        const fail = (error) => reject(Object.assign(error, {began, kept}));
        try {
            stream = over.request({':path': path, ...HEADERS});
        } catch (error) {
            return fail(error);
        }
        const timer = setTimeout(() => { stream.destroy(new Error(`not whole in ${LONGEST_MS} ms`)); over.destroy(); }, LONGEST_MS);
        stream.on('response', (headers) => { began = true; status = headers[':status']; length = headers['content-length']; });
        stream.on('data', (part) => { bytes += part.length; });
        stream.on('error', (error) => { clearTimeout(timer); fail(error); });
        stream.on('close', () => {
            clearTimeout(timer);
            if (status && stream.rstCode === 0 && bytes === Number(length ?? bytes)) resolve({status, bytes});
            else fail(new Error(status ? 'cut short' : `closed: ${stream.rstCode}`));
        });
    });
    return {ask, close: () => { for (const one of sessions) one?.destroy(); }};
}

// `each` is told of every answer: how long it took, from asking to its last byte, and what was asked.
export async function read(target, {rate, signal, each = () => {}}) {
    const ways = {
        'HTTP/1': overHttp1(http, target.port, target.host),
        'HTTP/1 over TLS': overHttp1(https, target.tlsPort, target.host),
        'HTTP/2': overHttp2(target.tlsPort, target.host),
    };
    const names = ['HTTP/2', 'HTTP/1 over TLS', 'HTTP/2', 'HTTP/1'];
    const next = addresses(target.asked);
    const seen = {answers: 0, again: 0, failures: []};
    let open = 0;
    const one = async (way, path) => {
        const began = performance.now();
        open++;
        try {
            let answer;
            try {
                answer = await ways[way].ask(path);
            } catch (error) {
                if (error.began || !error.kept || !left(error)) throw error;
                seen.again++;
                answer = await ways[way].ask(path);
            }
            if (answer.status !== 200) throw new Error(`status ${answer.status}`);
            seen.answers++;
            each(performance.now() - began, path);
        } catch (error) {
            seen.failures.push(`${way} ${decodeURI(path).slice(0, 60)}: ${error.message}`);
        } finally {
            open--;
        }
    };
    const began = performance.now();
    for (let n = 0; !signal.aborted; n++) {
        await sleep(began + (n * 1000) / rate - performance.now(), signal);
        if (signal.aborted) break;
        if (open < MOST_OPEN) void one(names[n % names.length], next());
        else seen.failures.push(`${open} answers are waited for`);
    }
    for (const end = performance.now() + LONGEST_MS; open > 0 && performance.now() < end;) await sleep(20);
    for (const way of Object.values(ways)) way.close();
    return seen;
}

// What there is to read, as the front page, the sections and the feed tell.
export async function toRead(base) {
    const page = async (address) => (await fetch(base + address)).text();
    const found = (html, pattern) => [...html.matchAll(pattern)].map(([, one]) => new URL(one, base).pathname);
    const front = await page('/');
    const sections = [...new Set(found(front, /<a href="(\/[a-z-]+)"/g))].filter((one) => !one.startsWith('/desk') && one !== '/search');
    const listings = [front, ...await Promise.all(sections.slice(0, 10).map(page))].join('');
    const stories = [...new Set(found(listings, /href="(\/[a-z-]+\/\d+\/[^"#?]+)"/g))].slice(0, 300);
    const pictures = [...new Set(found(listings, /src="(\/(?:media|share)\/[^"]+\.(?:webp|avif|jpg|png))"/g))];
    return {sections, stories, pictures, sheet: found(front, /href="(\/static\/[^"]+\.css)"/g)[0]};
}

export function percentile(sorted, share) {
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : NaN;
}
