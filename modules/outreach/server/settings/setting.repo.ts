import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { OutreachSettings, readySettings } from '../../contract/setting.ts';

export interface SettingRow {
  readonly version: number;
  readonly settings: OutreachSettings;
}

/** The bank's own, or what the product comes with (version 0). */
export async function findSettings(ctx: Ctx): Promise<SettingRow> {
  const { rows } = await sql<{ version: number; settings: unknown }>`
    select version, settings from outreach.setting where org_id = ${ctx.orgId}
     order by version desc limit 1`.execute(ctx.db);
  const [row] = rows;
  if (!row) return { version: 0, settings: readySettings };
  return { version: row.version, settings: OutreachSettings.parse(row.settings) };
}

/** False when somebody else made this version first. */
export async function insertSettings(
  ctx: TxCtx,
  version: number,
  settings: OutreachSettings,
  reason: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into outreach.setting (org_id, version, settings, made_by, made_at, reason)
    values (${ctx.orgId}, ${version}, ${JSON.stringify(settings)}::jsonb, ${ctx.actor.name},
      ${ctx.now()}, ${reason})
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}
