// What follows typing: done once, a moment after the last call.
export function later(wait: number, act: () => void): () => void {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = window.setTimeout(act, wait);
    };
}

export const TYPING = 250; // ms without a key until a search
