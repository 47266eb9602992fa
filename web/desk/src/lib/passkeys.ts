// Passkeys: what the browser has a device sign, and what it brings of it. Bytes travel as base64url.
import {api, type Passkey, type Problem, type Session} from '../api/client';
import {proven} from './proof';

type Answer<T> = {data: T; error?: undefined} | {data?: undefined; error: Problem};

// Only on a site that has a name, and over a line that no one else reads (or on the machine itself).
export function passkeysWorkHere(): boolean {
    return window.isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname);
}

const bytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const coded = (buffer: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

// What the person or the device did not let happen.
function refused(error: unknown): Problem {
    const known = error instanceof DOMException && error.name === 'InvalidStateError';
    return {error: {code: known ? 'passkey_known' : 'passkey_cancelled', message: String(error)}};
}

// What one of the person's keys makes of the challenge; `known`: of those alone.
async function used(site: string, challenge: string, known: string[] = []) {
    const made = await navigator.credentials.get({publicKey: {
        rpId: site, challenge: bytes(challenge), userVerification: 'required',
        allowCredentials: known.map((id) => ({type: 'public-key', id: bytes(id)})),
    }}) as PublicKeyCredential;
    const proof = made.response as AuthenticatorAssertionResponse;
    return {
        credential: coded(made.rawId), client_data: coded(proof.clientDataJSON),
        authenticator_data: coded(proof.authenticatorData), signature: coded(proof.signature),
    };
}

export async function enterByPasskey(): Promise<Answer<Session>> {
    const asked = await api.POST('/desk/api/session/passkey');
    if (!asked.data) return {error: asked.error};
    try {
        const body = await used(asked.data.site, asked.data.challenge);
        const {data, error} = await api.PUT('/desk/api/session/passkey', {body});
        return data ? {data} : {error};
    } catch (error) {
        return {error: refused(error)};
    }
}

export async function proveByPasskey(): Promise<Answer<{proof: string}>> {
    const asked = await api.POST('/desk/api/proof/passkey');
    if (!asked.data) return {error: asked.error};
    if (asked.data.known.length === 0) return {error: {error: {code: 'no_passkeys', message: 'the account has none'}}};
    try {
        const body = await used(asked.data.site, asked.data.challenge, asked.data.known);
        const {data, error} = await api.PUT('/desk/api/proof/passkey', {body});
        return data ? {data} : {error};
    } catch (error) {
        return {error: refused(error)};
    }
}

export async function makePasskey(name: string): Promise<Answer<Passkey>> {
    const asked = await proven((proof) => api.POST('/desk/api/passkeys', {body: {proof}}));
    if (!asked.data) return {error: asked.error};
    const offer = asked.data;
    let made: PublicKeyCredential;
    try {
        made = await navigator.credentials.create({publicKey: {
            rp: {id: offer.site, name: offer.publication},
            user: {id: bytes(offer.owner), name: offer.login, displayName: offer.name},
            challenge: bytes(offer.challenge),
            pubKeyCredParams: [-7, -8, -257].map((alg) => ({type: 'public-key', alg})),
            excludeCredentials: offer.known.map((id) => ({type: 'public-key', id: bytes(id)})),
            authenticatorSelection: {residentKey: 'required', requireResidentKey: true, userVerification: 'required'},
            attestation: 'none',
        }}) as PublicKeyCredential;
    } catch (error) {
        return {error: refused(error)};
    }
    const proof = made.response as AuthenticatorAttestationResponse;
    const {data, error} = await api.PUT('/desk/api/passkeys', {body: {
        name, client_data: coded(proof.clientDataJSON), authenticator_data: coded(proof.getAuthenticatorData()),
    }});
    return data ? {data} : {error};
}
