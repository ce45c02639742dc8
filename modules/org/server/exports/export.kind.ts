import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ExportDefinitions } from '#platform/server/exports/definition.ts';
import {
  type AskApproval,
  decideExport,
  exportForApproval,
  lockWaitingExport,
} from '#platform/server/exports/export.service.ts';
import { withoutPersonalData } from '#platform/server/redact.ts';
import { defineApprovalKind } from '../approvals/kind.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { headOffice, unitsAt } from '../units/unit-tree.repo.ts';

const kind = 'org.export';
let definitions: ExportDefinitions = new Map();

/** What asks a second person for an export in the clear, of whatever module (CR-039). */
export function exportApprovals(all: ExportDefinitions): AskApproval {
  definitions = all;
  return async (ctx, exportId) => {
    const { reason } = await exportForApproval(ctx, definitions, exportId);
    const { id } = await requestApproval(ctx, { kind, payload: { exportId }, note: reason });
    return id;
  };
}

async function unitIdOf(ctx: Ctx, path: string): Promise<string> {
  const [unit] = path === '/' ? [await headOffice(ctx)] : await unitsAt(ctx, [path]);
  if (!unit) throw new Error(`There is no unit at ${path}`);
  return unit.id;
}

defineApprovalKind({
  kind,
  name: ['未脱敏导出', 'Export in the clear'],
  payload: z.object({ exportId: z.uuid() }),
  draftPermission: 'platform.export.run',
  decidePermission: 'platform.export.approve',
  deadlineWorkdays: 1,
  async prepare(ctx, { exportId }) {
    const wanted = await exportForApproval(ctx, definitions, exportId);
    const { name, requester } = wanted;
    const filters = Object.entries(wanted.query).map(([key, value]) => `${key}=${value}`);
    return {
      subject: { id: exportId, name: name[0], version: 1 },
      unitId: await unitIdOf(ctx, wanted.unitPath),
      title: said(['{who}导出未脱敏的{what}', '{who}: {what} in the clear'], {
        who: requester.name,
        what: name,
      }),
      changes: [
        { label: ['内容', 'What'], before: null, after: name },
        { label: ['列', 'Columns'], before: null, after: wanted.columns.map((c) => c.name) },
        {
          label: ['其中个人信息', 'Personal data among them'],
          before: null,
          after: wanted.columns.filter((c) => c.sensitive).map((c) => c.name),
        },
        {
          label: ['筛选条件', 'Filters'],
          before: null,
          after: withoutPersonalData(filters.join(' · ')) || null,
        },
        { label: ['文件格式', 'Format'], before: null, after: wanted.format },
        { label: ['理由', 'Reason'], before: null, after: wanted.reason },
      ],
      link: null,
    };
  },
  lockVersion: async (ctx, { payload }) =>
    (await lockWaitingExport(ctx, payload.exportId)) ? 1 : null,
  onApproved: (ctx, { payload }) => decideExport(ctx, definitions, payload.exportId, true),
  async onClosed(ctx, { payload }, outcome) {
    if (outcome === 'returned' || !(await lockWaitingExport(ctx, payload.exportId))) return;
    await decideExport(ctx, definitions, payload.exportId, false);
  },
});
