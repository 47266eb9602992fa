// @vitest-environment jsdom
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Content, Story} from '../api/client';
import {Draft} from './draft.svelte';

const QUIET = 1500, AGAIN = 4000; // ms
const KEY = 'warraq-draft-7';

const paragraph = (text: string) => ({type: 'paragraph', content: [{type: 'text', text}]});
const text = (...paragraphs: string[]) => ({body: {type: 'doc', content: paragraphs.map(paragraph)}}) as unknown as Pick<Content, 'body'>;
const content = (change: Partial<Content> = {}): Content => ({
    section: 'local', kicker: '', headline: 'عنوان', standfirst: '', dateline: '', urgency: 'normal', slug: '', search_headline: '', social_headline: '', page: '', also_in: [],
    embargo: null, related_pinned: [], related_excluded: [], key_points_by: 'machine', key_points: [], bylines: [], sources: [], tags: [], lead_image: null,
    ...text('أولى', 'ثانية', 'ثالثة'), ...change,
});

// A server with one story. `fault` answers in its place; `hold` keeps answers back until they are let go.
class Server {
    version = 1;
    content = content();
    changes: Partial<Story> = {};
    fault: ((request: Request) => Response | undefined) | undefined;
    asked: string[] = []; // PUT, GET … in their order
    sent: {version: number; content: Content; keepalive: boolean}[] = [];
    late: Content[] = []; // what came too late and is among the revisions
    #held: (() => void)[] | null = null;
    most = 0; // saves at the same time
    #saves = 0;

    story(): Partial<Story> {
        return {id: 7, version: this.version, content: structuredClone(this.content), working_copy: null, updated: '2026-03-01T10:00:00Z', may_write: true, status: 'draft', ...this.changes};
    }
    // A colleague saves.
    colleague(change: Partial<Content>): void {
        this.content = {...this.content, ...change};
        this.version++;
    }
    hold(): void {
        this.#held = [];
    }
    async release(): Promise<void> {
        const held = this.#held ?? [];
        this.#held = null;
        for (const go of held) go();
        await settled();
    }
    readonly fetch = async (request: Request): Promise<Response> => {
        this.asked.push(request.method);
        const body = request.method === 'GET' ? {} : await request.json() as {version: number; content: Content};
        if (request.method === 'PUT') {
            this.sent.push({...body as {version: number; content: Content}, keepalive: request.keepalive});
            this.most = Math.max(this.most, ++this.#saves);
        }
        if (this.#held) await new Promise<void>((go) => this.#held!.push(go));
        const response = this.fault?.(request) ?? this.#answer(request, body as {version: number; content: Content});
        if (request.method === 'PUT') this.#saves--;
        if (response.status === 0) throw new TypeError('failed to fetch');
        return response;
    };
    #answer({method}: Request, body: {version: number; content: Content}): Response {
        if (method === 'GET') return Response.json(this.story());
        if (body.version !== this.version) {
            if (method === 'PUT') this.late.push(body.content);
            return refusal(409, 'conflict');
        }
        this.version++;
        if (method === 'PUT') this.content = body.content;
        return method === 'DELETE' ? new Response(null, {status: 204}) : Response.json({version: this.version, working_copy: false, saved: '2026-03-01T10:05:00Z'});
    }
}
const refusal = (status: number, code: string): Response => Response.json({error: {code, message: code}}, {status});
const away = (): Response => Response.error(); // no network

const realTimeout = setTimeout;
// Answers arrive by tasks, not by the clock, which stands still.
async function settled(): Promise<void> {
    for (let i = 0; i < 12; i++) await new Promise((go) => realTimeout(go, 0));
}
async function pass(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms);
    await settled();
}
const stored = (): {version: number; base?: Content; content: Content} | null => JSON.parse(localStorage.getItem(KEY) ?? 'null');

let server: Server;
async function opened(): Promise<Draft> {
    const draft = new Draft(7);
    await draft.open();
    server.asked = [];
    return draft;
}

beforeEach(() => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date']});
    localStorage.clear();
    server = new Server();
    vi.stubGlobal('fetch', (request: Request) => server.fetch(request));
});
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

// ---- saving

