import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { dayOf } from '../../rule/day.ts';

/** Which of these customers belong to which of these audiences. */
export async function findMemberships(
  ctx: Ctx,
  audienceIds: readonly string[],
  customerIds: readonly number[],
): Promise<Map<string, Set<number>>> {
  const { rows } = await sql<{ audienceId: string; ids: number[] }>`
    select m.audience_id as "audienceId", array_agg(m.customer_id) as ids from audiences.member m
     where m.customer_id = any(${[...customerIds]}::bigint[])
       and m.audience_id = any(${[...audienceIds]}::uuid[])
     group by m.audience_id`.execute(ctx.db);
  return new Map(rows.map(({ audienceId, ids }) => [audienceId, new Set(ids.map(Number))]));
}

/** Who came to an audience and who left it. */
export interface Move {
  readonly audienceId: string;
  readonly entered: readonly number[];
  readonly left: readonly number[];
}

/** Audiences and customers side by side, as two arrays for one statement. */
function pairs(moves: readonly Move[], whom: 'entered' | 'left') {
  return {
    audiences: moves.flatMap((move) => move[whom].map(() => move.audienceId)),
    customers: moves.flatMap((move) => move[whom]),
  };
}

export async function addMembers(ctx: TxCtx, moves: readonly Move[]): Promise<void> {
  const { audiences, customers } = pairs(moves, 'entered');
  if (customers.length === 0) return;
  await sql`
    insert into audiences.member (customer_id, audience_id, org_id, since)
    select entered.id, entered.audience, ${ctx.orgId}, ${ctx.now()}
      from unnest(${customers}::bigint[], ${audiences}::uuid[]) as entered (id, audience)
    on conflict (customer_id, audience_id) do nothing`.execute(ctx.db);
}

export async function removeMembers(ctx: TxCtx, moves: readonly Move[]): Promise<void> {
  const { audiences, customers } = pairs(moves, 'left');
  if (customers.length === 0) return;
  await sql`delete from audiences.member m
             using unnest(${customers}::bigint[], ${audiences}::uuid[]) as gone (id, audience)
             where m.customer_id = gone.id and m.audience_id = gone.audience`.execute(ctx.db);
}

/** Customers of a list who are known, within these units; answers who came in. */
export async function addListed(
  ctx: TxCtx,
  audienceId: string,
  customerIds: readonly number[],
  unitIds: readonly string[] | null,
): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    insert into audiences.member (customer_id, audience_id, org_id, since)
    select p.customer_id, ${audienceId}, ${ctx.orgId}, ${ctx.now()}
      from unnest(${[...customerIds]}::bigint[]) as listed (id)
      join audiences.profile p on p.customer_id = listed.id
       and p.bucket = (hashint8(listed.id) & 1023)::smallint
     where p.org_id = ${ctx.orgId}
       and (${unitIds === null} or p.unit_id = any(${[...(unitIds ?? [])]}::uuid[]))
    on conflict (customer_id, audience_id) do nothing
    returning customer_id as "customerId"`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export async function countMembers(ctx: Ctx, audienceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from audiences.member m where m.audience_id = ${audienceId}`.execute(
    ctx.db,
  );
  return rows[0]!.count;
}

export async function findMembers(
  ctx: Ctx,
  audienceId: string,
  after: number,
  size: number,
): Promise<{ customerId: number; since: Date }[]> {
  const { rows } = await sql<{ customerId: number; since: Date }>`
    select m.customer_id as "customerId", m.since from audiences.member m
     where m.audience_id = ${audienceId} and m.customer_id > ${after}
     order by m.customer_id limit ${size}`.execute(ctx.db);
  return rows;
}

export async function addGrowth(
  ctx: TxCtx,
  audienceId: string,
  entered: number,
  left: number,
  count: number | null = null,
): Promise<void> {
  await sql`
    insert into audiences.growth as held (org_id, audience_id, day, entered, "left", count)
    select ${ctx.orgId}, ${audienceId}, ${dayOf(ctx.now())}::date, ${entered}, ${left},
           coalesce(${count}::bigint, a.count, 0)
      from audiences.audience a where a.org_id = ${ctx.orgId} and a.id = ${audienceId}
    on conflict (org_id, audience_id, day) do update
      set entered = held.entered + excluded.entered, "left" = held."left" + excluded."left",
          count = excluded.count`.execute(ctx.db);
}

