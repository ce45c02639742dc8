import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface TokenRow {
  version: number;
  token: string | null;
  renewAt: Date | null;
  expiresAt: Date | null;
  tries: number;
  failedCode: number | null;
  retryAt: Date | null;
}

const columns = [
  'version',
  'token',
  'renewAt',
  'expiresAt',
  'tries',
  'failedCode',
  'retryAt',
] as const;

export async function findToken(ctx: Ctx, appId: string): Promise<TokenRow | null> {
  const row = await ctx.db
    .selectFrom('wecom.token')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('appId', '=', appId)
    .executeTakeFirst();
  return row ?? null;
}

export async function listTokens(ctx: Ctx, appIds: readonly string[]) {
  if (appIds.length === 0) return [];
  return ctx.db
    .selectFrom('wecom.token')
    .select([...columns, 'appId'])
    .where('orgId', '=', ctx.orgId)
    .where('appId', 'in', [...appIds])
    .execute();
}

/** True for the one who may ask for a new token in place of this version. */
export async function claimRefresh(
  ctx: TxCtx,
  appId: string,
  version: number,
  leaseMs: number,
): Promise<boolean> {
  const now = ctx.realNow();
  await ctx.db
    .insertInto('wecom.token')
    .values({ orgId: ctx.orgId, appId, version: 0, tries: 0 })
    .onConflict((c) => c.doNothing())
    .execute();
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.token')
    .set({ leaseUntil: new Date(now.getTime() + leaseMs) })
    .where('orgId', '=', ctx.orgId)
    .where('appId', '=', appId)
    .where('version', '=', version)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', now)]))
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** False when the version is over: another took its place, or the secret changed. */
export async function setToken(
  ctx: TxCtx,
  appId: string,
  version: number,
  fresh: { token: string; renewAt: Date; expiresAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.token')
    .set((eb) => ({
      ...fresh,
      version: version + 1,
      tries: eb('tries', '+', 1),
      failedCode: null,
      retryAt: null,
      leaseUntil: null,
    }))
    .where('orgId', '=', ctx.orgId)
    .where('appId', '=', appId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function setTokenFailure(
  ctx: TxCtx,
  appId: string,
  version: number,
  failure: { failedCode: number | null; retryAt: Date },
): Promise<void> {
  await ctx.db
    .updateTable('wecom.token')
    .set((eb) => ({ ...failure, tries: eb('tries', '+', 1), leaseUntil: null }))
    .where('orgId', '=', ctx.orgId)
    .where('appId', '=', appId)
    .where('version', '=', version)
    .execute();
}

/** The secret changed: what was fetched with the old one is over, and so is what it was refused. */
export async function forgetToken(ctx: TxCtx, appId: string): Promise<void> {
  await ctx.db
    .updateTable('wecom.token')
    .set((eb) => ({
      version: eb('version', '+', 1),
      token: null,
      renewAt: null,
      expiresAt: null,
      failedCode: null,
      retryAt: null,
      leaseUntil: null,
    }))
    .where('orgId', '=', ctx.orgId)
    .where('appId', '=', appId)
    .execute();
}
