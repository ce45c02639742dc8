import { type RawBuilder, sql } from 'kysely';
import type { BucketRange } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { cells, needStages, type StandingSettings } from '../../../contract/score-standing.ts';
import { dayOf } from '../../../rule/day.ts';

/** Whose standing: customers named, or those of some buckets. */
export type Scored =
  | { readonly customerIds: readonly number[] }
  | { readonly buckets: BucketRange };

/** Beyond sixty half-lives nothing is left, and the database would call it an underflow. */
const left = (today: string): RawBuilder<number> =>
  sql`power(0.5::float8, least(60, greatest(0, ${today}::date - d.day)::float8 / w.half_life_days))`;
const pointsOf = (today: string): RawBuilder<number> =>
  sql`(least(d.count, w.per_day) * w.points * ${left(today)})`;

const among = (whose: Scored, id: string): RawBuilder<boolean> =>
  'customerIds' in whose
    ? sql`${sql.ref(id)} = any(${[...whose.customerIds]}::bigint[])`
    : sql`((hashint8(${sql.ref(id)}) & 1023) >= ${whose.buckets.from}
           and (hashint8(${sql.ref(id)}) & 1023) < ${whose.buckets.to})`;

/** 0–100, more and more slowly towards the top. */
const scoreOf = (points: string, scale: number): RawBuilder<number> =>
  sql`round(100 * (1 - exp(-greatest(0, coalesce(${sql.ref(points)}, 0)) / ${scale}::float8)))::smallint`;
const levelOf = (score: RawBuilder<number>, cuts: { mid: number; high: number }) =>
  sql`((${score} >= ${cuts.mid})::int + (${score} >= ${cuts.high})::int)`;

/**
 * Scores these customers by what they did up to now, in one pass over their days; those who stay as
 * they were are not written. Of whom nothing is known any more that counts, they stand where everybody
 * begins. Answers whose cell is another.
 */
export async function putStanding(
  ctx: TxCtx,
  { cuts, scale }: StandingSettings,
  whose: Scored,
): Promise<number[]> {
  const today = dayOf(ctx.now());
  const [need, recognition] = [scoreOf('s.need', scale), scoreOf('s.recognition', scale)];
  const { rows } = await sql<{ customerId: number }>`
    with fresh as materialized (
      select s.customer_id, ${need} as need, ${recognition} as recognition, s.need_stage,
             (${levelOf(need, cuts.need)} * 3 + ${levelOf(recognition, cuts.recognition)})::smallint as cell
        from (
          select d.customer_id,
                 sum(${pointsOf(today)}) filter (where w.dimension = 'need') as need,
                 sum(${pointsOf(today)}) filter (where w.dimension = 'recognition') as recognition,
                 coalesce(max(w.need_stage), 0)::smallint as need_stage
            from tracking.daily d
            join audiences.signal w on w.org_id = d.org_id and w.kind = d.kind
           where d.org_id = ${ctx.orgId} and ${among(whose, 'd.customer_id')}
           group by d.customer_id) s),
    moved as (
      select f.customer_id from fresh f
        left join audiences.standing held on held.customer_id = f.customer_id
       where f.cell <> coalesce(held.cell, 0)),
    put as (
      insert into audiences.standing as held
        (customer_id, org_id, need, recognition, cell, need_stage, cell_since, day)
      select f.customer_id, ${ctx.orgId}::uuid, f.need, f.recognition, f.cell, f.need_stage,
             case when f.cell > 0 then ${ctx.now()}::timestamptz end, ${today}::date
        from fresh f
      on conflict (customer_id) do update
        set need = excluded.need, recognition = excluded.recognition, cell = excluded.cell,
            need_stage = excluded.need_stage, day = excluded.day,
            cell_since = case when held.cell = excluded.cell then held.cell_since
                              else ${ctx.now()}::timestamptz end
      where (held.need, held.recognition, held.cell, held.need_stage)
            is distinct from (excluded.need, excluded.recognition, excluded.cell, excluded.need_stage)),
    gone as (
      delete from audiences.standing s
       where s.org_id = ${ctx.orgId} and ${among(whose, 's.customer_id')}
         and not exists (select from fresh f where f.customer_id = s.customer_id)
      returning s.customer_id, s.cell)
    select m.customer_id as "customerId" from moved m
     union all
    select g.customer_id from gone g where g.cell <> 0`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export interface StandingRow {
  readonly customerId: number;
  readonly need: number;
  readonly recognition: number;
  readonly cell: number;
  readonly needStage: number;
  readonly cellSince: Date | null;
}

export async function findStandings(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select s.customer_id as "customerId", s.need, s.recognition, s.cell,
           s.need_stage as "needStage", s.cell_since as "cellSince"
      from audiences.standing s
     where s.org_id = ${ctx.orgId} and s.customer_id = any(${[...customerIds]}::bigint[])`.execute(
    ctx.db,
  );
  return rows;
}

export interface MovedRow {
  readonly dimension: 'need' | 'recognition';
  readonly kind: string;
  readonly day: string;
  readonly count: number;
  readonly points: number;
  readonly left: number;
}

/** What moved one customer, the strongest first: what it was worth on its day, and what is left. */
export async function findMoved(ctx: Ctx, customerId: number, most: number): Promise<MovedRow[]> {
  const today = dayOf(ctx.now());
  const { rows } = await sql<MovedRow>`
    select m.dimension, m.kind, m.day, m.count, m.points, m.left from (
      select w.dimension, d.kind, d.day::text as day, d.count,
             (least(d.count, w.per_day) * w.points)::float8 as points,
             ${pointsOf(today)}::float8 as "left",
             row_number() over (partition by w.dimension
               order by abs(${pointsOf(today)}) desc, d.day desc, d.kind) as place
        from tracking.daily d
        join audiences.signal w on w.org_id = d.org_id and w.kind = d.kind
       where d.org_id = ${ctx.orgId} and d.customer_id = ${customerId}) m
     where m.place <= ${most} order by m.dimension, m.place`.execute(ctx.db);
  return rows;
}

/** All points of one customer, as the scores are made of them. */
export async function sumPoints(ctx: Ctx, customerId: number) {
  const today = dayOf(ctx.now());
  const { rows } = await sql<{ dimension: 'need' | 'recognition'; points: number }>`
    select w.dimension, sum(${pointsOf(today)})::float8 as points
      from tracking.daily d
      join audiences.signal w on w.org_id = d.org_id and w.kind = d.kind
     where d.org_id = ${ctx.orgId} and d.customer_id = ${customerId}
     group by w.dimension`.execute(ctx.db);
  return new Map(rows.map((row) => [row.dimension, row.points]));
}

/**
 * Where customers stand, to join in a set: `left join ${standings()} st on st.customer_id = e.customer_id`.
 * Columns `customer_id`, `need`, `recognition`, `cell` (`high-low`), `need_stage` (`deepened`). Whoever
 * is not in it has done nothing yet: `coalesce(st.cell, 'low-low')`.
 */
export const standings = (): RawBuilder<unknown> => sql`(
  select s.customer_id, s.need, s.recognition, (${[...cells]}::text[])[s.cell + 1] as cell,
         (${[...needStages]}::text[])[s.need_stage + 1] as need_stage
    from audiences.standing s)`;
