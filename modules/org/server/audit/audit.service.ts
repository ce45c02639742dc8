import { type AuditFinding, AuditFinding as Finding } from '#platform/contract/system.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { type CsvRow, csvFile } from '#platform/server/exports/csv-file.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { type AuditDetail, type AuditLine, auditErrors } from '../../contract/audit.ts';
import { type UnitScope, unitScope } from '../unit-scope.repo.ts';
import { actionName } from './action-text.ts';
import {
  type AuditFilter,
  type AuditRow,
  findActions,
  findCheck,
  findEntries,
  findEntry,
  findHead,
  findSameRequest,
  findStretch,
  findSubjectKinds,
} from './audit.repo.ts';

const READ = 'org.audit.read';
const EXPORT = 'org.audit.export';
/** Free text has no index: one call looks through so many entries, and the next goes on from there. */
const TEXT_WINDOW = 200_000;
const BATCH = 1_000;
const END = Number.MAX_SAFE_INTEGER;

export async function listAudit(
  ctx: Ctx,
  { before, size, ...filter }: AuditFilter & { before?: number; size: number },
) {
  const scope = await unitScope(ctx, READ, filter.unitId);
  const { first, last } = await stretchOf(ctx, filter);
  const from = Math.min(before ?? END, last + 1);
  const notBelow = filter.q || filter.actor ? Math.max(first, from - TEXT_WINDOW) : first;
  const rows = await findEntries(ctx, filter, scope, { before: from, notBelow, size: size + 1 });
  const items = rows.slice(0, size).map((row) => asLine(ctx, row));
  const next = rows.length > size ? items.at(-1)!.seq : notBelow > first ? notBelow : null;
  return { items, next };
}

async function stretchOf(ctx: Ctx, { from, to }: AuditFilter) {
  const whole = { first: 1, last: (await findHead(ctx))?.seq ?? 0 };
  if (!to) return whole;
  return (await findStretch(ctx, { from, to })) ?? { first: 1, last: 0 };
}

export async function getAuditEntry(ctx: Ctx, seq: number): Promise<AuditDetail> {
  const scope = await unitScope(ctx, READ);
  const row = await findEntry(ctx, seq);
  if (!row || !isVisible(row, scope)) throw auditErrors.auditEntryNotFound({ seq });
  const others = await findSameRequest(ctx, row);
  return {
    ...asLine(ctx, row),
    before: row.before,
    after: row.after,
    requestId: row.requestId,
    sameRequest: others.filter((o) => isVisible(o, scope)).map((o) => asLine(ctx, o)),
    hash: row.hash.toString('hex'),
    prevHash: row.prevHash.toString('hex'),
  };
}

export async function listAuditActions(ctx: Ctx) {
  const [actions, subjectKinds] = await Promise.all([findActions(ctx), findSubjectKinds(ctx)]);
  return {
    actions: actions.map((action) => ({ action, name: say(actionName(action), ctx.lang) })),
    subjectKinds,
  };
}

export async function auditChain(ctx: Ctx) {
  const [head, check] = await Promise.all([findHead(ctx), findCheck(ctx)]);
  const findings = check ? Finding.array().parse(check.findings) : [];
  return {
    head: head && { seq: head.seq, hash: head.hash.toString('hex') },
    verified: check && {
      at: check.checkedAt.toISOString(),
      ok: !check.broken,
      upTo: check.throughSeq,
      problem: check.broken
        ? findings
            .map((finding) => say(problemOf(finding), ctx.lang))
            .join(say(['；', '; '], ctx.lang))
        : null,
    },
  };
}

/** The export is itself an entry, written before the first line leaves; it is not in its own file. */
export async function exportAudit(
  ctx: Ctx,
  { reason, ...filter }: AuditFilter & { reason: string },
): Promise<FileReply> {
  const scope = await unitScope(ctx, EXPORT, filter.unitId);
  const head = (await findHead(ctx))?.seq ?? 0;
  await inTx(ctx, async (ctx) => {
    audit(ctx, {
      action: 'org.audit-exported',
      subject: { kind: 'audit', id: ctx.orgId },
      unitId: filter.unitId,
      after: { filter, throughSeq: head },
      reason,
    });
  });
  const at = ctx.now().toISOString();
  const mark = say(watermark, ctx.lang, {
    name: ctx.actor.name,
    at: `${moment.format(ctx.now())} (UTC+8)`,
    reason,
    requestId: ctx.requestId,
  });
  const day = at.slice(0, 10);
  return csvFile(`audit-${day}.csv`, [mark], batches(ctx, filter, scope, head + 1));
}

