// The bar for breaking news follows the newsroom while the front page is looked at. A page in the background lets go of
// its connection: browsers have six for a site, and hidden tabs must not take them.

interface Breaking {
    headline?: string;
    address?: string;
}

const AGAIN = 60_000; // ms until a refused connection is tried again

export function followBreaking(bar: HTMLElement): void {
    let events: EventSource | undefined;
    let timer = 0;

    function show(news: Breaking): void {
        const link = bar.querySelector('a');
        if ((link?.textContent ?? '') === (news.headline ?? '') && (link?.getAttribute('href') ?? '') === (news.address ?? '')) return;
        if (!news.headline || !news.address) return bar.replaceChildren();
        const line = document.createElement('p');
        line.className = 'breaking';
        const mark = document.createElement('b');
        mark.textContent = 'عاجل';
        const to = document.createElement('a');
        to.href = news.address;
        to.textContent = news.headline;
        line.append(mark, ' ', to);
        bar.replaceChildren(line);
    }

    function follow(): void {
        clearTimeout(timer);
        events?.close();
        events = undefined;
        if (document.hidden) return;
        events = new EventSource(bar.dataset.live!);
        events.addEventListener('message', (event) => show(JSON.parse(event.data) as Breaking));
        events.addEventListener('error', () => {
            // Closed for good: the server was too busy. A broken connection the browser mends by itself.
            if (events?.readyState === EventSource.CLOSED) timer = window.setTimeout(follow, AGAIN);
        });
    }

    document.addEventListener('visibilitychange', follow);
    addEventListener('pagehide', () => events?.close());
    addEventListener('pageshow', (event) => { if (event.persisted) follow(); });
    follow();
}
