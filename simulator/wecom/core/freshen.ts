import type pg from 'pg';

/**
 * The planner must know that an empty table has filled: without it, joins of a hundred thousand
 * rows go wrong. Autovacuum comes after a minute, which is long for a simulated year.
 */
export interface Freshen {
  /** So many rows were written; tables are looked at again when that is much of what there is. */
  wrote(count: number): Promise<void>;
}

const AT_LEAST = 1000;

export function openFreshen(pool: pg.Pool): Freshen {
  let since = 0;
  let known = 0;
  let busy = false;
  return {
    async wrote(count) {
      since += count;
      if (busy || since < Math.max(AT_LEAST, known / 2)) return;
      busy = true;
      known += since;
      since = 0;
      await pool.query('analyze').finally(() => {
        busy = false;
      });
    },
  };
}
