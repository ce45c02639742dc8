import { propose } from '#modules/outreach/server/index.ts';
import { asSystem, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { ExitReason } from '../../contract/run.ts';
import { findRunsOfPlans, type RunRow } from '../run/run.repo.ts';
import { knownVersion } from '../sequence/known-version.ts';
import {
  banksWithDue,
  closeAll,
  type DueFollowUp,
  findReports,
  insertFollowUps,
  nextFollowUpAt,
  PREFIX,
  scriptOf,
  settleFollowUp,
  takeDue,
} from './follow-up.repo.ts';
import { uuidOf } from './place.ts';
import type { Standing } from './react.repo.ts';

const DAY_MS = 86_400_000;

export const followUpId = (why: string, round: number): string => uuidOf(`${why}/${round}`);

/** Somebody wants to be talked to: opened once for each reason and round. */
export async function openFollowUps(
  ctx: TxCtx,
  wanted: readonly {
    row: Standing;
    run: RunRow;
    wanted: readonly { why: string; round: number; at: Date; title: string }[];
  }[],
): Promise<void> {
  await insertFollowUps(
    ctx,
    wanted.flatMap(({ row, wanted }) =>
      wanted.map(({ why, round, at, title }) => ({
        customerId: row.customerId,
        planId: row.planId,
        id: followUpId(why, round),
        why,
        title,
        openedAt: at,
      })),
    ),
  );
}

export async function closeFollowUps(
  ctx: TxCtx,
  left: readonly { row: Standing; reason: ExitReason }[],
): Promise<void> {
  await closeAll(
    ctx,
    left.map(({ row, reason }) => ({
      customerId: row.customerId,
      planId: row.planId,
      won: reason === 'converted',
      reason,
    })),
  );
}

const AT_ONCE = 500;

/** Puts open follow-ups to the RMs: at once, and again until they are won or lost. */
export const followUpsDue: Ticker = {
  name: 'sequences.follow-ups',
  run: async (ctx) => {
    let handled = 0;
    for (const orgId of await banksWithDue(ctx, AT_ONCE))
      handled += await inTx(asSystem(ctx, orgId, 'sequences'), async (tx) => {
        const due = await takeDue(tx, AT_ONCE);
        for (const [planId, group] of Map.groupBy(due, (f) => f.planId))
          await ask(tx, planId, group);
        return due.length;
      });
    return handled;
  },
  nextAt: nextFollowUpAt,
};

async function ask(ctx: TxCtx, planId: string, due: readonly DueFollowUp[]): Promise<void> {
  const run = (await findRunsOfPlans(ctx, [planId])).get(planId);
  const script = await scriptOf(ctx, planId);
  if (!run?.followPlanId || !script) return;
  await propose(
    ctx,
    run.followPlanId,
    due.map((f) => ({
      customerId: f.customerId,
      plannedAt: ctx.now(),
      itemKey: `${PREFIX}${f.followUpId}`,
      occurrence: String(f.asked),
      channel: 'work_item' as const,
      corpId: f.corpId,
      staffId: f.staffId,
      contentKind: 'content.item',
      contentId: script.contentId,
      contentVersion: script.contentVersion,
      // Put to a colleague again it is the colleague's follow-up, no longer the customer's question.
      params: {
        title: f.title,
        evidence: evidenceOf(f, run),
        asked: f.why === 'consultation' && f.asked === 1,
        // Time to think it over begins with the customer, not with the item (CR-054).
        ...(run.draft.productLine !== 'deposit' && { interestAt: f.openedAt.toISOString() }),
      },
      score: 80 + (f.need ?? 0) / 5,
    })),
  );
}

function evidenceOf(f: DueFollowUp, run: RunRow): string[] {
  const words: Record<string, string> = {
    consultation: '客户主动咨询',
    intent_clear: '客户查看了产品或完成测评',
  };
  return [
    words[f.why] ?? f.why,
    `来自序列“${run.draft.name}”`,
    ...(f.need === null ? [] : [`需求 ${f.need} · 认可 ${f.recognition ?? 0}`]),
    ...(f.asked > 1 ? [`第 ${f.asked} 次提醒`] : []),
  ];
}

/**
 * What colleagues say came of their follow-ups. Won and lost close one, lost with the reason; whoever
 * was only reached, or not reached, is put to the RM again. Heard again it changes nothing.
 */
export async function hearReports(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  const reports = await findReports(ctx, customerIds);
  const runs = await findRunsOfPlans(
    ctx,
    reports.map(({ planId }) => planId),
  );
  for (const { outcome, at, ...key } of reports) {
    const run = runs.get(key.planId);
    if (!run) continue;
    const { guards } = await knownVersion(ctx, run.sequenceId, run.version);
    const state =
      outcome === 'won' ? 'won' : outcome === 'done' || outcome === 'no_answer' ? 'open' : 'lost';
    const days = outcome === 'no_answer' ? 1 : guards.follow_up_days;
    const dueAt = state === 'open' ? new Date(at.getTime() + days * DAY_MS) : null;
    await settleFollowUp(ctx, key, { state, dueAt, reason: outcome });
  }
}
