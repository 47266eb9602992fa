// HTTP/2 by hand (RFC 9113, RFC 7541): frames as no client would send them.
//
//     peer.write(Buffer.concat([opening({window: 0}), head(1, '/'), frame(type.PING, 0, 0, Buffer.alloc(8))]));

export const type = {DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PING: 6, GOAWAY: 7, WINDOW_UPDATE: 8, CONTINUATION: 9};
export const END_STREAM = 1, END_HEADERS = 4, PADDED = 8;
export const LARGEST_WINDOW = 0x7fffffff;

export function frame(kind, flags, stream, payload = Buffer.alloc(0)) {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = kind;
    head[4] = flags;
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
}

export function number(value) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
}

export function settings(pairs) {
    return frame(type.SETTINGS, 0, 0, Buffer.concat(pairs.map(([name, value]) => Buffer.concat([Buffer.from([0, name]), number(value)]))));
}

export const acknowledged = frame(type.SETTINGS, 1, 0);
export const widen = (stream, by) => frame(type.WINDOW_UPDATE, 0, stream, number(by));
export const reset = (stream, error = 8) => frame(type.RST_STREAM, 0, stream, number(error));

// What a client says first. `window`: of each stream; the connection's is as large as may be.
export function opening({window = LARGEST_WINDOW, acknowledge = true} = {}) {
    return Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings([[4, window]]),
        widen(0, LARGEST_WINDOW - 65535), acknowledge ? acknowledged : Buffer.alloc(0)]);
}

// An integer of HPACK: the first byte's upper bits say what it is of (RFC 7541, 5.1).
function integer(bits, first, value) {
    const most = (1 << bits) - 1;
    if (value < most) return [first | value];
    const out = [first | most];
    for (value -= most; value >= 128; value >>= 7) out.push((value & 127) | 128);
    return [...out, value];
}

function text(of) {
    const bytes = Buffer.from(of);
    return Buffer.concat([Buffer.from(integer(7, 0, bytes.length)), bytes]);
}

// A field as it is; a name that the static table has may be given by its number there. `kept`: in the dynamic table,
// where the first is number FIRST_KEPT and is said again by one byte, again().
export function field(name, value, {kept = false} = {}) {
    const byNumber = typeof name === 'number';
    const start = Buffer.from(integer(kept ? 6 : 4, kept ? 0x40 : 0, byNumber ? name : 0));
    return Buffer.concat([start, byNumber ? Buffer.alloc(0) : text(name), text(value)]);
}
export const COOKIE = 32, FIRST_KEPT = 62;
export const again = (place) => Buffer.from(integer(7, 0x80, place));

// The fields of a request; `more`: fields made by field() and again().
export function request(path, {method = 'GET', more = []} = {}) {
    const methods = {GET: Buffer.from([0x82]), POST: Buffer.from([0x83])};
    return Buffer.concat([methods[method] ?? field(2, method), Buffer.from([0x87]), field(4, path), field(1, 'localhost'), ...more]);
}

// The frame that asks; `open`: a body follows.
export function head(stream, path, {open = false, ...of} = {}) {
    return frame(type.HEADERS, END_HEADERS | (open ? 0 : END_STREAM), stream, request(path, of));
}

// `count` requests for it, on streams from `first` on.
export function heads(count, path, {first = 1, ...of} = {}) {
    return Buffer.concat(Array.from({length: count}, (_, i) => head(first + 2 * i, typeof path === 'function' ? path(i) : path, of)));
}
