// An hour of all that a newsroom does at once, at full speed, and the server's memory meanwhile: readers of every page (wrk),
// searches, comments, an editor who writes, publishes and changes, pictures, a moderator.
// usage: node bench/soak.mjs [MINUTES=60] [PLOT.svg]      (wrk; the newsroom is a demo of its own)
import {spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {content, enter, picture} from '../tests/support/desk_client.mjs';
import {configure, folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

const minutes = Number(process.argv[2] ?? 60), plot = process.argv[3];
const data = folder();
warraq('demo', '--data', data);
configure(data, {seconds_to_write: 0, minutes_between: 0, burst: 1000, challenge_after: 0, searches_a_minute: 0, cache_mib: 32});
const server = await serve(data);
const call = await enter(data, server.base, 'editor', 'administrator');
const ends = Date.now() + minutes * 60_000;
const done = {pages: 0, searches: 0, comments: 0, published: 0, pictures: 0, moderated: 0, failed: 0};

const work = async (act, wait) => {
    for (let i = 0; Date.now() < ends; i++) {
        try {
            await act(i);
        } catch (error) {
            if (done.failed++ < 5) console.error(error.message);
        }
        await pause(wait);
    }
};
const must = (answer, status) => {
    if (answer.status !== status) throw new Error(`${answer.status} in place of ${status}: ${JSON.stringify(answer.body ?? answer.url)}`);
    return answer.body;
};

// Readers: every page of the demo, many that are not there, and odd ones, in turn.
const front = await (await fetch(server.base + '/')).text();
const pages = [...new Set(links(front, /href="(\/[^"#?]*)"/g))].filter((one) => !one.startsWith('/desk'));
const script = path.join(folder(), 'pages.lua');
writeFileSync(script, `local pages = {${pages.map((one) => JSON.stringify(encodeURI(decodeURI(one)))).join(', ')}}\nlocal n = 0\nrequest = function()\n n = n + 1\n` +
    ` if n % 50 == 0 then return wrk.format("GET", "/nothing-" .. n) end\n local coding = n % 3 == 0 and "br" or n % 3 == 1 and "gzip" or "identity"\n` +
    ' return wrk.format("GET", pages[n % #pages + 1], {["Accept-Encoding"] = coding, ["User-Agent"] = "Mozilla/5.0 (soak " .. n % 1000 .. ")"})\nend\n');
const wrk = spawn('wrk', ['-t1', '-c32', `-d${Math.ceil(minutes * 60)}s`, '-s', script, server.base], {stdio: ['ignore', 'pipe', 'inherit']});
let said = '';
wrk.stdout.on('data', (bytes) => { said += bytes; });

const words = ['الميناء', 'القمح', 'المجلس', 'المكتبه', 'إسرائيل', 'سلاحف', 'الجسر', '"ليلا"', 'بطاطا مقلية', 'المينااء'];
const samples = [];
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024;
await Promise.all([
    work(async (i) => { must(await fetch(`${server.base}/search?q=${encodeURIComponent(words[i % words.length] + (i % 7 ? '' : ` ${i}`))}`).then(async (a) => (await a.text(), a)), 200); done.searches++; }, 5),
    work(async (i) => {
        const page = pages.filter((one) => /^\/\w+\/\d+\//.test(one))[i % 5];
        const token = links(await (await fetch(server.base + page)).text(), /name="token" value="([^"]+)"/g)[0];
        const answer = await fetch(server.base + page, {method: 'POST', redirect: 'manual', body: new URLSearchParams({name: `قارئ ${i}`, email: 'r@example.org', text: `رأي رقم ${i} في ما كُتب.`, token})});
        must(answer, 303);
        done.comments++;
    }, 100),
    work(async (i) => {
        const {id, version} = must(await call('POST', '/stories', {}), 201);
        const saved = must(await call('PUT', `/stories/${id}`, {version, content: content(`خبر رقم ${i} عن ميناء المدينة`, [`وصلت السفينة رقم ${i} إلى الميناء صباح اليوم.`, 'وقال مدير الميناء إن التفريغ يستغرق يومين.'])}), 200);
        const moved = must(await call('POST', `/stories/${id}/move`, {version: saved.version, to: 'published'}), 200);
        const changed = must(await call('PUT', `/stories/${id}`, {version: moved.version, content: content(`خبر رقم ${i} عن ميناء المدينة`, [`وصلت السفينتان رقم ${i} إلى الميناء.`])}), 200);
        must(await call('POST', `/stories/${id}/changes`, {version: changed.version}), 200);
        // A newsroom's day, over and over: what is older leaves the front, and the archive does not grow without end.
        if (i >= 200) must(await call('POST', `/stories/${id}/move`, {version: (await call('GET', `/stories/${id}`)).body.version, to: 'withdrawn', text: 'قياس'}), 200);
        done.published++;
    }, 400),
    work(async (i) => { must(await call('POST', '/pictures', picture(i % 500, 64 + i % 64)), 201); done.pictures++; }, 2000),
    work(async () => {
        for (const {id} of must(await call('GET', '/comments?status=pending'), 200).comments.slice(0, 20)) {
            must(await call('PATCH', `/comments/${id}`, {status: id % 3 ? 'spam' : 'approved'}), 204);
            done.moderated++;
        }
    }, 1000),
    work(async () => { samples.push([(minutes * 60_000 - (ends - Date.now())) / 60_000, resident()]); }, minutes * 200),
]);
await new Promise((resolve) => (wrk.exitCode === null ? wrk.on('exit', resolve) : resolve()));
done.pages = Number(/(\d+) requests in/.exec(said)?.[1] ?? 0);
await server.stop();
const checked = warraq('check', '--data', data);

const after = samples.filter(([at]) => at > minutes / 4), half = after.length >> 1;
const mean = (list) => list.reduce((sum, [, mib]) => sum + mib, 0) / list.length;
const most = Math.max(...samples.map(([, mib]) => mib));
console.log(`${minutes} minutes: ${Object.entries(done).map(([what, count]) => `${count} ${what}`).join(', ')}; ${/Non-2xx.*/.exec(said)?.[0] ?? ''}`);
console.log(`resident ${samples[0][1].toFixed(0)} MiB at first, ${most.toFixed(0)} at the most; mean of the second quarter and a half ${mean(after.slice(0, half)).toFixed(1)}, of the last ${mean(after.slice(half)).toFixed(1)}`);
console.log(`check: ${checked.out.trim().split('\n').at(-1)}${server.log() ? `; log: ${server.log().trim().split('\n').length} lines, the first: ${server.log().split('\n')[0]}` : '; log: empty'}`);
if (plot) {
    const W = 720, H = 260, x = (at) => 50 + (at / minutes) * (W - 70), y = (mib) => H - 30 - (mib / (most * 1.1)) * (H - 50);
    const marks = (to, count) => Array.from({length: count + 1}, (_, i) => (to * i) / count);
    writeFileSync(plot, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" font-family="sans-serif" font-size="11">
<title>Resident memory over ${minutes} minutes of mixed load</title><rect width="${W}" height="${H}" fill="#fff"/>
${marks(Math.ceil(most / 50) * 50, 4).filter((mib) => y(mib) > 5).map((mib) => `<path d="M50 ${y(mib).toFixed(1)}H${W - 20}" stroke="#ddd"/><text x="44" y="${(y(mib) + 4).toFixed(1)}" text-anchor="end">${mib.toFixed(0)}</text>`).join('\n')}
${marks(minutes, 6).map((at) => `<text x="${x(at).toFixed(1)}" y="${H - 10}" text-anchor="middle">${at.toFixed(0)}</text>`).join('\n')}
<text x="50" y="14">MiB resident, by minute: ${done.pages} pages, ${done.searches} searches, ${done.comments} comments, ${done.published} publications</text>
<polyline fill="none" stroke="#8a2f1d" stroke-width="1.5" points="${samples.map(([at, mib]) => `${x(at).toFixed(1)},${y(mib).toFixed(1)}`).join(' ')}"/></svg>\n`);
}
process.exit(done.failed || checked.status ? 1 : 0);
