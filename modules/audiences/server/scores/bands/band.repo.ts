import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ActivityState, Band } from '../../../contract/score.ts';
import { addDays, dayOf, startOf } from '../../../rule/day.ts';
import { activityDays } from '../../../rule/facts.ts';
import { seenProfiles } from '../seen.repo.ts';

const band = sql<Band>`coalesce(p.quality_band, 'unknown')`;

/** As rules ask for it (engine/attribute-sql.ts): whole days of the bank, today counts. */
function stateOf(ctx: Ctx): RawBuilder<ActivityState> {
  const tomorrow = addDays(dayOf(ctx.now()), 1);
  const whens = Object.entries(activityDays).map(
    ([state, days]) =>
      sql`when p.last_active_at >= ${startOf(addDays(tomorrow, -days))} then ${state}::text`,
  );
  return sql`(case ${sql.join(whens, sql` `)} else 'lost' end)`;
}

export async function countBands(ctx: Ctx, unitId?: string) {
  const { rows } = await sql<{ band: Band; state: ActivityState; count: number }>`
    select ${band} as band, ${stateOf(ctx)} as state, count(*) as count
      from audiences.profile p where ${await seenProfiles(ctx, unitId)} group by 1, 2`.execute(
    ctx.db,
  );
  return rows;
}

export interface BandRow {
  readonly customerId: number;
  readonly band: Band;
  readonly state: ActivityState;
  readonly lastActiveAt: Date | null;
}

export async function findInBand(
  ctx: Ctx,
  asked: {
    band?: Band | undefined;
    state?: ActivityState | undefined;
    unitId?: string | undefined;
  },
  after: number,
  size: number,
): Promise<BandRow[]> {
  const { rows } = await sql<BandRow>`
    select p.customer_id as "customerId", ${band} as band, ${stateOf(ctx)} as state,
           p.last_active_at as "lastActiveAt"
      from audiences.profile p
     where ${await seenProfiles(ctx, asked.unitId)} and p.customer_id > ${after}
       and (${asked.band ?? null}::text is null or ${band} = ${asked.band ?? null})
       and (${asked.state ?? null}::text is null or ${stateOf(ctx)} = ${asked.state ?? null})
     order by p.customer_id limit ${size}`.execute(ctx.db);
  return rows;
}
