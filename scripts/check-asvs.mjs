#!/usr/bin/env node
// Holds docs/asvs.md against the tests: every row that says «met» names at least one, and each that a row names is there,
// as TEST or TEST_F under tests/ (`Suite.Name`), as a test of ctest (`fuzz.html`), or as a node test of it
// (`browser.desk: "the name of the test"`). A row that is not met leans on no other that is, and the counts at the page's end
// are held against its rows.
// usage: scripts/check-asvs.mjs [FILE]     ends with 1 and a line for each finding
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = process.argv[2] ?? path.join(root, 'docs/asvs.md');
const VERDICTS = ['met', 'documented', 'not met', 'does not apply'];
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const files = (folder, ending) => readdirSync(path.join(root, folder), {recursive: true})
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules')).map((name) => path.join(folder, name));

// The tests of gtest, and those of ctest with their node tests.
const unit = new Set(files('tests', '.cpp').flatMap((file) => [...read(file).matchAll(/^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)/gm)].map(([, suite, name]) => `${suite}.${name}`)));
const cmake = read('tests/CMakeLists.txt');
const ctest = new Map();
for (const [, name, file] of cmake.matchAll(/warraq_node_test\(([\w.]+) (\S+)\)/g)) {
    const source = read(path.join('tests', file));
    ctest.set(name, [...source.matchAll(/\btest\((['`"])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(([, , said]) => said));
}
for (const [, name] of cmake.matchAll(/add_test\(NAME ([\w.]+) /g)) ctest.set(name, []);
for (const [, name] of cmake.matchAll(/^warraq_fuzz\((\w+)/gm)) ctest.set(`fuzz.${name}`, []);

// A name with a place for a value in it («…, on ${device}») is known by what stands around it.
const fits = (said, wanted) => {
    const parts = said.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(wanted);
};
function missing(name) {
    const [, test, said] = /^([\w.]+)(?:: "(.*)")?$/.exec(name) ?? [];
    if (!test) return `«${name}» is no test's name`;
    if (said === undefined) return unit.has(test) || ctest.has(test) ? '' : `there is no test ${test}`;
    if (!ctest.has(test)) return `there is no test ${test}`;
    return ctest.get(test).some((one) => fits(one, said)) ? '' : `${test} has no test "${said}"`;
}

const findings = [], rows = [];
for (const [index, line] of readFileSync(page, 'utf8').split('\n').entries()) {
    if (!/^\| \d+\.\d+\.\d+ \|/.test(line)) continue;
    const at = `${path.basename(page)}:${index + 1}`;
    const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
    if (cells.length !== 6) { findings.push(`${at}: has ${cells.length} cells instead of 6`); continue; }
    const [number, level, asks, verdict, how, tests] = cells;
    rows.push({number, level, verdict, how, at});
    if (!['1', '2'].includes(level)) findings.push(`${at}: ${number} is of level ${level}`);
    if (!asks) findings.push(`${at}: ${number} does not say what it asks`);
    if (!VERDICTS.includes(verdict)) findings.push(`${at}: ${number} is «${verdict}»`);
    if (!how) findings.push(`${at}: ${number} does not say how or why`);
    // Tests that show a part of it, beside the reason why it is not met or not tested as a whole.
    const beside = [...how.matchAll(/`([A-Z]\w+\.[A-Z]\w+|[\w.]+: "[^`]*")`/g)].map(([, name]) => name);
    const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    if (verdict === 'met' && names.length === 0) findings.push(`${at}: ${number} is «met», and names no test`);
    if (verdict === 'documented' && !/\]\([^)]+\)|`[^`]+`/.test(how)) findings.push(`${at}: ${number} is «documented», and names no document`);
    for (const name of [...names, ...beside]) if (missing(name)) findings.push(`${at}: ${number}: ${missing(name)}`);
}
// Each chapter's rows in their order, none twice, and the counts that the page tells.
for (let i = 1; i < rows.length; i++) {
    const [before, after] = [rows[i - 1], rows[i]].map(({number}) => number.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0));
    if (before >= after) findings.push(`${rows[i].number} comes after ${rows[i - 1].number}`);
}
// Another row's number is a reason only as long as that one is not met either.
const verdicts = new Map(rows.map(({number, verdict}) => [number, verdict]));
for (const {number, verdict, how, at} of rows)
    for (const [other] of how.matchAll(/(?<![\d.])\d+\.\d+\.\d+(?![\d.]*\d)/g)) {
        if (!verdicts.has(other)) findings.push(`${at}: ${number} names ${other}, which is no row`);
        else if (verdict === 'not met' && verdicts.get(other) !== 'not met') findings.push(`${at}: ${number} is «not met» for ${other}, which is «${verdicts.get(other)}»`);
    }
const told = readFileSync(page, 'utf8').split('\n').filter((line) => /^\| (?:level \d|both) \|/.test(line)).map((line) => line.trim());
const counts = Object.entries({'level 1': ['1'], 'level 2': ['2'], both: ['1', '2']}).map(([name, levels]) => {
    const counted = VERDICTS.map((verdict) => rows.filter((row) => levels.includes(row.level) && row.verdict === verdict).length);
    return `| ${name} | ${counted.join(' | ')} | ${counted.reduce((a, b) => a + b, 0)} |`;
});
for (const line of counts) if (!told.includes(line)) findings.push(`the counts are: ${line}`);
for (const line of told) if (!counts.includes(line)) findings.push(`these counts are wrong: ${line}`);
// How many the standard has of these levels (5.0.0).
const ALL = {1: 70, 2: 183};
for (const [level, all] of Object.entries(ALL)) {
    const there = rows.filter((row) => row.level === level).length;
    if (there !== all) findings.push(`${there} rows of level ${level}, not ${all}`);
}

for (const finding of findings) console.error(finding);
console.log(`${rows.length} rows, ${unit.size} unit tests, ${ctest.size} others known, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
