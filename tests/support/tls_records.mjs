// TLS 1.3 records by hand (RFC 8446), under the keys of a connection that node has made: what no library lets a client say.
//
//     const records = new Records('TLS_AES_256_GCM_SHA384', secret);      // CLIENT_TRAFFIC_SECRET_0 of its key log
//     raw.write(records.keyUpdates(1000));
import {createCipheriv, createHmac} from 'node:crypto';

const HANDSHAKE = 22, APPLICATION_DATA = 23, KEY_UPDATE = 24, UPDATE_REQUESTED = 1;

// HKDF-Expand-Label, of no more than one hash.
function expand(hash, secret, label, length) {
    const name = Buffer.from(`tls13 ${label}`);
    const about = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
    return createHmac(hash, secret).update(about).digest().subarray(0, length);
}

export class Records {
    // `cipher`: as socket.getCipher().standardName; `secret`: the client's, of application data. Nothing may have been written yet.
    constructor(cipher, secret) {
        this.strength = cipher.includes('AES_256') ? 256 : 128;
        this.hash = cipher.endsWith('SHA384') ? 'sha384' : 'sha256';
        this.secret = secret;
    }

    record(type, content) {
        const key = expand(this.hash, this.secret, 'key', this.strength / 8), nonce = expand(this.hash, this.secret, 'iv', 12);
        const head = Buffer.from([APPLICATION_DATA, 3, 3, 0, content.length + 1 + 16]);
        const cipher = createCipheriv(`aes-${this.strength}-gcm`, key, nonce);  // the first record under this key
        cipher.setAAD(head);
        return Buffer.concat([head, cipher.update(Buffer.concat([content, Buffer.from([type])])), cipher.final(), cipher.getAuthTag()]);
    }

    // Each takes new keys, and asks for the other side's to be new.
    keyUpdates(count) {
        return Buffer.concat(Array.from({length: count}, () => {
            const made = this.record(HANDSHAKE, Buffer.from([KEY_UPDATE, 0, 0, 1, UPDATE_REQUESTED]));
            this.secret = expand(this.hash, this.secret, 'traffic upd', this.secret.length);
            return made;
        }));
    }
}
