import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';

export interface Credential {
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  readonly earlierHashes: string[];
  readonly totpSecret: string | null;
  readonly totpConfirmedAt: Date | null;
  readonly totpStep: number | null;
}

export const noCredential: Credential = {
  passwordHash: null,
  mustChange: false,
  earlierHashes: [],
  totpSecret: null,
  totpConfirmedAt: null,
  totpStep: null,
};

export async function findCredential(ctx: Ctx, staffId: StaffId): Promise<Credential> {
  const row = await ctx.db
    .selectFrom('org.credential')
    .select([
      'passwordHash',
      'mustChange',
      'earlierHashes',
      'totpSecret',
      'totpConfirmedAt',
      'totpStep',
    ])
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .executeTakeFirst();
  return row ?? noCredential;
}

type Change = Partial<Credential & { passwordAt: Date | null }>;

async function setCredential(ctx: TxCtx, staffId: StaffId, change: Change): Promise<void> {
  await ctx.db
    .insertInto('org.credential')
    .values({ orgId: ctx.orgId, staffId, mustChange: false, earlierHashes: [], ...change })
    .onConflict((c) => c.columns(['orgId', 'staffId']).doUpdateSet(change))
    .execute();
}

/** Keeps the last five, so that none of them comes back. */
export async function setPassword(
  ctx: TxCtx,
  staffId: StaffId,
  passwordHash: string,
  mustChange: boolean,
): Promise<void> {
  const { passwordHash: last, earlierHashes } = await findCredential(ctx, staffId);
  await setCredential(ctx, staffId, {
    passwordHash,
    mustChange,
    passwordAt: ctx.realNow(),
    earlierHashes: last ? [last, ...earlierHashes].slice(0, 5) : earlierHashes,
  });
}

export const forgetPassword = (ctx: TxCtx, staffId: StaffId) =>
  setCredential(ctx, staffId, { passwordHash: null, passwordAt: null, mustChange: false });

/** An authenticator that counts only once its first code has come. */
export const setPendingTotp = (ctx: TxCtx, staffId: StaffId, totpSecret: string) =>
  setCredential(ctx, staffId, { totpSecret, totpConfirmedAt: null, totpStep: null });

export const confirmTotp = (ctx: TxCtx, staffId: StaffId) =>
  setCredential(ctx, staffId, { totpConfirmedAt: ctx.realNow() });

export async function forgetTotp(ctx: TxCtx, staffId: StaffId): Promise<void> {
  await setCredential(ctx, staffId, { totpSecret: null, totpConfirmedAt: null, totpStep: null });
  await setRecoveryCodes(ctx, staffId, []);
}

/** Marks the time step of a code as used; false when it, or a later one, was used before. */
export async function spendTotpStep(ctx: TxCtx, staffId: StaffId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.credential')
    .set({ totpStep: step })
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where((eb) => eb.or([eb('totpStep', 'is', null), eb('totpStep', '<', step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function setRecoveryCodes(
  ctx: TxCtx,
  staffId: StaffId,
  hashes: readonly Buffer[],
): Promise<void> {
  await ctx.db
    .deleteFrom('org.recoveryCode')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .execute();
  if (hashes.length === 0) return;
  await ctx.db
    .insertInto('org.recoveryCode')
    .values(hashes.map((codeHash) => ({ orgId: ctx.orgId, staffId, codeHash })))
    .execute();
}

/** False when it is not one of the person's codes, or was used before. */
export async function spendRecoveryCode(
  ctx: TxCtx,
  staffId: StaffId,
  codeHash: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.recoveryCode')
    .set({ usedAt: ctx.realNow() })
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function recoveryCodesLeft(ctx: Ctx, staffId: StaffId): Promise<number> {
  const rows = await ctx.db
    .selectFrom('org.recoveryCode')
    .select('codeHash')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('usedAt', 'is', null)
    .execute();
  return rows.length;
}