async function* batches(
  ctx: Ctx,
  filter: AuditFilter,
  scope: UnitScope,
  end: number,
): AsyncGenerator<CsvRow[]> {
  yield [columns.map(({ title }) => say(title, ctx.lang))];
  let before = end;
  for (;;) {
    const rows = await findEntries(ctx, filter, scope, { before, notBelow: 0, size: BATCH });
    yield rows.map((row) => columns.map(({ value }) => value(row, ctx)));
    if (rows.length < BATCH) return;
    before = rows.at(-1)?.seq ?? END;
  }
}

const watermark: Phrase = [
  '审计记录 · 导出人 {name} · {at} · 原因：{reason} · 编号 {requestId} · 仅供内部使用，不得外传',
  'Audit trail · taken by {name} · {at} · reason: {reason} · reference {requestId} · internal use only',
];

const moment = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const columns: { title: Phrase; value: (row: AuditRow, ctx: Ctx) => string | number | null }[] = [
  { title: ['序号', 'No.'], value: (row) => row.seq },
  { title: ['业务时间', 'Business time'], value: (row) => moment.format(row.at) },
  { title: ['机器时间', 'Machine time'], value: (row) => moment.format(row.realAt) },
  { title: ['操作人', 'Who'], value: (row) => row.actorName },
  { title: ['操作人编号', 'Who (id)'], value: (row) => row.actorId },
  { title: ['操作', 'Action'], value: (row, ctx) => say(actionName(row.action), ctx.lang) },
  { title: ['操作代码', 'Action (code)'], value: (row) => row.action },
  { title: ['对象种类', 'Subject kind'], value: (row) => row.subjectKind },
  { title: ['对象编号', 'Subject (id)'], value: (row) => row.subjectId },
  { title: ['对象', 'Subject'], value: (row) => row.subjectName },
  { title: ['机构', 'Unit'], value: (row) => row.unit?.name ?? null },
  { title: ['原因', 'Reason'], value: (row) => row.reason },
  { title: ['IP', 'IP'], value: (row) => row.ip },
  { title: ['变更前', 'Before'], value: (row) => json(row.before) },
  { title: ['变更后', 'After'], value: (row) => json(row.after) },
  { title: ['请求编号', 'Request'], value: (row) => row.requestId },
  { title: ['校验值', 'Hash'], value: (row) => row.hash.toString('hex') },
];

const isVisible = (row: AuditRow, scope: UnitScope): boolean =>
  scope.whole || (row.unitId !== null && scope.units.includes(row.unitId));

function asLine(ctx: Ctx, row: AuditRow): AuditLine {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    realAt: row.realAt.toISOString(),
    actor: {
      kind: row.actorKind as AuditLine['actor']['kind'],
      id: row.actorId,
      name: row.actorName,
    },
    action: row.action,
    actionName: say(actionName(row.action), ctx.lang),
    subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    unit: row.unit,
    reason: row.reason,
    ip: row.ip,
  };
}

const problems: Record<AuditFinding['kind'], Phrase> = {
  changed: ['第 {from}–{to} 条被改动', 'entries {from}–{to} were changed'],
  missing: ['第 {from}–{to} 条缺失', 'entries {from}–{to} are missing'],
  moved: ['第 {from}–{to} 条被调换位置', 'entries {from}–{to} were moved'],
  inserted: ['第 {from}–{to} 条是插入的', 'entries {from}–{to} were inserted'],
  'cut-off': ['末尾第 {from}–{to} 条被删去', 'entries {from}–{to} at the end are gone'],
  rewritten: ['第 {from}–{to} 条被整段重写', 'entries {from}–{to} were rewritten'],
};

function problemOf({ kind, fromSeq, toSeq }: AuditFinding): Phrase {
  const [zh, en] = problems[kind];
  const values = { from: fromSeq, to: toSeq };
  return [say([zh, en], 'zh-CN', values), say([zh, en], 'en', values)];
}
