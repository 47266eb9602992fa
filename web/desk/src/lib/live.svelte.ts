// Hears of colleagues' changes while the desk is looked at; `seq` grows with each.
class Live {
    seq = $state(0);
    #events: EventSource | undefined;

    follow(): void {
        this.#events?.close();
        this.#events = undefined;
        if (document.hidden) return;
        this.#events = new EventSource('/desk/api/events');
        this.#events.onmessage = (event: MessageEvent<string>) => { this.seq = (JSON.parse(event.data) as {seq: number}).seq; };
    }
    leave(): void {
        this.#events?.close();
        this.#events = undefined;
    }
}

export const live = new Live();
