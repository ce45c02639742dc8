import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { WorkItemKind, WorkItemState } from '../../contract/item.ts';
import { columns, type ItemRow } from './item.repo.ts';

export interface ItemFilter {
  readonly page: number;
  readonly size: number;
  readonly staffId?: string | undefined;
  readonly state?: WorkItemState | undefined;
  readonly kind?: WorkItemKind | undefined;
}

/** Items of the colleagues of some units, the latest due first. */
export async function pageOfItems(
  ctx: Ctx,
  scope: UnitScope,
  { page, size, staffId, state, kind }: ItemFilter,
): Promise<{ items: (ItemRow & { staffName: string })[]; total: number }> {
  const conditions = [
    sql`i.org_id = ${ctx.orgId}`,
    scope.whole ? sql`true` : sql`s.unit_id = any(${scope.units}::uuid[])`,
    staffId ? sql`i.staff_id = ${staffId}::uuid` : sql`true`,
    state ? sql`i.state = ${state}` : sql`true`,
    kind ? sql`i.kind = ${kind}` : sql`true`,
  ];
  const { rows } = await sql<ItemRow & { staffName: string; total: number }>`
    select ${columns}, s.name as staff_name, count(*) over ()::int as total
      from workbench.item i
      join org.staff s on s.org_id = i.org_id and s.id = i.staff_id
     where ${sql.join(conditions, sql` and `)}
     order by i.due_at desc, i.item_id
     limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows, total: rows[0]?.total ?? 0 };
}
