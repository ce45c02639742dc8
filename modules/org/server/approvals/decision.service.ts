import { platformErrors } from '#platform/contract/errors.ts';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { type ApprovalDetail, approvalDecided, approvalErrors } from '../../contract/approval.ts';
import { notify } from '../notifications/notification.service.ts';
import { type ApprovalRow, insertStep, lockApproval, setState } from './approval.repo.ts';
import { getApproval } from './approval.view.ts';
import { closeRequest, linkTo, requestOf, subjectOf } from './closing.ts';
import { maySee, powersOf } from './duty.service.ts';
import { approvalKind } from './kind.ts';
import { approvalApproved } from './notices.ts';
import { type Power, powerOver } from './power.ts';

export interface Verdict {
  decision: 'approve' | 'reject' | 'return';
  round: number;
  reason?: string;
  /** Everything that the kind asks to be looked at was. */
  attested?: boolean;
}

/**
 * One decision for one round: whoever comes second finds it taken. A yes takes effect in the same
 * transaction, and only on the version that was submitted.
 */
export function decideApproval(ctx: Ctx, id: string, verdict: Verdict): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockApproval(ctx, id);
    const powers = await powersOf(ctx);
    if (!row || !maySee(ctx, row, powers)) throw approvalErrors.approvalNotFound({ id });
    const power = demandPower(ctx, row, powers);
    const { onBehalfOf } = power;
    if (row.state !== 'submitted') throw approvalErrors.approvalState({ state: row.state });
    if (row.round !== verdict.round) throw approvalErrors.approvalRound({ round: row.round });
    if (row.dueAt !== null && row.dueAt <= ctx.now())
      throw approvalErrors.approvalState({ state: 'expired' });

    if (verdict.decision === 'return')
      await closeRequest(ctx, row, { outcome: 'returned', reason: verdict.reason, onBehalfOf });
    else if (verdict.decision === 'reject')
      await closeRequest(ctx, row, { outcome: 'rejected', reason: verdict.reason, onBehalfOf });
    else await approve(ctx, row, verdict, power);
    return getApproval(ctx, id);
  });
}

async function approve(
  ctx: TxCtx,
  row: ApprovalRow,
  { reason, attested = false }: Verdict,
  power: Power,
): Promise<void> {
  const kind = approvalKind(row.kind);
  const { onBehalfOf } = power;
  const version = await kind.lockVersion(ctx, requestOf(row));
  if (version !== row.subjectVersion) {
    await closeRequest(ctx, row, { outcome: 'voided' });
    return;
  }
  const statements = (await kind.attest?.(ctx, row.payload)) ?? [];
  if (statements.length > 0 && !attested)
    throw approvalErrors.approvalUnattested({
      statements: statements.map((statement) => say(statement, ctx.lang)),
    });
  await setState(ctx, row.id, {
    state: 'approved',
    reason: reason ?? null,
    decidedAt: ctx.now(),
    checkerId: ctx.actor.id,
    checkerName: ctx.actor.name,
    onBehalfId: onBehalfOf?.id ?? null,
    onBehalfName: onBehalfOf?.name ?? null,
    nextStep: null,
    nextAt: null,
  });
  await insertStep(ctx, row.id, { step: 'approved', round: row.round, note: reason, onBehalfOf });
  audit(ctx, {
    action: 'org.approval-approved',
    subject: subjectOf(row),
    unitId: row.unit.id,
    after: {
      kind: row.kind,
      subjectId: row.subjectId,
      version: row.subjectVersion,
      round: row.round,
      makerId: row.makerId,
      ...(onBehalfOf ? { onBehalfOf } : {}),
      ...(statements.length > 0 && { attested: statements.map(([zh]) => zh) }),
    },
    reason,
  });
  await kind.onApproved(withPower(ctx, kind.decidePermission, power), requestOf(row));
  await publish(ctx, approvalDecided, {
    approvalId: row.id as never,
    kind: row.kind,
    subjectId: row.subjectId,
    subjectVersion: row.subjectVersion,
    outcome: 'approved',
  });
  await notify(ctx, approvalApproved, {
    to: { staff: [row.makerId] },
    params: { checker: ctx.actor.name, title: row.title },
    link: linkTo(row),
  });
}

/** What a yes does is checked against the right it was given by, which may be another's by delegation. */
function withPower(ctx: TxCtx, permission: string, power: Power): TxCtx {
  if (power.onBehalfOf === null) return ctx;
  const permissions = new Map(ctx.actor.permissions).set(permission, power.paths);
  return { ...ctx, actor: { ...ctx.actor, permissions } };
}

/** CR-144: never one's own request, and never in place of the one who made it. */
function demandPower(ctx: Ctx, row: ApprovalRow, powers: readonly Power[]): Power {
  const power = powerOver(powers, ctx.actor.id, row);
  if (power) return power;
  const forItsMaker = powers.some((p) => p.onBehalfOf?.id === row.makerId && p.kind === row.kind);
  if (row.makerId === ctx.actor.id || forItsMaker) throw approvalErrors.ownApproval();
  throw platformErrors.forbidden({ permission: approvalKind(row.kind).decidePermission });
}
