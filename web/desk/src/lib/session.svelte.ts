// Who is signed in, and what they may do.
import {api, onSignedOut, useCsrfToken, type Permission, type Problem, type Session} from '../api/client';

const AGAIN = 3000; // ms

class SignedIn {
    session = $state<Session | null>(null);
    passwordSet = $state(false); // by a link, without coming in
    known = $state(false); // whether the server has said
    away = $state(false); // it cannot say now, and is asked again

    begin(session: Session): void {
        useCsrfToken(session.csrf_token);
        this.session = session;
        this.known = true;
    }
    end(): void {
        this.session = null;
    }
    may(permission: Permission): boolean {
        return this.session?.permissions.includes(permission) ?? false;
    }
    async ask(): Promise<void> {
        const {data, error} = await api.GET('/desk/api/session');
        this.away = ['offline', 'failed', 'unavailable'].includes(error?.error.code ?? '');
        if (this.away) { setTimeout(() => void this.ask(), AGAIN); return; }
        if (data) this.begin(data);
        this.known = true;
    }
    // What went wrong, where the server does not know of it yet.
    async leave(): Promise<Problem | undefined> {
        const {error} = await api.DELETE('/desk/api/session', {keepalive: true}); // though the page is left at once
        if (error && error.error.code !== 'signed_out') return error;
        this.end();
        return undefined;
    }
}

export const signedIn = new SignedIn();
onSignedOut(() => signedIn.end());
