import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type Happened, kindsHeard } from '../../definition/signals.ts';
import type { Decided, Place } from '../../definition/walk.ts';
import { switchedOff } from './choice.repo.ts';

export interface Standing {
  readonly customerId: number;
  readonly planId: string;
  readonly sequenceId: string;
  readonly version: number;
  readonly bucket: number;
  readonly staffId: string | null;
  readonly corpId: string | null;
  readonly startedAt: Date;
  readonly startedOn: string;
  readonly anchor: string;
  readonly day: number;
  readonly step: number;
  readonly laidAt: Date | null;
  readonly mode: 'aida' | 'three_w';
  readonly skipped: number;
  readonly shownStep: 1 | 2 | 3;
  readonly state: 'active' | 'paused' | 'ended';
  readonly exitReason: string | null;
  readonly endedAt: Date | null;
  readonly resumeOn: string | null;
  readonly lastSignalAt: Date | null;
  readonly base: { at: string; place: Place } | null;
  readonly generic: boolean;
}

const columns = sql`e.customer_id as "customerId", e.plan_id as "planId",
  e.sequence_id as "sequenceId", e.version, e.bucket, e.staff_id as "staffId",
  e.corp_id as "corpId", e.started_at as "startedAt", e.started_on as "startedOn", e.anchor, e.day,
  e.step, e.laid_at as "laidAt", e.mode, e.skipped, e.shown_step as "shownStep", e.state,
  e.exit_reason as "exitReason", e.ended_at as "endedAt", e.resume_on as "resumeOn",
  e.last_signal_at as "lastSignalAt", e.base, e.generic`;

/** An event that comes so late still moves somebody who has ended since. */
const LATE_DAYS = 7;

