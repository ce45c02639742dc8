import { said } from '#platform/contract/task.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { customerErrors } from '../../contract/customer.ts';
import { customersMerged, customersSplit } from '../../contract/events.ts';
import type { IdentityRule } from '../../contract/identity.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { type Merge, type MergeId, mergeErrors } from '../../contract/merge.ts';
import { tellChanged } from '../changed.ts';
import { requireVisible } from '../customers/head.service.ts';
import {
  decideProposal,
  type ProposalReason,
  proposalOf,
  putProposals,
} from '../identities/proposal.repo.ts';
import { confidenceOf } from '../identities/rules.ts';
import type { CustomerOwned, Moved } from './customer-owned.ts';
import * as repo from './merge.repo.ts';
import { moveAll, moveKeys } from './moving.repo.ts';

const MANAGE = 'customers.merge.manage';

/** What follows a customer into another: own tables and those of the modules that hand theirs in. */
export type Owned = readonly CustomerOwned[];

/**
 * Two customers become one: everything of the merged one moves, row by row and accounted for, in one
 * transaction. The merged customer stays as a signpost.
 */
export function mergeCustomers(
  ctx: Ctx,
  owned: Owned,
  into: CustomerId,
  { mergedId, reason }: { mergedId: CustomerId; reason: string },
): Promise<Merge> {
  return inTx(ctx, async (ctx) => {
    await requireVisible(ctx, [into, mergedId], MANAGE);
    if (into === mergedId) throw mergeErrors.mergeWithSelf();
    for (const id of [into, mergedId].sort((a, b) => a - b)) {
      const state = await repo.lockCustomer(ctx, id);
      if (state === 'merged') throw customerErrors.customerMerged({ id });
      if (state !== 'active') throw customerErrors.customerErased({ id });
    }
    const proposal = await proposalOf(ctx, [into, mergedId]);
    const rule = (proposal?.reasons[0]?.rule ?? 'by_hand') as IdentityRule;
    const moved = await takeAll(ctx, owned, mergedId, into);
    const id = newId(ctx.now()) as MergeId;
    const confidence = proposal?.confidence ?? confidenceOf.by_hand;
    await repo.setMerged(ctx, mergedId, into);
    await repo.insertMerge(ctx, {
      id,
      customerId: into,
      mergedId,
      rule,
      confidence,
      reason,
      moved,
    });
    await decideProposal(ctx, [into, mergedId], 'merged', reason);
    await askOf(ctx, await repo.closeProposalsOf(ctx, mergedId), mergedId, into);
    audit(ctx, {
      action: 'customers.merged',
      subject: { kind: 'customer', id: String(into) },
      after: {
        mergedId,
        rule,
        confidence,
        moved: moved.map(({ table, rows }) => ({ table, rows })),
      },
      reason,
    });
    await publish(ctx, customersMerged, { customerId: into, mergedId, mergeId: id });
    await tellChanged(ctx, [into, mergedId]);
    return (await mergeViews(ctx, owned, into)).find((merge) => merge.id === id)!;
  });
}

/** Whoever was perhaps the merged one is now perhaps the survivor. */
async function askOf(
  ctx: TxCtx,
  open: Awaited<ReturnType<typeof repo.closeProposalsOf>>,
  mergedId: number,
  into: number,
): Promise<void> {
  await putProposals(
    ctx,
    open.flatMap(({ customerId, otherId, reasons, confidence }) => {
      const third = customerId === mergedId ? otherId : customerId;
      const [reason] = reasons as unknown as ProposalReason[];
      return third === into || !reason
        ? []
        : [{ customerId: into, otherId: third, reason, confidence }];
    }),
  );
}

async function takeAll(ctx: TxCtx, owned: Owned, from: number, into: number): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const rows of owned) {
    if ('take' in rows) {
      moved.push({ table: rows.table, ...(await rows.take(ctx, from, into)) });
    } else {
      const keys = await moveAll(ctx, rows, from, into);
      moved.push({ table: rows.table, rows: keys.length, note: keys });
    }
  }
  return moved.filter(({ rows }) => rows > 0);
}