test('opens what the server has, and sends nothing', async () => {
    const draft = await opened();
    expect(draft.content).toEqual(server.content);
    expect([draft.state, draft.savedAt, draft.found]).toEqual(['saved', '2026-03-01T10:00:00Z', null]);
    await pass(60_000);
    expect(server.asked).toEqual([]);
});

test('a working copy is what is written on', async () => {
    server.changes = {status: 'published', working_copy: {who: 'أمل', at: '2026-03-01T11:00:00Z', content: content({headline: 'معدّل'})}};
    const draft = await opened();
    expect([draft.content?.headline, draft.savedAt]).toEqual(['معدّل', '2026-03-01T11:00:00Z']);
});

test('what is typed is in the browser at once and on the server when it is quiet', async () => {
    const draft = await opened();
    draft.edit({headline: 'عنوان ج'});
    expect([draft.state, stored()?.content.headline]).toEqual(['unsaved', 'عنوان ج']);
    await pass(QUIET - 1);
    draft.edit({headline: 'عنوان جديد'});
    await pass(QUIET - 1);
    expect(server.asked).toEqual([]);
    await pass(1);
    expect(server.sent).toEqual([{version: 1, content: content({headline: 'عنوان جديد'}), keepalive: false}]);
    expect([draft.state, draft.savedAt, draft.story?.version, stored()]).toEqual(['saved', '2026-03-01T10:05:00Z', 2, null]);
    await pass(60_000);
    expect(server.sent).toHaveLength(1);
});

test('each save names the version that the one before made', async () => {
    const draft = await opened();
    for (const headline of ['أ', 'ب', 'ج']) { draft.edit({headline}); await pass(QUIET); }
    expect(server.sent.map(({version, content: {headline}}) => [version, headline])).toEqual([[1, 'أ'], [2, 'ب'], [3, 'ج']]);
    expect(server.late).toEqual([]);
});

test('saved on purpose, it does not wait', async () => {
    const draft = await opened();
    draft.edit({headline: 'الآن'});
    expect(await draft.save()).toBe(true);
    expect(server.content.headline).toBe('الآن');
    expect(await draft.save()).toBe(true);
    await pass(QUIET);
    expect(server.sent).toHaveLength(1);
});

test('what is typed while a save is on its way goes with the next one', async () => {
    const draft = await opened();
    server.hold();
    draft.edit({headline: 'أول'});
    await pass(QUIET);
    draft.edit({headline: 'أول وثان'});
    expect(draft.state).toBe('unsaved');
    await pass(10 * QUIET);
    expect(server.sent, 'one save at a time').toHaveLength(1);
    await server.release();
    expect([server.content.headline, draft.state, stored()]).toEqual(['أول وثان', 'saved', null]);
    expect([server.most, server.late]).toEqual([1, []]);
});

test('many who want it saved wait for one save at a time', async () => {
    const draft = await opened();
    server.hold();
    draft.edit({headline: 'أول'});
    const waiting = [draft.save()];
    await settled();
    draft.edit({headline: 'أول وثان'});
    waiting.push(draft.save(), draft.save(), draft.save());
    await server.release();
    expect(await Promise.all(waiting)).toEqual([true, true, true, true]);
    expect([server.most, server.late, server.sent.length, server.content.headline]).toEqual([1, [], 2, 'أول وثان']);
});

// ---- a server that cannot be reached, or says no

test.each([
    ['no network', away], ['503', () => refusal(503, 'unavailable')], ['429', () => refusal(429, 'throttled')], ['a proxy', () => new Response('bad gateway', {status: 502})],
    ['401', () => refusal(401, 'signed_out')], ['410 of a proxy', () => new Response('gone', {status: 410})],
    ['an answer that breaks off', () => new Response(new ReadableStream({pull: (body) => body.error(new TypeError('network error'))}), {headers: {'Content-Type': 'application/json'}})],
])('%s: kept here, tried again until it is there', async (_, fault) => {
    const draft = await opened();
    server.fault = fault;
    draft.edit({headline: 'في الطريق'});
    expect(await draft.save()).toBe(false);
    expect([draft.state, stored()?.content.headline]).toEqual(['offline', 'في الطريق']);
    await pass(AGAIN - 1);
    expect(server.sent).toHaveLength(1);
    await pass(1);
    await pass(AGAIN);
    expect([server.sent.length, draft.state]).toEqual([3, 'offline']);
    server.fault = undefined;
    await pass(AGAIN);
    expect([draft.state, server.content.headline, draft.problem, stored()]).toEqual(['saved', 'في الطريق', undefined, null]);
    await pass(60_000);
    expect(server.sent).toHaveLength(4);
});

