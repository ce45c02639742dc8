import { type RawBuilder, sql } from 'kysely';

/** Finer than any share that somebody would hold out. */
const DRAWS = 2 ** 30;

/** How the hash of customer and seed draws: the same customer the same way, whenever it is asked. */
export const drawnArm = (
  controlShare: number,
  controlSeed: string,
  customerId: RawBuilder<unknown>,
): RawBuilder<'reached' | 'control'> => sql`
  case when (hashint8extended(${customerId}, ${controlSeed}::bigint) & ${DRAWS - 1}::bigint)
            < ${Math.round(controlShare * DRAWS)}::bigint
       then 'control' else 'reached' end`;

/** The arm of a customer, drawn or as it would be drawn; before a plan is defined any seed is as good. */
export const armSql = (
  plan: { readonly planId: string; readonly controlShare: number; readonly controlSeed?: string },
  customerId: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  coalesce((select a.arm from outreach.assignment a
             where a.customer_id = ${customerId} and a.plan_id = ${plan.planId}::uuid),
           ${drawnArm(plan.controlShare, plan.controlSeed ?? '0', customerId)})`;

/** The same for the candidate that a set is about: `x` in every query of facts. */
export const armOfCandidate = (plan: Parameters<typeof armSql>[0]): RawBuilder<unknown> =>
  armSql(plan, sql`x.customer_id`);
