import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { profileOf, seenProfiles, seesAll } from '../seen.repo.ts';

/** How many customers stand in each cell, 0 to 8. */
export async function countCells(ctx: Ctx, unitId?: string): Promise<Map<number, number>> {
  if (!unitId && seesAll(ctx)) {
    const { rows } = await sql<{ cell: number; count: number }>`
      select s.cell, count(*) as count from audiences.standing s
       where s.org_id = ${ctx.orgId} and s.cell > 0 group by s.cell`.execute(ctx.db);
    const all = await sql<{ customers: number }>`
      select n.customers from audiences.population n where n.org_id = ${ctx.orgId}`.execute(ctx.db);
    const elsewhere = rows.reduce((sum, row) => sum + row.count, 0);
    const counts = new Map(rows.map((row) => [row.cell, row.count]));
    return counts.set(0, Math.max(0, (all.rows[0]?.customers ?? 0) - elsewhere));
  }
  const { rows } = await sql<{ cell: number; count: number }>`
    select coalesce(s.cell, 0) as cell, count(*) as count
      from audiences.profile p left join audiences.standing s on s.customer_id = p.customer_id
     where ${await seenProfiles(ctx, unitId)} group by 1`.execute(ctx.db);
  return new Map(rows.map((row) => [row.cell, row.count]));
}

export interface CellRow {
  readonly customerId: number;
  readonly need: number;
  readonly recognition: number;
  readonly needStage: number;
}

/** Customers of a cell in the order of their numbers. */
export async function findInCell(
  ctx: Ctx,
  cell: number,
  unitId: string | undefined,
  after: number,
  size: number,
): Promise<CellRow[]> {
  const seen = await seenProfiles(ctx, unitId);
  const { rows } =
    cell > 0
      ? await sql<CellRow>`
          select s.customer_id as "customerId", s.need, s.recognition, s.need_stage as "needStage"
            from audiences.standing s join audiences.profile p on ${profileOf('s.customer_id')}
           where s.org_id = ${ctx.orgId} and s.cell = ${cell} and s.customer_id > ${after} and ${seen}
           order by s.customer_id limit ${size}`.execute(ctx.db)
      : await sql<CellRow>`
          select p.customer_id as "customerId", coalesce(s.need, 0) as need,
                 coalesce(s.recognition, 0) as recognition, coalesce(s.need_stage, 0) as "needStage"
            from audiences.profile p left join audiences.standing s on s.customer_id = p.customer_id
           where ${seen} and p.customer_id > ${after} and coalesce(s.cell, 0) = 0
           order by p.customer_id limit ${size}`.execute(ctx.db);
  return rows;
}
