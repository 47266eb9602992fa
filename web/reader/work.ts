// The proof of work that comes with a comment when a flood of them arrives: a number with which the SHA-256 of challenge,
// text and number begins with enough zeros. The server asks for it with the form that it sends back; the comment then
// goes by itself.
import {sha256} from '@noble/hashes/sha2';

const SLICE = 25; // ms of work between two moments for the page

function zeros(hash: Uint8Array): number {
    const first = hash.findIndex((byte) => byte !== 0);
    return first < 0 ? hash.length * 8 : first * 8 + Math.clz32(hash[first]) - 24;
}

async function solve(challenge: string, text: string, bits: number): Promise<string> {
    const encoder = new TextEncoder();
    const begun = sha256.create().update(encoder.encode(`${challenge}\n${text.replace(/\r/g, '')}\n`));
    for (let work = 0, slice = performance.now(); ; work++) {
        if (zeros(begun.clone().update(encoder.encode(String(work))).digest()) >= bits) return String(work);
        if (performance.now() - slice < SLICE) continue;
        await new Promise((resolve) => setTimeout(resolve));
        slice = performance.now();
    }
}

const form = document.querySelector<HTMLFormElement>('#comment-form[data-work]');
if (form) {
    const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
    const text = field('text');
    const untilSolved = (event: Event) => event.preventDefault();
    text.readOnly = true;
    form.addEventListener('submit', untilSolved);
    void solve(field('challenge').value, text.value, Number(form.dataset.work)).then((work) => {
        field('work').value = work;
        form.removeEventListener('submit', untilSolved);
        form.requestSubmit();
    });
}
