import type pg from 'pg';

const DAY_MS = 86_400_000;
/** A contact may be put off beyond the end. */
const AFTER_DAYS = 40;

/**
 * A rehearsal's contacts lie in the months that it lives. Partitions of all others would be thought of
 * in planning each statement, which takes longer than most of them; whatever lies elsewhere after all
 * goes to the partition for the rest.
 */
export async function dropOtherMonths(
  target: pg.Client,
  { from, days }: { from: Date; days: number },
): Promise<void> {
  const until = new Date(from.getTime() + (days + AFTER_DAYS) * DAY_MS);
  const { rows } = await target.query<{ name: string; bounds: string }>(
    `select i.inhrelid::regclass::text as name, pg_get_expr(c.relpartbound, c.oid) as bounds
       from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'outreach.touch'::regclass`,
  );
  for (const { name, bounds } of rows) {
    const [start, end] = [...bounds.matchAll(/'([^']+)'/g)].map(([, at]) => new Date(at!));
    if (start && end && (end <= from || start > until)) await target.query(`drop table ${name}`);
  }
}
