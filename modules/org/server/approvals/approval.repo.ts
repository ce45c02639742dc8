import { sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ApprovalState, ApprovalStepName } from '../../contract/approval.ts';
import type { UnitRef } from '../../contract/unit.ts';
import type { ChangeLine } from './kind.ts';

export interface ApprovalRow {
  id: string;
  kind: string;
  state: ApprovalState;
  round: number;
  subjectId: string;
  subjectName: string;
  subjectVersion: number;
  unit: UnitRef;
  title: Phrase;
  changes: ChangeLine[];
  payload: Record<string, unknown>;
  link: string | null;
  note: string | null;
  makerId: string;
  makerName: string;
  checkerId: string | null;
  checkerName: string | null;
  onBehalfId: string | null;
  onBehalfName: string | null;
  reason: string | null;
  draftedAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
  dueAt: Date | null;
  nextStep: 'remind' | 'escalate' | 'expire' | null;
}

/** Every approval of the bank, with its unit. */
export const approvals = (ctx: Ctx) =>
  ctx.db
    .selectFrom('org.approval as a')
    .innerJoin('org.unit as u', (join) =>
      join.onRef('u.orgId', '=', 'a.orgId').onRef('u.id', '=', 'a.unitId'),
    )
    .where('a.orgId', '=', ctx.orgId);

export const approvalColumns = [
  'a.id',
  'a.kind',
  'a.state',
  'a.round',
  'a.subjectId',
  'a.subjectName',
  'a.subjectVersion',
  'a.title',
  'a.changes',
  'a.payload',
  'a.link',
  'a.note',
  'a.makerId',
  'a.makerName',
  'a.checkerId',
  'a.checkerName',
  'a.onBehalfId',
  'a.onBehalfName',
  'a.reason',
  'a.draftedAt',
  'a.submittedAt',
  'a.decidedAt',
  'a.dueAt',
  'a.nextStep',
  'u.id as unitId',
  'u.code as unitCode',
  'u.name as unitName',
  'u.kind as unitKind',
  'u.path as unitPath',
] as const;

export function asApproval(row: Record<string, unknown>): ApprovalRow {
  const { unitId, unitCode, unitName, unitKind, unitPath, ...rest } = row;
  const unit = { id: unitId, code: unitCode, name: unitName, kind: unitKind, path: unitPath };
  return { ...rest, unit } as unknown as ApprovalRow;
}

export async function findApproval(ctx: Ctx, id: string): Promise<ApprovalRow | null> {
  const row = await approvals(ctx)
    .select(approvalColumns)
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row ? asApproval(row) : null;
}

/** Whoever comes second waits and then reads what the first left. */
export async function lockApproval(ctx: TxCtx, id: string): Promise<ApprovalRow | null> {
  const row = await approvals(ctx)
    .select(approvalColumns)
    .where('a.id', '=', id)
    .forUpdate('a')
    .executeTakeFirst();
  return row ? asApproval(row) : null;
}

export interface NewApproval
  extends Pick<
    ApprovalRow,
    | 'id'
    | 'kind'
    | 'subjectId'
    | 'subjectName'
    | 'subjectVersion'
    | 'title'
    | 'changes'
    | 'payload'
    | 'link'
    | 'note'
  > {
  unitId: string;
}

const contentOf = (a: Omit<NewApproval, 'id' | 'kind'>) => ({
  subjectId: a.subjectId,
  subjectName: a.subjectName,
  subjectVersion: a.subjectVersion,
  unitId: a.unitId,
  title: JSON.stringify(a.title),
  changes: JSON.stringify(a.changes),
  payload: JSON.stringify(a.payload),
  link: a.link,
  note: a.note,
});

export async function insertApproval(ctx: TxCtx, approval: NewApproval): Promise<void> {
  await ctx.db
    .insertInto('org.approval')
    .values({
      orgId: ctx.orgId,
      id: approval.id,
      kind: approval.kind,
      state: 'draft',
      round: 0,
      ...contentOf(approval),
      makerId: ctx.actor.id,
      makerName: ctx.actor.name,
      draftedAt: ctx.now(),
    })
    .execute();
}

