import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { customerAuthenticator } from '#modules/customers/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import { findSignInCorp } from '#modules/wecom/server/index.ts';
import { AppError, platformErrors } from '#platform/contract/errors.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { openFile } from '#platform/server/files/file.service.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { findStaff } from '../rendering/staff.repo.ts';
import { pagePaths } from './address.ts';
import { readerPath, readerScript } from './html/frame.ts';
import { cardPage, sorryPage, verifyPage } from './html/other-pages.ts';
import { keepPage, keptPage } from './kept-pages.ts';
import { findCard } from './link.repo.ts';
import { passedOnToken } from './link.service.ts';
import { findAtWork, findLicences, findPageStamp } from './page.repo.ts';
import {
  fileOfPage,
  isPersonal,
  type OpenLink,
  openLink,
  readable,
  readerOf,
  senderOf,
  showContent,
} from './page.service.ts';
import { noteReading } from './reading.service.ts';
import { hashOfToken, isToken } from './token.ts';
import { countUse } from './use.service.ts';

export interface PageSettings {
  /** Speaks for the product itself in one bank. */
  readonly ctxFor: (orgId: string) => Ctx;
  readonly publicUrl?: string | undefined;
}

const VIA = 'yuhang_via';
const DEVICE = 'yuhang_reader';
const ASKED = 'yuhang_asked';
const HOUR = 3_600;
const YEAR = 365 * 24 * HOUR;

const Piece = z.object({
  id: z.uuid(),
  first: z.boolean(),
  read: z.boolean(),
  seconds: z.number().min(0).max(86_400),
  depth: z.int().min(0).max(100),
});

type Request = FastifyRequest<{ Params: { token: string; fileId?: string } }>;

/** What customers open: they stand beside `route()`, because whoever opens them is nobody yet. */
export function pageRoutes(app: FastifyInstance, settings: PageSettings): void {
  app.register(async (app) => pages(app, settings));
}

