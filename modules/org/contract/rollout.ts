import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { ProjectDetail, ProjectId } from './project.ts';
import { RolloutStage } from './rollout-stage.ts';

export * from './rollout-stage.ts';

/** What a bank begins with; its own words replace them. */
export const readyCriteria: Record<
  RolloutStage,
  { entry: readonly Phrase[]; exit: readonly Phrase[] }
> = {
  1: {
    entry: [
      ['企业微信已接入，客户经理已开通客户联系', 'WeCom is connected; RMs may contact customers'],
      ['首个客群与授权文本已审批', 'The first audience and its consent text are approved'],
    ],
    exit: [
      ['点、圈内容按周运营满一个月', 'Point and circle have run weekly for a month'],
      ['七日删除率低于本行上限', 'Deletions within seven days stay below the limit'],
    ],
  },
  2: {
    entry: [['群主与社群公约已确定', 'Owners and rules of communities are settled']],
    exit: [['社群每周栏目稳定运营满一个月', 'Weekly columns of communities have run for a month']],
  },
  3: {
    entry: [['标签字典与打标规则已审批', 'Tag dictionary and rules are approved']],
    exit: [['自动触达占比达到本行目标', 'The share of automatic contacts is as planned']],
  },
};

const params = z.object({ id: ProjectId });
const lines = z.array(z.string().trim().min(2).max(100)).min(1).max(10);
const MANAGE = 'org.project.manage';

/** Makes a project a roll-out in three stages, or words criteria anew; stages entered stay as they were. */
export const setRollout = endpoint({
  method: 'PUT',
  path: '/api/v1/org/projects/:id/rollout',
  permission: MANAGE,
  summary: ['设定推广三阶段与准入准出', 'Set the three stages and their criteria'],
  params,
  body: z.object({
    version: z.int(),
    stages: z
      .array(z.object({ stage: RolloutStage, entry: lines, exit: lines }))
      .length(3)
      .refine((all) => new Set(all.map(({ stage }) => stage)).size === 3),
  }),
  reply: ProjectDetail,
});

/** Somebody of the project says that a criterion is met, or not any more. */
export const meetCriterion = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/rollout/criteria',
  permission: MANAGE,
  summary: ['确认一条准入准出标准', 'Say that a criterion is met'],
  params,
  body: z.object({
    stage: RolloutStage,
    side: z.enum(['entry', 'exit']),
    index: z.int().min(0).max(9),
    met: z.boolean(),
  }),
  reply: ProjectDetail,
});

/** The next stage: what the last one was to reach and what this one needs is all met. */
export const enterRolloutStage = endpoint({
  method: 'POST',
  path: '/api/v1/org/projects/:id/rollout/enter',
  permission: MANAGE,
  summary: ['进入下一阶段', 'Enter the next stage'],
  params,
  body: z.object({ stage: RolloutStage }),
  reply: ProjectDetail,
});

/** How far the bank's roll-out has come, for the navigation: pages of later stages may be hidden. */
export const getRolloutPhase = endpoint({
  method: 'GET',
  path: '/api/v1/org/rollout-phase',
  permission: 'signed-in',
  summary: ['本行推广阶段', 'How far the roll-out has come'],
  reply: z.object({
    /** The furthest stage any running project has entered; null: no roll-out is under way. */
    stage: RolloutStage.nullable(),
    /** Pages of stages after this one are hidden; null: none are. */
    hiddenAfter: z.int().nullable(),
  }),
});
