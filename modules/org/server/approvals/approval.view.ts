import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import {
  type Approval,
  type ApprovalDetail,
  approvalErrors,
  type Change,
} from '../../contract/approval.ts';
import { type ApprovalRow, findApproval, findSteps } from './approval.repo.ts';
import { type ApprovalFilter, listApprovalRows } from './approval-list.repo.ts';
import { checkersOf, maySee, powersOf } from './duty.service.ts';
import { approvalKind, approvalKinds, type ChangeLine, type ChangeValue } from './kind.ts';
import { type Power, powerOver } from './power.ts';

export async function listApprovals(ctx: Ctx, filter: ApprovalFilter) {
  const powers = await powersOf(ctx);
  const { items, total } = await listApprovalRows(ctx, filter, powers);
  return { items: items.map((row) => asListed(ctx, row, powers)), total };
}

export async function getApproval(ctx: Ctx, id: string): Promise<ApprovalDetail> {
  const powers = await powersOf(ctx);
  const row = await findApproval(ctx, id);
  if (!row || !maySee(ctx, row, powers)) throw approvalErrors.approvalNotFound({ id });
  const history = await findSteps(ctx, id);
  const kind = approvalKind(row.kind);
  const attest = row.state === 'submitted' ? ((await kind.attest?.(ctx, row.payload)) ?? []) : [];
  const checkers = row.state === 'submitted' ? await checkersOf(ctx, kind, row) : [];
  return {
    ...asListed(ctx, row, powers),
    note: row.note,
    payload: row.payload,
    changes: row.changes.map((line) => asChange(line, ctx.lang)),
    link: row.link,
    attest: attest.map((statement) => say(statement, ctx.lang)),
    history: history.map((step) => ({
      seq: step.seq,
      at: step.at.toISOString(),
      step: step.step,
      by: { id: step.byId, name: step.byName },
      onBehalfOf: person(step.onBehalfId, step.onBehalfName),
      round: step.round,
      note: step.note,
    })),
    checkers: { people: checkers.slice(0, 10), total: checkers.length },
  };
}

export function listKinds(ctx: Ctx) {
  return {
    items: approvalKinds().map((kind) => ({
      kind: kind.kind,
      name: say(kind.name, ctx.lang),
      draftPermission: kind.draftPermission,
      decidePermission: kind.decidePermission,
      deadlineWorkdays: kind.deadlineWorkdays,
    })),
  };
}

function asListed(ctx: Ctx, row: ApprovalRow, powers: readonly Power[]): Approval {
  const mine = row.makerId === ctx.actor.id;
  const open = row.state === 'draft' || row.state === 'returned';
  const inTime = row.dueAt === null || row.dueAt > ctx.now();
  return {
    id: row.id as Approval['id'],
    kind: row.kind,
    kindName: say(approvalKind(row.kind).name, ctx.lang),
    title: say(row.title, ctx.lang),
    state: row.state,
    round: row.round,
    subject: { id: row.subjectId, name: row.subjectName, version: row.subjectVersion },
    unit: row.unit,
    maker: { id: row.makerId, name: row.makerName },
    checker: person(row.checkerId, row.checkerName),
    onBehalfOf: person(row.onBehalfId, row.onBehalfName),
    draftedAt: row.draftedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    reason: row.reason,
    can: {
      decide: row.state === 'submitted' && inTime && powerOver(powers, ctx.actor.id, row) !== null,
      submit: mine && open,
      revise: mine && open,
      withdraw: mine && (open || row.state === 'submitted'),
      comment: true,
    },
  };
}

const person = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? '' };

const isPhrase = (value: ChangeValue): value is Phrase =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';

function asChange(line: ChangeLine, lang: Lang): Change {
  const worded = (value: ChangeValue): Change['before'] => {
    if (isPhrase(value)) return say(value, lang);
    if (typeof value === 'object' && value !== null)
      return (value as readonly Phrase[]).map((phrase) => say(phrase, lang));
    return value;
  };
  return {
    label: say(line.label, lang),
    before: worded(line.before),
    after: worded(line.after),
  };
}
