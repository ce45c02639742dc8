import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { platformErrors } from '#platform/contract/errors.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { collectPaths, limits } from '../../contract/collect.ts';
import { trackingErrors } from '../../contract/errors.ts';
import type { TrackingSettings } from '../settings.ts';
import { collectFromPage, collectFromServer } from './collect.service.ts';
import { Collector } from './collector.ts';
import { Allowance } from './rate.ts';
import { readEnvelope, readServerEvents } from './read-batch.ts';
import { isSigned } from './signature.ts';
import { type OpenSite, SiteKeys } from './sites.ts';

const REQUESTS_A_SECOND = 50;

/**
 * Where events arrive. It stands beside `route()`: no session, no audit entry for each request, no
 * schema compiler, because thousands come in a second. What it leaves out it does itself: the key
 * says whose it is, every event is checked against its kind, sizes and rates are limited.
 */
export function collectRoutes(app: FastifyInstance, settings: TrackingSettings): void {
  app.register(async (app) => collectDoor(app, settings));
}

function collectDoor(app: FastifyInstance, given: TrackingSettings): void {
  // One context for each bank instead of one for each request.
  const settings = { ...given, ctxFor: remembered(given.ctxFor) };
  const collector = new Collector(given);
  const keys = new SiteKeys();
  const nobody = settings.ctxFor(NO_BANK);
  const [events, requests] = [new Allowance(), new Allowance()];

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const admit = (site: OpenSite, count: number, address: string | null) => {
    const now = performance.now();
    const perSecond = settings.requestsPerSecond ?? REQUESTS_A_SECOND;
    const wait =
      (address && requests.take(`${site.id} ${address}`, 1, perSecond, perSecond * 4, now)) ||
      events.take(site.id, count, site.eventsPerSecond, site.eventsPerSecond * 2, now);
    if (wait) throw platformErrors.tooMany({ retryAfter: wait });
  };

  const options = { config: { rateLimit: false as const }, bodyLimit: limits.browserBytes };
  app.options(collectPaths.events, options, async (request, reply) => {
    openTo(reply, request.headers.origin ?? '*');
    return reply.code(204).send();
  });
  app.post(collectPaths.events, options, async (request, reply) => {
    // So that a page may read why it was turned away; what it may send is decided below.
    openTo(reply, request.headers.origin ?? '*');
    const batch = readEnvelope(textOfBody(request));
    if (!batch) throw platformErrors.invalid({ reason: 'batch' });
    const site = await keys.find(nobody, batch.key);
    if (!site || site.kind === 'server') throw platformErrors.notFound({ key: 'unknown' });
    if (!mayReport(site, request, settings.publicUrl))
      throw platformErrors.forbidden({ origin: request.headers.origin });
    admit(site, batch.events.length, request.ip);
    return answer(reply, await collectFromPage(settings, collector, site, batch));
  });

  app.post(
    collectPaths.serverEvents,
    { ...options, bodyLimit: limits.serverBytes },
    async (request, reply) => {
      const key = request.headers['x-yuhang-key'];
      const site = typeof key === 'string' ? await keys.find(nobody, key) : null;
      const given = {
        timestamp: request.headers['x-yuhang-timestamp'],
        signature: request.headers['x-yuhang-signature'],
      };
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (site?.kind !== 'server' || !isSigned(site.secrets, given, body, nobody.realNow()))
        throw trackingErrors.notSigned();
      const sent = readServerEvents(body.toString());
      if (!sent) throw platformErrors.invalid({ reason: 'batch' });
      admit(site, sent.length, null);
      return answer(reply, await collectFromServer(settings, collector, site, sent));
    },
  );
}

function remembered<T>(make: (orgId: string) => T): (orgId: string) => T {
  const made = new Map<string, T>();
  return (orgId) => {
    const known = made.get(orgId) ?? make(orgId);
    made.set(orgId, known);
    return known;
  };
}

const textOfBody = ({ body }: FastifyRequest): string =>
  Buffer.isBuffer(body) ? body.toString() : '';

const answer = (reply: FastifyReply, result: object) =>
  reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer(asText)
    .send(JSON.stringify(result));

const asText = (text: string) => text;

/** Without cookies, so any page may be allowed to read the answer. */
const openTo = (reply: FastifyReply, origin: string) =>
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-max-age', '86400')
    .header('vary', 'origin');

/** A browser tells the page's origin; apps and mini-programs have none. */
function mayReport(site: OpenSite, request: FastifyRequest, publicUrl?: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined || site.origins.includes(origin)) return true;
  if (publicUrl && new URL(publicUrl).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
