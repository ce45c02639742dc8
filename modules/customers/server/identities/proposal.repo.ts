import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface ProposalReason {
  readonly rule: string;
  readonly kind: string;
  readonly source: string;
}

/** Proposes each pair once; what somebody decided stays decided. */
export async function putProposals(
  ctx: TxCtx,
  proposals: readonly {
    customerId: number;
    otherId: number;
    reason: ProposalReason;
    confidence: number;
  }[],
): Promise<void> {
  if (proposals.length === 0) return;
  const pairs = new Map<
    string,
    { a: number; b: number; reasons: ProposalReason[]; confidence: number }
  >();
  for (const { customerId, otherId, reason, confidence } of proposals) {
    const [a, b] = customerId < otherId ? [customerId, otherId] : [otherId, customerId];
    const pair = pairs.get(`${a}:${b}`) ?? { a, b, reasons: [], confidence: 0 };
    pair.reasons.push(reason);
    pair.confidence = Math.max(pair.confidence, confidence);
    pairs.set(`${a}:${b}`, pair);
  }
  const rows = [...pairs.values()].sort((x, y) => x.a - y.a || x.b - y.b);
  await sql`
    insert into customers.merge_proposal as known
      (customer_id, other_id, org_id, reasons, confidence, state, found_at)
    select p.a, p.b, ${ctx.orgId}, p.reasons, p.confidence, 'open', ${ctx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as p (a bigint, b bigint, reasons jsonb, confidence real)
    on conflict (customer_id, other_id) do update
      set confidence = excluded.confidence, reasons = excluded.reasons
      where known.state = 'open' and excluded.confidence > known.confidence`.execute(ctx.db);
}

export async function proposalRows(
  ctx: Ctx,
  filter: { state: 'open' | 'merged' | 'rejected'; customerId?: number | undefined; limit: number },
) {
  let query = ctx.db
    .selectFrom('customers.mergeProposal')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', filter.state);
  const { customerId } = filter;
  if (customerId !== undefined)
    query = query.where((eb) =>
      eb.or([eb('customerId', '=', customerId), eb('otherId', '=', customerId)]),
    );
  return query
    .orderBy('confidence', 'desc')
    .orderBy('customerId', 'desc')
    .limit(filter.limit)
    .execute();
}

export async function decideProposal(
  ctx: TxCtx,
  pair: readonly [number, number],
  state: 'merged' | 'rejected',
  reason: string,
  from: 'open' | 'merged' = 'open',
): Promise<boolean> {
  const [a, b] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.mergeProposal')
    .set({
      state,
      decidedAt: ctx.now(),
      decidedBy: ctx.actor.kind === 'staff' ? ctx.actor.id : null,
      decidedByName: ctx.actor.name,
      decisionReason: reason,
    })
    .where('customerId', '=', a)
    .where('otherId', '=', b)
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What speaks for a pair being one person, the surest first. */
export async function proposalOf(
  ctx: Ctx,
  pair: readonly [number, number],
): Promise<{ confidence: number; reasons: ProposalReason[] } | null> {
  const row = await ctx.db
    .selectFrom('customers.mergeProposal')
    .select(['confidence', 'reasons'])
    .where('customerId', '=', Math.min(...pair))
    .where('otherId', '=', Math.max(...pair))
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row
    ? { confidence: row.confidence, reasons: row.reasons as unknown as ProposalReason[] }
    : null;
}
