// A newsroom that is to be attacked: the demo edition with large files among its media, over TLS too, as on a machine of
// as many cores as are asked for; and what is to be seen of its server from outside.
import {execFileSync, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import {enter} from './desk_client.mjs';
import {configure, folder, links, PATIENCE, serve, shared, until, warraq} from './newsroom.mjs';

export const LARGE_BYTES = 30 << 20, MIDDLE_BYTES = 200_000;

// Where WARRAQ_CORES is not enough: the C library says how many there are.
let preloaded;
function preload() {
    const source = path.join(shared, 'attack/as_on_many_cores.c');
    if (preloaded === undefined) {
        const made = path.join(folder(), 'many.so');
        const compiled = existsSync(source) && spawnSync('gcc', ['-shared', '-fPIC', '-o', made, source]).status === 0;
        preloaded = compiled ? made : null;
    }
    return preloaded;
}

// What a server's environment needs to believe in `cores` of them; `certain`: by the C library too.
export function asOn(cores) {
    if (!cores) return {env: {}, certain: true};
    const library = preload();
    return {env: {WARRAQ_CORES: String(cores), ...(library && {LD_PRELOAD: library, CORES: String(cores)})}, certain: Boolean(library)};
}

export function withCertificate(data, changes = {}) {
    const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => path.join(data, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', certificate,
        '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], {stdio: 'ignore'});
    configure(data, {certificate, key, ...changes});
}

// Files are served that a public story leads to: an old one of each does.
function storiesOf(data, files) {
    const lines = path.join(data, 'with_files.jsonl');
    writeFileSync(lines, files.map((file) => JSON.stringify({id: file, source: 'BBC', section: 'sport', headline: `خبر ${file}`,
        published: '2001-01-01T00:00:00Z', paragraphs: ['نص الخبر.'], url: `https://example.org/media/${file}`}) + '\n').join(''));
    return lines;
}

// `stories`: a file of them to import besides. `settings`: of the data folder's file.
export async function attackedNewsroom({cores, stories, settings = {}, args = [], env = {}} = {}) {
    const data = folder();
    warraq('demo', '--data', data);
    warraq('import', 'stories', storiesOf(data, ['large.mp4', 'middle.webp']), '--data', data);
    if (stories) warraq('import', 'stories', stories, '--data', data);
    warraq('reindex', '--data', data);  // nothing is done beside what is measured
    withCertificate(data, settings);
    mkdirSync(path.join(data, 'media'), {recursive: true});
    writeFileSync(path.join(data, 'media', 'large.mp4'), randomBytes(LARGE_BYTES));
    writeFileSync(path.join(data, 'media', 'middle.webp'), randomBytes(MIDDLE_BYTES));
    const server = await serve(data, {args: ['--tls-port', '0', ...args], env: {WARRAQ_CORE_DUMPS: '1', ...asOn(cores).env, ...env}});
    await until(() => /https:\/\/\S+(?=\/\n)/.test(server.said()), 'the address over TLS');
    const secure = /https:\/\/\S+(?=\/\n)/.exec(server.said())[0];
    const reporter = await enter(data, server.base, 'reporter', 'reporter');
    const front = await (await fetch(server.base + '/')).text();
    const story = links(front, /<h[123]><a href="([^"]+)"/g)[0];
    const picture = links(await (await fetch(server.base + story)).text(), /src="(\/media\/[^"]+)"/g)[0];
    const target = {host: '127.0.0.1', port: Number(new URL(server.base).port), tlsPort: Number(new URL(secure).port), session: reporter.headers(),
        story: new URL(story, server.base).pathname, picture, middle: '/media/middle.webp', large: '/media/large.mp4',
         pages: ['/', '/local', '/sport', '/most-read', new URL(story, server.base).pathname, '/feed/rss.xml', '/robots.txt']};
    return {data, server, secure, target, ...seen(server)};
}

// The process as the system shows it; MiB, seconds.
function seen({child: {pid}, base}) {
    const status = (field) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
    return {
        resident: () => status('VmRSS'),
        most: () => status('VmHWM'),  // since forgetMost(), or the start
        forgetMost: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
        cpuSeconds: () => {
            const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
            return (Number(fields[11]) + Number(fields[12])) / 100;
        },
        // Its own figures by name; {} while it does not answer.
        metrics: async () => {
            try {
                const text = await (await fetch(`${base}/metrics`, {signal: AbortSignal.timeout(5000)})).text();
                return Object.fromEntries([...text.matchAll(/^(warraq_\S+) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]));
            } catch {
                return {};
            }
        },
    };
}

// One whole answer over TLS: {status, body}; throws when none comes in time.
export const ask = (secure, address, {timeout = PATIENCE} = {}) => new Promise((resolve, reject) => {
    const request = https.get(secure + address, {rejectUnauthorized: false, agent: false, timeout}, (answer) => {
        const parts = [];
        answer.on('data', (bytes) => parts.push(bytes));
        answer.on('end', () => resolve({status: answer.statusCode, body: Buffer.concat(parts)}));
        answer.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeout} ms: ${address}`)));
    request.on('error', reject);
});
