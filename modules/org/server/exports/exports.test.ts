import { expect, test } from 'vitest';
import * as api from '#platform/contract/export.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { exportDefinitions, exportsModule } from '#platform/server/exports/exports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import type { UnitId } from '../../contract/ids.ts';
import { staffActor } from '../access/staff-actor.service.ts';
import { getApproval } from '../approvals/approval.view.ts';
import { decideApproval } from '../approvals/decision.service.ts';
import { aPerson, aTree } from '../approvals/fixtures.ts';
import { withdrawApproval } from '../approvals/request.service.ts';
import { aStaff } from '../fixtures.ts';
import { bankName, exportApprovals, orgExports } from './index.ts';

const definitions = exportDefinitions(orgExports);
const exports = exportsModule(definitions, { askApproval: exportApprovals(definitions), bankName });
const modules = [exports, tasksModule(exports.tasks, staffActor)];

const asking = ['platform.export.run', 'org.staff.export'];
const deciding = ['platform.export.approve', 'org.approval.decide'];

async function aBank() {
  const org = testOrg();
  const tree = await aTree(org);
  await aStaff(org, {
    number: 'E1',
    name: '张三',
    unitId: tree.east.id as UnitId,
    phone: '13812345678',
  });
  await aStaff(org, {
    number: 'W1',
    name: '李四',
    unitId: tree.west.id as UnitId,
    phone: '13912345678',
  });
  return { org, tree };
}

async function ask(ctx: Ctx, body: object) {
  const app = await testHttp(ctx, modules);
  const { id } = await callHttp(app, api.requestExport, {
    params: { kind: 'org.staff' },
    body: { format: 'csv', columns: ['number', 'phone'], ...body } as never,
  });
  return {
    id,
    get: () => callHttp(app, api.getExport, { params: { id } }),
    file: async () => String(await callHttp(app, api.downloadExport, { params: { id } })),
    approvalId: async () => (await callHttp(app, api.getExport, { params: { id } })).approvalId!,
  };
}

test('CR-037 CR-142 an export of staff holds the people of its scope, masked, with the bank in its watermark', async () => {
  const { org, tree } = await aBank();
  const maker = await aPerson(org, '王制表', tree.east, asking);
  const asked = await ask(maker, {});
  await runDueJobs(org, modules);
  const file = await asked.file();
  expect(file).toContain('E1,138****5678');
  expect(file).not.toContain('W1,');
  expect(file).toContain('# 机构：江海银行');
});

test('CR-039 CR-144 contact details in the clear go through approval by another person', async () => {
  const { org, tree } = await aBank();
  const maker = await aPerson(org, '王制表', tree.head, [...asking, ...deciding]);
  const checker = await aPerson(org, '赵审批', tree.head, deciding);
  const asked = await ask(maker, { clear: true, reason: '年度通讯录核对' });
  expect(await asked.get()).toMatchObject({ state: 'waiting' });
  const approvalId = await asked.approvalId();
  const waiting = await getApproval(checker, approvalId);
  expect(waiting).toMatchObject({
    kind: 'org.export',
    state: 'submitted',
    maker: { name: '王制表' },
  });
  expect(waiting.changes.find((line) => line.label === '其中个人信息')!.after).toEqual(['手机']);

  const yes = { decision: 'approve', round: 1 } as const;
  await expect(decideApproval(maker, approvalId, yes)).rejects.toThrow();
  await decideApproval(checker, approvalId, yes);
  await runDueJobs(org, modules);
  expect(await asked.get()).toMatchObject({ state: 'done', decidedBy: { name: '赵审批' } });
  const file = await asked.file();
  expect(file).toContain('W1,13912345678');
  expect(file).toContain('# 审批人：赵审批');
});

test('CR-039 an export that is refused or withdrawn is never made', async () => {
  const { org, tree } = await aBank();
  const maker = await aPerson(org, '王制表', tree.head, asking);
  const checker = await aPerson(org, '赵审批', tree.head, deciding);
  const end: ((id: string) => Promise<unknown>)[] = [
    (id) => decideApproval(checker, id, { decision: 'reject', round: 1, reason: '不需要' }),
    (id) => withdrawApproval(maker, id),
  ];
  for (const close of end) {
    const asked = await ask(maker, { clear: true, reason: '年度通讯录核对' });
    await close(await asked.approvalId());
    await runDueJobs(org, modules as never);
    expect((await asked.get()).state).toBe('refused');
  }
});
