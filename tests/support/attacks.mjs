// What hostile peers do to a server, one function a kind. Each is one connection's worth of it, ends by itself within a
// minute or soon after its signal, and throws for nothing that the server does.
//
//     const done = await keepOn(kinds.half_close, target, {lanes: 2, rate: 5, signal: AbortSignal.timeout(3000)});
//     done.acts, done.shutOut                          connections made, connections not let in
//
// `target`: {host, port, tlsPort, session, story, picture, middle, large, pages: […]}, as tests/support/attacked.mjs makes it;
// `session`: a reporter's, as the fields of a request.
import {setMaxListeners} from 'node:events';
import * as http1 from './attacks/http1.mjs';
import * as http2 from './attacks/http2.mjs';
import * as site from './attacks/site.mjs';
import * as tls from './attacks/tls.mjs';
import {uploads} from './attacks/uploads.mjs';
import {sleep} from './peer.mjs';

export const kinds = {...http2, ...http1, ...tls, ...site, uploads};

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