test('what is typed while the server is away goes along', async () => {
    const draft = await opened();
    server.fault = away;
    draft.edit({headline: 'أول'});
    await pass(QUIET);
    draft.edit({headline: 'أول وثان'});
    server.fault = undefined;
    await pass(QUIET);
    expect([server.content.headline, draft.state, server.sent.length]).toEqual(['أول وثان', 'saved', 2]);
    await pass(60_000);
    expect(server.sent, 'no timer of before is left').toHaveLength(2);
});

test.each([[422, 'invalid'], [403, 'not_allowed'], [404, 'not_found'], [410, 'gone']])('%i: what is refused stays here, and is sent again when it is written otherwise', async (status, code) => {
    const draft = await opened();
    server.fault = () => refusal(status, code);
    draft.edit({slug: '؟'});
    await pass(QUIET);
    expect([draft.state, draft.problem?.error.code, stored()?.content.slug]).toEqual(['refused', code, '؟']);
    await pass(60_000);
    expect(server.sent).toHaveLength(1);
    server.fault = undefined;
    draft.edit({slug: 'wheat'});
    await pass(QUIET);
    expect([draft.state, server.content.slug, draft.problem]).toEqual(['saved', 'wheat', undefined]);
});

test('a story that cannot be opened says why', async () => {
    server.fault = () => refusal(404, 'not_found');
    const draft = new Draft(7);
    await draft.open();
    expect([draft.story, draft.content, draft.problem?.error.code]).toEqual([null, null, 'not_found']);
    draft.edit({headline: 'أ'});
    expect([await draft.save(), server.sent, stored()]).toEqual([true, [], null]);
});

// ---- colleagues (409)

test('a colleague’s changes elsewhere in the story are taken in', async () => {
    const draft = await opened();
    server.colleague(text('أولى منها', 'ثانية', 'ثالثة'));
    draft.edit(text('أولى', 'ثانية', 'ثالثة مني'));
    await pass(QUIET);
    expect(draft.content).toEqual(content(text('أولى منها', 'ثانية', 'ثالثة مني')));
    expect([draft.state, draft.merged, draft.story?.version]).toEqual(['saved', 1, 3]);
    expect(server.content).toEqual(draft.content);
    expect(server.late, 'what came too late is among the revisions').toEqual([content(text('أولى', 'ثانية', 'ثالثة مني'))]);
});

test('and what was typed while they were fetched, too', async () => {
    const draft = await opened();
    server.colleague(text('أولى منها', 'ثانية', 'ثالثة'));
    draft.edit(text('أولى', 'ثانية', 'ثالثة مني'));
    server.fault = ({method}) => { if (method === 'GET') { server.fault = undefined; draft.edit({kicker: 'تمهيد'}); } return undefined; };
    await pass(QUIET);
    expect(server.content).toEqual(content({kicker: 'تمهيد', ...text('أولى منها', 'ثانية', 'ثالثة مني')}));
    expect(draft.state).toBe('saved');
});

test('where both wrote the same place, the writer decides and nothing is sent meanwhile', async () => {
    const draft = await opened();
    server.colleague({headline: 'عنوانها'});
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    expect([draft.state, draft.content?.headline, server.content.headline, stored()?.content.headline]).toEqual(['conflict', 'عنواني', 'عنوانها', 'عنواني']);
    draft.edit({kicker: 'تمهيد'});
    await pass(60_000);
    expect([draft.state, server.sent.length, await draft.save()]).toEqual(['conflict', 1, false]);
    expect(stored()?.content.kicker).toBe('تمهيد');
});

test('mine is saved over theirs', async () => {
    const draft = await opened();
    server.colleague({headline: 'عنوانها'});
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    await draft.keepMine();
    expect([draft.state, server.content.headline, server.version, stored()]).toEqual(['saved', 'عنواني', 3, null]);
});

