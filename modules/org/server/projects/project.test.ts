import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { AppModule } from '#platform/server/module.ts';
import {
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { decideApproval as decideEndpoint, requestApproval } from '../../contract/approval.ts';
import type { UnitId } from '../../contract/ids.ts';
import { listNotifications } from '../../contract/notification.ts';
import * as api from '../../contract/project-endpoints.ts';
import * as rollout from '../../contract/rollout.ts';
import { approvalRoutes } from '../approvals/approval.routes.ts';
import { aPerson } from '../approvals/fixtures.ts';
import { aGrant, aStaff } from '../fixtures.ts';
import { notificationRoutes } from '../notifications/notification.routes.ts';
import {
  aBank,
  aReadyProject,
  aRunningProject,
  MANAGE,
  pilotDraft,
  READ,
  requiredLanes,
} from './fixtures.ts';
import { pilotEnds } from './pilot-end.service.ts';
import { projectRoutes } from './project.routes.ts';
import { withinReach } from './reach.repo.ts';
import { projectAllows } from './reach.service.ts';
import { reaches } from './reach.ts';
import { overdueTasks } from './task-overdue.ticker.ts';

const module: AppModule = {
  name: 'org',
  routes: (app) => {
    approvalRoutes(app);
    notificationRoutes(app);
    projectRoutes(app);
  },
  tickers: [pilotEnds, overdueTasks],
};

async function as(person: TestOrg) {
  const app = await testHttp(person, [module]);
  return <E extends Parameters<typeof callHttp>[1]>(
    endpoint: E,
    input?: Parameters<typeof callHttp<E>>[2],
  ) => callHttp(app, endpoint, input);
}

async function fresh() {
  const org = testOrg();
  const bank = await aBank(org);
  const until = (moment: string) =>
    org.advance((Date.parse(moment) - org.now().getTime()) / 60_000);
  return { org, bank, until, call: await as(bank.manager) };
}
const at = (path: string) => [path];

describe('ownership', () => {
  test('R-010 every project has an owning department, shown with it', async () => {
    const { bank, call } = await fresh();
    const { tree } = bank;
    const { ownerUnitId: _, ...ownerless } = pilotDraft(tree);
    await expect(call(api.createProject, { body: ownerless as never })).rejects.toMatchObject({
      code: 'platform.invalid',
    });
    const made = await call(api.createProject, { body: pilotDraft(tree) });
    expect(made.ownerUnit).toMatchObject({ name: '信用卡部', kind: 'department' });
    const listed = await call(api.listProjects);
    expect(listed.items[0]!.ownerUnit.name).toBe('信用卡部');
  });

  test('R-010 the report splits figures by owning department', async () => {
    const { bank, call, until } = await fresh();
    const { tree } = bank;
    const cards = await aRunningProject(bank);
    await aReadyProject(bank, pilotDraft(tree, { name: '信用卡二期' }));
    await aReadyProject(
      bank,
      pilotDraft(tree, {
        name: '东城代发',
        kind: 'payroll',
        ownerUnitId: tree.east.id,
        pilot: null,
        scope: 'full',
      }),
    );
    until('2026-03-17T02:00:00Z');
    const record = (kind: 'headcount' | 'spend', amount: number) =>
      call(api.recordActual, {
        params: { id: cards.id },
        body: { kind, on: '2026-03-10', amount },
      });
    await record('headcount', 4);
    await record('spend', 5_000_000);
    await record('spend', 1_000_000);
    const { items } = await call(api.summariseProjects);
    expect(items.map((i) => i.ownerUnit.name)).toEqual(['信用卡部', '东城分行']);
    expect(items[0]).toMatchObject({
      running: 1,
      draft: 1,
      pilots: 1,
      plannedHeadcount: 6,
      actualHeadcount: 4,
      budgetFen: 30_000_000,
      spentFen: 6_000_000,
      underResourced: 1,
    });
    expect(items[1]).toMatchObject({ running: 0, draft: 1, underResourced: 0 });
  });

  test('a branch sees the pilot that runs there, manages it not, and sees none of a sibling branch', async () => {
    const { org, bank } = await fresh();
    const { tree } = bank;
    const project = await aRunningProject(bank);
    const east = await as(await aPerson(org, '东城', tree.east, [READ, MANAGE]));
    const north = await as(await aPerson(org, '北城', tree.north, [READ, MANAGE]));
    const params = { id: project.id };
    const seen = await east(api.getProject, { params });
    expect(seen.can).toEqual({ edit: false, manage: false, launch: false, answer: false });
    await expect(
      east(api.answerPilot, { params, body: { answer: 'stop', reason: '不想做' } }),
    ).rejects.toMatchObject({ code: 'org.projectNotFound' });
    expect((await north(api.listProjects)).total).toBe(0);
    await expect(north(api.getProject, { params })).rejects.toMatchObject({ status: 404 });
    await expect(north(api.createProject, { body: pilotDraft(tree) })).rejects.toMatchObject({
      code: 'org.projectUnit',
    });
    await expect(
      north(api.createProject, { body: pilotDraft(tree, { ownerUnitId: tree.north.id }) }),
    ).rejects.toMatchObject({ code: 'org.projectUnit', details: { unitId: tree.east.id } });
  });
});

describe('reach', () => {
  test('R-011 a pilot limited to two branches cannot reach customers of a third', async () => {
    const { bank } = await fresh();
    const { tree, manager } = bank;
    const project = await aRunningProject(bank);
    const paths = [tree.east, tree.eastOutlet, tree.west, tree.north, tree.head].map((u) => u.path);
    expect(await projectAllows(manager, project.id, paths)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('R-011 a project reaches nobody before its launch, before its start and after its end', async () => {
    const { bank, until } = await fresh();
    const { tree, manager } = bank;
    const east = at(tree.east.path);
    const draft = await aReadyProject(bank);
    expect(await projectAllows(manager, draft.id, east)).toEqual([false]);

    const later = await aRunningProject(
      bank,
      pilotDraft(tree, { name: '三月五日开始', startsOn: '2026-03-05' }),
    );
    expect(await projectAllows(manager, later.id, east)).toEqual([false]);
    until('2026-03-04T16:00:00Z');
    expect(await projectAllows(manager, later.id, east)).toEqual([true]);
    until('2026-03-31T15:59:59Z');
    expect(await projectAllows(manager, later.id, east)).toEqual([true]);
    until('2026-03-31T16:00:00Z');
    expect(await projectAllows(manager, later.id, east)).toEqual([false]);
  });

  test('R-011 a full roll-out reaches the whole bank, a branch’s own only that branch', async () => {
    const { bank } = await fresh();
    const { tree, manager } = bank;
    const full = { scope: 'full' as const, pilot: null };
    const whole = await aRunningProject(bank, pilotDraft(tree, full));
    const ofEast = await aRunningProject(
      bank,
      pilotDraft(tree, { ...full, name: '东城自营', ownerUnitId: tree.eastOutlet.id }),
    );
    const paths = [tree.eastOutlet.path, tree.west.path];
    expect(await projectAllows(manager, whole.id, paths)).toEqual([true, true]);
    expect(await projectAllows(manager, ofEast.id, paths)).toEqual([true, false]);
  });

  test('R-011 the check for a set and the check for one customer agree', async () => {
    const { org } = await fresh();
    const path = fc
      .array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 })
      .map((numbers) => `/${numbers.map((n) => `${n}/`).join('')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 4 }), fc.array(path), async (reach, units) => {
        const { rows } = await sql<{ path: string; inside: boolean }>`
          select u.path, ${withinReach(reach, 'u.path')} as inside
            from unnest(${units}::text[]) as u (path)`.execute(org.db);
        for (const row of rows) expect(row.inside).toBe(reaches(reach, row.path));
      }),
      { numRuns: 60 },
    );
  });

  test('R-011 a pilot without branches, end, budget or people is refused', async () => {
    const { bank, call } = await fresh();
    const draft = pilotDraft(bank.tree);
    const wrong = [
      { ...draft, pilot: null },
      { ...draft, pilot: { ...draft.pilot!, unitIds: [] } },
      { ...draft, pilot: { ...draft.pilot!, endsOn: '2026-03-02' } },
      { ...draft, pilot: { ...draft.pilot!, budgetFen: undefined } },
      { ...draft, pilot: { ...draft.pilot!, plannedHeadcount: undefined } },
    ];
    for (const body of wrong)
      await expect(call(api.createProject, { body: body as never })).rejects.toMatchObject({
        code: 'platform.invalid',
      });
  });
});

describe('the end of a pilot', () => {
  test('R-011 at its end date a pilot asks for extend, roll out or stop, once', async () => {
    const { org, bank, until, call } = await fresh();
    const project = await aRunningProject(bank);
    const params = { id: project.id };
    const asked = async () =>
      (await call(listNotifications, { query: { size: 100 } })).items.filter(
        (n) => n.code === 'org.pilot-at-end',
      );
    until('2026-03-31T15:59:00Z');
    await runDueJobs(org, [module], { twice: true });
    expect(await asked()).toEqual([]);
    expect((await call(api.getProject, { params })).awaitsDecision).toBe(false);

    until('2026-03-31T16:00:00Z');
    await runDueJobs(org, [module], { twice: true });
    await runDueJobs(org, [module], { twice: true });
    expect(await asked()).toMatchObject([{ weight: 'act', link: `/projects/${project.id}` }]);
    const read = await call(api.getProject, { params });
    expect(read).toMatchObject({ awaitsDecision: true, state: 'running', can: { answer: true } });
    const attention = await call(api.listProjects, { query: { attention: 'true' } as never });
    expect(attention.items.map((p) => p.id)).toEqual([project.id]);
  });

  test('R-011 an extension takes effect when another person approves it', async () => {
    const { bank, until, call } = await fresh();
    const { tree, manager, approver } = bank;
    const project = await aRunningProject(bank);
    const params = { id: project.id };
    until('2026-04-02T02:00:00Z');
    await expect(
      call(api.answerPilot, {
        params,
        body: { answer: 'extend', reason: '效果好', endsOn: '2026-04-02' },
      }),
    ).rejects.toMatchObject({ code: 'org.projectEnd' });
    const { approvalId } = await call(api.answerPilot, {
      params,
      body: { answer: 'extend', reason: '效果好', endsOn: '2026-05-01' },
    });
    expect(await projectAllows(manager, project.id, at(tree.east.path))).toEqual([false]);
    await (await as(approver))(decideEndpoint, {
      params: { id: approvalId as never },
      body: { decision: 'approve', round: 1 },
    });
    expect(await projectAllows(manager, project.id, at(tree.east.path))).toEqual([true]);
    const read = await call(api.getProject, { params });
    expect(read).toMatchObject({ awaitsDecision: false, endsOn: '2026-05-01' });
    expect(read.decisions).toMatchObject([{ answer: 'extend', by: { name: '王芳' } }]);
  });

  test('R-011 a roll-out opens the other branches only after approval; a stop holds at once', async () => {
    const { bank, until, call } = await fresh();
    const { tree, manager, approver } = bank;
    const wide = await aRunningProject(bank);
    const over = await aRunningProject(bank, pilotDraft(tree, { name: '另一试点' }));
    until('2026-04-02T02:00:00Z');
    const { approvalId } = await call(api.answerPilot, {
      params: { id: wide.id },
      body: { answer: 'roll_out', reason: '全行推广' },
    });
    expect(await projectAllows(manager, wide.id, at(tree.north.path))).toEqual([false]);
    await (await as(approver))(decideEndpoint, {
      params: { id: approvalId as never },
      body: { decision: 'approve', round: 1 },
    });
    expect(await projectAllows(manager, wide.id, at(tree.north.path))).toEqual([true]);

    const stopped = await call(api.answerPilot, {
      params: { id: over.id },
      body: { answer: 'stop', reason: '没有资源' },
    });
    expect(stopped).toMatchObject({ approvalId: null, project: { state: 'ended' } });
    expect(await projectAllows(manager, over.id, at(tree.east.path))).toEqual([false]);
  });
});

describe('resources', () => {
  test('R-012 a pilot whose people or money lag behind the plan is flagged, with the reason', async () => {
    const { bank, until, call } = await fresh();
    const project = await aRunningProject(bank);
    const params = { id: project.id };
    const record = (kind: 'headcount' | 'spend', on: string, amount: number) =>
      call(api.recordActual, { params, body: { kind, on, amount } });
    await record('headcount', '2026-03-02', 2);
    // Half of the thirty days are over, and a tenth of the money.
    until('2026-03-17T02:00:00Z');
    const lagging = await record('spend', '2026-03-16', 3_000_000);
    expect(lagging.resources).toEqual({
      plannedHeadcount: 6,
      actualHeadcount: 2,
      budgetFen: 30_000_000,
      spentFen: 3_000_000,
      plannedSpendFen: 15_000_000,
      underResourced: true,
      reasons: [
        '计划 6 人，实际 2 人，还差 4 人',
        '按进度应投入 ¥150,000，实际投入 ¥30,000，少 ¥120,000（预算 ¥300,000）',
      ],
    });
    expect((await call(api.listProjects)).items[0]!.underResourced).toBe(true);

    await record('headcount', '2026-03-17', 6);
    const well = await record('spend', '2026-03-17', 13_000_000);
    expect(well.resources).toMatchObject({ underResourced: false, reasons: [] });
    await record('headcount', '2026-03-18', 5);
    expect((await call(api.getProject, { params })).resources!.actualHeadcount).toBe(6);
    until('2026-03-18T02:00:00Z');
    expect((await call(api.getProject, { params })).resources).toMatchObject({
      underResourced: true,
      reasons: ['计划 6 人，实际 5 人，还差 1 人'],
    });
  });
});

describe('launch', () => {
  const launch = (projectId: string) => ({
    body: { kind: 'org.project-launch', payload: { projectId } },
  });

  test('R-019 a launch needs a named owner in every required function, and lists who is missing', async () => {
    const { org, bank, call } = await fresh();
    const { id, version } = await call(api.createProject, { body: pilotDraft(bank.tree) });
    const gone = await aPerson(org, '已离职', bank.tree.department, []);
    await expect(call(requestApproval, launch(id))).rejects.toMatchObject({
      code: 'org.projectNotReady',
      details: {
        gaps: requiredLanes.map((lane) => ({ kind: 'stakeholder', lane })),
      },
    });
    const mine = bank.manager.actor.id;
    const read = await call(api.setStakeholders, {
      params: { id },
      body: {
        version,
        stakeholders: [
          { lane: 'product', staffId: mine },
          { lane: 'marketing', staffId: mine },
          { lane: 'sales', staffId: gone.actor.id },
        ],
      },
    });
    expect(read.gaps.map((g) => g.text)).toEqual(['技术没有指定在职的负责人']);
    await org.db
      .updateTable('org.staff')
      .set({ state: 'left' })
      .where('id', '=', gone.actor.id)
      .execute();
    const after = await call(api.getProject, { params: { id } });
    expect(after.gaps.map((g) => g.lane)).toEqual(['sales', 'technology']);
    expect(after.can.launch).toBe(false);
  });

  test('R-019 which functions are required is the bank’s own setting, changed at head office only', async () => {
    const { org, bank, call } = await fresh();
    const branch = await as(
      await aPerson(org, '分行', bank.tree.east, [READ, 'org.project.configure']),
    );
    const next = {
      requiredLanes: ['compliance' as const],
      tolerancePercent: 10,
      hideLater: false,
      version: 0,
    };
    await expect(branch(api.changeProjectSettings, { body: next })).rejects.toMatchObject({
      code: 'platform.forbidden',
    });
    await call(api.changeProjectSettings, { body: next });
    await expect(call(api.changeProjectSettings, { body: next })).rejects.toMatchObject({
      code: 'org.projectChanged',
    });
    const made = await call(api.createProject, { body: pilotDraft(bank.tree) });
    expect(made.gaps.map((g) => g.lane)).toEqual(['compliance']);
  });

  test('R-020 open mandatory tasks of any lane block the launch, also after it was asked for', async () => {
    const { bank, call } = await fresh();
    const project = await aReadyProject(bank);
    const params = { id: project.id };
    const task = (title: string, mandatory: boolean) => ({
      params,
      body: { lane: 'technology' as const, title, dueOn: '2026-03-20', mandatory },
    });
    await call(api.addProjectTask, task('准备海报', false));
    const blocked = await call(api.addProjectTask, task('联调短链', true));
    expect(blocked.gaps).toMatchObject([{ kind: 'task', lane: 'technology' }]);
    await expect(call(requestApproval, launch(project.id))).rejects.toMatchObject({
      code: 'org.projectNotReady',
    });
    const taskId = blocked.gaps[0]!.taskId!;
    await call(api.finishProjectTask, {
      params: { ...params, taskId },
      body: { done: true },
    });
    const approval = await call(requestApproval, launch(project.id));
    expect((await call(api.getProject, { params })).state).toBe('in_approval');

    await call(api.addProjectTask, task('安全测试', true));
    const approver = await as(bank.approver);
    const decide = (round: number, decision: 'approve' | 'return') =>
      approver(decideEndpoint, {
        params: { id: approval.id },
        body: { decision, round, reason: '见任务' },
      });
    await expect(decide(1, 'approve')).rejects.toMatchObject({ code: 'org.projectNotReady' });
    expect((await call(api.getProject, { params })).state).toBe('in_approval');
    await decide(1, 'return');
    expect((await call(api.getProject, { params })).state).toBe('draft');
  });

  test('R-020 tasks have lanes and due days; a late one is flagged and its owner told, once', async () => {
    const { org, bank, until, call } = await fresh();
    const owner = await aPerson(org, '技术负责人', bank.tree.department, [READ]);
    const project = await aReadyProject(bank);
    const params = { id: project.id };
    const { tasks } = await call(api.addProjectTask, {
      params,
      body: { lane: 'technology', title: '联调短链', ownerId: owner.actor.id, dueOn: '2026-03-06' },
    });
    expect(tasks).toMatchObject([{ lane: 'technology', dueOn: '2026-03-06', overdue: false }]);
    until('2026-03-06T15:59:00Z');
    await runDueJobs(org, [module], { twice: true });
    expect((await call(api.getProject, { params })).overdueTasks).toBe(0);
    until('2026-03-06T16:00:00Z');
    await runDueJobs(org, [module], { twice: true });
    await runDueJobs(org, [module], { twice: true });
    const late = await call(api.getProject, { params });
    expect(late.tasks[0]!.overdue).toBe(true);
    expect(late.overdueTasks).toBe(1);
    const asOwner = await as(owner);
    const news = (await asOwner(listNotifications)).items
      .map((n) => n.code)
      .filter((code) => code.startsWith('org.project-task'));
    expect(news).toEqual(['org.project-task-overdue', 'org.project-task-given']);

    const done = await asOwner(api.finishProjectTask, {
      params: { ...params, taskId: tasks[0]!.id },
      body: { done: true },
    });
    expect(done.tasks[0]).toMatchObject({ overdue: false, doneBy: { name: '技术负责人' } });
    const other = await as(await aPerson(org, '旁人', bank.tree.department, [READ]));
    await expect(
      other(api.finishProjectTask, {
        params: { ...params, taskId: tasks[0]!.id },
        body: { done: false },
      }),
    ).rejects.toMatchObject({ code: 'org.notTaskOwner' });
  });

  test('CR-144 a project is launched by one person and approved by another', async () => {
    const { org, bank } = await fresh();
    const both = await aPerson(org, '一人两职', bank.tree.head, [
      READ,
      MANAGE,
      'org.approval.decide',
      'org.project.approve',
    ]);
    const project = await aReadyProject({ ...bank, manager: both });
    const call = await as(both);
    const { id } = await call(requestApproval, launch(project.id));
    const body = { decision: 'approve' as const, round: 1 };
    await expect(call(decideEndpoint, { params: { id }, body })).rejects.toMatchObject({
      code: 'org.ownApproval',
    });
    const decided = await (await as(bank.approver))(decideEndpoint, { params: { id }, body });
    expect(decided.changes.map((c) => c.label)).toContain('主办部门');
    expect((await call(api.getProject, { params: { id: project.id } })).state).toBe('running');
  });

  test('R-011 what is launched cannot be edited behind the approval’s back', async () => {
    const { bank, call } = await fresh();
    const project = await aRunningProject(bank);
    const params = { id: project.id };
    const draft = pilotDraft(bank.tree, { name: '偷偷扩大' });
    await expect(
      call(api.changeProject, { params, body: { version: project.version, draft } }),
    ).rejects.toMatchObject({ code: 'org.projectState' });
  });
});

test('R-025 a project runs in phases from head office over branches and outlets to the RMs', async () => {
  const { org, bank, until, call } = await fresh();
  const { tree } = bank;
  const unitId = tree.eastOutlet.id as UnitId;
  const rm = await aStaff(org, { unitId });
  await aGrant(org, rm.id, 'relationship_manager', { unitId });
  const project = await aRunningProject(
    bank,
    pilotDraft(tree, {
      phases: [
        {
          name: '宣讲',
          levels: ['head_office', 'branch'],
          startsOn: '2026-03-02',
          endsOn: '2026-03-10',
        },
        {
          name: '落地',
          levels: ['head_office', 'branch', 'outlet', 'rm'],
          startsOn: '2026-03-10',
          endsOn: '2026-04-01',
        },
      ],
    }),
  );
  const landing = async () => {
    const read = await call(api.getProject, { params: { id: project.id } });
    return [read.phase, ...read.landing.map((l) => `${l.level} ${l.reached}/${l.total}`)];
  };
  expect(await landing()).toEqual([
    '宣讲',
    'head_office 1/1',
    'branch 2/3',
    'outlet 0/1',
    'rm 0/1',
  ]);
  until('2026-03-10T02:00:00Z');
  expect(await landing()).toEqual([
    '落地',
    'head_office 1/1',
    'branch 2/3',
    'outlet 1/1',
    'rm 1/1',
  ]);
});

test('R-026 a roll-out enters its three stages one by one, each when its criteria are met, and later features stay hidden until then', async () => {
  const { bank, call } = await fresh();
  const project = await aRunningProject(bank);
  const params = { id: project.id };
  const read = () => call(api.getProject, { params });
  const phase = () => call(rollout.getRolloutPhase);
  expect(await phase()).toEqual({ stage: null, hiddenAfter: null });
  const settings = await call(api.getProjectSettings);
  await call(api.changeProjectSettings, { body: { ...settings, hideLater: true } });

  const stages = ([1, 2, 3] as const).map((stage) => ({
    stage,
    entry: [`进入 ${stage} 的条件`],
    exit: [`${stage} 的成果甲`, `${stage} 的成果乙`],
  }));
  const { version } = await read();
  await call(rollout.setRollout, { params, body: { version, stages } });
  expect(await phase()).toEqual({ stage: null, hiddenAfter: 1 });
  const enter = (stage: 1 | 2 | 3) => call(rollout.enterRolloutStage, { params, body: { stage } });
  const meet = (stage: 1 | 2 | 3, side: 'entry' | 'exit', index: number) =>
    call(rollout.meetCriterion, { params, body: { stage, side, index, met: true } });

  await expect(enter(2)).rejects.toMatchObject({ code: 'org.projectState' });
  await expect(enter(1)).rejects.toMatchObject({
    code: 'org.projectCriteriaOpen',
    details: { open: ['进入 1 的条件'] },
  });
  await meet(1, 'entry', 0);
  const first = await enter(1);
  expect(first.rollout!.stages[0]).toMatchObject({
    enteredBy: bank.manager.actor.name,
    entry: [{ metBy: bank.manager.actor.name }],
  });
  expect(await phase()).toEqual({ stage: 1, hiddenAfter: 1 });
  // What let it in is history.
  await expect(meet(1, 'entry', 0)).rejects.toMatchObject({ code: 'org.projectState' });
  await meet(1, 'exit', 0);
  await meet(2, 'entry', 0);
  await expect(enter(2)).rejects.toMatchObject({ details: { open: ['1 的成果乙'] } });
  await meet(1, 'exit', 1);
  await enter(2);
  expect(await phase()).toEqual({ stage: 2, hiddenAfter: 2 });
  for (const index of [0, 1]) await meet(2, 'exit', index);
  await meet(3, 'entry', 0);
  await enter(3);
  expect(await phase()).toEqual({ stage: 3, hiddenAfter: 3 });
});
