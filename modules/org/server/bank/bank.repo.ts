import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { BankId } from '../../contract/ids.ts';
import { BankSettings } from './settings.ts';

export interface Bank {
  readonly id: BankId;
  readonly code: string;
  readonly name: string;
  readonly settings: BankSettings;
}

const columns = ['id', 'code', 'name', 'settings'] as const;

const asBank = (row: { id: string; code: string; name: string; settings: unknown }): Bank => ({
  ...row,
  id: row.id as BankId,
  settings: BankSettings.parse(row.settings),
});

/** The caller's own bank. */
export async function findBank(ctx: Ctx): Promise<Bank | null> {
  const row = await ctx.db
    .selectFrom('org.bank')
    .select(columns)
    .where('id', '=', ctx.orgId)
    .executeTakeFirst();
  return row ? asBank(row) : null;
}

/** Waits for whoever changes the bank's tree of units or its settings. */
export async function lockBank(ctx: TxCtx): Promise<Bank> {
  const row = await ctx.db
    .selectFrom('org.bank')
    .select(columns)
    .where('id', '=', ctx.orgId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return asBank(row);
}

/** Every bank of the installation: before sign-in nobody belongs to one. */
export async function allBanks(ctx: Ctx): Promise<Bank[]> {
  const rows = await ctx.db.selectFrom('org.bank').select(columns).orderBy('code').execute();
  return rows.map(asBank);
}

export async function bankByCode(ctx: Ctx, code: string): Promise<Bank | null> {
  const row = await ctx.db
    .selectFrom('org.bank')
    .select(columns)
    .where('code', '=', code)
    .executeTakeFirst();
  return row ? asBank(row) : null;
}

/** False when the code is taken. */
export async function insertBank(ctx: TxCtx, bank: Bank): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('org.bank')
    .values({ ...bank, settings: JSON.stringify(bank.settings), createdAt: ctx.now() })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function setBankSettings(ctx: TxCtx, settings: BankSettings): Promise<void> {
  await ctx.db
    .updateTable('org.bank')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', ctx.orgId)
    .execute();
}
