import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { aBank } from '#modules/org/server/fixtures.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { newId } from '#platform/server/ids.ts';
import { type CollectReply, collectPaths } from '../contract/collect.ts';
import type { EventInput } from '../contract/event.ts';
import type { Site, SiteDraft } from '../contract/site.ts';
import { signatureOf } from './collect/signature.ts';
import { trackingModule } from './module.ts';
import type { TrackingSettings } from './settings.ts';
import { createSite } from './sites/site.service.ts';

export function trackingSettings(
  ctx: Ctx,
  given: Partial<TrackingSettings> = {},
): TrackingSettings {
  return {
    ctxFor: (orgId) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId),
    publicUrl: 'https://yuhang.bank.example',
    findByIdentity: async (_, identities) => identities.map(() => null),
    requestsPerSecond: 1_000_000,
    ...given,
  };
}

/** The product's door with this module alone. */
export function collectHttp(
  ctx: Ctx,
  given: Partial<TrackingSettings> = {},
): Promise<FastifyInstance> {
  return buildHttp({
    modules: [trackingModule(trackingSettings(ctx, given))],
    authenticate: async (request) => ({ ...ctx, requestId: request.id, trail: { recorded: 0 } }),
  });
}

let serial = 0;

export async function aSite(
  ctx: Ctx,
  given: Partial<SiteDraft> = {},
): Promise<Site & { secret: string | null }> {
  serial += 1;
  const { headOffice } = await aBank(ctx);
  return createSite(asSystem(ctx, ctx.orgId), {
    unitId: headOffice.id,
    code: `site-${serial}`,
    name: '测试站点',
    kind: 'h5',
    origins: [],
    eventsPerSecond: 200_000,
    ...given,
  });
}

/** A customer of the bank, as far as events are concerned. */
export async function aCustomer(ctx: Ctx, unitId?: string): Promise<number> {
  const unit = unitId ?? (await aBank(ctx)).headOffice.id;
  const { rows } = await sql<{ id: number }>`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
        created_at, changed_at, version)
    values (nextval('customers.customer_id_seq'), ${ctx.orgId}, ${unit}, 'active', '{}', 'test',
        ${ctx.now()}, ${ctx.now()}, 1) returning customer_id as id`.execute(ctx.db);
  return rows[0]!.id;
}

/** Something a module saw a customer do. */
export function anEvent(ctx: Ctx, given: Partial<EventInput> = {}): EventInput {
  return {
    id: newId(ctx.now()),
    customerId: 1,
    kind: 'login.done',
    at: ctx.now(),
    source: 'test',
    ...given,
  };
}

/** An event as a page sends it. */
export const aView = (ctx: Ctx, given: Record<string, unknown> = {}) => ({
  id: newId(ctx.now()),
  kind: 'page.viewed',
  at: ctx.now().getTime(),
  properties: { page: '/home' },
  ...given,
});

export const aVisitor = (): string => randomUUID();

/** What a page's script sends. */
export async function sendFromPage(
  app: FastifyInstance,
  site: Pick<Site, 'key'>,
  events: readonly object[],
  given: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; body: CollectReply; headers: Record<string, unknown> }> {
  const response = await app.inject({
    method: 'POST',
    url: collectPaths.events,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    payload: JSON.stringify({
      key: site.key,
      visitor: aVisitor(),
      consent: 'granted',
      consentText: 'privacy-1',
      events,
      ...given,
    }),
  });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

/** What a bank system sends, signed at the machine's time. */
export async function sendFromServer(
  ctx: Ctx,
  app: FastifyInstance,
  site: { key: string; secret: string | null },
  events: readonly object[],
  headers: Record<string, string> = {},
): Promise<{ status: number; body: CollectReply }> {
  const payload = JSON.stringify({ events });
  const timestamp = String(Math.floor(ctx.realNow().getTime() / 1000));
  const response = await app.inject({
    method: 'POST',
    url: collectPaths.serverEvents,
    headers: {
      'content-type': 'application/json',
      'x-yuhang-key': site.key,
      'x-yuhang-timestamp': timestamp,
      'x-yuhang-signature': signatureOf(site.secret!, timestamp, payload),
      ...headers,
    },
    payload,
  });
  return { status: response.statusCode, body: response.json() };
}

export interface DailyRow {
  kind: string;
  day: string;
  count: number;
  amount: string | null;
}

export async function dailyOf(ctx: Ctx, customerId: number): Promise<DailyRow[]> {
  return ctx.db
    .selectFrom('tracking.daily')
    .select(['kind', 'day', 'count', 'amount'])
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .orderBy('kind')
    .orderBy('day')
    .execute();
}

/** Roll-ups of the bank that differ from its events: none, ever. */
export async function wrongRollups(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    with truth as (
      select customer_id, kind, (at at time zone 'Asia/Shanghai')::date as day, count(*) as count,
          sum(amount) as amount, min(at) as first_at, max(at) as last_at
        from tracking.event where org_id = ${ctx.orgId} group by 1, 2, 3)
    select * from truth t full join (select * from tracking.daily where org_id = ${ctx.orgId}) d
        using (customer_id, kind, day)
     where d.count is distinct from t.count or d.amount is distinct from t.amount
        or d.first_at is distinct from t.first_at or d.last_at is distinct from t.last_at`.execute(
    ctx.db,
  );
  return rows;
}
