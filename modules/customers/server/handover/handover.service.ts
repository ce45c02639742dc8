import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { type Handover, type HandoverId, handoverErrors } from '../../contract/handover.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { assign } from '../customers/customer.service.ts';
import { headsOf } from '../customers/head.service.ts';
import { findActiveStaff } from '../customers/org.repo.ts';
import { groupsOfOwner } from '../page/group.repo.ts';
import * as repo from './handover.repo.ts';
import { orderMoves } from './transfer.job.ts';
import { accountOf, beginTransfers } from './transfer.repo.ts';
import { NO_ACCOUNT, shownTransfer } from './transfer.ts';

const MANAGE = 'customers.handover.manage';

/**
 * A colleague is gone: every customer they looked after or were friends with, and every group
 * of theirs, waits for somebody. The customers were the bank's all along; what is known of them stays
 * with them.
 */
export async function beginHandover(
  ctx: TxCtx,
  { staffId, state }: { staffId: string; state: string },
): Promise<void> {
  if (state !== 'left') return;
  const leaver = await repo.findLeaver(ctx, staffId);
  if (!leaver) return;
  const groups = await groupsOfOwner(ctx, staffId);
  const id = await repo.openHandover(ctx, newId(ctx.now()), leaver);
  const customers = await repo.addCustomers(ctx, id, staffId);
  await repo.addGroups(ctx, id, groups);
  await repo.closeWhenDone(ctx, id);
  audit(ctx, {
    action: 'customers.handover-begun',
    subject: { kind: 'handover', id, name: leaver.name },
    unitId: leaver.unitId,
    after: { staffId, customers, groups: groups.length },
  });
}

const view = (row: repo.HandoverRow): Handover => ({
  id: row.id as HandoverId,
  staff: { id: row.staffId, name: row.staffName },
  unit: { id: row.unitId, name: row.unitName },
  state: row.state,
  createdAt: row.createdAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
  customers: row.customers,
  groups: row.groups,
});

export async function listHandovers(
  ctx: Ctx,
  filter: { state?: 'open' | 'done' | undefined; page: number; size: number },
): Promise<{ items: Handover[]; total: number }> {
  const { rows, total } = await repo.handoverRows(ctx, filter);
  return { items: rows.map(view), total };
}

async function requireHandover(ctx: Ctx, id: string): Promise<repo.HandoverRow> {
  const { rows } = await repo.handoverRows(ctx, { id, page: 1, size: 1 });
  if (!rows[0]) throw handoverErrors.handoverNotFound({ id });
  return rows[0];
}

export async function showHandover(
  ctx: Ctx,
  id: HandoverId,
  { after, size }: { after: number; size: number },
) {
  const row = await requireHandover(ctx, id);
  const items = await repo.handoverCustomers(ctx, id, after, size);
  // Whoever hands over sees whom, though they may look after nobody themselves.
  const heads = new Map(
    (
      await headsOf(
        ctx,
        items.map((item) => item.customerId),
        { unseen: true },
      )
    ).map((head) => [head.id as number, head]),
  );
  const to = (item: { toStaffId: string | null; toName: string | null }) =>
    item.toStaffId ? { id: item.toStaffId, name: item.toName ?? '' } : null;
  return {
    ...view(row),
    items: items.flatMap((item) => {
      const customer = heads.get(item.customerId);
      return customer
        ? [{ customer, state: item.state, to: to(item), transfer: shownTransfer(item, ctx.lang) }]
        : [];
    }),
    groupItems: (await repo.handoverGroups(ctx, id)).map((item) => ({
      corpId: item.corpId,
      chatId: item.chatId,
      name: item.name,
      state: item.state as 'waiting' | 'assigned',
      to: to(item),
      transfer: shownTransfer(item, ctx.lang),
    })),
  };
}

/** Somebody takes over, here at once and in WeCom as soon as WeCom allows it. */
export function assignHandover(
  ctx: Ctx,
  id: HandoverId,
  {
    toStaffId,
    customerIds,
    groups,
    unsuccessful,
  }: {
    toStaffId: string;
    customerIds?: readonly CustomerId[] | undefined;
    groups?: readonly { corpId: string; chatId: string }[] | undefined;
    unsuccessful: boolean;
  },
): Promise<Handover> {
  return inTx(ctx, async (ctx) => {
    await repo.lockHandover(ctx, id);
    const row = await requireHandover(ctx, id);
    const successor = (await findActiveStaff(ctx, [toStaffId])).get(toStaffId);
    if (!successor || !mayAt(ctx, MANAGE, successor.unitPath) || toStaffId === row.staffId)
      throw handoverErrors.successorUnfit({ toStaffId });
    const userid = await accountOf(ctx, toStaffId);
    const to = { userid, failure: userid === null ? NO_ACCOUNT : null };
    const all = unsuccessful ? 'unsuccessful' : 'waiting';
    const named = Boolean(customerIds || groups);
    const taken = await repo.assignCustomers(ctx, id, toStaffId, customerIds ?? (named ? [] : all));
    const corpsOfGroups = await repo.assignGroups(
      ctx,
      id,
      toStaffId,
      to,
      groups ?? (named ? [] : all),
    );
    await assign(
      ctx,
      taken.map((customerId) => ({ customerId })),
      toStaffId,
      row.staffName,
    );
    const corps = await beginTransfers(ctx, row, taken, to);
    if (userid !== null) await orderMoves(ctx, [...corps, ...corpsOfGroups]);
    await repo.closeWhenDone(ctx, id);
    audit(ctx, {
      action: 'customers.handover-assigned',
      subject: { kind: 'handover', id, name: row.staffName },
      unitId: row.unitId,
      after: { toStaffId, customers: taken.length, groups: corpsOfGroups.length },
    });
    return view(await requireHandover(ctx, id));
  });
}