function pages(app: FastifyInstance, settings: PageSettings): void {
  const nobody = settings.ctxFor(NO_BANK);
  const session = customerAuthenticator(nobody);
  const open = (token: string) => openLink(nobody, settings.ctxFor, token);
  const secure = settings.publicUrl?.startsWith('https:') ?? false;
  const cookie = (path: string, maxAge: number) =>
    ({ path, maxAge, httpOnly: true, sameSite: 'lax', secure }) as const;

  app.addHook('onError', async (request, _reply, err) => {
    if (err instanceof AppError && err.status < 500) return;
    nobody.log.error({ err, url: request.routeOptions.url }, 'a page failed');
  });

  app.get(readerPath, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(readerScript),
  );

  app.get(`${pagePaths.content}:token`, async (request: Request, reply) => {
    const { token } = request.params;
    const found = await open(token);
    if (!found) return html(reply, 404, sorryPage('unknown', '', null));
    const reader = await readerOf(found.ctx, await session(request));
    if (reader === null) {
      const corp = await askWho(request, found.ctx);
      if (corp) {
        reply.setCookie(ASKED, '1', cookie(pagePaths.content, HOUR));
        const query = new URLSearchParams({ corp, to: `${pagePaths.content}${token}` });
        return reply.header('cache-control', 'no-store').redirect(`/h5/sign-in?${query}`, 302);
      }
    }
    const stamp = await stampOf(found, reader);
    const kept = stamp && keptPage(token, stamp);
    if (kept) {
      knowDevice(request, reply);
      return html(reply, 200, kept);
    }
    if (!(await mayRead(request, found, reader))) return personal(reply, found);
    if (found.link.customerId !== null && !(await staysPersonal(found))) {
      const shared = await passedOnToken(found.ctx, { ...found.link, customerId: null });
      const to = `${pagePaths.content}${shared}`;
      reply.setCookie(VIA, token, cookie(to, 12 * HOUR));
      return reply.header('cache-control', 'no-store').redirect(to, 302);
    }
    const shown = await showContent(found, token, reader);
    if (shown.kind === 'elsewhere') {
      const { itemId } = found.link;
      const { version } = shown.version;
      const voice = found.link.voice;
      await countUse(found.ctx, [{ itemId, version, voice, what: 'opened', count: 1 }]);
      return reply.header('cache-control', 'no-store').redirect(shown.url, 302);
    }
    if (stamp && shown.kind === 'page') keepPage(token, stamp, shown.html);
    knowDevice(request, reply);
    return html(reply, shown.status, shown.html);
  });

  app.post(`${pagePaths.content}:token/read`, async (request: Request, reply) => {
    const piece = Piece.safeParse(request.body);
    const device = request.cookies[DEVICE];
    if (!piece.success) throw platformErrors.invalid({ reason: 'reading' });
    const found = await open(request.params.token);
    if (!found || !device || !ofThisPage(request)) return reply.code(204).send();
    const [via, reader] = await Promise.all([
      viaOf(request, found),
      session(request).then((who) => readerOf(found.ctx, who)),
    ]);
    const version = await readable(found.ctx, found.link.itemId);
    if (!version || !(await mayRead(request, found, reader))) return reply.code(204).send();
    const link = { ...found.link, version: version.version };
    await noteReading(found.ctx, { link, via, reader, device, piece: piece.data });
    return reply.code(204).send();
  });

  app.get(`${pagePaths.content}:token/img/:fileId`, async (request: Request, reply) => {
    const found = await open(request.params.token);
    const fileId = request.params.fileId ?? '';
    if (!found || !(await fileOfPage(found.ctx, found.link.itemId, fileId)))
      throw platformErrors.notFound();
    const { file, readAll } = await openFile(found.ctx, fileId);
    return reply
      .header('cache-control', 'private, max-age=86400')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type(file.contentType)
      .send(await readAll());
  });

  app.get(`${pagePaths.card}:token`, async (request: Request, reply) => {
    const { token } = request.params;
    const card = isToken(token) ? await findCard(nobody, hashOfToken(token)) : null;
    if (!card) return html(reply, 404, sorryPage('unknown', '', null));
    const ctx = settings.ctxFor(card.orgId);
    const [staff] = await findStaff(ctx, [card.staffId]);
    if (!staff) return html(reply, 404, sorryPage('unknown', '', null));
    return html(reply, 200, cardPage(staff, await findLicences(ctx, card.staffId), ctx.now()));
  });

  app.get<{ Querystring: { number?: unknown; name?: unknown } }>(
    '/h5/verify',
    { config: { rateLimit: { max: 20, timeWindow: 60_000 } } },
    async (request, reply) => {
      const { number, name } = request.query;
      if (typeof number !== 'string' || typeof name !== 'string')
        return html(reply, 200, verifyPage('none'));
      const found = await findAtWork(nobody, number.trim(), name.trim());
      if (!found) return html(reply, 200, verifyPage('no'));
      const [staff] = await findStaff(settings.ctxFor(found.orgId), [found.id]);
      return html(reply, 200, verifyPage(staff ?? 'no'));
    },
  );

  function knowDevice(request: Request, reply: FastifyReply): void {
    if (!request.cookies[DEVICE])
      reply.setCookie(DEVICE, randomUUID(), cookie(pagePaths.content, YEAR));
  }

  /** The personal address by which this browser came to a page that may be passed on. */
  async function viaOf(request: Request, { link, ctx }: OpenLink) {
    const token = request.cookies[VIA];
    const via = token ? await open(token) : null;
    const same = via && via.ctx.orgId === ctx.orgId && via.link.itemId === link.itemId;
    return same ? via.link : null;
  }
}

/** For whoever is known, and at an address of their own, a page is made anew. */
const stampOf = async ({ ctx, link }: OpenLink, reader: number | null): Promise<string | null> =>
  reader === null && link.customerId === null ? findPageStamp(ctx, link, dayOf(ctx.now())) : null;

/**
 * In WeChat somebody who has not signed in is asked once an hour, without seeing it: WeChat says who
 * they are, or that nobody knows them. Elsewhere nobody is asked.
 */
async function askWho(request: Request, ctx: Ctx): Promise<string | null> {
  const inWechat = /MicroMessenger/i.test(request.headers['user-agent'] ?? '');
  if (!inWechat || request.cookies[ASKED]) return null;
  return findSignInCorp(ctx);
}

async function staysPersonal({ ctx, link }: OpenLink): Promise<boolean> {
  const version = await readable(ctx, link.itemId);
  return version !== null && (await isPersonal(ctx, version));
}

/** What is personal is read by whom it was sent to, once they have signed in. */
async function mayRead(request: Request, found: OpenLink, reader: number | null) {
  if (!(await staysPersonal(found))) return true;
  const { customerId } = found.link;
  return customerId !== null && customerId === reader && request.method !== 'HEAD';
}

async function personal(reply: FastifyReply, { ctx, link }: OpenLink) {
  const staff = await senderOf(ctx, link.staffId);
  return html(reply, 403, sorryPage('personal', await bankName(ctx), staff));
}

/** Told by a page of ours: a browser says from where a request comes. */
const ofThisPage = (request: FastifyRequest): boolean => {
  const { origin } = request.headers;
  return origin === undefined || new URL(origin).host === request.host;
};

const html = (reply: FastifyReply, status: number, text: string) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text);
