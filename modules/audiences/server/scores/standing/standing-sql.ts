import { type RawBuilder, sql } from 'kysely';
import { cells, needStages } from '../../../contract/score-standing.ts';

/**
 * Where customers stand, to join in a set: `left join ${standings()} st on st.customer_id = e.customer_id`.
 * Columns `customer_id`, `need`, `recognition`, `cell` (`high-low`), `need_stage` (`deepened`). Whoever
 * is not in it has done nothing yet: `coalesce(st.cell, 'low-low')`.
 */
export const standings = (): RawBuilder<unknown> => sql`(
  select s.customer_id, s.need, s.recognition, (${[...cells]}::text[])[s.cell + 1] as cell,
         (${[...needStages]}::text[])[s.need_stage + 1] as need_stage
    from audiences.standing s)`;
