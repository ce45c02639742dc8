import { sql } from 'kysely';
import { type Said, said } from '#platform/contract/task.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { stepText } from '../../contract/run.ts';

interface Place {
  readonly name: string;
  readonly day: number;
  readonly round: number;
  readonly step: 1 | 2 | 3;
  readonly nextAt: Date | null;
}

/**
 * Where a customer stands in running sequences, in words for whoever talks to them; who may see the
 * customer was asked before.
 */
export async function placesOf(
  ctx: Ctx,
  customerId: number,
): Promise<{ name: string; step: Said; next: Said | null }[]> {
  const { rows } = await sql<Place>`
    select r.name, e.day, e.round, e.step, e.next_at
      from sequences.enrolment e
      join sequences.run r on r.org_id = e.org_id and r.plan_id = e.plan_id
     where e.customer_id = ${customerId} and e.org_id = ${ctx.orgId} and e.state <> 'ended'
     order by e.started_at`.execute(ctx.db);
  return rows.map(({ name, day, round, step, nextAt }) => ({
    name,
    step: said(['第 {round} 轮第 {day} 天 · {step}', 'Round {round}, day {day} · {step}'], {
      round,
      day,
      step: stepText[step],
    }),
    next: nextAt
      ? said(['{day} 有新内容', 'something new on {day}'], {
          day: nextAt.toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }),
        })
      : null,
  }));
}
