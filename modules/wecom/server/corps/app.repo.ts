import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { AppId, AppKind, CorpId } from '../../contract/corp.ts';

export interface AppRow {
  id: AppId;
  corpId: CorpId;
  kind: AppKind;
  name: string;
  agentId: number | null;
  state: 'active' | 'stopped';
  callbackKey: string;
  callbackCheckedAt: Date | null;
  version: number;
}

const columns = [
  'id',
  'corpId',
  'kind',
  'name',
  'agentId',
  'state',
  'callbackKey',
  'callbackCheckedAt',
  'version',
] as const;

export async function findApps(ctx: Ctx, corpIds: readonly string[]): Promise<AppRow[]> {
  if (corpIds.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('wecom.app')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('corpId', 'in', [...corpIds])
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows as AppRow[];
}

export async function findApp(ctx: Ctx, corpId: string, id: string): Promise<AppRow | null> {
  const row = await ctx.db
    .selectFrom('wecom.app')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as AppRow | undefined) ?? null;
}

export async function insertApp(
  ctx: TxCtx,
  app: Omit<AppRow, 'version' | 'state' | 'callbackCheckedAt'> & {
    secret: string;
    callbackToken: string;
    callbackAesKey: string;
  },
): Promise<void> {
  await ctx.db
    .insertInto('wecom.app')
    .values({ ...app, orgId: ctx.orgId, state: 'active', version: 1, createdAt: ctx.now() })
    .execute();
}

/** False when it is no longer at this version. */
export async function setApp(
  ctx: TxCtx,
  id: string,
  version: number,
  change: { name?: string; agentId?: number | null; state?: AppRow['state']; secret?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.app')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The keys in use become the old ones, taken until the address was checked with the new. */
export async function setCallbackKeys(
  ctx: TxCtx,
  id: string,
  keys: { callbackToken: string; callbackAesKey: string },
): Promise<void> {
  await ctx.db
    .updateTable('wecom.app')
    .set((eb) => ({
      ...keys,
      oldCallbackToken: eb.ref('callbackToken'),
      oldCallbackAesKey: eb.ref('callbackAesKey'),
      callbackCheckedAt: null,
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** WeCom has checked the address: the old keys are over. */
export async function setCallbackChecked(ctx: TxCtx, id: string): Promise<void> {
  await ctx.db
    .updateTable('wecom.app')
    .set({ callbackCheckedAt: ctx.now(), oldCallbackToken: null, oldCallbackAesKey: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** What a call needs: the app with its corp and the encrypted secret. */
export interface Caller {
  orgId: string;
  appId: AppId;
  corpId: CorpId;
  corpid: string;
  kind: AppKind;
  agentId: number | null;
  secret: string;
  baseUrl: string;
  active: boolean;
}

/** Every app of a corp as it calls. */
export async function findCallers(ctx: Ctx, corpId: string): Promise<Caller[]> {
  const rows = await ctx.db
    .selectFrom('wecom.app as a')
    .innerJoin('wecom.corp as c', (j) =>
      j.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.corpId'),
    )
    .select([
      'a.id',
      'a.corpId',
      'c.corpid',
      'a.kind',
      'a.agentId',
      'a.secret',
      'c.baseUrl',
      'a.state',
      'c.state as corpState',
    ])
    .where('a.orgId', '=', ctx.orgId)
    .where('a.corpId', '=', corpId)
    .orderBy('a.createdAt')
    .orderBy('a.id')
    .execute();
  return rows.map(({ id, state, corpState, ...row }) => ({
    ...row,
    orgId: ctx.orgId,
    appId: id as AppId,
    corpId: row.corpId as CorpId,
    kind: row.kind as AppKind,
    active: state === 'active' && corpState === 'active',
  }));
}

/** Who an address belongs to, with the keys in use before the old ones; all encrypted. */
export interface Listener {
  orgId: string;
  appId: string;
  corpId: string;
  corpid: string;
  active: boolean;
  checked: boolean;
  keys: { token: string; aesKey: string; current: boolean }[];
}

/** By its address alone, whatever the bank: the only look-up that does not know the bank yet. */
export async function findListener(ctx: Ctx, callbackKey: string): Promise<Listener | null> {
  const row = await ctx.db
    .selectFrom('wecom.app as a')
    .innerJoin('wecom.corp as c', (j) =>
      j.onRef('c.orgId', '=', 'a.orgId').onRef('c.id', '=', 'a.corpId'),
    )
    .select([
      'a.orgId',
      'a.id',
      'a.corpId',
      'c.corpid',
      'a.state',
      'c.state as corpState',
      'a.callbackToken',
      'a.callbackAesKey',
      'a.oldCallbackToken',
      'a.oldCallbackAesKey',
      'a.callbackCheckedAt',
    ])
    .where('a.callbackKey', '=', callbackKey)
    .executeTakeFirst();
  if (!row) return null;
  const { oldCallbackToken, oldCallbackAesKey } = row;
  return {
    orgId: row.orgId,
    appId: row.id,
    corpId: row.corpId,
    corpid: row.corpid,
    active: row.state === 'active' && row.corpState === 'active',
    checked: row.callbackCheckedAt !== null,
    keys: [
      { token: row.callbackToken, aesKey: row.callbackAesKey, current: true },
      ...(oldCallbackToken && oldCallbackAesKey
        ? [{ token: oldCallbackToken, aesKey: oldCallbackAesKey, current: false }]
        : []),
    ],
  };
}
