import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

export async function findHeadOffice(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select u.id from org.unit u where u.org_id = ${ctx.orgId} and u.parent_id is null`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? null;
}
