import type { Actor, Ctx, TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { Lane } from '../../contract/project.ts';
import { readyCriteria } from '../../contract/rollout.ts';
import { decideApproval } from '../approvals/decision.service.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { createProject, recordActual, setStakeholders } from './project.service.ts';
import { projectDetail } from './project.view.ts';
import { enterRolloutStage, meetCriterion, setRollout } from './rollout.service.ts';
import { addProjectTask, finishProjectTask } from './task.service.ts';
import './launch.kind.ts';
import './widen.kind.ts';

/** What of a demo bank its projects are made of. */
export interface DemoCast {
  readonly units: Readonly<
    Record<'cards' | 'retail' | 'firstBranch' | 'secondBranch', { id: string }>
  >;
  readonly operator: DemoMember;
  readonly checker: DemoMember;
  readonly owners: Readonly<Record<Lane, DemoMember>>;
}
export interface DemoMember {
  readonly id: string;
  readonly name: string;
}

const WAN = 1_000_000;

/**
 * A pilot that runs since three weeks with too few people and too little money, and a roll-out
 * of the payroll group whose launch waits for its checker.
 */
export async function seedDemoProjects(ctx: TxCtx, cast: DemoCast): Promise<void> {
  await runningPilot(ctx, cast);
  await waitingRollOut(ctx, cast);
}

async function runningPilot(ctx: TxCtx, { units, operator, checker, owners }: DemoCast) {
  const day = (offset: number) => addDays(dayOf(ctx.now()), offset);
  const before = as(ctx, operator, day(-28));
  const draft = await createProject(before, {
    name: '信用卡商圈权益试点',
    kind: 'credit_card',
    goal: '在两家分行验证：商圈优惠加企业微信一对一服务，能否让沉睡卡户重新用卡。',
    ownerUnitId: units.cards.id,
    startsOn: day(-21),
    scope: 'pilot',
    pilot: {
      unitIds: [units.firstBranch.id, units.secondBranch.id],
      endsOn: day(39),
      budgetFen: 60 * WAN,
      plannedHeadcount: 8,
    },
    phases: [
      {
        name: '第一阶段：一对一与朋友圈',
        levels: ['head_office', 'branch'],
        startsOn: day(-21),
        endsOn: day(0),
      },
      {
        name: '第二阶段：加上社群',
        levels: ['head_office', 'branch', 'outlet', 'rm'],
        startsOn: day(0),
        endsOn: day(39),
      },
    ],
  });
  const params = { id: draft.id };
  await setStakeholders(before, draft.id, { version: draft.version, stakeholders: named(owners) });
  const task = (lane: Lane, title: string, due: number, mandatory = true) =>
    addProjectTask(before, draft.id, {
      lane,
      title,
      ownerId: owners[lane].id,
      dueOn: day(due),
      mandatory,
    });
  await task('product', '确定权益与用卡门槛', -23);
  await task('technology', '打通短链与活动页', -22);
  await task('compliance', '审核活动规则与话术', -22);
  const { tasks } = await task('marketing', '首批海报与朋友圈素材', -22);
  for (const { id: taskId } of tasks)
    await finishProjectTask(as(ctx, operator, day(-22)), { ...params, taskId }, true);

  const { version } = await projectDetail(before, draft.id);
  const numbers = [1, 2, 3] as const;
  const said = (phrases: readonly (readonly [string, string])[]) => phrases.map(([zh]) => zh);
  const stages = numbers.map((stage) => ({
    stage,
    entry: said(readyCriteria[stage].entry),
    exit: said(readyCriteria[stage].exit),
  }));
  await setRollout(before, draft.id, { version, stages });

  const launch = await requestApproval(as(ctx, operator, day(-22)), {
    kind: 'org.project-launch',
    payload: { projectId: draft.id },
    note: '四个职能负责人已到位，必办任务已完成，申请按计划上线。',
  });
  await decideApproval(as(ctx, checker, day(-21)), launch.id, {
    decision: 'approve',
    round: 1,
    reason: '范围与预算清楚，同意在两家分行试点。',
  });

  const met = (offset: number, stage: 1 | 2, side: 'entry' | 'exit', index: number) =>
    meetCriterion(as(ctx, operator, day(offset)), draft.id, { stage, side, index, met: true });
  for (const index of readyCriteria[1].entry.keys()) await met(-21, 1, 'entry', index);
  await enterRolloutStage(as(ctx, operator, day(-21)), draft.id, { stage: 1 });
  await met(-1, 1, 'exit', 1);

  const record = (offset: number, kind: 'headcount' | 'spend', amount: number, note: string) =>
    recordActual(as(ctx, operator, day(offset)), draft.id, { kind, on: day(offset), amount, note });
  await record(-21, 'headcount', 3, '总行 2 人，临江分行 1 人，望海分行未到位');
  await record(-18, 'spend', 4 * WAN, '商圈立牌与海报');
  await record(-9, 'spend', 3 * WAN, '首批优惠券');
  const running = as(ctx, operator, day(-7));
  const more = (lane: Lane, title: string, due: number) =>
    addProjectTask(running, draft.id, {
      lane,
      title,
      ownerId: owners[lane].id,
      dueOn: day(due),
      mandatory: false,
    });
  await more('sales', '补齐两家分行的专职企微经理', -2);
  await more('marketing', '第二阶段社群栏目素材', 6);
}

async function waitingRollOut(ctx: TxCtx, { units, operator, owners }: DemoCast) {
  const day = (offset: number) => addDays(dayOf(ctx.now()), offset);
  const yesterday = as(ctx, operator, day(-1));
  const draft = await createProject(yesterday, {
    name: '代发客群发薪日经营',
    kind: 'payroll',
    goal: '全行代发客户在发薪日前后的留存：发薪提醒、错峰权益、理财到账日历。',
    ownerUnitId: units.retail.id,
    startsOn: day(14),
    scope: 'full',
    pilot: null,
    phases: [
      {
        name: '宣讲与授权',
        levels: ['head_office', 'branch'],
        startsOn: day(14),
        endsOn: day(28),
      },
      {
        name: '网点落地',
        levels: ['head_office', 'branch', 'outlet', 'rm'],
        startsOn: day(28),
        endsOn: day(104),
      },
    ],
  });
  await setStakeholders(yesterday, draft.id, {
    version: draft.version,
    stakeholders: named(owners),
  });
  await requestApproval(as(ctx, operator, dayOf(ctx.now())), {
    kind: 'org.project-launch',
    payload: { projectId: draft.id },
    note: '随发薪季启动，请审批。',
  });
}

const named = (owners: DemoCast['owners']) =>
  Object.entries(owners).map(([lane, { id }]) => ({ lane: lane as Lane, staffId: id }));

/** This person at half past nine of that day; today: now. */
function as<C extends Ctx>(ctx: C, { id, name }: DemoMember, day: string): C {
  const actor: Actor = { kind: 'staff', id, name, permissions: ctx.actor.permissions };
  const then = new Date(startOfDay(day).getTime() + 9.5 * 3_600_000);
  const at = then < ctx.now() ? then : ctx.now();
  return { ...ctx, actor, now: () => at };
}
