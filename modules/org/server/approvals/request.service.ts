import type { z } from 'zod';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { findOverrides } from '#platform/server/system/calendar.service.ts';
import { type ApprovalDetail, approvalErrors } from '../../contract/approval.ts';
import { notify } from '../notifications/notification.service.ts';
import {
  type ApprovalRow,
  findOpen,
  findSteps,
  insertApproval,
  insertStep,
  lockApproval,
  lockSubject,
  setContent,
  setState,
} from './approval.repo.ts';
import { getApproval } from './approval.view.ts';
import { closeRequest, linkTo, requestOf, subjectOf } from './closing.ts';
import { deadlineAfter, horizon } from './deadline.ts';
import { checkersOf, maySee, powersOf } from './duty.service.ts';
import { type ApprovalKind, approvalKind, type Prepared } from './kind.ts';
import { approvalCommented, approvalWaiting } from './notices.ts';
import { findUnitPath } from './unit-path.repo.ts';

export interface Asked {
  kind: string;
  payload: Record<string, unknown>;
  note?: string;
  submit?: boolean;
}

/** Asks for a second pair of eyes; joins the caller's transaction. */
export function requestApproval(ctx: Ctx, asked: Asked): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const kind = approvalKind(asked.kind);
    const payload = parsed(kind, asked.payload);
    const prepared = await preparedFor(ctx, kind, payload);
    const id = newId(ctx.realNow());
    await insertApproval(ctx, { id, kind: kind.kind, ...contentOf(prepared, payload, asked.note) });
    await insertStep(ctx, id, { step: 'drafted', round: 0, note: asked.note });
    const row = (await lockApproval(ctx, id))!;
    audit(ctx, {
      action: 'org.approval-drafted',
      subject: subjectOf(row),
      unitId: prepared.unitId,
      after: { kind: kind.kind, subject: prepared.subject, payload },
    });
    if (asked.submit ?? true) await submit(ctx, row);
    return getApproval(ctx, id);
  });
}

/** What the maker changes goes to the checkers as a new round. */
export function reviseApproval(
  ctx: Ctx,
  id: string,
  revision: { payload: Record<string, unknown>; note?: string; submit: boolean },
): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockOwn(ctx, id, ['draft', 'returned']);
    const kind = approvalKind(row.kind);
    const payload = parsed(kind, revision.payload);
    const prepared = await preparedFor(ctx, kind, payload);
    await setContent(ctx, id, contentOf(prepared, payload, revision.note));
    await insertStep(ctx, id, { step: 'revised', round: row.round, note: revision.note });
    audit(ctx, {
      action: 'org.approval-revised',
      subject: subjectOf(row),
      unitId: prepared.unitId,
      before: row.payload,
      after: payload,
    });
    if (revision.submit) await submit(ctx, (await lockApproval(ctx, id))!);
    return getApproval(ctx, id);
  });
}

export function submitApproval(ctx: Ctx, id: string, note?: string): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockOwn(ctx, id, ['draft', 'returned']);
    const kind = approvalKind(row.kind);
    // The subject may have moved on since the draft: what the checker sees is read again.
    const prepared = await preparedFor(ctx, kind, parsed(kind, row.payload));
    await setContent(ctx, id, contentOf(prepared, row.payload, note ?? row.note ?? undefined));
    await submit(ctx, (await lockApproval(ctx, id))!);
    return getApproval(ctx, id);
  });
}

export function withdrawApproval(ctx: Ctx, id: string, reason?: string): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockOwn(ctx, id, ['draft', 'submitted', 'returned']);
    await closeRequest(ctx, row, { outcome: 'withdrawn', reason });
    return getApproval(ctx, id);
  });
}

