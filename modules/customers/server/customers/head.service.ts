import { maskValue } from '#platform/contract/sensitive.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type CustomerHead, type CustomerState, customerErrors } from '../../contract/customer.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { VALUE_PLACE } from '../identities/identity-key.ts';
import { type HeadRow, headRows, sealedIdentities } from './head.repo.ts';
import { NAME_PLACE } from './name.ts';

/** A customer with personal data in the clear: never leaves the server but through a reveal or a released export. */
export interface ClearHead extends HeadRow {
  readonly clearName: string | null;
  readonly phone: string | null;
  readonly bankNo: string | null;
}

export async function clearHeads(ctx: Ctx, rows: readonly HeadRow[]): Promise<ClearHead[]> {
  const identities = await sealedIdentities(
    ctx,
    rows.map((row) => row.customerId),
  );
  const best = new Map<string, string>();
  for (const { customerId, kind, sealed } of identities)
    if (!best.has(`${customerId}:${kind}`)) best.set(`${customerId}:${kind}`, sealed);
  const open = async (sealed: string | undefined) =>
    sealed === undefined ? null : ctx.vault.decrypt(VALUE_PLACE, sealed);
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      clearName: row.name === null ? null : await ctx.vault.decrypt(NAME_PLACE, row.name),
      phone: await open(best.get(`${row.customerId}:phone`)),
      bankNo: await open(best.get(`${row.customerId}:bank_no`)),
    })),
  );
}

/**
 * Numbers to send to, the surest of each customer. In the clear: for what leaves by a gateway, never for
 * an answer or a log.
 */
export async function phonesOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, string>> {
  const phones = new Map<number, string>();
  for (const { customerId, sealed } of await sealedIdentities(ctx, customerIds, ['phone']))
    if (!phones.has(customerId))
      phones.set(customerId, await ctx.vault.decrypt(VALUE_PLACE, sealed));
  return phones;
}

const mask = (kind: 'name' | 'phone' | 'account', value: string | null) =>
  value === null ? null : maskValue(kind, value);

export const maskedHead = (row: ClearHead): CustomerHead => ({
  id: row.customerId as CustomerId,
  name: mask('name', row.clearName),
  phone: mask('phone', row.phone),
  bankNo: mask('account', row.bankNo),
  unit: { id: row.unitId, name: row.unitName },
  rm: row.rmId === null ? null : { id: row.rmId, name: row.rmName ?? '' },
  friends: row.friends,
  state: row.state as CustomerState,
  source: row.source,
  createdAt: row.createdAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  version: row.version,
});

/** Masked heads in the order of the ids; those the caller may not see are missing. */
export async function headsOf(
  ctx: Ctx,
  customerIds: readonly number[],
  options: { permission?: string; unseen?: boolean } = {},
): Promise<CustomerHead[]> {
  const clear = await clearHeads(ctx, await headRows(ctx, customerIds, options));
  const byId = new Map(clear.map((row) => [row.customerId, row]));
  return customerIds.flatMap((id) => (byId.has(id) ? [maskedHead(byId.get(id)!)] : []));
}

/** Of these customers, those whom the caller may do this to; in the order of the ids. */
export async function clearHeadsOf(
  ctx: Ctx,
  customerIds: readonly number[],
  permission: string,
): Promise<ClearHead[]> {
  const rows = await clearHeads(ctx, await headRows(ctx, customerIds, { permission }));
  const byId = new Map(rows.map((row) => [row.customerId, row]));
  return customerIds.flatMap((id) => byId.get(id) ?? []);
}

/** Throws for a customer whom the caller does not see, or may not do this to: there is none. */
export async function requireVisible(
  ctx: Ctx,
  customerIds: readonly number[],
  permission?: string,
): Promise<HeadRow[]> {
  const rows = await headRows(ctx, customerIds, permission ? { permission } : {});
  const found = new Set(rows.map((row) => row.customerId));
  for (const id of customerIds) if (!found.has(id)) throw customerErrors.customerNotFound({ id });
  return rows;
}
