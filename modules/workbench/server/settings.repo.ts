import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { WorkbenchSettings } from '../contract/load.ts';

/** Before a bank says otherwise. A hundred customers is what hands alone look after. */
const usual = { dailyLimit: 20, cycleDays: 60, capacity: 100, version: 0 };

export async function findSettings(ctx: Ctx): Promise<WorkbenchSettings & { version: number }> {
  const row = await ctx.db
    .selectFrom('workbench.settings')
    .select(['dailyLimit', 'cycleDays', 'capacity', 'version'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row ?? usual;
}

/** False when somebody else was faster. */
export async function putSettings(
  ctx: TxCtx,
  { version, ...set }: WorkbenchSettings & { version: number },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('workbench.settings')
    .values({ orgId: ctx.orgId, ...set, version: version + 1 })
    .onConflict((c) =>
      c
        .column('orgId')
        .doUpdateSet({ ...set, version: version + 1 })
        .where('workbench.settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  return row?.version === version + 1;
}
