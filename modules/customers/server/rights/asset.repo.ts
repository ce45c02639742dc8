import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Rows of each table, roughly: what the database's own statistics say, partitions included. */
export async function estimateRows(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ table: string; count: number }>`
    select n.nspname || '.' || c.relname as "table",
           case when c.relkind = 'p' then coalesce((
               select sum(greatest(p.n_live_tup, 0)) from pg_inherits i
                 join pg_stat_user_tables p on p.relid = i.inhrelid
                where i.inhparent = c.oid), 0)
             else coalesce(s.n_live_tup, 0) end::bigint as count
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_stat_user_tables s on s.relid = c.oid
     where c.relkind in ('r', 'p') and not c.relispartition`.execute(ctx.db);
  return new Map(rows.map((row) => [row.table, row.count]));
}
