// One connection of somebody who means no good: what is written goes out as it is, nothing is read unless asked for.
//
//     const peer = await Peer.open(target, {tls: true, alpn: 'h2'});        null: it was not let in
//     await peer?.write(bytes);                                              false: gone, or not taken in time
//     peer?.destroy();
import {constants} from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';

export const WAIT_MS = 3000;  // for a connection, a handshake, a write

export const sleep = (ms, signal) => new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => { clearTimeout(timer); signal?.removeEventListener('abort', done); resolve(); };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
});

const within = (ms, promise, otherwise) => {
    let timer;
    return Promise.race([promise, new Promise((resolve) => { timer = setTimeout(resolve, ms, otherwise); })]).finally(() => clearTimeout(timer));
};

// `tls`: over TLS; `alpn`: what is spoken there; `version`: that one alone, without tickets.
const secured = (raw, {alpn = 'http/1.1', version}) => tls.connect({socket: raw, rejectUnauthorized: false, ALPNProtocols: [alpn], servername: 'localhost',
    ...(version && {minVersion: version, maxVersion: version, secureOptions: constants.SSL_OP_NO_TICKET})});

export class Peer {
    static async open(target, {tls: overTls = false, ...how} = {}) {
        const raw = net.connect({host: target.host, port: overTls ? target.tlsPort : target.port, allowHalfOpen: true});
        raw.on('error', () => {});
        raw.setNoDelay(true);
        const event = (emitter, name) => new Promise((resolve) => {
            emitter.once(name, () => resolve(true));
            emitter.once('error', () => resolve(false));
            emitter.once('close', () => resolve(false));
        });
        let socket = raw, secret, open = await within(WAIT_MS, event(raw, 'connect'), false);
        if (open && overTls) {
            socket = secured(raw, how);
            socket.on('error', () => {});
            socket.on('keylog', (line) => { secret ??= /^CLIENT_TRAFFIC_SECRET_0 \S+ (\S+)/.exec(line)?.[1]; });
            open = await within(WAIT_MS, event(socket, 'secureConnect'), false);
        }
        if (open && overTls) await sleep(1);  // what ends the handshake is on its way before anything else
        if (open) return Object.assign(new Peer(raw, socket), {secret: secret && Buffer.from(secret, 'hex')});
        socket.destroy();
        raw.destroy();
        return null;
    }

    constructor(raw, socket) {
        this.raw = raw;
        this.socket = socket;
        this.gone = false;
        this.bytes = 0;  // read
        socket.on('close', () => { this.gone = true; });
        socket.on('end', () => { this.gone = true; });
        socket.on('error', () => { this.gone = true; });
        socket.pause();
    }

    write(bytes, ms = WAIT_MS) { return this.#write(this.socket, bytes, ms); }
    // Records of one's own making, past the TLS of this side.
    writeRaw(bytes, ms = WAIT_MS) { return this.#write(this.raw, bytes, ms); }

    #write(to, bytes, ms) {
        if (this.gone || to.destroyed) return Promise.resolve(false);
        return within(ms, new Promise((resolve) => to.write(bytes, (error) => resolve(!error))), false);
    }

    // Reads on, whatever comes; `each`, if given, is shown it.
    read(each) {
        this.socket.on('data', (bytes) => { this.bytes += bytes.length; each?.(bytes); });
        this.socket.resume();
    }

    // Reads at a pace, until the signal or the end.
    async readSlowly(bytesASecond, signal) {
        const EVERY_MS = 250, share = Math.max(1, Math.floor(bytesASecond * EVERY_MS / 1000));
        for (let due = share; !this.gone && !signal.aborted; due += share) {
            // What is left of the last turn is made up for: a busy client does not become a slower reader.
            for (let part; this.bytes < due && (part = this.socket.read(Math.min(due - this.bytes, this.socket.readableLength || 1)));) this.bytes += part.length;
            await sleep(EVERY_MS, signal);
        }
    }

    // Until it is gone, or the time has passed.
    async hold(ms, signal) {
        for (const end = Date.now() + ms; !this.gone && Date.now() < end && !signal?.aborted;) await sleep(100, signal);
    }

    // No more comes from this side, of the socket: TLS says no word of it.
    halfClose() { this.raw.end(); }
    reset() { this.raw.resetAndDestroy(); this.socket.destroy(); }
    destroy() { this.socket.destroy(); this.raw.destroy(); }
}
