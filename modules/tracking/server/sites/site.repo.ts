import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { SiteId, SiteKind } from '../../contract/site.ts';

export interface SiteRow {
  id: SiteId;
  unitId: string;
  code: string;
  name: string;
  kind: SiteKind;
  key: string;
  origins: string[];
  eventsPerSecond: number;
  state: 'active' | 'stopped';
  version: number;
}

const columns = [
  'id',
  'unitId',
  'code',
  'name',
  'kind',
  'key',
  'origins',
  'eventsPerSecond',
  'state',
  'version',
] as const;

const within = (scope: UnitScope) =>
  scope.whole ? sql<boolean>`true` : sql<boolean>`unit_id = any(${scope.units}::uuid[])`;

export async function findSites(ctx: Ctx, scope: UnitScope): Promise<SiteRow[]> {
  const rows = await ctx.db
    .selectFrom('tracking.site')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where(within(scope))
    .orderBy('code')
    .execute();
  return rows as SiteRow[];
}

export async function findSite(ctx: Ctx, id: string, scope: UnitScope): Promise<SiteRow | null> {
  const row = await ctx.db
    .selectFrom('tracking.site')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where(within(scope))
    .executeTakeFirst();
  return (row as SiteRow | undefined) ?? null;
}

export interface KeyedSite {
  readonly orgId: string;
  readonly id: string;
  readonly code: string;
  readonly kind: SiteKind;
  readonly origins: readonly string[];
  readonly eventsPerSecond: number;
  readonly secret: string | null;
  readonly oldSecret: string | null;
  readonly oldSecretUntil: Date | null;
}

/** An active site of whichever bank. */
export async function findSiteByKey(ctx: Ctx, key: string): Promise<KeyedSite | null> {
  const row = await ctx.db
    .selectFrom('tracking.site')
    .select([
      'orgId',
      'id',
      'code',
      'kind',
      'origins',
      'eventsPerSecond',
      'secret',
      'oldSecret',
      'oldSecretUntil',
    ])
    .where('key', '=', key)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return (row as KeyedSite | undefined) ?? null;
}

/** False when the bank has a site of this code. */
export async function insertSite(
  ctx: TxCtx,
  site: Omit<SiteRow, 'version' | 'state'> & { secret: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tracking.site')
    .values({ ...site, orgId: ctx.orgId, state: 'active', version: 1, createdAt: ctx.now() })
    .onConflict((c) => c.columns(['orgId', 'code']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False when it is no longer at this version. */
export async function setSite(
  ctx: TxCtx,
  id: string,
  version: number,
  change: Partial<Pick<SiteRow, 'name' | 'origins' | 'eventsPerSecond' | 'state'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('tracking.site')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The secret until now is kept beside it for a time. */
export async function setSecret(
  ctx: TxCtx,
  id: string,
  secret: string,
  oldUntil: Date,
): Promise<void> {
  await sql`
    update tracking.site set old_secret = secret, old_secret_until = ${oldUntil}, secret = ${secret},
        version = version + 1
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** When each source last brought something. */
export async function findLastIntake(ctx: Ctx): Promise<Map<string, Date>> {
  const rows = await ctx.db
    .selectFrom('tracking.intake')
    .select((eb) => ['source', eb.fn.max('lastAt').as('lastAt')])
    .where('orgId', '=', ctx.orgId)
    .where('outcome', '=', 'stored')
    .groupBy('source')
    .execute();
  return new Map(rows.map((row) => [row.source, row.lastAt as Date]));
}

/** The site under which the product's own pages report; null: the bank has none. */
export async function findPageSite(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('tracking.site')
    .select('key')
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', 'h5')
    .where('state', '=', 'active')
    .orderBy('code')
    .limit(1)
    .executeTakeFirst();
  return row?.key ?? null;
}
