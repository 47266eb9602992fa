#!/usr/bin/env node
// Holds that connections to other hosts are opened in one room alone, src/outgoing, where addresses are looked at
// (Transfer): no other file names libcurl, a resolver or connect(2). PostgreSQL's address is the machine's owner's, and
// libpq opens that connection itself.
// usage: scripts/check-outgoing.mjs [SOURCE-FOLDER]     ends with 1 and a line for each finding
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const source = process.argv[2] ?? fileURLToPath(new URL('../src', import.meta.url));
const OPENS = /<curl\/|\bcurl_\w+\s*\(|\bCURLOPT_|\bgetaddrinfo\b|\bgethostby\w+|\bres_n?query\b|\bresolver\b|\basync_connect\b|\bPQconnect\w*|(?<![\w.>])(?:::)?connect\s*\(|\bBIO_new_connect\b|::socket\s*\(|\bpopen\s*\(|\bsystem\s*\(|\bexecv\w*\s*\(|\bposix_spawn\w*/;
const ROOMS = [[/^outgoing\//, /./], [/^store\/postgres\//, /\bPQconnect|::socket\(\) const|connect\(/]];

const findings = [];
let files = 0;
for (const name of readdirSync(source, {recursive: true}).filter((one) => /\.(cpp|h)$/.test(one))) {
    files++;
    const [, allowed] = ROOMS.find(([room]) => room.test(name)) ?? [];
    for (const [index, line] of readFileSync(path.join(source, name), 'utf8').split('\n').entries()) {
        const code = line.replace(/\/\/.*$/, '').replace(/"(?:[^"\\]|\\.)*"/g, '""');
        if (OPENS.test(code) && !allowed?.test(code)) findings.push(`src/${name}:${index + 1}: ${line.trim()}`);
    }
}
for (const finding of findings) console.error(`${finding}\n    opens a connection outside of src/outgoing`);
console.log(`${files} files, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
