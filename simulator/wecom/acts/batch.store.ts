import { type Db, row, run } from '../core/db.ts';
import { Refusal } from '../core/refusal.ts';
import type { ActResult, Batch } from './act.ts';

/** What came of the batch already; an older one than the last is refused. */
export async function resultsSoFar(db: Db, corpId: string, batch: Batch): Promise<ActResult[]> {
  const last = await row<{ number: number; results: ActResult[] }>(
    db,
    'select number, results from act_batch where corp_id = $1 and sender = $2',
    [corpId, batch.sender],
  );
  if (!last || batch.number > last.number) return [];
  if (batch.number < last.number)
    throw new Refusal(40058, `batch ${last.number} of ${batch.sender} is done already`);
  return last.results;
}

/** In the transaction of the acts. */
export const recordResults = (
  db: Db,
  corpId: string,
  batch: Batch,
  results: readonly ActResult[],
) =>
  run(
    db,
    `insert into act_batch (corp_id, sender, number, results) values ($1, $2, $3, $4)
     on conflict (corp_id, sender) do update
        set number = excluded.number, results = excluded.results`,
    [corpId, batch.sender, batch.number, JSON.stringify(results)],
  );
