// Who is signed in, and what they may do.
import {api, onSignedOut, useCsrfToken, type Permission, type Session} from '../api/client';

class SignedIn {
    session = $state<Session | null>(null);
    passwordSet = $state(false); // by a link, without coming in
    known = $state(false); // whether the server was asked already

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
        const {data} = await api.GET('/desk/api/session');
        if (data) this.begin(data);
        this.known = true;
    }
    async leave(): Promise<void> {
        await api.DELETE('/desk/api/session');
        this.end();
    }
}

export const signedIn = new SignedIn();
onSignedOut(() => signedIn.end());