/** Undoes a merge: what moved goes back, what came since stays. The latest one is undone first. */
export function splitCustomers(
  ctx: Ctx,
  owned: Owned,
  { id, mergeId }: { id: CustomerId; mergeId: MergeId },
  reason: string,
): Promise<Merge> {
  return inTx(ctx, async (ctx) => {
    await requireVisible(ctx, [id], MANAGE);
    if ((await repo.lockCustomer(ctx, id)) !== 'active') throw mergeErrors.laterMergeFirst();
    const merges = await repo.mergesOf(ctx, id);
    const merge = merges.find((m) => m.mergeId === mergeId);
    if (!merge) throw mergeErrors.mergeNotFound({ id: mergeId });
    if (merge.splitAt) throw mergeErrors.alreadySplit({ id: mergeId });
    if (merges.find((m) => m.splitAt === null)!.mergeId !== mergeId)
      throw mergeErrors.laterMergeFirst();
    const { mergedId } = merge;
    const moved = merge.moved as unknown as Moved[];
    for (const rows of [...owned].reverse()) {
      const note = moved.find(({ table }) => table === rows.table)?.note;
      if (note === undefined) continue;
      if ('take' in rows) await rows.giveBack(ctx, mergedId, id, note);
      else await moveKeys(ctx, rows, id, mergedId, note as unknown[]);
    }
    await repo.setMerged(ctx, mergedId, null);
    await repo.setSplit(ctx, id, mergeId, reason);
    await decideProposal(ctx, [id, mergedId], 'rejected', reason, 'merged');
    audit(ctx, {
      action: 'customers.split',
      subject: { kind: 'customer', id: String(id) },
      after: { mergedId, mergeId },
      reason,
    });
    await publish(ctx, customersSplit, {
      customerId: id,
      mergedId: mergedId as CustomerId,
      mergeId,
    });
    await tellChanged(ctx, [id, mergedId]);
    return (await mergeViews(ctx, owned, id)).find((m) => m.id === mergeId)!;
  });
}

/** Somebody looked: two people. The pair is not proposed again. */
export function rejectProposal(
  ctx: Ctx,
  { customerId, otherId, reason }: { customerId: CustomerId; otherId: CustomerId; reason: string },
): Promise<{ rejected: boolean }> {
  return inTx(ctx, async (ctx) => {
    await requireVisible(ctx, [customerId, otherId], MANAGE);
    if (!(await decideProposal(ctx, [customerId, otherId], 'rejected', reason)))
      throw mergeErrors.proposalNotFound();
    audit(ctx, {
      action: 'customers.merge-rejected',
      subject: { kind: 'customer', id: String(customerId) },
      after: { otherId },
      reason,
    });
    return { rejected: true };
  });
}

/** Merges of a customer as the page explains them. */
export async function mergeViews(ctx: Ctx, owned: Owned, customerId: number): Promise<Merge[]> {
  const merges = await repo.mergesOf(ctx, customerId);
  const latest = merges.find((merge) => merge.splitAt === null)?.mergeId;
  const titles = new Map(owned.map(({ table, title }) => [table, title]));
  return merges.map((merge) => ({
    id: merge.mergeId as MergeId,
    mergedId: merge.mergedId as CustomerId,
    at: merge.at.toISOString(),
    by: { id: merge.byId, name: merge.byName },
    rule: merge.rule as IdentityRule,
    confidence: merge.confidence,
    reason: merge.reason,
    moved: (merge.moved as unknown as Moved[]).map(({ table, rows }) => ({
      what: said(titles.get(table) ?? [table, table]),
      rows,
    })),
    split: merge.splitAt
      ? {
          at: merge.splitAt.toISOString(),
          by: { id: merge.splitById!, name: merge.splitByName! },
          reason: merge.splitReason!,
        }
      : null,
    canSplit: merge.mergeId === latest,
  }));
}
