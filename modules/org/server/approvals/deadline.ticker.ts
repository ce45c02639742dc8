import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { notify } from '../notifications/notification.service.ts';
import { type ApprovalRow, findDue, insertStep, lockApproval, setState } from './approval.repo.ts';
import { closeRequest, linkTo, subjectOf } from './closing.ts';
import { escalationBefore } from './deadline.ts';
import { checkersOf } from './duty.service.ts';
import { approvalKind } from './kind.ts';
import { approvalEscalated, approvalReminder } from './notices.ts';

/** Reminds the checkers, tells who oversees, and expires what nobody decided. */
export const approvalDeadlines: Ticker = {
  name: 'org.approval-deadlines',
  run: async (ctx) => {
    const due = await findDue(ctx, 100);
    for (const { orgId, id } of due) await advance(asSystem(ctx, orgId), id);
    return due.length;
  },
};

function advance(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const row = await lockApproval(ctx, id);
    // Decided while the ticker was on its way.
    if (!row?.dueAt || row.nextStep === null) return;
    // After a jump of the clock only the last step matters.
    if (row.dueAt <= ctx.now()) return closeRequest(ctx, row, { outcome: 'expired' });
    if (row.nextStep === 'remind') return remind(ctx, row, row.dueAt);
    return escalate(ctx, row, row.dueAt);
  });
}

async function remind(ctx: TxCtx, row: ApprovalRow, dueAt: Date): Promise<void> {
  const checkers = await checkersOf(ctx, approvalKind(row.kind), row);
  await notify(ctx, approvalReminder, {
    to: { staff: checkers.map((p) => p.id) },
    params: { title: row.title, due: { at: dueAt.toISOString() } },
    link: linkTo(row),
  });
  await record(ctx, row, 'reminded');
  await setState(ctx, row.id, { nextStep: 'escalate', nextAt: escalationBefore(ctx.now(), dueAt) });
}

async function escalate(ctx: TxCtx, row: ApprovalRow, dueAt: Date): Promise<void> {
  await notify(ctx, approvalEscalated, {
    to: {
      permission: 'org.approval.oversee',
      unitPath: row.unit.path,
      except: [row.makerId],
    },
    params: { maker: row.makerName, title: row.title, due: { at: dueAt.toISOString() } },
    link: linkTo(row),
  });
  await record(ctx, row, 'escalated');
  await setState(ctx, row.id, { nextStep: 'expire', nextAt: dueAt });
}

async function record(ctx: TxCtx, row: ApprovalRow, step: 'reminded' | 'escalated') {
  await insertStep(ctx, row.id, { step, round: row.round });
  audit(ctx, { action: `org.approval-${step}`, subject: subjectOf(row), unitId: row.unit.id });
}
