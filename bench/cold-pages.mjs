// Pages of stories that no one has read yet, drawn at random, one after the other: what the first reader waits for.
//
//     node bench/cold-pages.mjs http://127.0.0.1:8080 [STORIES] [HIGHEST NUMBER]
import {Agent, get} from 'node:http';

const [base, wanted = '600', highest = '1000000'] = process.argv.slice(2);
const agent = new Agent({keepAlive: true, maxSockets: 1});

// {status, location, ms}
const ask = (path) => new Promise((resolve, reject) => {
    const began = performance.now();
    get(base + path, {agent, headers: {'accept-encoding': 'gzip'}}, (answer) => {
        answer.resume();
        answer.on('end', () => resolve({status: answer.statusCode, location: answer.headers.location, ms: performance.now() - began}));
    }).on('error', reject);
});

const front = await ask('/');
const times = [];
for (let i = 0; i < Number(wanted); i++) {
    const {location} = await ask(`/x/${1 + Math.floor(Math.random() * Number(highest))}`);
    if (!location) continue;
    const {status, ms} = await ask(location);
    if (status === 200) times.push(ms);
}
times.sort((a, b) => a - b);
const share = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
console.log(`front page ${front.ms.toFixed(1)} ms; ${times.length} stories: p50 ${share(0.5)} ms, p90 ${share(0.9)}, p99 ${share(0.99)}, longest ${share(1)}`);
