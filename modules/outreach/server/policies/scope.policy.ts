import { sql } from 'kysely';
import { reaches } from '#modules/org/server/index.ts';
import { isToCustomer } from '../rules/basis.ts';
import { defers, type Policy, refuses, saying } from '../rules/policy.ts';

/** A plan that is stopped stops everything of it at once. */
export const planState: Policy = {
  key: 'plan',
  rules: ['GATE-002'],
  step: 'scope',
  name: ['计划须在运行', 'The plan must run'],
  again: true,
  about: () => true,
  facts: [],
  judge: (_, { plan }) => (plan.state === 'running' ? null : plan.state),
  judgeSql: (_, { plan }) =>
    plan.state === 'running' ? sql`null::text` : sql`${plan.state}::text`,
  codes: () => ({
    paused: defers('GATE-002', 1, 'resume'),
    ended: refuses('GATE-002', 1),
  }),
  why: saying({
    paused: ['计划已暂停，恢复后再判', 'The plan is paused: decided again when it goes on'],
    ended: ['计划已经结束', 'The plan has ended'],
  }),
};

/** A pilot limited to two branches cannot reach customers of a third. */
export const projectScope: Policy = {
  key: 'project',
  rules: ['R-011'],
  step: 'scope',
  name: ['项目与试点范围', 'Scope of project and pilot'],
  again: true,
  about: () => true,
  facts: ['at', 'unitPath'],
  judge: ({ at, unitPath }, { project }) => {
    if (project === null) return 'missing';
    if (project.state !== 'running') return 'state';
    const moment = Date.parse(at);
    if (moment < Date.parse(project.startsAt)) return 'early';
    if (project.endsAt !== null && moment >= Date.parse(project.endsAt)) return 'over';
    return unitPath !== null && reaches(project.paths, unitPath) ? null : 'outside';
  },
  judgeSql: ({ at, unitPath }, { project }) => {
    if (project === null) return sql`'missing'::text`;
    if (project.state !== 'running') return sql`'state'::text`;
    return sql`case
      when ${at} < ${project.startsAt}::timestamptz then 'early'
      when ${at} >= ${project.endsAt}::timestamptz then 'over'
      when (${unitPath} ^@ any (${[...project.paths]}::text[])) is not true then 'outside' end`;
  },
  codes: () =>
    Object.fromEntries(
      ['missing', 'state', 'early', 'over', 'outside'].map((code) => [code, refuses('R-011', 1)]),
    ),
  why: (code, _, { project }) =>
    (
      ({
        missing: [
          '没有这个项目，对外触达必须归属一个项目',
          'No such project: every contact belongs to one',
        ],
        state: [
          '项目没有在运行，请先完成上线审批',
          'The project does not run: have its launch approved first',
        ],
        early: ['项目还没有开始', 'The project has not begun'],
        over: [
          '试点已到期，请先决定延期、推广或停止',
          'The pilot is over: extend it, roll it out or stop',
        ],
        outside:
          project?.scope === 'full'
            ? [
                '对方所属机构不在项目主办方的范围内',
                'The recipient’s unit is outside the project owner’s part of the bank',
              ]
            : [
                '对方所属机构不在试点范围内，试点只能触达指定的机构',
                'The recipient’s unit is outside the pilot, which reaches its own branches only',
              ],
      }) as const
    )[code as 'missing'] ?? [code, code],
};

/** Whoever is held out is not reached by the plan, whoever proposes it. */
export const controlArm: Policy = {
  key: 'control',
  rules: ['GATE-003'],
  step: 'scope',
  name: ['对照组不触达', 'Held-out customers are not reached'],
  again: true,
  about: isToCustomer,
  facts: ['arm'],
  judge: ({ arm }) => (arm === 'control' ? 'control' : null),
  judgeSql: ({ arm }) => sql`case when ${arm} = 'control' then 'control' end`,
  codes: () => ({ control: refuses('GATE-003', 1) }),
  why: saying({
    control: [
      '客户在本计划的对照组，用来比较成效，不触达',
      'Held out of this plan, to compare what it achieves',
    ],
  }),
};
