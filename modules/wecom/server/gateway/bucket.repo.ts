import { sql } from 'kysely';
import { type Ctx, NO_BANK, type TxCtx } from '#platform/server/ctx.ts';
import type { Caller } from '../corps/app.repo.ts';
import { burstOf, type Limit } from './limits.ts';

export interface BucketRow {
  limit: Limit;
  scope: string;
  level: number;
  at: Date;
  strikes: number;
  closedUntil: Date | null;
  closedCode: number | null;
}

export const corpScope = (corpId: string) => `corp:${corpId}`;

function placeOf({ orgId, corpId, appId }: Caller, limit: Limit): { orgId: string; scope: string } {
  if (limit.per === 'address') return { orgId: NO_BANK, scope: 'address' };
  return { orgId, scope: limit.per === 'corp' ? corpScope(corpId) : `app:${appId}` };
}

/** Full to begin with. */
export async function ensureBuckets(
  ctx: TxCtx,
  caller: Caller,
  endpoint: string,
  limits: readonly Limit[],
): Promise<void> {
  await ctx.db
    .insertInto('wecom.bucket')
    .values(
      limits.map((limit) => ({
        ...placeOf(caller, limit),
        endpoint,
        span: limit.span,
        level: burstOf(limit),
        at: ctx.realNow(),
        strikes: 0,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Held until the end of the transaction, always in the same order. */
export async function lockBuckets(
  ctx: TxCtx,
  caller: Caller,
  endpoint: string,
  limits: readonly Limit[],
): Promise<BucketRow[]> {
  const places = limits.map((limit) => ({ ...placeOf(caller, limit), limit }));
  const rows = await ctx.db
    .selectFrom('wecom.bucket')
    .select(['scope', 'span', 'level', 'at', 'strikes', 'closedUntil', 'closedCode'])
    .where('endpoint', '=', endpoint)
    .where((eb) =>
      eb.or(places.map(({ orgId, scope, limit }) => eb.and({ orgId, scope, span: limit.span }))),
    )
    .orderBy('scope')
    .orderBy('span')
    .forUpdate()
    .execute();
  return rows.flatMap((row) => {
    const place = places.find((p) => p.scope === row.scope && p.limit.span === row.span);
    return place ? [{ ...row, limit: place.limit }] : [];
  });
}

export async function setLevels(
  ctx: TxCtx,
  caller: Caller,
  endpoint: string,
  levels: readonly { limit: Limit; level: number; at: Date }[],
): Promise<void> {
  const rows = levels.map(({ limit, level, at }) => {
    const { orgId, scope } = placeOf(caller, limit);
    return { org_id: orgId, scope, span: limit.span, level, at };
  });
  await sql`
    update wecom.bucket b set level = v.level, at = v.at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as v (org_id uuid, scope text, span text, level float8, at timestamptz)
     where b.org_id = v.org_id and b.scope = v.scope and b.span = v.span
       and b.endpoint = ${endpoint}`.execute(ctx.db);
}

/** The door of a corp to an endpoint is one of its rows. */
const DOOR = 'minute';

/** Shut, unless somebody did so meanwhile. `ms` says for how long after so many times in a row. */
export async function shutDoor(
  ctx: TxCtx,
  { orgId, corpId }: Caller,
  endpoint: string,
  code: number,
  ms: (strikes: number) => number,
): Promise<void> {
  const door = { orgId, scope: corpScope(corpId), endpoint, span: DOOR };
  const row = await ctx.db
    .selectFrom('wecom.bucket')
    .select(['strikes', 'closedUntil'])
    .where((eb) => eb.and(door))
    .forUpdate()
    .executeTakeFirst();
  const now = ctx.realNow();
  if (!row || (row.closedUntil && row.closedUntil > now)) return;
  await ctx.db
    .updateTable('wecom.bucket')
    .set({
      strikes: row.strikes + 1,
      closedUntil: new Date(now.getTime() + ms(row.strikes)),
      closedCode: code,
    })
    .where((eb) => eb.and(door))
    .execute();
}

export async function openDoor(
  ctx: TxCtx,
  { orgId, corpId }: Caller,
  endpoint: string,
): Promise<void> {
  await ctx.db
    .updateTable('wecom.bucket')
    .set({ strikes: 0, closedUntil: null, closedCode: null })
    .where((eb) => eb.and({ orgId, scope: corpScope(corpId), endpoint, span: DOOR }))
    .where((eb) => eb.or([eb('closedUntil', 'is', null), eb('closedUntil', '<=', ctx.realNow())]))
    .execute();
}

/** What is left to a corp and its apps, for the eye. */
export async function listBuckets(ctx: Ctx, corpId: string, appIds: readonly string[]) {
  return ctx.db
    .selectFrom('wecom.bucket')
    .select(['scope', 'endpoint', 'span', 'level', 'at', 'strikes', 'closedUntil', 'closedCode'])
    .where('orgId', '=', ctx.orgId)
    .where('scope', 'in', [corpScope(corpId), ...appIds.map((id) => `app:${id}`)])
    .orderBy('endpoint')
    .orderBy('span')
    .execute();
}
