import type pg from 'pg';
import { type Chat, drawGroups } from './draw-groups.ts';

/**
 * A sample has so many RMs at least: what it costs are their tasks, and how much they differ is known
 * from a dozen.
 */
const COLLEAGUES = 12;

export interface DrawRequest {
  readonly orgId: string;
  /** Null: group chats are drawn in place of an audience. */
  readonly audienceId: string | null;
  readonly chats?: readonly Chat[] | null;
  /** At most so many; null: everybody. */
  readonly customers: number | null;
}

export interface Drawn {
  /** Everybody in the audience. */
  readonly audience: number;
  /** RMs of the audience when only some of them were drawn; null: all are there. */
  readonly staffOfAudience: number | null;
}

/** Into temporary tables of this transaction: who takes part, the groups, and the colleagues of both. */
export async function draw(
  source: pg.Client,
  { orgId, audienceId, customers, chats }: DrawRequest,
): Promise<Drawn> {
  const all = await drawGroups(source, { orgId, chats: chats ?? [], customers });
  let staffOfAudience: number | null = null;
  if (!chats) {
    await source.query(
      `create temp table everybody on commit drop as
       select c.customer_id, c.rm_id, c.bucket
         from audiences.member m join customers.customer c using (customer_id)
        where m.audience_id = $2 and c.org_id = $1 and c.state = 'active'`,
      [orgId, audienceId],
    );
    if (customers !== null) staffOfAudience = await drawColleagues(source, customers);
    await source.query(
      `insert into rehearsed
       select customer_id, rm_id from everybody order by bucket, customer_id limit $1`,
      [customers],
    );
  }
  await source.query('create unique index on rehearsed (customer_id)');
  await source.query('analyze rehearsed');
  await source.query(
    `create temp table rehearsed_staff on commit drop as
       select id, row_number() over (order by id) as nth from (
         select rm_id as id from rehearsed where rm_id is not null
          union
         select owner_id from rehearsed_chat
          union
         select staff_id from customers.relationship
          where customer_id in (select customer_id from rehearsed)
            and staff_id is not null and state = 'active') s
        where id in (select id from org.staff where org_id = '${orgId}')`,
  );
  await source.query('create unique index on rehearsed_staff (id)');
  if (chats) return { audience: all, staffOfAudience };
  const { rows } = await source.query(
    'select count(*)::int as n from audiences.member where org_id = $1 and audience_id = $2',
    [orgId, audienceId],
  );
  return { audience: rows[0].n, staffOfAudience };
}

/**
 * Leaves in `everybody` the customers of some RMs, as many as give `customers` of them, and the same
 * share of those who have none. Answers how many RMs there were, null when all are left.
 */
async function drawColleagues(source: pg.Client, customers: number): Promise<number | null> {
  const { rows } = await source.query<{ all: number; drawn: string[]; share: number }>(
    `with colleague as (
       select rm_id, count(*) as n, row_number() over hashed as place,
              sum(count(*)) over hashed - count(*) as before
         from everybody where rm_id is not null group by rm_id
       window hashed as (order by md5(rm_id::text)))
     select count(*)::int as all,
            coalesce(array_agg(rm_id) filter (where place <= $1 or before < $2), '{}') as drawn,
            coalesce(sum(n) filter (where place <= $1 or before < $2) / sum(n), 1)::float as share
       from colleague`,
    [COLLEAGUES, customers],
  );
  const { all, drawn, share } = rows[0]!;
  if (drawn.length === all) return null;
  // By another hash than the buckets: by those the customers of the sample itself are drawn.
  await source.query(
    `delete from everybody e using (
       select customer_id, percent_rank() over (order by md5(customer_id::text)) as place
         from everybody where rm_id is null) alone
      where e.customer_id = alone.customer_id and alone.place >= $1`,
    [share],
  );
  await source.query('delete from everybody where rm_id is not null and rm_id <> all ($1)', [
    drawn,
  ]);
  return all;
}
