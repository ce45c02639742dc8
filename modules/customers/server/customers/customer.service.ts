import { type Reveal, withReveal } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type CustomerHead,
  customerErrors,
  type RevealCustomerField,
} from '../../contract/customer.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { tellChanged } from '../changed.ts';
import { VALUE_PLACE } from '../identities/identity-key.ts';
import { resolveCustomers } from '../identities/resolve.service.ts';
import { changeCustomers } from './customer.repo.ts';
import { type HeadRow, headRows, sealedIdentities } from './head.repo.ts';
import { headsOf, requireVisible } from './head.service.ts';
import { NAME_PLACE } from './name.ts';
import { findActiveStaff, findUnitPaths } from './org.repo.ts';

const MANAGE = 'customers.customer.manage';
const REMASK_AFTER_SECONDS = 300;

interface Draft {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly bankNo?: string | undefined;
  readonly unitId: string;
  readonly rmId?: string | null | undefined;
}

/** Creates a customer, or finds the one whom the bank knows already by the number or phone. */
export function createCustomer(
  ctx: Ctx,
  { name, phone, bankNo, unitId, rmId }: Draft,
): Promise<{ id: CustomerId; created: boolean; head: CustomerHead }> {
  return inTx(ctx, async (ctx) => {
    const path = (await findUnitPaths(ctx, [unitId])).get(unitId);
    if (!path || !mayAt(ctx, MANAGE, path)) throw customerErrors.unitUnknown({ unitId });
    await requireStaff(ctx, rmId);
    const identities = [
      ...(bankNo ? [{ kind: 'bank_no' as const, value: bankNo, verified: true }] : []),
      ...(phone ? [{ kind: 'phone' as const, value: phone }] : []),
    ];
    const [resolved] = await resolveCustomers(
      ctx,
      [{ identities, name: name ?? null, nameFrom: 'staff', unitId, rmId: rmId ?? null }],
      { source: 'manual', audited: false },
    );
    const { customerId, outcome } = resolved!;
    const [head] = await headsOf(ctx, [customerId], { permission: MANAGE });
    // Undone with the transaction: nobody learns that somebody else's customer has this phone.
    if (!head) throw customerErrors.customerElsewhere();
    audit(ctx, {
      action: outcome === 'created' ? 'customers.created' : 'customers.found',
      subject: { kind: 'customer', id: String(customerId) },
      unitId,
      after: { identities: identities.map(({ kind }) => kind) },
    });
    return { id: customerId as CustomerId, created: outcome === 'created', head };
  });
}

async function requireStaff(ctx: Ctx, staffId: string | null | undefined): Promise<void> {
  if (!staffId) return;
  const staff = (await findActiveStaff(ctx, [staffId])).get(staffId);
  if (!staff || !mayAt(ctx, MANAGE, staff.unitPath)) throw customerErrors.staffUnknown({ staffId });
}

/** Gives customers to a colleague, or back to the pool. Those who are theirs already stay untouched. */
export function assignCustomers(
  ctx: Ctx,
  { ids, rmId, reason }: { ids: readonly CustomerId[]; rmId: string | null; reason: string },
): Promise<{ assigned: number }> {
  return inTx(ctx, async (ctx) => {
    const wanted = [...new Set(ids)];
    await requireStaff(ctx, rmId);
    const rows = await requireVisible(ctx, wanted, MANAGE);
    const moving = rows.filter((row) => row.state === 'active' && row.rmId !== rmId);
    await assign(ctx, moving, rmId, reason);
    return { assigned: moving.length };
  });
}

export async function assign(
  ctx: TxCtx,
  moving: readonly Pick<HeadRow, 'customerId'>[],
  rmId: string | null,
  reason: string,
): Promise<void> {
  if (moving.length === 0) return;
  const ids = moving.map((row) => row.customerId);
  await changeCustomers(
    ctx,
    ids.map((customerId) => ({ customerId, rmId })),
  );
  await tellChanged(ctx, ids);
  audit(ctx, {
    action: 'customers.assigned',
    subject: { kind: 'customer', id: ids.length === 1 ? String(ids[0]) : `${ids.length}` },
    after: { rmId, customers: ids.length, ids: ids.slice(0, 200) },
    reason,
  });
}

/** Personal data in the clear, with a reason, counted and written down (CR-038, CR-147). */
export async function revealCustomer(
  ctx: Ctx,
  id: CustomerId,
  { field, reason }: { field: RevealCustomerField; reason: string },
): Promise<{ values: string[]; remaskAfterSeconds: number }> {
  const [row] = await headRows(ctx, [id], { permission: 'customers.customer.reveal' });
  if (!row) throw customerErrors.customerNotFound({ id });
  const sealed =
    field === 'name'
      ? row.name === null
        ? []
        : [row.name]
      : (await sealedIdentities(ctx, [id], [field])).map((identity) => identity.sealed);
  if (sealed.length === 0) throw customerErrors.fieldEmpty({ field });
  const place = field === 'name' ? NAME_PLACE : VALUE_PLACE;
  const reveal: Reveal = {
    subject: { kind: 'customer', id: String(id) },
    unitId: row.unitId,
    field,
    reason,
  };
  const values = await withReveal(ctx, reveal, (ctx) =>
    Promise.all(sealed.map((value) => ctx.vault.decrypt(place, value))),
  );
  return { values, remaskAfterSeconds: REMASK_AFTER_SECONDS };
}