/** Enrolments of these customers in runs that are not over, held still until the transaction ends. */
export async function lockEnrolments(
  ctx: TxCtx,
  customerIds: readonly number[],
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select ${columns} from sequences.enrolment e
     where e.customer_id = any (${[...customerIds]}::bigint[]) and e.org_id = ${ctx.orgId}
       and (e.state <> 'ended'
            or e.ended_at > ${ctx.now()}::timestamptz - make_interval(days => ${LATE_DAYS}))
       and e.exit_reason is distinct from 'run_ended'
     order by e.customer_id, e.plan_id
       for update of e`.execute(ctx.db);
  return rows;
}

export type HappenedTo = Happened & { readonly customerId: number };

/** What these customers did since a moment, of the kinds that mean something; withdrawn consents too. */
export async function whatHappened(
  ctx: Ctx,
  customerIds: readonly number[],
  since: Date,
): Promise<HappenedTo[]> {
  const ids = [...customerIds];
  const { rows } = await sql<HappenedTo>`
    select customer_id as "customerId", event_id::text as id, kind, at, subject,
           amount::float8 as amount, properties
      from tracking.event
     where customer_id = any (${ids}::bigint[]) and org_id = ${ctx.orgId} and at >= ${since}
       and kind = any (${[...kindsHeard]}::text[])
    union all
    select customer_id, step_id::text, 'consent.withdrawn', min(at), null, null, '{}'::jsonb
      from customers.consent_step
     where customer_id = any (${ids}::bigint[]) and org_id = ${ctx.orgId} and at >= ${since}
       and act = 'withdrawn' and purpose = 'marketing' and channel in ('one_to_one', 'any')
     group by 1, 2`.execute(ctx.db);
  return rows;
}

/** What moved them besides: days they were put back, exits that a tick or a colleague decided. */
export async function whatWasDecided(
  ctx: Ctx,
  pairs: readonly Pick<Standing, 'customerId' | 'planId'>[],
): Promise<(Decided & { customerId: number; planId: string })[]> {
  const { rows } = await sql<{
    customerId: number;
    planId: string;
    id: string;
    at: Date;
    kind: 'late' | 'exit';
    detail: { days?: number; reason?: Decided['reason'] };
  }>`
    select m.customer_id as "customerId", m.plan_id as "planId", m.movement_id::text as id, m.at,
           m.kind, m.detail
      from unnest(${pairs.map((p) => p.customerId)}::bigint[], ${pairs.map((p) => p.planId)}::uuid[])
             as w (customer_id, plan_id)
      join sequences.movement m on m.customer_id = w.customer_id and m.plan_id = w.plan_id
     where m.kind in ('late', 'exit') and m.cause in ('tick', 'staff', 'touch')`.execute(ctx.db);
  return rows.map(({ detail, ...row }) => ({
    ...row,
    ...(detail.days === undefined ? {} : { days: detail.days }),
    ...(detail.reason === undefined ? {} : { reason: detail.reason }),
  }));
}

export interface Change {
  readonly customerId: number;
  readonly planId: string;
  readonly anchor: string;
  readonly skipped: number;
  readonly mode: string;
  readonly shownStep: number;
  readonly state: string;
  readonly exitReason: string | null;
  readonly endedAt: Date | null;
  readonly resumeOn: string | null;
  readonly lastSignalAt: Date | null;
  readonly nextAt: Date | null;
  readonly generic: boolean;
}

/** Puts many where they stand now, in one statement. */
export async function setPlaces(ctx: TxCtx, changes: readonly Change[]): Promise<void> {
  await sql`
    update sequences.enrolment e
       set anchor = c."anchor", skipped = c.skipped, mode = c.mode, shown_step = c."shownStep",
           step = greatest(e.step, c."shownStep"), generic = c.generic,
           cell = case when c.generic then 0 else e.cell end,
           need_stage = case when c.generic then 0 else e.need_stage end, state = c.state, exit_reason = c."exitReason",
           ended_at = c."endedAt", resume_on = c."resumeOn", last_signal_at = c."lastSignalAt",
           next_at = c."nextAt"
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c ("customerId" bigint,
        "planId" uuid, "anchor" date, skipped smallint, mode text, "shownStep" smallint, state text,
        "exitReason" text, "endedAt" timestamptz, "resumeOn" date, "lastSignalAt" timestamptz,
        "nextAt" timestamptz, generic boolean)
     where e.customer_id = c."customerId" and e.plan_id = c."planId"`.execute(ctx.db);
}

export interface NewMovement {
  readonly customerId: number;
  readonly planId: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly cause: string;
  readonly detail: object;
}

/**
 * Written with where the customers stand now; what was told before is told. Answers the new ones, as
 * `keyOfMovement` names them.
 */
export async function addMovements(
  ctx: TxCtx,
  movements: readonly NewMovement[],
): Promise<Set<string>> {
  if (movements.length === 0) return new Set();
  const { rows } = await sql<Pick<NewMovement, 'customerId' | 'planId' | 'id'>>`
    insert into sequences.movement (customer_id, plan_id, movement_id, org_id, at, kind, cause, detail,
      need, recognition, cell, need_stage)
    select m."customerId", m."planId", m.id, ${ctx.orgId}::uuid, m.at, m.kind, m.cause, m.detail,
           s.need, s.recognition, s.cell, s.need_stage
      from jsonb_to_recordset(${JSON.stringify(movements)}::jsonb) as m ("customerId" bigint,
        "planId" uuid, id uuid, at timestamptz, kind text, cause text, detail jsonb)
      left join audiences.standing s on s.customer_id = m."customerId"
       and not ${switchedOff(sql`m."customerId"`)}
    on conflict do nothing
    returning customer_id as "customerId", plan_id as "planId", movement_id as id`.execute(ctx.db);
  return new Set(rows.map(keyOfMovement));
}

export const keyOfMovement = ({
  customerId,
  planId,
  id,
}: Pick<NewMovement, 'customerId' | 'planId' | 'id'>): string => `${customerId}/${planId}/${id}`;
