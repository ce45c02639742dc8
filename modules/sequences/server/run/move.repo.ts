import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { lockEnrolmentsIn } from './lock.repo.ts';

/**
 * Same round, same day, another version. Where they stood is kept as the place their telling begins
 * from: the new version says nothing about what was done under the old one.
 */
export async function moveEnrolments(
  ctx: TxCtx,
  planId: string,
  version: number,
  beforeDay: number | null,
): Promise<{ moved: number; kept: number }> {
  await lockEnrolmentsIn(ctx);
  const { rows } = await sql<{ moved: number; kept: number }>`
    with moved as (
      update sequences.enrolment e
         set version = ${version},
             base = jsonb_build_object('at', ${ctx.now()}::timestamptz, 'place', jsonb_build_object(
               'anchor', e.anchor - date '1970-01-01', 'skipped', e.skipped, 'mode', e.mode,
               'shownStep', e.shown_step, 'state', e.state, 'exit', null, 'endedAt', null,
               'resumeOn', e.resume_on - date '1970-01-01',
               'lastSignalAt', floor(date_part('epoch', e.last_signal_at) * 1000)))
       where e.org_id = ${ctx.orgId} and e.plan_id = ${planId} and e.state <> 'ended'
         and e.version < ${version} and ${beforeDay === null ? sql`true` : sql`e.day < ${beforeDay}`}
      returning e.customer_id, e.cell, e.need_stage),
    told as (
      insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail,
        cell, need_stage)
      select customer_id, ${planId}::uuid, md5(${`version/${version}`})::uuid, ${ctx.orgId}::uuid,
             ${ctx.now()}, 'version', 'staff', jsonb_build_object('version', ${version}::int), cell,
             need_stage
        from moved on conflict do nothing)
    select (select count(*)::int from moved) as moved,
           (select count(*)::int from sequences.enrolment
             where org_id = ${ctx.orgId} and plan_id = ${planId} and state <> 'ended'
               and version < ${version})
             - (select count(*)::int from moved) as kept`.execute(ctx.db);
  return rows[0]!;
}
