import { type RawBuilder, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { PlanPurpose, TouchClass } from '../../contract/channel.ts';
import type { PlanId, PlanKind, PlanState } from '../../contract/plan.ts';
import { drawnArm } from './arm.policy.ts';

/** A select that gives `customer_id`. */
export type CustomerSet = RawBuilder<unknown>;

export interface PlanInput {
  readonly kind: PlanKind;
  /** Of whoever defines it: the run of a sequence, the bulk send. With `kind` it is the plan. */
  readonly subjectId: string;
  readonly name: string;
  /** The need of the customer that it answers (R-004). */
  readonly need?: string | null;
  readonly projectId: string;
  readonly unitId: string;
  readonly class: TouchClass;
  readonly purpose: PlanPurpose;
  /** Share of customers held out, 0 ≤ share < 1. */
  readonly controlShare: number;
  readonly deletionLimit?: number | null;
}

export interface PlanRow extends Required<PlanInput> {
  readonly planId: PlanId;
  /** Draws the held-out customers; a number of 64 bits as text. */
  readonly controlSeed: string;
  readonly state: PlanState;
  readonly stateReason: Phrase | null;
  readonly stateAt: Date;
  readonly createdByName: string;
  readonly createdAt: Date;
}

const columns = sql`plan_id as "planId", kind, subject_id as "subjectId", name, need,
  project_id as "projectId", unit_id as "unitId", class, purpose,
  control_share as "controlShare", control_seed::text as "controlSeed",
  deletion_limit as "deletionLimit", state, state_reason as "stateReason", state_at as "stateAt",
  created_by_name as "createdByName", created_at as "createdAt"`;

/** The plan of a subject, defined once; a later definition finds it. */
export async function insertPlan(ctx: TxCtx, id: string, plan: PlanInput): Promise<PlanId> {
  await sql`
    insert into outreach.plan (org_id, plan_id, kind, subject_id, name, need, project_id, unit_id, class,
      purpose, control_share, control_seed, deletion_limit, state, state_at, created_by_id,
      created_by_name, created_at)
    values (${ctx.orgId}, ${id}, ${plan.kind}, ${plan.subjectId}, ${plan.name},
      ${plan.need ?? null}, ${plan.projectId},
      ${plan.unitId}, ${plan.class}, ${plan.purpose}, ${plan.controlShare},
      hashtextextended(${id}, 0), ${plan.deletionLimit ?? null}, 'running', ${ctx.now()},
      ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()})
    on conflict (org_id, kind, subject_id) do nothing`.execute(ctx.db);
  const { rows } = await sql<{ planId: PlanId }>`
    select plan_id as "planId" from outreach.plan
     where org_id = ${ctx.orgId} and kind = ${plan.kind} and subject_id = ${plan.subjectId}`.execute(
    ctx.db,
  );
  return rows[0]!.planId;
}

export async function findPlans(ctx: Ctx, ids: readonly string[]): Promise<Map<string, PlanRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PlanRow>`select ${columns} from outreach.plan
    where org_id = ${ctx.orgId} and plan_id = any (${[...new Set(ids)]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.planId, row]));
}

export const findPlan = async (ctx: Ctx, id: string): Promise<PlanRow | null> =>
  (await findPlans(ctx, [id])).get(id) ?? null;

export async function lockPlan(ctx: TxCtx, id: string): Promise<PlanRow | null> {
  const { rows } = await sql<PlanRow>`select ${columns} from outreach.plan
    where org_id = ${ctx.orgId} and plan_id = ${id} for update`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function setState(
  ctx: TxCtx,
  id: string,
  state: PlanState,
  reason: Phrase,
): Promise<void> {
  await sql`update outreach.plan set state = ${state}, state_at = ${ctx.now()},
      state_reason = ${JSON.stringify(reason)}::jsonb
    where org_id = ${ctx.orgId} and plan_id = ${id}`.execute(ctx.db);
}

/**
 * Draws each of these customers into an arm, once for all: the hash of customer and seed decides, and
 * whoever has been drawn stays where they are, whatever the share is later.
 */
export async function insertAssignments(
  ctx: TxCtx,
  plan: Pick<PlanRow, 'planId' | 'controlSeed' | 'controlShare'>,
  customers: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into outreach.assignment (customer_id, plan_id, org_id, arm, at)
    select c.customer_id, ${plan.planId}::uuid, ${ctx.orgId}::uuid,
           ${drawnArm(plan.controlShare, plan.controlSeed, sql`c.customer_id`)},
           ${ctx.now()}
      from (${customers}) as c where c.customer_id > 0
    on conflict (customer_id, plan_id) do nothing`.execute(ctx.db);
}
