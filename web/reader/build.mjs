// Makes what readers' browsers load: build.mjs OUT writes OUT/static/* (names hold a hash of the content), OUT/fonts/*
// (that share pictures are drawn with) and OUT/static.json, which tells the press their names.
import {createHash} from 'node:crypto';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, transform} from 'esbuild';
import fontverter from 'fontverter';
import subsetFont from 'subset-font';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const out = path.resolve(process.argv[2] ?? path.join(here, '../../build/share'));

// Letters of Arabic and of the names that Arabic papers write with Persian ones, marks, digits, signs.
const ARABIC = [[0x60c, 0x60c], [0x61b, 0x61b], [0x61f, 0x61f], [0x621, 0x63a], [0x640, 0x655], [0x660, 0x66d],
    [0x670, 0x671], [0x67e, 0x67e], [0x686, 0x686], [0x698, 0x698], [0x6a4, 0x6a4], [0x6a9, 0x6a9], [0x6af, 0x6af],
    [0x6cc, 0x6cc], [0x6d4, 0x6d4], [0x6f0, 0x6f9], [0xfdf2, 0xfdf2], [0xfdfa, 0xfdfa], [0x200c, 0x200f]];
const LATIN = [[0x20, 0x7e], [0xa0, 0xa0], [0xa9, 0xa9], [0xab, 0xab], [0xb0, 0xb0], [0xb7, 0xb7], [0xbb, 0xbb],
    [0xc0, 0xff], [0x2013, 0x2014], [0x2018, 0x2019], [0x201c, 0x201d], [0x2022, 0x2022], [0x2026, 0x2026],
    [0x20ac, 0x20ac]];

const FONTS = [
    {family: 'Warraq Naskh', from: 'noto-naskh-arabic', weight: 400, preload: true},
    {family: 'Warraq Naskh', from: 'noto-naskh-arabic', weight: 700},
    {family: 'Warraq Sans', from: 'ibm-plex-sans-arabic', weight: 400},
    {family: 'Warraq Sans', from: 'ibm-plex-sans-arabic', weight: 700, preload: true, headlines: true},
];

// What a browser without the font yet shows in its place; its metrics are bent to the font's, so that lines do not
// move when the font arrives.
const FALLBACKS = {
    'Warraq Naskh': ['Noto Naskh Arabic UI', 'Noto Naskh Arabic', 'Geeza Pro', 'Times New Roman', 'Tahoma'],
    'Warraq Sans': ['Noto Sans Arabic UI', 'Noto Sans Arabic', 'SF Arabic', 'Segoe UI', 'Tahoma', 'Arial'],
};

const characters = (ranges) => ranges.flatMap(([a, b]) => Array.from({length: b - a + 1}, (_, i) => a + i));
const text = (ranges) => String.fromCodePoint(...characters(ranges));
const unicodeRange = (ranges) => ranges.map(([a, b]) => 'U+' + a.toString(16) + (b > a ? '-' + b.toString(16) : '')).join(',');
const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 10);

async function emit(name, content) {
    const {name: stem, ext} = path.parse(name);
    const file = `${stem}.${hash(content)}${ext}`;
    await writeFile(path.join(out, 'static', file), content);
    return file;
}

// Ascent, descent and gap of a TrueType or OpenType font, as shares of its em.
function metrics(sfnt) {
    const tables = {};
    for (let i = 0; i < sfnt.readUInt16BE(4); i++) {
        const at = 12 + 16 * i;
        tables[sfnt.toString('latin1', at, at + 4)] = sfnt.readUInt32BE(at + 8);
    }
    const em = sfnt.readUInt16BE(tables.head + 18);
    return {ascent: sfnt.readInt16BE(tables.hhea + 4) / em, descent: -sfnt.readInt16BE(tables.hhea + 6) / em,
            gap: sfnt.readInt16BE(tables.hhea + 8) / em};
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;

async function fontFaces() {
    let css = '';
    const preload = [], headlines = [];
    const fallback = {};
    for (const font of FONTS) {
        for (const [script, ranges] of [['arabic', ARABIC], ['latin', LATIN]]) {
            const file = require.resolve(`@fontsource/${font.from}/files/${font.from}-${script}-${font.weight}-normal.woff2`);
            const full = await readFile(file);
            const small = await subsetFont(full, text(ranges), {targetFormat: 'woff2'});
            const name = await emit(`${font.from}-${script}-${font.weight}.woff2`, small);
            if (font.preload && script === 'arabic') preload.push(name);
            if (font.headlines) {
                // For share pictures: what draws them reads no WOFF2.
                headlines.push(`${font.from}-${script}-${font.weight}.ttf`);
                await writeFile(path.join(out, 'fonts', headlines.at(-1)), await fontverter.convert(small, 'truetype'));
            }
            css += `@font-face{font-family:"${font.family}";font-weight:${font.weight};font-display:optional;` +
                `src:url(/static/${name}) format("woff2");unicode-range:${unicodeRange(ranges)}}`;
            fallback[font.family] ??= metrics(Buffer.from(await fontverter.convert(full, 'truetype')));
        }
    }
    for (const [family, locals] of Object.entries(FALLBACKS)) {
        const {ascent, descent, gap} = fallback[family];
        css += `@font-face{font-family:"${family} fallback";src:${locals.map((name) => `local("${name}")`).join(',')};` +
            `ascent-override:${percent(ascent)};descent-override:${percent(descent)};line-gap-override:${percent(gap)}}`;
    }
    return {css, preload, headlines};
}

await rm(path.join(out, 'static'), {recursive: true, force: true});
await rm(path.join(out, 'fonts'), {recursive: true, force: true});
for (const folder of ['static', 'fonts']) await mkdir(path.join(out, folder), {recursive: true});
const fonts = await fontFaces();
const css = await transform(fonts.css + await readFile(path.join(here, 'reader.css'), 'utf8'),
    {loader: 'css', minify: true, target: ['chrome109', 'firefox102', 'safari15']});
async function script(file) {
    const made = await build({entryPoints: [path.join(here, file)], bundle: true, write: false, minify: true,
        target: 'es2019', format: 'iife'});
    return emit(file.replace('.ts', '.js'), made.outputFiles[0].text.trim());
}
const manifest = {
    style: await emit('reader.css', css.code.trim()),
    script: await script('reader.ts'),
    work: await script('work.ts'),  // on the few pages that ask for it
    icon: await emit('icon.svg', await readFile(path.join(here, 'icon.svg'))),
    preload: fonts.preload,
    headlines: fonts.headlines,
};
await writeFile(path.join(out, 'static.json'), JSON.stringify(manifest, null, 2) + '\n');
