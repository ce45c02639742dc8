import { sql } from 'kysely';
import type { Db } from '../db.ts';

export interface QueueState {
  waiting: number;
  running: number;
  /** Tried at least once in vain: to be tried again, or given up. */
  failing: number;
  oldestSeconds: number;
}

/** Ages by the database's clock, which also dated the jobs. */
export async function queueState(db: Db): Promise<QueueState> {
  const { rows } = await sql<QueueState>`
    select count(*) filter (where locked_at is null and attempts = 0)::int as waiting,
           count(*) filter (where locked_at is not null)::int as running,
           count(*) filter (where locked_at is null and attempts > 0)::int as failing,
           greatest(0, coalesce(extract(epoch from clock_timestamp() - min(run_at)
             filter (where locked_at is null and attempts < max_attempts)), 0))::float8
             as "oldestSeconds"
      from graphile_worker._private_jobs`.execute(db);
  return rows[0]!;
}