/** The same for several audiences that are counted already, in one order. */
export async function addGrowths(ctx: TxCtx, moves: readonly Move[]): Promise<void> {
  await sql`
    insert into audiences.growth as held (org_id, audience_id, day, entered, "left", count)
    select ${ctx.orgId}, a.id, ${dayOf(ctx.now())}::date, moved.entered, moved."left",
           coalesce(a.count, 0)
      from unnest(${moves.map((m) => m.audienceId)}::uuid[],
                  ${moves.map((m) => m.entered.length)}::int[],
                  ${moves.map((m) => m.left.length)}::int[]) as moved (id, entered, "left")
      join audiences.audience a on a.org_id = ${ctx.orgId} and a.id = moved.id
     order by a.id
    on conflict (org_id, audience_id, day) do update
      set entered = held.entered + excluded.entered, "left" = held."left" + excluded."left",
          count = excluded.count`.execute(ctx.db);
}

export interface GrowthRow {
  audienceId: string;
  day: string;
  entered: number;
  left: number;
  count: number;
}

/** Days on which anything is known, the earliest first. */
export async function findGrowth(ctx: Ctx, audienceIds: readonly string[], since: string) {
  const { rows } = await sql<GrowthRow>`
    select g.audience_id as "audienceId", g.day::text as day, g.entered, g."left", g.count
      from audiences.growth g
     where g.org_id = ${ctx.orgId} and g.audience_id = any(${[...audienceIds]}::uuid[])
       and g.day >= ${since}::date
     order by g.day`.execute(ctx.db);
  return rows;
}

/** What was known last before a day. */
export async function findCountsBefore(ctx: Ctx, audienceIds: readonly string[], day: string) {
  const { rows } = await sql<{ audienceId: string; count: number }>`
    select distinct on (g.audience_id) g.audience_id as "audienceId", g.count
      from audiences.growth g
     where g.org_id = ${ctx.orgId} and g.audience_id = any(${[...audienceIds]}::uuid[])
       and g.day < ${day}::date
     order by g.audience_id, g.day desc`.execute(ctx.db);
  return new Map(rows.map((row) => [row.audienceId, row.count]));
}

/** Each customer of these audiences once, with how many of them they belong to, by pairs. */
export async function countOverlaps(ctx: Ctx, audienceIds: readonly string[]) {
  const ids = [...audienceIds];
  const pairs = await sql<{ a: string; b: string; count: number }>`
    select one.audience_id as a, other.audience_id as b, count(*) as count
      from audiences.member one
      join audiences.member other on other.customer_id = one.customer_id
       and other.audience_id > one.audience_id
     where one.audience_id = any(${ids}::uuid[]) and other.audience_id = any(${ids}::uuid[])
     group by 1, 2`.execute(ctx.db);
  const together = await sql<{ any: number; all: number }>`
    select count(*) as "any", count(*) filter (where each.held = ${ids.length}) as "all"
      from (select m.customer_id, count(*) as held from audiences.member m
             where m.audience_id = any(${ids}::uuid[]) group by m.customer_id) each`.execute(
    ctx.db,
  );
  return { pairs: pairs.rows, ...together.rows[0]! };
}

export async function deleteGone(
  ctx: TxCtx,
  customerIds: readonly number[],
): Promise<{ audienceId: string; ids: number[] }[]> {
  await sql`delete from audiences.snapshot_member s
             where s.customer_id = any(${[...customerIds]}::bigint[])`.execute(ctx.db);
  const { rows } = await sql<{ audienceId: string; ids: number[] }>`
    with gone as (
      delete from audiences.member m where m.customer_id = any(${[...customerIds]}::bigint[])
      returning m.audience_id, m.customer_id)
    select g.audience_id as "audienceId", array_agg(g.customer_id) as ids from gone g group by 1`.execute(
    ctx.db,
  );
  return rows.map(({ audienceId, ids }) => ({ audienceId, ids: ids.map(Number) }));
}
