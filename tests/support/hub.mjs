// A WebSub hub (https://www.w3.org/TR/websub/) on loopback, small and complete: it verifies subscribers' intent, takes
// publishers' pings, fetches the feed and distributes it, signed where the subscriber gave a secret.
import {createHmac, randomUUID} from 'node:crypto';
import {createServer} from 'node:http';

export async function listen(handler, address = '127.0.0.1') {
    const server = createServer(async (request, response) => {
        const parts = [];
        for await (const part of request) parts.push(part);
        await handler(request, response, Buffer.concat(parts));
    });
    await new Promise((resolve) => server.listen(0, address, resolve));
    return {base: `http://${address}:${server.address().port}`, close: () => server.close()};
}

// {base, pings, refused, close()}; while `hub.down` is true it answers 503.
export async function startHub(address) {
    const hub = {pings: [], refused: [], down: false};
    const subscriptions = [];  // {topic, callback, secret}

    async function subscribe({topic, callback, secret}) {
        const challenge = randomUUID();
        const question = new URL(callback);
        for (const [name, value] of Object.entries({mode: 'subscribe', topic, challenge, lease_seconds: 3600}))
            question.searchParams.set(`hub.${name}`, value);
        const answer = await fetch(question);
        if (answer.ok && await answer.text() === challenge) subscriptions.push({topic, callback, secret});
    }

    async function distribute(topic) {
        const feed = await fetch(topic);
        const body = Buffer.from(await feed.arrayBuffer());
        for (const {callback, secret} of subscriptions.filter((one) => one.topic === topic)) {
            const headers = {'content-type': feed.headers.get('content-type'), link: feed.headers.get('link') ?? ''};
            if (secret) headers['x-hub-signature'] = 'sha256=' + createHmac('sha256', secret).update(body).digest('hex');
            await fetch(callback, {method: 'POST', headers, body});
        }
    }

    const server = await listen(async (request, response, body) => {
        const form = new URLSearchParams(body.toString());
        const asked = Object.fromEntries([...form].map(([name, value]) => [name.replace('hub.', ''), value]));
        if (hub.down) return response.writeHead(503).end();
        if (asked.mode === 'publish' && URL.canParse(asked.url)) {
            hub.pings.push(asked.url);
            response.writeHead(204).end();
            if (subscriptions.some(({topic}) => topic === asked.url)) await distribute(asked.url);
        } else if (asked.mode === 'subscribe' && URL.canParse(asked.topic) && URL.canParse(asked.callback)) {
            response.writeHead(202).end();
            await subscribe(asked);
        } else {
            hub.refused.push(body.toString());
            response.writeHead(400).end();
        }
    }, address);
    return Object.assign(hub, server);
}
