// Where one is at the desk, in the address's fragment: #/stories, #/stories/12, #/welcome/TOKEN.
class Route {
    path = $state(read());
    get parts(): string[] {
        return this.path.split('/').filter(Boolean).map(decoded);
    }
}

// Addresses are typed, too: what is no percent-coding stands for itself.
function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

function read(): string {
    return location.hash.replace(/^#\/?/, '');
}

export const route = new Route();
addEventListener('hashchange', () => { route.path = read(); });

export function go(path: string, {replace = false} = {}): void {
    if (replace) history.replaceState(null, '', '#/' + path);
    else location.hash = '/' + path;
    route.path = path;
}
