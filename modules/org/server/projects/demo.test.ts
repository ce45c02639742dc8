import { expect, test } from 'vitest';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { tickOnce } from '#platform/server/ticker.ts';
import type { StaffId } from '../../contract/ids.ts';
import { listApprovals } from '../approvals/approval.view.ts';
import { aPerson, aTree } from '../approvals/fixtures.ts';
import { aStaff } from '../fixtures.ts';
import { seedDemoProjects } from './demo.ts';
import { pilotEnds } from './pilot-end.service.ts';
import { listProjects, projectDetail } from './project.view.ts';
import { overdueTasks } from './task-overdue.ticker.ts';

test('R-012 the demo bank has a pilot that lacks people and money, and a launch that waits', async () => {
  const org = testOrg();
  const tree = await aTree(org);
  const member = async (name: string) => ({
    id: (await aStaff(org, { name })).id as StaffId,
    name,
  });
  const manager = await aPerson(org, '运营', tree.head, ['org.project.read', 'org.project.manage']);
  const checker = await aPerson(org, '合规', tree.head, [
    'org.project.read',
    'org.approval.decide',
    'org.project.approve',
  ]);
  await inTx(asSystem(org, org.orgId, 'demo'), async (ctx) =>
    seedDemoProjects(ctx, {
      units: {
        cards: tree.department,
        retail: tree.department,
        firstBranch: tree.east,
        secondBranch: tree.west,
      },
      operator: { id: manager.actor.id, name: '运营' },
      checker: { id: checker.actor.id, name: '合规' },
      owners: {
        product: await member('产品'),
        marketing: await member('市场'),
        sales: await member('销售'),
        technology: await member('技术'),
        compliance: await member('合规员'),
      },
    }),
  );
  await tickOnce(asSystem(org, org.orgId), [pilotEnds, overdueTasks]);

  const { items } = await listProjects(manager, { page: 1, size: 20, sort: 'name' });
  expect(items.map((p) => [p.name, p.state, p.underResourced, p.overdueTasks])).toEqual(
    expect.arrayContaining([
      ['信用卡商圈权益试点', 'running', true, 1],
      ['代发客群发薪日经营', 'in_approval', false, 0],
    ]),
  );
  const pilot = await projectDetail(manager, items.find((p) => p.underResourced)!.id);
  expect(pilot.resources!.reasons).toEqual([
    '计划 8 人，实际 3 人，还差 5 人',
    '按进度应投入 ¥210,000，实际投入 ¥70,000，少 ¥140,000（预算 ¥600,000）',
  ]);
  expect(pilot.rollout!.stages.map(({ enteredAt }) => enteredAt !== null)).toEqual([
    true,
    false,
    false,
  ]);
  expect(pilot.landing.map((l) => l.level)).toEqual(['head_office', 'branch', 'outlet', 'rm']);
  const waiting = await listApprovals(checker, { box: 'to_decide', page: 1, size: 20 });
  expect(waiting.items.map((a) => a.title)).toEqual(['项目上线：代发客群发薪日经营']);
});
