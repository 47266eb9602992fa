// Hostile peers of TLS.
import {randomBytes} from 'node:crypto';
import {Duplex} from 'node:stream';
import tls from 'node:tls';
import {heads, opening} from '../http2_frames.mjs';
import {Records} from '../tls_records.mjs';
import {get, h2, on} from './connection.mjs';

// Handshakes left alone at each stage.
export const handshakes = async (target, signal, turn) => {
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
};

// New keys, and new keys, and new keys: each costs as much as it takes to derive them, and OpenSSL reads on while more come.
export const key_updates = (target, signal) => h2(target, async (peer) => {
    const records = new Records(peer.socket.getCipher().standardName, peer.secret);
    for (let i = 0; i < 20 && !signal.aborted && !peer.gone; i++) if (!await peer.writeRaw(records.keyUpdates(1000))) break;
}, {version: 'TLSv1.3'});

// Sessions that are never taken up again, by those who cannot keep a ticket.
export const handshakes_without_tickets = (target) => on(target, {tls: true, version: 'TLSv1.2'}, async () => {});

// TLS records of a byte each.
export const one_byte_records = async (target, signal, turn) => turn % 2
    ? h2(target, (peer) => bytewise(peer, Buffer.concat([opening(), heads(20, target.story)]), signal))
    : on(target, {tls: true}, (peer) => bytewise(peer, Buffer.from(get(target.story).repeat(10)), signal));

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
