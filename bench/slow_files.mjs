// A file of 30 MB to 500 readers on a thin line, each way that it can be asked for: how much the server's memory grows. Then
// one reader on a fast line, beside nginx where it is installed.
//
//     node bench/slow_files.mjs [--readers 500] [--seconds 30] [--rounds 5]
//
// Ends with 1 when memory grows by GROWTH_MIB or more, when a reader is cut off, or when what came is not the file.
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {setMaxListeners} from 'node:events';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {attackedNewsroom, LARGE_BYTES} from '../tests/support/attacked.mjs';
import {field, head, opening} from '../tests/support/http2_frames.mjs';
import {folder, freePort, pause, until} from '../tests/support/newsroom.mjs';
import {Peer} from '../tests/support/peer.mjs';

const GROWTH_MIB = 64, GIVE_UP_MIB = 2048, BYTES_A_SECOND = 10 * 1024, OPENED_AT_ONCE = 25;
const {values: given} = parseArgs({options: {readers: {type: 'string', default: '500'}, seconds: {type: 'string', default: '30'}, rounds: {type: 'string', default: '5'}}});
const readers = Number(given.readers), seconds = Number(given.seconds), rounds = Number(given.rounds);

const newsroom = await attackedNewsroom();
const {server, target, secure} = newsroom;
const file = path.join(newsroom.data, 'media', path.basename(target.large));
const results = [];
const told = (what, met, figure) => { results.push(met); console.log(`${met ? 'met    ' : 'NOT MET'}  ${what}: ${figure}`); };

// `range`: from a place of the file that is another for each reader.
const from = (i) => Math.floor((i / readers) * (LARGE_BYTES - BYTES_A_SECOND * seconds * 2));
const ways = {
    'HTTP/1 in the clear': {how: {}},
    'HTTP/1 over TLS': {how: {tls: true}},
    'HTTP/2': {how: {tls: true, alpn: 'h2'}},
    'HTTP/1 in the clear, ranges': {how: {}, range: true},
    'HTTP/1 over TLS, ranges': {how: {tls: true}, range: true},
    'HTTP/2, ranges': {how: {tls: true, alpn: 'h2'}, range: true},
};
const asked = ({how, range}, i) => how.alpn === 'h2'
    ? Buffer.concat([opening(), head(1, target.large, {more: range ? [field('range', `bytes=${from(i)}-`)] : []})])
    : `GET ${target.large} HTTP/1.1\r\nHost: localhost\r\n${range ? `Range: bytes=${from(i)}-\r\n` : ''}\r\n`;

for (const [name, way] of Object.entries(ways)) {
    await pause(2000);
    const before = newsroom.resident();
    newsroom.forgetMost();
    const ends = new AbortController(), peers = [], reading = [];
    setMaxListeners(0, ends.signal);
    for (let i = 0; i < readers && newsroom.resident() < GIVE_UP_MIB; i += OPENED_AT_ONCE)
        await Promise.all(Array.from({length: Math.min(OPENED_AT_ONCE, readers - i)}, async (_, k) => {
            const peer = await Peer.open(target, way.how);
            if (!peer) return;
            await peer.write(asked(way, i + k));
            peers.push(peer);
            reading.push(peer.readSlowly(BYTES_A_SECOND, ends.signal));
        }));
    const began = Date.now();
    while (Date.now() - began < seconds * 1000) await pause(200);
    const most = newsroom.most(), reads = peers.filter((peer) => !peer.gone && peer.bytes >= BYTES_A_SECOND * seconds / 2).length;
    ends.abort();
    await Promise.all(reading);
    for (const peer of peers) peer.destroy();
    told(`${name}: memory grows by less than ${GROWTH_MIB} MiB`, most - before < GROWTH_MIB, `${(most - before).toFixed(0)} MiB (from ${before.toFixed(0)} to ${most.toFixed(0)})`);
    told(`${name}: all read on`, reads === readers, `${reads} of ${readers}`);
}

// A reader on a fast line: bytes and pace, by curl.
const sum = (bytes) => createHash('sha256').update(bytes).digest('hex');
const whole = sum(readFileSync(file));
const fast = (address, ...how) => {
    const into = path.join(folder(), 'got');
    const pace = Number(execFileSync('curl', ['-sk', '-o', into, '-w', '%{speed_download}', ...how, address], {encoding: 'utf8'}));
    return {mib: pace / 1048576, same: sum(readFileSync(into)) === whole};
};
const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const part = (address, first, last, ...how) => {
    const into = path.join(folder(), 'got');
    const status = execFileSync('curl', ['-sk', '-o', into, '-w', '%{http_code}', '-r', `${first}-${last}`, ...how, address], {encoding: 'utf8'});
    return status === '206' && readFileSync(into).equals(readFileSync(file).subarray(first, last + 1));
};
const PARTS = [[0, 0], [1, 100_000], [LARGE_BYTES >> 1, (LARGE_BYTES >> 1) + 5_000_000], [LARGE_BYTES - 1, LARGE_BYTES - 1]];
let nginx = null, theirs = {};
if (spawnSync('nginx', ['-v']).status === 0) {
    const work = folder(), [port, tlsPort] = [await freePort(), await freePort()];
    mkdirSync(path.join(work, 'tmp'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${work}/tmp;`).join(' ');
    writeFileSync(path.join(work, 'nginx.conf'), `user root; worker_processes 1; error_log ${work}/error.log; pid ${work}/pid; daemon off; events { worker_connections 1000; }
http { access_log off; sendfile on; tcp_nopush on; ${temporary} types { video/mp4 mp4; }
  server { listen 127.0.0.1:${port}; listen 127.0.0.1:${tlsPort} ssl http2; root ${newsroom.data}; ssl_certificate ${newsroom.data}/certificate.pem; ssl_certificate_key ${newsroom.data}/key.pem; } }\n`);
    nginx = spawn('nginx', ['-c', path.join(work, 'nginx.conf')], {stdio: 'ignore'});
    process.on('exit', () => nginx.kill());
    theirs = {plain: `http://127.0.0.1:${port}`, secure: `https://127.0.0.1:${tlsPort}`};
    await until(() => fetch(theirs.plain + '/none').then(() => true, () => false), 'nginx');
} else {
    console.log('nginx is not installed: a fast reader of Warraq alone');
}
for (const [name, over, ...how] of [['HTTP/1 in the clear', 'plain', '--http1.1'], ['HTTP/1 over TLS', 'secure', '--http1.1'], ['HTTP/2', 'secure', '--http2']]) {
    const ours = [], others = [];
    let same = true;
    for (let round = 0; round < rounds; round++) {
        const one = fast((over === 'plain' ? server.base : secure) + target.large, ...how);
        same &&= one.same;
        ours.push(one.mib);
        if (nginx) others.push(fast(theirs[over] + target.large, ...how).mib);
    }
    told(`${name}: what comes is the file`, same, `${middle(ours).toFixed(0)} MiB a second, median of ${rounds}${nginx ? `; nginx ${middle(others).toFixed(0)}: ratio ${(middle(ours) / middle(others)).toFixed(2)}` : ''}`);
}
for (const [name, address, how] of [['HTTP/1', server.base, '--http1.1'], ['HTTP/2', secure, '--http2']]) {
    const right = PARTS.filter(([first, last]) => part(address + target.large, first, last, how)).length;
    told(`${name}: parts are those that were asked for`, right === PARTS.length, `${right} of ${PARTS.length}`);
}
nginx?.kill();
await server.stop();
process.exit(results.every(Boolean) ? 0 : 1);
