// What this browser keeps of its own. Its storage may be full, or closed to the desk: then nothing is kept, and all else works.
export function recall(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

export function keep(key: string, value: string): void {
    try {
        localStorage.setItem(key, value);
    } catch {
        // The server's copy has to do.
    }
}

export function forget(key: string): void {
    try {
        localStorage.removeItem(key);
    } catch {
        // Nothing could be kept there either.
    }
}
