// A mail server on loopback that keeps what it is given: {address, letters: [{from, to, subject, text}], close()}.
import {once} from 'node:events';
import {createServer} from 'node:net';

// "=?UTF-8?B?…?=" words, joined.
const decoded = (subject) => subject.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64) => Buffer.from(base64, 'base64').toString());

function read(envelope, data) {
    const [head, body] = data.split(/\r\n\r\n/);
    const fields = head.replace(/\r\n /g, ' ');
    return {...envelope, head, subject: decoded(/^Subject: (.*)$/m.exec(fields)[1].trim()), text: Buffer.from(body, 'base64').toString()};
}

export async function startMailServer() {
    const letters = [];
    const server = createServer((socket) => {
        let waiting = '', data = null, envelope = {};
        const say = (line) => socket.write(line + '\r\n');
        socket.on('error', () => {});
        socket.on('data', (bytes) => {
            waiting += bytes;
            for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
                const line = waiting.slice(0, end);
                waiting = waiting.slice(end + 2);
                if (data !== null) {
                    if (line !== '.') { data += line + '\r\n'; continue; }
                    letters.push(read(envelope, data));
                    data = null;
                    say('250 kept');
                } else if (/^EHLO/i.test(line)) say('250 loopback');
                else if (/^MAIL FROM:/i.test(line)) { envelope = {from: /<(.*?)>/.exec(line)[1]}; say('250 ok'); }
                else if (/^RCPT TO:/i.test(line)) { envelope.to = /<(.*?)>/.exec(line)[1]; say('250 ok'); }
                else if (/^DATA/i.test(line)) { data = ''; say('354 go on'); }
                else if (/^QUIT/i.test(line)) { say('221 bye'); socket.end(); }
                else say('502 no');
            }
        });
        say('220 loopback');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {address: `smtp://127.0.0.1:${server.address().port}`, letters, close: () => server.close()};
}
