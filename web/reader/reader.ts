// What a page gains where script runs. Everything works without it.
import {followBreaking} from './breaking';
import {suggestFor} from './suggestions';

document.querySelectorAll<HTMLInputElement>('input[data-suggest]').forEach(suggestFor);
document.querySelectorAll<HTMLElement>('[data-live]').forEach(followBreaking);

// «Remember me»: in this browser's own storage, never in a cookie and never sent anywhere but with a comment.
const KEY = 'warraq-commenter';
const form = document.querySelector<HTMLFormElement>('#comment-form');
const remember = form?.querySelector<HTMLInputElement>('[name=remember]');

function field(name: string): HTMLInputElement {
    return form!.elements.namedItem(name) as HTMLInputElement;
}

if (form && remember) {
    try {
        const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as {name: string; email: string} | null;
        remember.closest<HTMLElement>('.remember')!.hidden = false;
        if (kept) {
            remember.checked = true;
            if (!field('name').value) field('name').value = kept.name;
            if (!field('email').value) field('email').value = kept.email;
        }
        form.addEventListener('submit', () => {
            if (remember.checked)
                localStorage.setItem(KEY, JSON.stringify({name: field('name').value, email: field('email').value}));
            else
                localStorage.removeItem(KEY);
        });
    } catch {
        // Storage is closed to us (private window, policy): the box stays hidden.
    }
}

// A second click while the first is on its way sends nothing.
form?.addEventListener('submit', () => {
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!;
    setTimeout(() => { button.disabled = true; });
    addEventListener('pageshow', () => { button.disabled = false; });
});

// The reader's place after a form came back with errors: the first field to mend.
form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
