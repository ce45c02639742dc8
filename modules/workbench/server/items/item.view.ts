import { headsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { WorkItem } from '../../contract/item.ts';
import { considerations } from './consideration.service.ts';
import type { ItemRow } from './item.repo.ts';

/** Items in the order given, names masked. Whose items they are was asked before. */
export async function showItems(ctx: Ctx, rows: readonly ItemRow[]): Promise<WorkItem[]> {
  const ids = [...new Set(rows.map((row) => row.customerId))];
  const heads = new Map(
    (await headsOf(ctx, ids, { unseen: true })).map((h) => [h.id as number, h]),
  );
  const now = ctx.now();
  const until = await considerations(ctx, rows);
  return rows.map((row) => ({
    id: row.itemId,
    kind: row.kind,
    state: row.state,
    customer: { id: row.customerId, name: heads.get(row.customerId)?.name ?? null },
    title: row.title,
    score: Math.round(row.score),
    asked: row.asked,
    consideration: considerationOf(until.get(row.itemId), now),
    evidence: [...row.evidence],
    scriptId: row.scriptId,
    planId: row.planId,
    planName: row.planName,
    dueAt: row.dueAt.toISOString(),
    late: (row.state === 'open' || row.state === 'snoozed') && row.dueAt < now,
    createdAt: row.createdAt.toISOString(),
    outcome: row.outcome,
    lostReason: row.lostReason,
    doneAt: row.doneAt?.toISOString() ?? null,
    version: row.version,
  }));
}

const considerationOf = (until: Date | undefined, now: Date): WorkItem['consideration'] =>
  until ? { until: until.toISOString(), over: until <= now } : null;