test('theirs is taken and mine left', async () => {
    const draft = await opened();
    server.colleague({headline: 'عنوانها'});
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    await draft.takeTheirs();
    expect([draft.state, draft.content?.headline, stored()]).toEqual(['saved', 'عنوانها', null]);
    await pass(60_000);
    expect(server.content.headline).toBe('عنوانها');
});

test('theirs cannot be taken while the server is away: mine stays', async () => {
    const draft = await opened();
    server.colleague({headline: 'عنوانها'});
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    server.fault = away;
    await draft.takeTheirs();
    expect([draft.state, draft.content?.headline, stored()?.content.headline]).toEqual(['conflict', 'عنواني', 'عنواني']);
});

test('a save whose answer was lost is no colleague’s', async () => {
    const draft = await opened();
    server.fault = ({method}) => { if (method === 'PUT') { server.colleague({headline: 'عنواني'}); return away(); } return undefined; };
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    expect(draft.state).toBe('offline');
    server.fault = undefined;
    await pass(AGAIN);
    expect([draft.state, draft.merged, draft.story?.version, stored()]).toEqual(['saved', 0, 2, null]);
    draft.edit({headline: 'عنواني الآن'});
    await pass(QUIET);
    expect([draft.state, server.content.headline, server.version]).toEqual(['saved', 'عنواني الآن', 3]);
});

test('what was typed since a save whose answer was lost is saved as it is', async () => {
    const draft = await opened();
    server.fault = ({method}) => { if (method === 'PUT') { server.colleague({headline: 'عنواني'}); return away(); } return undefined; };
    draft.edit({headline: 'عنواني'});
    await pass(QUIET);
    server.fault = ({method}) => { if (method === 'GET') { server.fault = undefined; draft.edit({headline: 'عنواني وأكثر'}); } return undefined; };
    await pass(AGAIN);
    expect([draft.state, draft.merged, server.content.headline]).toEqual(['saved', 0, 'عنواني وأكثر']);
});

test('a network that goes between the refusal and the colleague’s text is waited for', async () => {
    const draft = await opened();
    server.colleague({kicker: 'منها'});
    draft.edit({headline: 'عنواني'});
    server.fault = ({method}) => method === 'GET' ? away() : undefined;
    await pass(QUIET);
    expect([draft.state, draft.problem?.error.code]).toEqual(['offline', 'offline']);
    server.fault = undefined;
    await pass(AGAIN);
    expect([draft.state, server.content.headline, server.content.kicker]).toEqual(['saved', 'عنواني', 'منها']);
});

test('a story that is hidden meanwhile is refused, not fought over', async () => {
    const draft = await opened();
    server.colleague({kicker: 'منها'});
    draft.edit({headline: 'عنواني'});
    server.fault = ({method}) => method === 'GET' ? refusal(404, 'not_found') : undefined;
    await pass(QUIET);
    expect([draft.state, draft.problem?.error.code, stored()?.content.headline]).toEqual(['refused', 'not_found', 'عنواني']);
});

// ---- what this browser kept

const keep = (change: Partial<Content>, version = 1, base: Content | undefined = content()): void =>
    localStorage.setItem(KEY, JSON.stringify({version, base, content: content(change), at: '2026-03-01T09:00:00Z'}));

test('what never reached the server is found, and sent', async () => {
    keep({headline: 'بلا شبكة'});
    const draft = await opened();
    expect([draft.content?.headline, draft.state, draft.found]).toEqual(['بلا شبكة', 'unsaved', null]);
    await pass(QUIET);
    expect([draft.state, server.content.headline, stored()]).toEqual(['saved', 'بلا شبكة', null]);
});

test('what the server has by now is forgotten here', async () => {
    keep({headline: 'وصل'});
    server.colleague({headline: 'وصل'});
    const draft = await opened();
    expect([draft.state, draft.found, draft.merged, stored()]).toEqual(['saved', null, 0, null]);
});

