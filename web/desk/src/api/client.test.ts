// @vitest-environment jsdom
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {api, onSignedOut, useCsrfToken} from './client';

const signedOut = vi.fn();
let requests: Request[];

function answer(respond: () => Response): void {
    vi.stubGlobal('fetch', (request: Request) => {
        requests.push(request);
        return Promise.resolve().then(respond);
    });
}
const problem = (status: number, code: string) => Response.json({error: {code, message: 'so'}}, {status});
const asked = () => api.GET('/desk/api/stories/{id}', {params: {path: {id: 7}}});
const deleted = () => api.DELETE('/desk/api/session');

beforeEach(() => {
    requests = [];
    signedOut.mockReset();
    onSignedOut(signedOut);
});
afterEach(() => vi.unstubAllGlobals());

test('answers what the server says', async () => {
    answer(() => Response.json({id: 7}));
    expect(await asked()).toMatchObject({data: {id: 7}});
    answer(() => problem(409, 'conflict'));
    expect(await asked()).toMatchObject({error: {error: {code: 'conflict'}}});
    answer(() => new Response(null, {status: 204}));
    expect((await deleted()).error).toBeUndefined();
    expect(new URL(requests[0]!.url).pathname).toBe('/desk/api/stories/7');
});

test('changes carry the token of the session, questions do not', async () => {
    useCsrfToken('token');
    answer(() => new Response(null, {status: 204}));
    await deleted();
    answer(() => Response.json({}));
    await asked();
    expect(requests.map(({headers}) => headers.get('X-CSRF-Token'))).toEqual(['token', null]);
});

test('a network that is down is a problem, too', async () => {
    answer(() => { throw new TypeError('failed to fetch'); });
    expect((await asked()).error?.error.code).toBe('offline');
});

test('an answer that breaks off is none', async () => {
    answer(() => new Response(new ReadableStream({
        start(body) { body.enqueue(new TextEncoder().encode('{"id": 7, "vers')); },
        pull(body) { body.error(new TypeError('network error')); },
    }), {headers: {'Content-Type': 'application/json'}}));
    expect((await asked()).error?.error.code).toBe('offline');
});

test.each([
    [429, 'text/plain', 'failed'], [502, 'text/html', 'failed'], [401, 'text/plain', 'signed_out'], [200, 'text/html', 'failed'], [410, 'text/plain', 'failed'],
])('%i in %s, which the API never says, is a problem: %s', async (status, type, code) => {
    answer(() => new Response('<p>Something in between', {status, headers: {'Content-Type': type}}));
    const {data, error} = await asked();
    expect(data).toBeUndefined();
    expect(error?.error.code).toBe(code);
});

test('a session that has ended is told at once; a wrong password is another matter', async () => {
    answer(() => problem(401, 'wrong_login'));
    await asked();
    expect(signedOut).not.toHaveBeenCalled();
    answer(() => problem(401, 'signed_out'));
    await asked();
    expect(signedOut).toHaveBeenCalledTimes(1);
    answer(() => new Response('who are you', {status: 401}));
    await asked();
    expect(signedOut).toHaveBeenCalledTimes(2);
});