export function commentApproval(ctx: Ctx, id: string, text: string): Promise<ApprovalDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockApproval(ctx, id);
    if (!row || !maySee(ctx, row, await powersOf(ctx)))
      throw approvalErrors.approvalNotFound({ id });
    await insertStep(ctx, id, { step: 'commented', round: row.round, note: text });
    audit(ctx, {
      action: 'org.approval-commented',
      subject: subjectOf(row),
      unitId: row.unit.id,
      after: { text },
    });
    const involved = new Set([row.makerId, ...(await findSteps(ctx, id)).map((s) => s.byId)]);
    involved.delete(ctx.actor.id);
    await notify(ctx, approvalCommented, {
      to: { staff: [...involved] },
      params: { by: ctx.actor.name, title: row.title, text },
      link: linkTo(row),
    });
    return getApproval(ctx, id);
  });
}

async function submit(ctx: TxCtx, row: ApprovalRow): Promise<void> {
  const kind = approvalKind(row.kind);
  await lockSubject(ctx, row.kind, row.subjectId);
  const open = await findOpen(ctx, row.kind, row.subjectId);
  if (open) throw approvalErrors.approvalOpen({ approvalId: open });

  const now = ctx.now();
  const overrides = await findOverrides(ctx, dayOf(now), horizon(now, kind.deadlineWorkdays));
  const { remindAt, dueAt } = deadlineAfter(now, kind.deadlineWorkdays, overrides);
  const round = row.round + 1;
  await setState(ctx, row.id, {
    state: 'submitted',
    round,
    submittedAt: now,
    dueAt,
    checkerId: null,
    checkerName: null,
    onBehalfId: null,
    onBehalfName: null,
    reason: null,
    nextStep: 'remind',
    nextAt: remindAt,
  });
  await insertStep(ctx, row.id, { step: 'submitted', round, note: row.note });
  audit(ctx, {
    action: 'org.approval-submitted',
    subject: subjectOf(row),
    unitId: row.unit.id,
    after: { round, version: row.subjectVersion, dueAt },
  });
  await kind.onSubmitted?.(ctx, requestOf(row));
  const checkers = await checkersOf(ctx, kind, row);
  await notify(ctx, approvalWaiting, {
    to: { staff: checkers.map((p) => p.id) },
    params: { maker: row.makerName, title: row.title, due: { at: dueAt.toISOString() } },
    link: linkTo(row),
  });
}

async function lockOwn(
  ctx: TxCtx,
  id: string,
  states: readonly ApprovalRow['state'][],
): Promise<ApprovalRow> {
  const row = await lockApproval(ctx, id);
  if (!row || !maySee(ctx, row, await powersOf(ctx))) throw approvalErrors.approvalNotFound({ id });
  if (row.makerId !== ctx.actor.id) throw approvalErrors.notMaker({ id });
  if (!states.includes(row.state)) throw approvalErrors.approvalState({ state: row.state });
  return row;
}

function parsed(kind: ApprovalKind, payload: Record<string, unknown>): Record<string, unknown> {
  const result = kind.payload.safeParse(payload);
  if (result.success) return result.data as Record<string, unknown>;
  const issues = (result.error as z.ZodError).issues.map((issue) => ({
    path: ['payload', ...issue.path].join('.'),
    message: issue.message,
    rule: issue.code,
  }));
  throw platformErrors.invalid({ in: 'body', issues });
}

async function preparedFor(
  ctx: Ctx,
  kind: ApprovalKind,
  payload: Record<string, unknown>,
): Promise<Prepared> {
  const prepared = await kind.prepare(ctx, payload);
  const path = await findUnitPath(ctx, prepared.unitId);
  if (!mayAt(ctx, kind.draftPermission, path))
    throw platformErrors.forbidden({ permission: kind.draftPermission });
  return prepared;
}

const contentOf = (prepared: Prepared, payload: Record<string, unknown>, note?: string) => ({
  subjectId: prepared.subject.id,
  subjectName: prepared.subject.name,
  subjectVersion: prepared.subject.version,
  unitId: prepared.unitId,
  title: prepared.title,
  changes: [...prepared.changes],
  payload,
  link: prepared.link,
  note: note ?? null,
});
