import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { profileOf, seenProfiles, seesAll } from '../seen.repo.ts';

const KEYS = ['rfm_r', 'rfm_f', 'rfm_m', 'rfm_tier'];

/** How many customers have each value of each score. */
export async function countRfm(ctx: Ctx, unitId?: string) {
  const all = !unitId && seesAll(ctx);
  const { rows } = await sql<{ key: string; value: number; count: number }>`
    select s.score_key as key, s.value, count(*) as count
      from audiences.score s ${all ? sql`` : sql`join audiences.profile p on ${profileOf('s.customer_id')}`}
     where s.org_id = ${ctx.orgId} and s.score_key = any(${KEYS}::text[])
       and ${all ? sql`true` : await seenProfiles(ctx, unitId)}
     group by 1, 2`.execute(ctx.db);
  return (key: string, value: number) =>
    rows.find((row) => row.key === key && row.value === value)?.count ?? 0;
}

export interface TierRow {
  readonly customerId: number;
  readonly tier: number;
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

const parts = sql`
  max(s.value) filter (where s.score_key = 'rfm_tier')::int as tier,
  max(s.value) filter (where s.score_key = 'rfm_r')::int as r,
  max(s.value) filter (where s.score_key = 'rfm_f')::int as f,
  max(s.value) filter (where s.score_key = 'rfm_m')::int as m,
  max((s.explanation ->> 'recency')::int) as recency,
  max((s.explanation ->> 'frequency')::int) as frequency,
  max((s.explanation ->> 'monetary')::float8) as monetary`;

export async function findInTier(
  ctx: Ctx,
  tier: number,
  unitId: string | undefined,
  after: number,
  size: number,
): Promise<TierRow[]> {
  const { rows } = await sql<TierRow>`
    select s.customer_id as "customerId", ${parts}
      from audiences.score s
     where s.org_id = ${ctx.orgId} and s.score_key = any(${KEYS}::text[]) and s.customer_id in (
       select t.customer_id from audiences.score t
         join audiences.profile p on ${profileOf('t.customer_id')}
        where t.org_id = ${ctx.orgId} and t.score_key = 'rfm_tier' and t.value = ${tier}
          and t.customer_id > ${after} and ${await seenProfiles(ctx, unitId)}
        order by t.customer_id limit ${size})
     group by s.customer_id order by s.customer_id`.execute(ctx.db);
  return rows;
}

export async function findRfmOf(ctx: Ctx, customerId: number): Promise<TierRow | null> {
  const { rows } = await sql<TierRow>`
    select s.customer_id as "customerId", ${parts} from audiences.score s
     where s.org_id = ${ctx.orgId} and s.customer_id = ${customerId}
       and s.score_key = any(${KEYS}::text[])
     group by s.customer_id`.execute(ctx.db);
  return rows[0] ?? null;
}
