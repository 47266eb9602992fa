// The desk's API, as docs/desk-api.yaml describes it. Each call answers {data} or {error}; a network that is down is an
// error too, with the code `offline`.
import createClient, {type Middleware} from 'openapi-fetch';
import type {components, paths} from './schema.gen';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Colleague = Schemas['Colleague'];
export type Passkey = Schemas['Passkey'];
export type Role = Schemas['Role'];
export type Status = Schemas['Status'];
export type Permission = Schemas['Permission'];
export type Story = Schemas['Story'];
export type Content = Schemas['Content'];
export type Card = Schemas['Card'];
export type ListedStory = Schemas['Stories']['stories'][number];
export type Tag = Schemas['Tag'];
export type Proposals = Schemas['Proposals'];
export type Correction = Proposals['corrections'][number];
export type Revision = Schemas['Revisions']['revisions'][number];
export type Comment = Schemas['Comments']['comments'][number];
export type CommentStatus = Schemas['CommentStatus'];
export type Setting = Schemas['Settings']['settings'][number];
export type Section = Schemas['Sections']['sections'][number];
export type Redirect = Schemas['Redirects']['redirects'][number];
export type State = Schemas['State'];
export type Move = Schemas['MoveIn'];
export type LibraryPicture = Schemas['Pictures']['pictures'][number];
export type Front = Schemas['Front'];
export type AuditEntry = Schemas['Audit']['entries'][number];
export type Problem = Schemas['Problem'];

let csrfToken = '';
let signedOut = (): void => {};

export function useCsrfToken(token: string): void {
    csrfToken = token;
}
export const currentCsrfToken = (): string => csrfToken;
// Called when the session has ended on the server's side.
export function onSignedOut(then: () => void): void {
    signedOut = then;
}

const guard: Middleware = {
    onRequest({request}) {
        if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
        return request;
    },
    async onResponse({response}) {
        const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
        if (response.status === 401 && (!isJson || (await response.clone().json() as Problem).error.code === 'signed_out')) signedOut();
        if (isJson || response.status === 204) return response;
        // What stands in front of the API (limits, a proxy) speaks in lines of text or pages of its own, also where it calls them good.
        return Response.json({error: {code: response.status === 401 ? 'signed_out' : 'failed', message: String(response.status)}},
            {status: response.ok ? 502 : response.status});
    },
};

async function fetchOrOffline(request: Request): Promise<Response> {
    try {
        const response = await fetch(request);
        await response.clone().arrayBuffer(); // an answer that breaks off is none
        return response;
    } catch {
        return Response.json({error: {code: 'offline', message: 'the server cannot be reached'}}, {status: 599});
    }
}

export const api = createClient<paths>({baseUrl: location.origin, fetch: fetchOrOffline});
api.use(guard);
