import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { SetupElement, SetupId } from '../../contract/setup.ts';

export async function findElements(ctx: Ctx, setupId: SetupId): Promise<SetupElement[]> {
  const { rows } = await sql<SetupElement>`
    select id, key, name from segments.element
     where org_id = ${ctx.orgId} and setup_id = ${setupId} order by key, name`.execute(ctx.db);
  return rows;
}

export async function insertElements(
  ctx: TxCtx,
  setupId: SetupId,
  elements: readonly SetupElement[],
): Promise<void> {
  await sql`
    insert into segments.element (org_id, id, setup_id, key, name)
    select ${ctx.orgId}, e.id, ${setupId}, e.key, e.name
      from unnest(${elements.map(({ id }) => id)}::uuid[], ${elements.map(({ key }) => key)}::text[],
                  ${elements.map(({ name }) => name)}::text[]) as e (id, key, name)`.execute(
    ctx.db,
  );
}