test('it comes together with what a colleague wrote elsewhere', async () => {
    keep({headline: 'بلا شبكة'});
    server.colleague({kicker: 'منها'});
    const draft = await opened();
    expect(draft.merged).toBe(1);
    await pass(QUIET);
    expect(server.content).toEqual(content({headline: 'بلا شبكة', kicker: 'منها'}));
});

test.each([['in the same place', content()], ['and nobody knows what it was made of', undefined]])('where a colleague wrote %s, it is shown first', async (_, base) => {
    localStorage.setItem(KEY, JSON.stringify({version: 1, base, content: content({headline: 'بلا شبكة'}), at: '2026-03-01T09:00:00Z'}));
    server.colleague({headline: 'عنوانها'});
    const draft = await opened();
    expect([draft.content?.headline, draft.found?.content.headline, draft.state]).toEqual(['عنوانها', 'بلا شبكة', 'saved']);
    await pass(60_000);
    expect(server.sent).toEqual([]);
    draft.restoreFound();
    expect(draft.found).toBeNull();
    await pass(QUIET);
    expect([server.content.headline, draft.state]).toEqual(['بلا شبكة', 'saved']);
});

test('what is found may be dropped', async () => {
    keep({headline: 'بلا شبكة'});
    server.colleague({headline: 'عنوانها'});
    const draft = await opened();
    draft.dropFound();
    expect([draft.found, draft.content?.headline, stored()]).toEqual([null, 'عنوانها', null]);
});

test('what is found and then dropped in another tab is not shown again', async () => {
    keep({headline: 'بلا شبكة'});
    server.colleague({headline: 'عنوانها'});
    const draft = await opened();
    localStorage.clear();
    await draft.open();
    expect([draft.found, draft.content?.headline]).toEqual([null, 'عنوانها']);
});

test('who may not write any more is shown what they wrote', async () => {
    keep({headline: 'بلا شبكة'});
    server.changes = {may_write: false};
    const draft = await opened();
    expect([draft.found?.content.headline, draft.content?.headline, draft.state]).toEqual(['بلا شبكة', 'عنوان', 'saved']);
});

test('what cannot be read in the storage is as if it were not there', async () => {
    localStorage.setItem(KEY, '{"version": 1, "cont');
    expect((await opened()).content).toEqual(content());
});

test('a storage that is full or closed keeps nothing; the server does', async () => {
    const closed = (): never => { throw new DOMException('closed', 'SecurityError'); };
    for (const act of ['getItem', 'setItem', 'removeItem'] as const) vi.spyOn(Storage.prototype, act).mockImplementation(closed);
    const draft = await opened();
    draft.edit({headline: 'بلا تخزين'});
    await pass(QUIET);
    expect([draft.state, server.content.headline]).toEqual(['saved', 'بلا تخزين']);
    // Opened anew, what is not saved yet is not lost either.
    server.fault = ({method}) => method === 'PUT' ? away() : undefined;
    draft.edit({headline: 'ولم يُحفظ'});
    await pass(QUIET);
    await draft.open();
    expect([draft.content?.headline, draft.state]).toEqual(['ولم يُحفظ', 'unsaved']);
});

// ---- moves

test('a move waits for what is being saved, and names the version that it made', async () => {
    const draft = await opened();
    let moved: unknown;
    server.fault = (request) => {
        if (request.method !== 'POST') return undefined;
        moved = [new URL(request.url).pathname, server.content.headline];
        server.version++;
        return Response.json({version: server.version, working_copy: false, saved: '2026-03-01T10:06:00Z'});
    };
    draft.edit({headline: 'للمراجعة'});
    expect(await draft.move('in_review')).toBeUndefined();
    expect(moved).toEqual(['/desk/api/stories/7/move', 'للمراجعة']);
    expect(server.asked).toEqual(['PUT', 'POST', 'GET']);
    expect([draft.state, draft.story?.version]).toEqual(['saved', 3]);
});

test('nothing moves before it is saved', async () => {
    const draft = await opened();
    server.fault = away;
    draft.edit({headline: 'للنشر'});
    expect((await draft.move('published'))?.error.code).toBe('offline');
    expect((await draft.publishChanges())?.error.code).toBe('offline');
    expect(server.asked).toEqual(['PUT', 'PUT']);
});

