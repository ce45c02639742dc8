import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Decision, Touch, Verdict } from '../contract.ts';
import { customerOf, recipientText } from './touch.ts';

export interface RecordedVerdict extends Omit<Verdict, 'text'> {
  text: Phrase;
  until: string | null;
}

export interface RecordedDecision {
  id: string;
  touchId: string;
  touch: Touch;
  at: Date;
  outcome: Decision['outcome'];
  /** The verdict that decided; null when all passed. */
  deciding: RecordedVerdict | null;
  verdicts: RecordedVerdict[];
  untilAt: Date | null;
  proposedById: string;
  proposedByName: string;
  usedAt: Date | null;
}

const columns = [
  'id',
  'touchId',
  'touch',
  'at',
  'outcome',
  'verdicts',
  'untilAt',
  'proposedById',
  'proposedByName',
  'usedAt',
] as const;

function asDecision(row: Record<string, unknown>): RecordedDecision {
  const verdicts = row.verdicts as RecordedVerdict[];
  const deciding = verdicts.find((verdict) => verdict.outcome !== 'pass') ?? null;
  return { ...row, verdicts, deciding } as unknown as RecordedDecision;
}

/** Decisions that already let one of these touches through, by touch. */
export async function findAllowed(
  ctx: Ctx,
  touches: readonly Touch[],
  ids: readonly string[],
): Promise<Map<string, RecordedDecision>> {
  const keys = touches.map((touch, i) => ({
    customer: customerOf(touch),
    at: touch.at,
    id: ids[i],
  }));
  const { rows } = await sql<Record<string, unknown>>`
    select d.id, d.touch_id, d.touch, d.at, d.outcome, d.verdicts, d.until_at, d.proposed_by_id,
           d.proposed_by_name, d.used_at
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
             as k (customer bigint, at timestamptz, id text)
      join outreach.decision d on d.customer_id = k.customer and d.org_id = ${ctx.orgId}
       and d.touch_at = k.at and d.touch_id = k.id and d.outcome = 'allowed'`.execute(ctx.db);
  return new Map(rows.map((row) => [row.touchId as string, asDecision(row)]));
}

/** Where another call let the same touch through in between, its decision stays the only one. */
export async function insertDecisions(
  ctx: TxCtx,
  decisions: readonly RecordedDecision[],
): Promise<void> {
  for (let i = 0; i < decisions.length; i += 500) {
    await ctx.db
      .insertInto('outreach.decision')
      .values(decisions.slice(i, i + 500).map((decision) => rowOf(ctx, decision)))
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

const rowOf = (ctx: Ctx, { touch, deciding, verdicts, ...decision }: RecordedDecision) => ({
  ...decision,
  orgId: ctx.orgId,
  customerId: customerOf(touch),
  touchAt: new Date(touch.at),
  channel: touch.channel,
  purpose: touch.purpose,
  recipient: recipientText(touch),
  unitId: touch.unitId,
  projectId: touch.projectId,
  touch: JSON.stringify(touch),
  rule: deciding?.rule ?? null,
  ruleVersion: deciding?.ruleVersion ?? null,
  verdicts: JSON.stringify(verdicts),
});

const one = (ctx: TxCtx, { id, touch }: Pick<RecordedDecision, 'id' | 'touch'>) => ({
  customerId: customerOf(touch),
  orgId: ctx.orgId,
  touchAt: new Date(touch.at),
  id,
});

export async function lockDecision(
  ctx: TxCtx,
  decision: Pick<RecordedDecision, 'id' | 'touch'>,
): Promise<RecordedDecision | null> {
  const row = await ctx.db
    .selectFrom('outreach.decision')
    .select(columns)
    .where((eb) => eb.and(one(ctx, decision)))
    .forUpdate()
    .executeTakeFirst();
  return row ? asDecision(row) : null;
}

export async function setUsed(ctx: TxCtx, decision: RecordedDecision): Promise<void> {
  await ctx.db
    .updateTable('outreach.decision')
    .set({ usedAt: ctx.now() })
    .where((eb) => eb.and(one(ctx, decision)))
    .execute();
}

/** Allowed once, and no longer when it was about to leave. */
export async function setWithdrawn(
  ctx: TxCtx,
  decision: RecordedDecision,
  against: RecordedVerdict,
): Promise<void> {
  await ctx.db
    .updateTable('outreach.decision')
    .set({
      outcome: 'refused',
      rule: against.rule,
      ruleVersion: against.ruleVersion,
      verdicts: JSON.stringify([...decision.verdicts, against]),
    })
    .where((eb) => eb.and(one(ctx, decision)))
    .execute();
}

export interface DecisionFilter {
  page: number;
  size: number;
  channel?: string;
  outcome?: string;
  rule?: string;
}

export async function listDecisionRows(
  ctx: Ctx,
  filter: DecisionFilter,
  scope: UnitScope,
): Promise<{ items: RecordedDecision[]; total: number }> {
  const found = ctx.db
    .selectFrom('outreach.decision')
    .where('orgId', '=', ctx.orgId)
    .$if(!scope.whole, (q) => q.where(within(scope)))
    .$if(filter.channel !== undefined, (q) => q.where('channel', '=', filter.channel!))
    .$if(filter.outcome !== undefined, (q) => q.where('outcome', '=', filter.outcome!))
    .$if(filter.rule !== undefined, (q) => q.where('rule', '=', filter.rule!));
  const rows = await found
    .select(columns)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: rows.map(asDecision), total };
}

export async function findDecision(
  ctx: Ctx,
  id: string,
  scope: UnitScope,
): Promise<RecordedDecision | null> {
  const row = await ctx.db
    .selectFrom('outreach.decision')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .$if(!scope.whole, (q) => q.where(within(scope)))
    .executeTakeFirst();
  return row ? asDecision(row) : null;
}

const within = (scope: UnitScope) =>
  scope.whole ? sql<boolean>`true` : sql<boolean>`unit_id = any(${scope.units}::uuid[])`;
