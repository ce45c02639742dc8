import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { consentChannel } from '../rules/consent-channel.ts';
import { type TakenBack, takeBack } from './take-back.repo.ts';

export interface Withdrawal {
  readonly planId: string;
  /** A select that gives `customer_id`, or ids; without, everybody of the plan. */
  readonly customers?: RawBuilder<unknown> | readonly number[];
  readonly itemKeys?: readonly string[];
}

/** Not handed over yet. */
export const waiting = sql<SqlBool>`t.state in ('proposed', 'deferred', 'reserved')`;

const gone = (ctx: TxCtx, reason: Phrase) =>
  sql`state = 'withdrawn', next_at = null, settled_at = ${ctx.now()}, handover_id = null,
      failure = ${JSON.stringify(reason)}`;

export const idsOf = ({ customers }: Withdrawal): readonly number[] | null =>
  Array.isArray(customers) ? (customers as readonly number[]) : null;

export function takeBackPlanned(
  ctx: TxCtx,
  withdrawal: Withdrawal,
  reason: Phrase,
): Promise<TakenBack[]> {
  const { planId, customers, itemKeys } = withdrawal;
  const ids = idsOf(withdrawal);
  const whose = ids
    ? sql`t.customer_id = any (${[...ids]}::bigint[])`
    : customers
      ? sql`t.customer_id in (select chosen.customer_id
               from (${customers as RawBuilder<unknown>}) as chosen)`
      : sql`true`;
  const what = itemKeys ? sql`t.item_key = any (${[...itemKeys]}::text[])` : sql`true`;
  return takeBack(
    ctx,
    sql<SqlBool>`t.plan_id = ${planId} and ${waiting} and ${whose} and ${what}`,
    gone(ctx, reason),
  );
}

/** Since asked anew, somebody may have agreed again: who holds a consent now keeps what is planned. */
export function takeBackUnconsented(
  ctx: TxCtx,
  customerIds: readonly number[],
  stopped: readonly (keyof typeof consentChannel)[],
): Promise<TakenBack[]> {
  return takeBack(
    ctx,
    sql<SqlBool>`t.customer_id = any (${[...customerIds]}::bigint[]) and t.purpose = 'marketing'
      and ${waiting} and t.channel = any (${[...stopped]}::text[])
      and not exists (select from customers.consent k
        where k.customer_id = t.customer_id and k.purpose = 'marketing' and k.state = 'given'
          and k.channel = case t.channel ${sql.join(
            stopped.map((c) => sql`when ${c} then ${consentChannel[c]}`),
            sql` `,
          )} end)`,
    gone(ctx, ['客户已撤回同意', 'The customer has withdrawn the consent']),
  );
}

/** What waits keeps its decision in the history, gives its place back and is held. */
export async function holdPlanned(ctx: TxCtx, planId: string): Promise<void> {
  await takeBack(
    ctx,
    sql<SqlBool>`t.plan_id = ${planId} and ${waiting}`,
    sql`state = case when t.state = 'reserved' then 'deferred' else t.state end, next_at = null,
        handover_id = null`,
  );
}

/** What waits says the new version and is decided anew; what is held stays held. */
export async function restatePlanned(
  ctx: TxCtx,
  { itemId, version, replaced }: { itemId: string; version: number; replaced: number },
): Promise<number> {
  const changed = await takeBack(
    ctx,
    sql<SqlBool>`t.plan_id in (select p.plan_id from outreach.plan p
        where p.org_id = ${ctx.orgId} and p.state <> 'ended')
      and ${waiting} and t.content_kind = 'content.item' and t.content_id = ${itemId}
      and t.content_version = ${replaced}`,
    sql`content_version = ${version}, handover_id = null,
        next_at = case when t.state <> 'reserved' and t.next_at is null then null
                       else greatest(t.due_at - interval '7 days', ${ctx.now()}::timestamptz) end,
        state = case when t.state = 'reserved' then 'deferred' else t.state end`,
  );
  return changed.length;
}

/** What was held is decided anew. */
export async function resumePlanned(ctx: TxCtx, planId: string): Promise<void> {
  await sql`
    update outreach.touch t set next_at = greatest(t.due_at - interval '7 days', ${ctx.now()}::timestamptz)
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId}
       and t.state in ('proposed', 'deferred') and t.next_at is null`.execute(ctx.db);
}
