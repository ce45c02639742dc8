import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';

/** Which rows of units a reader may see: all of the bank, or those of some units. */
export type UnitScope = { readonly whole: true } | { readonly whole: false; units: string[] };

/**
 * The units for which the caller holds a permission, for rows that stand apart from the tree: in
 * another module, in the audit trail. Rows without a unit concern the whole bank: only who reads from
 * the head office down sees them.
 */
export async function unitScope(ctx: Ctx, permission: string, under?: string): Promise<UnitScope> {
  const held = sql`exists (select from unnest(${[...scopePaths(ctx, permission)]}::text[])
    as held (path) where starts_with(u.path, held.path))`;
  if (!under) {
    const { rows } = await sql<{ whole: boolean }>`
      select ${held} as whole from org.unit u
       where u.org_id = ${ctx.orgId} and u.parent_id is null`.execute(ctx.db);
    if (rows[0]?.whole) return { whole: true };
  }
  const { rows } = await sql<{ id: string }>`
    select u.id from org.unit u
     where u.org_id = ${ctx.orgId} and ${held}
       and (${under ?? null}::uuid is null or starts_with(u.path, (select path from org.unit
              where org_id = ${ctx.orgId} and id = ${under ?? null})))`.execute(ctx.db);
  return { whole: false, units: rows.map((row) => row.id) };
}
