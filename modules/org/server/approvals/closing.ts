import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { approvalDecided } from '../../contract/approval.ts';
import type { PersonRef } from '../../contract/person.ts';
import { notify } from '../notifications/notification.service.ts';
import { type ApprovalRow, insertStep, setState } from './approval.repo.ts';
import { approvalKind, type Outcome, type Request } from './kind.ts';
import { approvalExpired, approvalRejected, approvalReturned, approvalVoided } from './notices.ts';

export const linkTo = (row: Pick<ApprovalRow, 'id'>) => `/approvals/${row.id}`;

export const subjectOf = (row: Pick<ApprovalRow, 'id' | 'title'>) => ({
  kind: 'approval',
  id: row.id,
  name: say(row.title, 'zh-CN'),
});

export const requestOf = (row: ApprovalRow): Request<Record<string, unknown>> => ({
  id: row.id,
  subjectId: row.subjectId,
  payload: row.payload,
  makerId: row.makerId,
  makerName: row.makerName,
});

const news = {
  returned: approvalReturned,
  rejected: approvalRejected,
  expired: approvalExpired,
  voided: approvalVoided,
  withdrawn: null,
} as const;

/** Ends a round without a yes: state, history, audit, the kind's own clearing up, and word to the maker. */
export async function closeRequest(
  ctx: TxCtx,
  row: ApprovalRow,
  {
    outcome,
    reason = null,
    onBehalfOf = null,
  }: { outcome: Outcome; reason?: string | null; onBehalfOf?: PersonRef | null },
): Promise<void> {
  const wasOpen = row.state === 'submitted';
  const byChecker = outcome === 'returned' || outcome === 'rejected';
  await setState(ctx, row.id, {
    state: outcome,
    reason,
    decidedAt: ctx.now(),
    nextStep: null,
    nextAt: null,
    ...(byChecker
      ? {
          checkerId: ctx.actor.id,
          checkerName: ctx.actor.name,
          onBehalfId: onBehalfOf?.id ?? null,
          onBehalfName: onBehalfOf?.name ?? null,
        }
      : {}),
  });
  await insertStep(ctx, row.id, { step: outcome, round: row.round, note: reason, onBehalfOf });
  audit(ctx, {
    action: `org.approval-${outcome}`,
    subject: subjectOf(row),
    unitId: row.unit.id,
    after: {
      kind: row.kind,
      subjectId: row.subjectId,
      version: row.subjectVersion,
      round: row.round,
      ...(onBehalfOf ? { onBehalfOf } : {}),
    },
    reason: reason ?? undefined,
  });
  if (wasOpen) await approvalKind(row.kind).onClosed?.(ctx, requestOf(row), outcome);
  await publish(ctx, approvalDecided, {
    approvalId: row.id as never,
    kind: row.kind,
    subjectId: row.subjectId,
    subjectVersion: row.subjectVersion,
    outcome,
  });
  const notice = news[outcome];
  if (notice)
    await notify(ctx, notice, {
      to: { staff: [row.makerId] },
      params: { checker: ctx.actor.name, title: row.title, reason: reason ?? '' },
      link: linkTo(row),
    });
}
