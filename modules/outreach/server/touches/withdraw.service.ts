import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { channels } from '../../contract/channel.ts';
import { touchesSettled } from '../../contract/events.ts';
import { consentChannel } from '../rules/consent-channel.ts';
import { lockBuckets, lockCustomers } from './lock.repo.ts';
import { type TakenBack, takeBack } from './take-back.repo.ts';

export interface Withdrawal {
  readonly planId: string;
  /** A select that gives `customer_id`, or ids; without, everybody of the plan. */
  readonly customers?: RawBuilder<unknown> | readonly number[];
  readonly itemKeys?: readonly string[];
}

/** Not handed over yet. */
export const waiting = sql<SqlBool>`t.state in ('proposed', 'deferred', 'reserved')`;

/** Takes back what is not handed over, gives the ledger back its places, and says how many it was. */
export async function withdraw(
  ctx: TxCtx,
  withdrawal: Withdrawal,
  reason: Phrase,
): Promise<number> {
  return withdrawTouches(ctx, withdrawal, reason);
}

export async function withdrawTouches(
  ctx: TxCtx,
  { planId, customers, itemKeys }: Withdrawal,
  reason: Phrase,
): Promise<number> {
  const ids = Array.isArray(customers) ? (customers as readonly number[]) : null;
  if (ids) await lockCustomers(ctx, ids);
  else await lockBuckets(ctx);
  const which = sql<SqlBool>`t.plan_id = ${planId} and ${waiting}
    and ${ids ? sql`t.customer_id = any (${[...ids]}::bigint[])` : customers ? sql`t.customer_id in (select chosen.customer_id from (${customers as RawBuilder<unknown>}) as chosen)` : sql`true`}
    and ${itemKeys ? sql`t.item_key = any (${[...itemKeys]}::text[])` : sql`true`}`;
  const gone = await takeBack(
    ctx,
    which,
    sql`state = 'withdrawn', next_at = null, settled_at = ${ctx.now()}, handover_id = null, failure = ${JSON.stringify(reason)}`,
  );
  return gone.length;
}

/** By which channels nobody may be reached without this consent. */
const consentedBy = (channel: string) =>
  channels.filter((c) => consentChannel[c] === channel && c !== 'app_message');

/** A consent was withdrawn: what is planned under it does not wait for its hour to be stopped (CR-006). */
export async function withdrawUnconsented(
  ctx: TxCtx,
  {
    customerIds,
    purpose,
    channels: ways,
  }: { customerIds: number[]; purpose: string; channels: string[] },
): Promise<void> {
  if (purpose !== 'marketing') return;
  await lockCustomers(ctx, customerIds);
  const stopped = [...new Set(ways.flatMap(consentedBy))];
  // Since asked anew, somebody may have agreed again: who holds a consent now keeps what is planned.
  const gone = await takeBack(
    ctx,
    sql`t.customer_id = any (${customerIds}::bigint[]) and t.purpose = 'marketing' and ${waiting}
      and t.channel = any (${stopped}::text[])
      and not exists (select from customers.consent k
        where k.customer_id = t.customer_id and k.purpose = 'marketing' and k.state = 'given'
          and k.channel = case t.channel ${sql.join(
            stopped.map((c) => sql`when ${c} then ${consentChannel[c]}`),
            sql` `,
          )} end)`,
    sql`state = 'withdrawn', next_at = null, settled_at = ${ctx.now()}, handover_id = null,
        failure = ${JSON.stringify(['客户已撤回同意', 'The customer has withdrawn the consent'])}`,
  );
  await tellWithdrawn(ctx, gone, 'CR-093');
}

/** Whoever planned them hears which contacts will not be made. */
async function tellWithdrawn(
  ctx: TxCtx,
  gone: readonly TakenBack[],
  reason: string,
): Promise<void> {
  const payloads = [...Map.groupBy(gone, ({ planId }) => planId)].flatMap(([planId, some]) =>
    Array.from({ length: Math.ceil(some.length / 500) }, (_, i) => ({
      planId,
      state: 'withdrawn' as const,
      touches: some.slice(i * 500, i * 500 + 500).map(({ planId: _, ...touch }) => ({
        ...touch,
        reason,
      })),
    })),
  );
  await publishMany(ctx, touchesSettled, payloads);
}

/** The plan is paused: what waits keeps its decision in the history, gives its place back and is held. */
export async function holdTouches(ctx: TxCtx, planId: string): Promise<void> {
  await lockBuckets(ctx);
  await takeBack(
    ctx,
    sql`t.plan_id = ${planId} and ${waiting}`,
    sql`state = case when t.state = 'reserved' then 'deferred' else t.state end, next_at = null,
        handover_id = null`,
  );
}

/** The plan goes on: what was held is decided anew. */
export async function resumeTouches(ctx: TxCtx, planId: string): Promise<void> {
  await lockBuckets(ctx);
  await sql`
    update outreach.touch t set next_at = greatest(t.due_at - interval '7 days', ${ctx.now()}::timestamptz)
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId}
       and t.state in ('proposed', 'deferred') and t.next_at is null`.execute(ctx.db);
}
