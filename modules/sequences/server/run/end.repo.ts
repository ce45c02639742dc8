import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { lockEnrolmentsIn } from './lock.repo.ts';

/** Everybody who is still in a plan leaves it because it ended. */
export async function endAll(ctx: TxCtx, planId: string): Promise<void> {
  await lockEnrolmentsIn(ctx);
  await sql`
    with gone as (
      update sequences.enrolment set state = 'ended', exit_reason = 'run_ended',
             ended_at = ${ctx.now()}, next_at = null, resume_on = null
       where org_id = ${ctx.orgId} and plan_id = ${planId} and state <> 'ended'
      returning customer_id)
    insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail)
    select customer_id, ${planId}::uuid, md5('exit/run_ended')::uuid, ${ctx.orgId}::uuid,
           ${ctx.now()}, 'exit', 'staff', '{"reason": "run_ended"}'
      from gone on conflict do nothing`.execute(ctx.db);
  await sql`
    update sequences.follow_up set state = 'closed', due_at = null, closed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and plan_id = ${planId} and state = 'open'`.execute(ctx.db);
}
