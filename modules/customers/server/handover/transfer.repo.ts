import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Way } from './transfer.ts';

/** Whoever takes on what is due keeps it for so long; after that it is due again. */
export const LEASE_MS = 10 * 60_000;
const leaseEnd = (ctx: Ctx) => new Date(ctx.now().getTime() + LEASE_MS);

export async function accountOf(ctx: Ctx, staffId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select('wecomUserId')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', staffId)
    .executeTakeFirst();
  return row?.wecomUserId ?? null;
}

/**
 * A row for each friendship the leaver has with these customers; one that did not succeed begins
 * anew. What the copy lost sight of since the leaver went counts as living: WeCom has the last word.
 * Answers in which corps there is something to ask.
 */
export async function beginTransfers(
  ctx: TxCtx,
  handover: { readonly id: string; readonly staffId: string; readonly createdAt: Date },
  customerIds: readonly number[],
  to: { readonly userid: string | null; readonly failure: string | null },
): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const { failure } = to;
  await sql`
    delete from customers.handover_transfer
     where org_id = ${ctx.orgId} and handover_id = ${handover.id}
       and customer_id = any(${customerIds}::bigint[])
       and state in ('refused', 'full', 'failed')`.execute(ctx.db);
  const { rows } = await sql<{ corpId: string }>`
    insert into customers.handover_transfer (customer_id, handover_id, corp_id, external_userid,
        from_userid, to_userid, org_id, state, code, tries, next_at, settled_at)
    select r.customer_id, ${handover.id}::uuid, r.corp_id, i.value, r.userid, ${to.userid}::text,
           r.org_id, ${failure ? 'failed' : 'due'}, ${failure}::text, 0,
           ${failure ? null : leaseEnd(ctx)}::timestamptz,
           ${failure ? ctx.now() : null}::timestamptz
      from customers.relationship r
      join customers.identity i on i.customer_id = r.customer_id and i.org_id = r.org_id
       and i.kind = 'external_userid' and i.scope = r.corp_id::text
     where r.org_id = ${ctx.orgId} and r.customer_id = any(${customerIds}::bigint[])
       and r.staff_id = ${handover.staffId}::uuid
       and (r.state = 'active' or (r.state = 'ended' and r.ended_by is null
                                    and r.ended_at >= ${handover.createdAt}))
       -- Of somebody with two accounts, the one that is this colleague's friend.
       and (exists (select from wecom.follow f where f.org_id = r.org_id and f.corp_id = r.corp_id
                       and f.external_userid = i.value and f.userid = r.userid)
            or not exists (select from wecom.follow f where f.org_id = r.org_id
                       and f.corp_id = r.corp_id and f.external_userid = i.value))
    on conflict do nothing
    returning corp_id`.execute(ctx.db);
  return failure ? [] : [...new Set(rows.map((row) => row.corpId))];
}

export interface DueCorp {
  readonly orgId: string;
  readonly corpId: string;
}

/** Corps, of every bank, in which a transfer or a group is due; the rows are taken on. */
export async function takeDueCorps(ctx: Ctx): Promise<DueCorp[]> {
  const [now, until] = [ctx.now(), leaseEnd(ctx)];
  const customers = await sql<DueCorp>`
    update customers.handover_transfer set next_at = ${until} where next_at <= ${now}
    returning org_id, corp_id`.execute(ctx.db);
  const groups = await sql<DueCorp>`
    update customers.handover_group set next_at = ${until} where next_at <= ${now}
    returning org_id, corp_id`.execute(ctx.db);
  const rows = [...customers.rows, ...groups.rows];
  return [...new Map(rows.map((row) => [row.corpId, row])).values()];
}

/** Something happened to these: the result is looked for now. */
export async function hurry(ctx: TxCtx, corpId: string, externalUserid: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update customers.handover_transfer set next_at = ${leaseEnd(ctx)}
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and next_at is not null
       and external_userid = ${externalUserid} and state = 'asked'`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}

export interface TransferRow {
  readonly customerId: number;
  readonly handoverId: string;
  readonly externalUserid: string;
  readonly fromUserid: string;
  readonly toUserid: string;
  readonly way: Way | null;
  readonly state: 'due' | 'asked';
  readonly tries: number;
  readonly askedAt: Date | null;
}

/** What was taken on of a corp, pairs of colleagues together. */
export async function takenTransfers(
  ctx: Ctx,
  corpId: string,
  state: 'due' | 'asked',
  limit: number,
): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>`
    select customer_id, handover_id, external_userid, from_userid, to_userid, way, state, tries,
           asked_at
      from customers.handover_transfer
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and state = ${state}
       and next_at <= ${leaseEnd(ctx)}
     order by from_userid, to_userid, way, customer_id limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface Step {
  readonly row: TransferRow;
  readonly state: 'due' | 'asked' | 'done' | 'refused' | 'full' | 'failed';
  readonly code?: string | null;
  readonly way?: Way;
  readonly nextAt?: Date;
}

/** Steps on from where a row was read; one that moved on meanwhile is left alone. */
export async function stepTransfers(
  ctx: TxCtx,
  corpId: string,
  steps: readonly Step[],
): Promise<void> {
  if (steps.length === 0) return;
  const told = steps.map(({ row, state, code = null, way = null, nextAt = null }) => ({
    ...row,
    was: row.state,
    state,
    code,
    way,
    nextAt,
    tried: row.state === 'due' ? 1 : 0,
  }));
  await sql`
    update customers.handover_transfer t
       set state = v.state, code = v.code, way = coalesce(v.way, t.way), tries = t.tries + v.tried,
           next_at = v."nextAt",
           asked_at = case when v.state = 'asked' and v.was = 'due' then ${ctx.now()}::timestamptz
                           else t.asked_at end,
           settled_at = case when v.state not in ('due', 'asked') then ${ctx.now()}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as v ("customerId" bigint, "handoverId" uuid, "externalUserid" text, "fromUserid" text,
              "toUserid" text, was text, state text, code text, way text, "nextAt" timestamptz,
              tried int)
     where t.org_id = ${ctx.orgId} and t.corp_id = ${corpId} and t.customer_id = v."customerId"
       and t.handover_id = v."handoverId" and t.external_userid = v."externalUserid"
       and t.from_userid = v."fromUserid" and t.to_userid = v."toUserid"
       and t.state = v.was`.execute(ctx.db);
}

/** Which of these customers are friends of whoever takes over, as far as it is known here. */
export async function arrived(
  ctx: Ctx,
  corpId: string,
  rows: readonly TransferRow[],
): Promise<Set<number>> {
  if (rows.length === 0) return new Set();
  const found = await sql<{ customerId: number }>`
    select r.customer_id from customers.relationship r
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as v ("customerId" bigint, "toUserid" text)
        on v."customerId" = r.customer_id and v."toUserid" = r.userid
     where r.org_id = ${ctx.orgId} and r.corp_id = ${corpId} and r.state = 'active'`.execute(
    ctx.db,
  );
  return new Set(found.rows.map((row) => row.customerId));
}

/** Nothing can be asked in this corp now: why, and when to try again. */
export async function putOff(
  ctx: TxCtx,
  corpId: string,
  code: string,
  nextAt: Date,
): Promise<void> {
  const taken = sql`org_id = ${ctx.orgId} and corp_id = ${corpId} and next_at <= ${leaseEnd(ctx)}`;
  await sql`update customers.handover_transfer set code = ${code}, next_at = ${nextAt}
             where ${taken}`.execute(ctx.db);
  await sql`update customers.handover_group set code = ${code}, next_at = ${nextAt}
             where ${taken}`.execute(ctx.db);
}