test('a move that is refused leaves the story as it is', async () => {
    const draft = await opened();
    server.fault = ({method}) => method === 'POST' ? refusal(422, 'no_headline') : undefined;
    draft.edit({kicker: 'تمهيد'});
    expect((await draft.move('published'))?.error.code).toBe('no_headline');
    expect([draft.state, draft.content?.kicker]).toEqual(['saved', 'تمهيد']);
});

test('changes that are dropped are gone here, too', async () => {
    const draft = await opened();
    draft.edit({headline: 'لن يبقى'});
    server.fault = ({method}) => { if (method === 'DELETE') { server.colleague({headline: 'المنشور'}); return new Response(null, {status: 204}); } return undefined; };
    expect(await draft.dropChanges()).toBeUndefined();
    expect(server.sent.map((one) => one.content.headline), 'the last words are among the revisions').toEqual(['لن يبقى']);
    expect([draft.content?.headline, draft.state, stored()]).toEqual(['المنشور', 'saved', null]);
});

test.each([['all the while', () => away()], ['but for reading', ({method}: Request) => method === 'GET' ? undefined : away()]])('what could not be dropped is not lost: the network is away %s', async (_, fault) => {
    const draft = await opened();
    server.fault = fault;
    draft.edit({headline: 'كُتب ولم يصل'});
    expect((await draft.dropChanges())?.error.code).toBe('offline');
    expect([draft.content?.headline, stored()?.content.headline]).toEqual(['كُتب ولم يصل', 'كُتب ولم يصل']);
    server.fault = undefined;
    await pass(AGAIN);
    expect([draft.state, server.content.headline]).toEqual(['saved', 'كُتب ولم يصل']);
});

test('what is typed while a move is on its way stays, and is no colleague’s', async () => {
    const draft = await opened();
    server.fault = ({method}) => {
        if (method !== 'POST') return undefined;
        draft.edit({headline: 'كُتب أثناءها'});
        server.version++;
        return Response.json({version: server.version, working_copy: false, saved: '2026-03-01T10:06:00Z'});
    };
    await draft.move('in_review');
    await pass(QUIET);
    expect([draft.state, server.content.headline, draft.merged]).toEqual(['saved', 'كُتب أثناءها', 0]);
});

// ---- leaving

test('at the page’s end what is not saved goes at once, and may outlive the page', async () => {
    const draft = await opened();
    draft.leave();
    await settled();
    expect(server.asked).toEqual([]);
    draft.edit({headline: 'آخر كلمة'});
    draft.leave();
    await settled();
    expect(server.sent).toEqual([{version: 1, content: content({headline: 'آخر كلمة'}), keepalive: true}]);
    expect(stored()).toBeNull();
});

test('a story that was left is not tried again, so that it does not save over who opens it next', async () => {
    const draft = await opened();
    server.fault = () => refusal(401, 'signed_out');
    draft.edit({headline: 'انتهت الجلسة'});
    const saving = draft.save();
    draft.leave(); // the desk shows its door
    await saving;
    await pass(60_000);
    expect(server.sent).toHaveLength(1);
    // Who comes in again finds it.
    server.fault = undefined;
    const next = await opened();
    expect(next.content?.headline).toBe('انتهت الجلسة');
    await pass(QUIET);
    expect([server.content.headline, server.late]).toEqual(['انتهت الجلسة', []]);
});

test('a page that comes back goes on', async () => {
    const draft = await opened();
    draft.edit({headline: 'أ'});
    draft.leave();
    await settled();
    draft.edit({headline: 'ب'});
    await pass(QUIET);
    expect([server.content.headline, draft.state]).toEqual(['ب', 'saved']);
});

test('left while a save is on its way and more was typed: both are sent, none is lost', async () => {
    const draft = await opened();
    server.hold();
    draft.edit({headline: 'أول'});
    await pass(QUIET);
    draft.edit({headline: 'أول وثان'});
    draft.leave();
    await settled();
    expect(server.sent.map(({content: {headline}, keepalive}) => [headline, keepalive])).toEqual([['أول', false], ['أول وثان', true]]);
    await server.release();
    expect([server.content.headline, draft.state, draft.merged, stored()]).toEqual(['أول وثان', 'saved', 0, null]);
});
