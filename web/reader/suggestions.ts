// Suggestions while one types a search: a list that keyboard and screen reader can walk (ARIA's combobox). Words fill
// the field, stories open. Without script the field is an ordinary one.

interface Suggestions {
    queries: string[];
    stories: {headline: string; url: string}[];
}

const WAIT = 150; // ms after the last key

export function suggestFor(input: HTMLInputElement, number: number): void {
    const form = input.form!;
    const list = document.createElement('ul');
    const id = `suggestions-${number}`;
    list.id = id;
    list.className = 'suggestions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'اقتراحات البحث');
    list.hidden = true;
    form.append(list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', id);
    input.setAttribute('aria-expanded', 'false');

    let timer = 0;
    let asked: AbortController | undefined;
    let at = -1;

    function close(): void {
        list.hidden = true;
        at = -1;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
    }

    function point(to: number): void {
        const items = [...list.children];
        at = (to + items.length + 1) % (items.length + 1); // one more place: the field itself
        items.forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
        if (items[at]) input.setAttribute('aria-activedescendant', items[at].id);
        else input.removeAttribute('aria-activedescendant');
    }

    function show(found: Suggestions): void {
        const items: [string, () => void][] = [
            ...found.queries.map((query): [string, () => void] => [query, () => { input.value = query; form.submit(); }]),
            ...found.stories.map((story): [string, () => void] => [story.headline, () => { location.href = story.url; }]),
        ];
        list.replaceChildren(...items.map(([text, choose], i) => {
            const item = document.createElement('li');
            item.id = `${id}-${i}`;
            item.setAttribute('role', 'option');
            item.setAttribute('aria-selected', 'false');
            item.dir = 'auto';
            item.textContent = text;
            // mousedown: a click would come after the field has lost the focus and closed the list.
            item.addEventListener('mousedown', (event) => { event.preventDefault(); choose(); });
            return item;
        }));
        list.hidden = items.length === 0;
        at = -1;
        input.setAttribute('aria-expanded', String(items.length > 0));
    }

    async function ask(): Promise<void> {
        asked?.abort();
        const typed = input.value.trim();
        if (typed.length < 2) return close();
        asked = new AbortController();
        try {
            const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal: asked.signal});
            if (answer.ok && document.activeElement === input) show(await answer.json() as Suggestions);
        } catch {
            // Overtaken by a later key, or no network: the field goes on without.
        }
    }

    input.addEventListener('input', () => {
        clearTimeout(timer);
        timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
        if (list.hidden) return;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            point(at + (event.key === 'ArrowDown' ? 1 : -1));
        } else if (event.key === 'Enter' && list.children[at]) {
            event.preventDefault();
            list.children[at].dispatchEvent(new MouseEvent('mousedown', {cancelable: true}));
        } else if (event.key === 'Escape') {
            close();
            event.preventDefault();
        }
    });
}
