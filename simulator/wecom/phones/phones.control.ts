import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bodyOf, ControlError } from '../control/json.ts';
import type { Sim, Work } from '../core/sim.ts';
import { upkeep } from '../core/upkeep.ts';
import { kindOf } from '../media/file-kind.ts';
import { insertMedia } from '../media/media.store.ts';
import { playedByHand } from './by-hand.ts';
import {
  corpTags,
  findPersonCard,
  findPersons,
  findStaff,
  needStaff,
  staffCard,
} from './cards.store.ts';
import { findChat, findGroupPage, personPhone, staffCustomers } from './chats.store.ts';
import { findCodes } from './codes.store.ts';
import type { ByHand, ClockFace, PhonesState } from './contract.ts';
import { personPosts, staffPosts } from './posts.store.ts';
import { massTask, staffPhone } from './tasks.store.ts';
import { findWire } from './wire.store.ts';

/** Whoever leads the simulator's clock is asked to move it; without one it moves itself. */
export interface ClockLead {
  readonly ask: (seconds: number) => void;
}

export interface PhonesOptions {
  readonly productUrl: string | null;
  readonly lead: ClockLead | null;
  /** Where the people of `simulator/world` are asked to leave a phone to whoever plays with it. */
  readonly worldUrl: string | null;
  /** Cookies by which pages know a person again; both phones are in one browser, so they go with it. */
  readonly cookies: readonly string[];
}

const WEEK = 7 * 86_400;

/** What the page of the two phones asks; what people do there are acts, like everybody's. */
export function phonesControl(http: FastifyInstance, sim: Sim, options: PhonesOptions): void {
  const workOf = (request: FastifyRequest): Work => {
    const corp = sim.directory.corp((request.params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    return { sim, corp, db: sim.pool, now: sim.clock.now() };
  };
  const get = (
    path: string,
    answer: (work: Work, p: Record<string, string>, q: Record<string, string>) => Promise<unknown>,
  ) =>
    http.get(`/phones/api/corps/:corp/${path}`, async (request) => {
      const answered = await answer(
        workOf(request),
        request.params as Record<string, string>,
        request.query as Record<string, string>,
      );
      if (answered === null) throw new ControlError(404, 'not there');
      return answered;
    });
  const clock = (): ClockFace => ({
    nowMs: sim.clock.nowMs(),
    speed: sim.clock.state().speed,
    led: options.lead !== null,
  });

  http.get(
    '/phones/api/state',
    async (): Promise<PhonesState> => ({
      corps: [...sim.directory.corps()].map(({ corpId, name }) => ({ corpId, name })),
      clock: clock(),
      productUrl: options.productUrl,
    }),
  );
  http.post('/phones/api/clock', async (request) => {
    const { seconds } = bodyOf(request, z.object({ seconds: z.int().min(1).max(WEEK) }));
    if (options.lead) options.lead.ask(seconds);
    else {
      await sim.clock.set({ nowMs: sim.clock.nowMs() + seconds * 1000 });
      await upkeep(sim);
    }
    return clock();
  });

  http.get('/phones/api/by-hand', async (): Promise<ByHand> => playedByHand(options.worldUrl));
  http.put('/phones/api/by-hand', async (request): Promise<ByHand> => {
    const { ids } = bodyOf(request, z.object({ ids: z.array(z.string().max(64)).max(500) }));
    return playedByHand(options.worldUrl, ids);
  });

  /** A page on somebody's phone: WeCom knows whose it is when the page asks. */
  http.get('/phones/open', async (request, reply) => {
    const { as, url } = request.query as { as?: string; url?: string };
    const target = URL.parse(url ?? '');
    if (!target || !/^https?:$/.test(target.protocol)) throw new ControlError(400, 'no address');
    if (!/^(staff|person):[\w\-.@]{1,64}$/.test(as ?? '')) throw new ControlError(400, 'nobody');
    const identity = `sim_identity=${encodeURIComponent(as!)}`;
    const same = (request.headers.cookie ?? '').split('; ').includes(identity);
    const gone = same ? [] : options.cookies.map((name) => `${name}=; Path=/; Max-Age=0`);
    return reply
      .header('set-cookie', [`${identity}; Path=/; SameSite=Lax`, ...gone])
      .redirect(target.href, 302);
  });

  get('staff', (work, _, q) => findStaff(work, q.q ?? '', q.person ?? ''));
  get('people', (work, _, q) => findPersons(work, q.q ?? '', q.userid ?? ''));
  get('people/:person/card', (work, p, q) => findPersonCard(work, p.person!, q.userid ?? ''));
  get('staff/:userid/card', async (work, p) => staffCard(work, needStaff(work, p.userid!)));
  get('staff/:userid', (work, p) => staffPhone(work, p.userid!));
  get('staff/:userid/customers', (work, p, q) => staffCustomers(work, p.userid!, q.q ?? ''));
  get('staff/:userid/posts', (work, p) => staffPosts(work, p.userid!));
  get('staff/:userid/mass/:msgid', (work, p) => massTask(work, p.userid!, p.msgid!));
  get('staff/:userid/chats/:person', (work, p) => findChat(work, p.userid!, p.person!));
  get('people/:person', (work, p) => personPhone(work, p.person!));
  get('people/:person/posts', (work, p) => personPosts(work, p.person!));
  get('groups/:chat', (work, p) => findGroupPage(work, p.chat!));
  get('codes', (work) => findCodes(work));
  get('tags', (work) => corpTags(work));
  get('wire', (work) => findWire(work));

  /** A picture or a file from somebody's phone. */
  http.post('/phones/api/corps/:corp/media', async (request) => {
    const bytes = request.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new ControlError(400, 'no file');
    const { filename = 'file' } = request.query as { filename?: string };
    const kind = kindOf(bytes);
    const image = kind === 'jpg' || kind === 'png' || kind === 'gif';
    const mediaId = await insertMedia(workOf(request), {
      kind: image ? 'image' : 'file',
      purpose: 'permanent',
      filename: filename.slice(0, 120),
      // Only what is shown as a picture may be taken for one by a browser.
      content_type: image ? `image/${kind === 'jpg' ? 'jpeg' : kind}` : 'application/octet-stream',
      bytes,
      lifetime: null,
    });
    return { mediaId };
  });
}
