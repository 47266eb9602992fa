// Who sends pictures to the desk: a reporter who begins and never ends, somebody with a reporter's cookie and no token, a stranger.
import {field, frame, head, opening, type} from '../http2_frames.mjs';
import {h1, h2, pieces, pour} from './connection.mjs';

export const PICTURE_BYTES = 32 << 20;
const PATH = '/desk/api/pictures', PIECE = Buffer.alloc(256 * 1024, 'p');

const senders = [
    ({session}) => session,
    ({session}) => ({...session, 'X-CSRF-Token': 'another'}),
    () => ({}),
];

export const pictureHead = (session, size = PICTURE_BYTES) => `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n` +
    `${Object.entries(session).map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Length: ${size}\r\n\r\n`;

// All but the last of it as fast as it is taken, then nothing, or a byte now and then.
export const uploads = (target, signal, turn) => {
    const session = senders[turn % senders.length](target), dribbles = turn % 2 === 1;
    const wait = async (peer, piece) => {
        for (let i = 0; i < 60 && !peer.gone && !signal.aborted; i++) {
            if (dribbles) await peer.write(piece);
            await peer.hold(400, signal);
        }
    };
    if (turn % 4 === 3)
        return h2(target, async (peer) => {
            const fields = Object.entries(session).map(([name, value]) => field(name.toLowerCase(), value));
            await peer.write(Buffer.concat([opening(), ...[1, 3, 5, 7].map((stream) => head(stream, PATH, {method: 'POST', open: true, more: fields}))]));
            peer.read();
            for (const part of pieces(PIECE.subarray(0, 60_000), 15_000)) await peer.write(frame(type.DATA, 0, 1, part));
            await wait(peer, frame(type.DATA, 0, 1, Buffer.from('p')));
        });
    return h1(target, turn >> 1, async (peer) => {
        peer.read();
        await peer.write(pictureHead(session));
        await pour(peer, PIECE, PICTURE_BYTES - PIECE.length, 5000, signal);
        await wait(peer, 'p');
    });
};
