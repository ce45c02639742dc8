import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface Due {
  readonly orgId: string;
  readonly module: string;
}

/** Banks that lack what a module brings in this version. */
export async function findUnequipped(
  ctx: Ctx,
  wanted: readonly { readonly module: string; readonly version: string }[],
  limit: number,
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select bank.id as "orgId", wanted.module
      from unnest(${wanted.map((w) => w.module)}::text[], ${wanted.map((w) => w.version)}::text[])
           with ordinality as wanted (module, version, place)
     cross join org.bank bank
      left join org.equipment e on e.org_id = bank.id and e.module = wanted.module
     where e.version is distinct from wanted.version
     order by bank.id, wanted.place
     limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Waits for whoever equips the same bank; false when it has been done meanwhile. */
export async function lockUnequipped(
  ctx: TxCtx,
  module: string,
  version: string,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`equip/${ctx.orgId}/${module}`}, 0))`.execute(
    ctx.db,
  );
  const row = await ctx.db
    .selectFrom('org.equipment')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('module', '=', module)
    .executeTakeFirst();
  return row?.version !== version;
}

export async function noteEquipped(ctx: TxCtx, module: string, version: string): Promise<void> {
  const broughtAt = ctx.now();
  await ctx.db
    .insertInto('org.equipment')
    .values({ orgId: ctx.orgId, module, version, broughtAt })
    .onConflict((c) => c.columns(['orgId', 'module']).doUpdateSet({ version, broughtAt }))
    .execute();
}

/** Answers those that this role had never been given. */
export async function notePermissions(
  ctx: TxCtx,
  roleCode: string,
  permissions: readonly string[],
): Promise<string[]> {
  if (permissions.length === 0) return [];
  const rows = await ctx.db
    .insertInto('org.knownPermission')
    .values(permissions.map((permission) => ({ orgId: ctx.orgId, roleCode, permission })))
    .onConflict((c) => c.doNothing())
    .returning('permission')
    .execute();
  return rows.map((row) => row.permission);
}