export async function setContent(
  ctx: TxCtx,
  id: string,
  content: Omit<NewApproval, 'id' | 'kind'>,
): Promise<void> {
  await ctx.db
    .updateTable('org.approval')
    .set(contentOf(content))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export interface StateChange {
  state?: ApprovalState;
  round?: number;
  checkerId?: string | null;
  checkerName?: string | null;
  onBehalfId?: string | null;
  onBehalfName?: string | null;
  reason?: string | null;
  submittedAt?: Date;
  decidedAt?: Date;
  dueAt?: Date | null;
  nextStep?: ApprovalRow['nextStep'];
  nextAt?: Date | null;
}

export async function setState(ctx: TxCtx, id: string, change: StateChange): Promise<void> {
  await ctx.db
    .updateTable('org.approval')
    .set(change)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** The request for the same subject that already waits, if any. */
export async function findOpen(ctx: Ctx, kind: string, subjectId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.approval')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where('subjectId', '=', subjectId)
    .where('state', '=', 'submitted')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What waits for a decision of one kind: subject → approval. */
export async function findAllOpen(ctx: Ctx, kind: string): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('org.approval')
    .select(['id', 'subjectId'])
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where('state', '=', 'submitted')
    .execute();
  return new Map(rows.map(({ id, subjectId }) => [subjectId, id]));
}

export interface ApprovedVersion {
  /** The kind of approval. */
  kind: string;
  subjectId: string;
  version: number;
}

/** For each of these, the approval that let exactly this version through; null where there is none. */
export async function findApprovedVersions(
  ctx: Ctx,
  versions: readonly ApprovedVersion[],
): Promise<(string | null)[]> {
  const { rows } = await sql<{ no: number; id: string }>`
    select w.no, a.id
      from jsonb_to_recordset(${JSON.stringify(versions.map((v, no) => ({ no, ...v })))}::jsonb)
             as w (no int, kind text, "subjectId" text, version int)
      cross join lateral (
        select id from org.approval
         where org_id = ${ctx.orgId} and kind = w.kind and subject_id = w."subjectId"
           and subject_version = w.version and state = 'approved'
         order by decided_at desc limit 1) as a`.execute(ctx.db);
  const found = new Map(rows.map((row) => [row.no, row.id]));
  return versions.map((_, no) => found.get(no) ?? null);
}

export interface StepRow {
  seq: number;
  at: Date;
  step: ApprovalStepName;
  byId: string;
  byName: string;
  onBehalfId: string | null;
  onBehalfName: string | null;
  round: number;
  note: string | null;
}

/** The approval is locked, so the next number is free. */
export async function insertStep(
  ctx: TxCtx,
  approvalId: string,
  step: {
    step: ApprovalStepName;
    round: number;
    note?: string | null;
    onBehalfOf?: { id: string; name: string } | null;
  },
): Promise<void> {
  await sql`
    insert into org.approval_step
      (org_id, approval_id, seq, at, step, by_id, by_name, on_behalf_id, on_behalf_name, round, note)
    select ${ctx.orgId}, ${approvalId}, coalesce(max(seq), 0) + 1, ${ctx.now()}, ${step.step},
           ${ctx.actor.id}, ${ctx.actor.name}, ${step.onBehalfOf?.id ?? null},
           ${step.onBehalfOf?.name ?? null}, ${step.round}::int, ${step.note ?? null}
      from org.approval_step where org_id = ${ctx.orgId} and approval_id = ${approvalId}`.execute(
    ctx.db,
  );
}

export async function findSteps(ctx: Ctx, approvalId: string): Promise<StepRow[]> {
  const rows = await ctx.db
    .selectFrom('org.approvalStep')
    .select(['seq', 'at', 'step', 'byId', 'byName', 'onBehalfId', 'onBehalfName', 'round', 'note'])
    .where('orgId', '=', ctx.orgId)
    .where('approvalId', '=', approvalId)
    .orderBy('seq')
    .execute();
  return rows as StepRow[];
}

/** Two requests for one subject are told apart: the second waits here until the first is committed. */
export async function lockSubject(ctx: TxCtx, kind: string, subjectId: string): Promise<void> {
  const name = `${ctx.orgId} ${kind} ${subjectId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(ctx.db);
}

/** What the ticker has to do next, most overdue first, over all banks. */
export async function findDue(ctx: Ctx, limit: number): Promise<{ orgId: string; id: string }[]> {
  return ctx.db
    .selectFrom('org.approval')
    .select(['orgId', 'id'])
    .where('nextAt', '<=', ctx.now())
    .orderBy('nextAt')
    .limit(limit)
    .execute();
}
