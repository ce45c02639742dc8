import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Lane } from '../../contract/project.ts';
import type { ProjectSettings } from '../../contract/project-endpoints.ts';

/** Until a bank decides for itself. */
const product: ProjectSettings = {
  requiredLanes: ['product', 'marketing', 'sales', 'technology'],
  tolerancePercent: 10,
  hideLater: false,
  version: 0,
};

export async function findProjectSettings(ctx: Ctx): Promise<ProjectSettings> {
  const row = await ctx.db
    .selectFrom('org.projectSetting')
    .select(['requiredLanes', 'tolerancePercent', 'hideLater', 'version'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row ? { ...row, requiredLanes: row.requiredLanes as Lane[] } : product;
}

/** False when somebody else changed them since `version`. */
export async function saveProjectSettings(ctx: TxCtx, next: ProjectSettings): Promise<boolean> {
  const { version, ...settings } = next;
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('org.projectSetting')
    .values({ orgId: ctx.orgId, ...settings, version: version + 1 })
    .onConflict((c) =>
      c
        .column('orgId')
        .doUpdateSet({ ...settings, version: version + 1 })
        .where('org.projectSetting.version', '=', version),
    )
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}
