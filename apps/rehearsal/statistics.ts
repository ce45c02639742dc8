import { type Kysely, sql } from 'kysely';

/** Fewer rows than this are planned well enough without. */
const FEW = 500;
/** Partitions of it are joined as one table, so it is looked at as one. */
const WHOLE = 'outreach.touch';

/**
 * Days pass faster here than the database looks over its tables by itself: whatever has twice the rows
 * it had when it was looked at is looked at again. In a growing table that is a handful of times.
 */
// biome-ignore lint/suspicious/noExplicitAny: whatever the schema
export async function lookOver(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select distinct case when i.inhparent = ${WHOLE}::regclass then ${WHOLE}
                         else c.oid::regclass::text end as name
      from pg_class c left join pg_inherits i on i.inhrelid = c.oid
     where c.relkind = 'r' and c.relnamespace in (
             select oid from pg_namespace where nspname !~ '^(pg_|information_schema)')
       and pg_stat_get_live_tuples(c.oid) > greatest(c.reltuples, 0) * 2 + ${FEW}`.execute(db);
  for (const { name } of rows) await sql`analyze ${sql.raw(name)}`.execute(db);
}
