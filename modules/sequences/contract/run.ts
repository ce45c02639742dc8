import { z } from 'zod';
import { AudienceId } from '#modules/audiences/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Lane, ProductLine } from './definition.ts';
import { SequenceId } from './sequence.ts';
import { ValueTier } from './value-tier.ts';

export const RunId = z.uuid().brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

export const runStates = ['draft', 'submitted', 'running', 'paused', 'ended'] as const;
export const RunState = z.enum(runStates);
export type RunState = z.infer<typeof RunState>;
export const runStateText: Record<RunState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'To be decided'],
  running: ['运行中', 'Running'],
  paused: ['已暂停', 'Paused'],
  ended: ['已结束', 'Ended'],
};

export const exitReasons = {
  completed: ['走完两轮', 'Walked all of it'],
  converted: ['已转化', 'Converted'],
  opt_out: ['退订', 'Opted out'],
  deleted: ['删除好友', 'Deleted the RM'],
  complaint: ['投诉', 'Complained'],
  inactive: ['长期无互动', 'No sign of life'],
  by_staff: ['人工移出', 'Taken out by a colleague'],
  run_ended: ['运行结束', 'The run ended'],
  gone: ['客户已注销或合并', 'No longer a customer'],
} as const satisfies Record<string, Phrase>;
export type ExitReason = keyof typeof exitReasons;
export const ExitReason = z.enum(Object.keys(exitReasons) as [ExitReason, ...ExitReason[]]);

/** */
export const stepText: Record<1 | 2 | 3, Phrase> = {
  1: ['激活识别', 'Activate and identify'],
  2: ['建立信任', 'Build trust'],
  3: ['激发转化', 'Stimulate and convert'],
};

export const RunDraft = z.object({
  name: z.string().trim().min(1).max(60),
  /** The need of the customer that it answers; nothing is submitted without it. */
  need: z.string().trim().max(300).default(''),
  sequenceId: SequenceId,
  version: z.int().min(1),
  audienceId: AudienceId,
  projectId: z.uuid(),
  productLine: ProductLine,
  /** What offers are about: suitability is judged by it. Without one no offer goes out. */
  productId: z.uuid().nullable().default(null),
  startsOn: z.iso.date(),
  /** New customers a day at most; null: all at once. */
  intakePerDay: z.int().min(1).max(1_000_000).nullable().default(null),
  /** Held out to compare with. */
  controlShare: z.number().min(0).max(0.5).default(0.1),
  /** Customers of one RM in this run at a time; null: no limit. */
  maxPerRm: z.int().min(1).max(100_000).nullable().default(null),
  /** Only customers of these tiers are taken in; none: whoever is in the audience. */
  tiers: z.array(ValueTier).max(4).default([]),
  /** Who came later joins on each day until the run ends. */
  followAudience: z.boolean().default(true),
  /** Share of those reached who delete the RM within a week at which it pauses itself. */
  deletionLimit: z.number().min(0).max(1).nullable().default(0.05),
  /** The bank's own words for the places of the texts: `benefit_name` → `缴费立减券`. */
  values: z.record(z.string().max(40), z.string().trim().max(300)).default({}),
});
export type RunDraft = z.infer<typeof RunDraft>;

export const RunProgress = z.object({
  what: z.enum(['intake', 'tick']),
  done: z.int(),
  total: z.int(),
  at: z.iso.datetime(),
});

const Named = z.object({ id: z.string(), name: z.string() });
export const Run = z.object({
  id: RunId,
  name: z.string(),
  sequence: Named,
  version: z.int(),
  audience: Named,
  project: Named,
  productLine: ProductLine,
  state: RunState,
  startsOn: z.iso.date(),
  totalDays: z.int(),
  /** Days since it began; null before. */
  day: z.int().nullable(),
  enrolled: z.int(),
  active: z.int(),
  control: z.int(),
  ended: z.int(),
  converted: z.int(),
  progress: RunProgress.nullable(),
  planId: z.string().nullable(),
  createdBy: z.string(),
  changedAt: z.iso.datetime(),
});
export type Run = z.infer<typeof Run>;

export const Count = z.object({ key: z.string(), count: z.int() });
export const RunDetail = Run.extend({
  draft: RunDraft,
  revision: z.int(),
  audienceCount: z.int().nullable(),
  product: Named.nullable(),
  /** Customers by step, need stage, round and mode; those who are in it now. */
  steps: z.array(
    z.object({
      step: z.int(),
      now: z.int(),
      /** Ever reached it. */
      reached: z.int(),
      /** Average days spent in it. */
      dwellDays: z.number().nullable(),
    }),
  ),
  needStages: z.array(Count),
  modes: z.array(Count),
  exits: z.array(z.object({ reason: ExitReason, count: z.int() })),
  /** Of those who could have: who walked a round to its end. */
  rounds: z.array(z.object({ round: z.int(), entered: z.int(), completed: z.int() })),
  /** Customers by the day they stand at. */
  days: z.array(z.object({ day: z.int(), count: z.int() })),
  newerVersion: z.int().nullable(),
  pendingApprovalId: z.string().nullable(),
  can: z.object({ change: z.boolean() }),
});
export type RunDetail = z.infer<typeof RunDetail>;

const READ = 'sequences.sequence.read';
const MANAGE = 'sequences.run.manage';
const one = z.object({ id: RunId });

export const listRuns = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/runs',
  permission: READ,
  summary: ['序列运行', 'Runs of sequences'],
  query: z.object({
    ...pageQuery,
    state: listOf(RunState),
    sequenceId: SequenceId.optional(),
  }),
  reply: pageOf(Run),
});

export const getRun = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/runs/:id',
  permission: READ,
  summary: ['运行详情', 'A run, its funnel and exits'],
  params: one,
  reply: RunDetail,
});

export const createRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs',
  permission: MANAGE,
  summary: ['新建运行', 'Draft a run'],
  body: RunDraft,
  reply: RunDetail,
});

export const changeRun = endpoint({
  method: 'PUT',
  path: '/api/v1/sequences/runs/:id',
  permission: MANAGE,
  summary: ['修改运行草稿', 'Change a draft'],
  params: one,
  body: z.object({ revision: z.int(), draft: RunDraft }),
  reply: RunDetail,
});

const why = z.object({ reason: z.string().trim().min(1).max(200) });
export const pauseRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/pause',
  permission: MANAGE,
  summary: ['暂停运行', 'Pause a run'],
  params: one,
  body: why,
  reply: RunDetail,
});
export const resumeRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/resume',
  permission: MANAGE,
  summary: ['恢复运行', 'Resume a run'],
  params: one,
  reply: RunDetail,
});
export const endRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/end',
  permission: MANAGE,
  summary: ['结束运行', 'End a run'],
  params: one,
  body: why,
  reply: RunDetail,
});

/** Running enrolments go on with a newer approved version: same round and day, what is not proposed yet. */
export const moveRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/move',
  permission: MANAGE,
  summary: ['切换到新版本', 'Move to a newer version'],
  params: one,
  body: z.object({
    version: z.int().min(1),
    /** Only those whose day is before this one; the others keep their version. */
    beforeDay: z.int().min(1).max(180).nullable().default(null),
    reason: z.string().trim().min(1).max(200),
  }),
  reply: z.object({ moved: z.int(), kept: z.int() }),
});

/** Who would get it, who not and why, what it costs the RMs: before it is submitted. */
export const RunPreview = z.object({
  audience: z.int(),
  withoutRm: z.int(),
  elsewhere: z.int(),
  control: z.int(),
  eligible: z.int(),
  /** What outreach says of the first one-to-one item for them. */
  reach: z.unknown().nullable(),
  perRm: z.array(z.object({ rm: z.string(), customers: z.int() })),
  /** Moments tasks WeCom still takes this month; null: the sequence has no Moments. */
  momentsLeft: z.int().nullable(),
  touches: z.array(z.object({ lane: z.string(), perCustomer: z.int() })),
  /** Places of the texts that nobody has filled. */
  missing: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type RunPreview = z.infer<typeof RunPreview>;
export const previewRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/previews',
  permission: MANAGE,
  summary: ['运行触达预估', 'Reach of a run before it starts'],
  body: RunDraft,
  reply: RunPreview,
  audited: false,
});

/** One thing that the run says, with its words filled: what whoever approves it reads. */
export const RunMessage = z.object({
  key: z.string(),
  day: z.int(),
  lane: Lane,
  title: z.string(),
  itemId: z.uuid(),
  version: z.int(),
  values: z.record(z.string(), z.string()),
});
export type RunMessage = z.infer<typeof RunMessage>;

/** The same of a run that is kept, for whoever may read it: before it is approved. */
export const previewKeptRun = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/preview',
  permission: READ,
  summary: ['已存运行的触达预估与消息', 'Reach and messages of a run that is kept'],
  params: one,
  reply: RunPreview.extend({ messages: z.array(RunMessage) }),
  audited: false,
});

/** Approval kind: payload `{ id, revision }`; bound to version and audience rule. */
export const startKind = 'sequences.start';

export const runErrors = defineErrors('sequences', {
  runNotFound: 404,
  runNotDraft: 409,
  runChangedMeanwhile: 409,
  /** details.state */
  runState: 409,
  versionNotApproved: 409,
  audienceUnfit: 409,
  projectUnfit: 409,
  /** details.places */
  placesMissing: 422,
  /** What was filled in may not be said. details.words */
  wordsForbidden: 422,
  /** */
  needMissing: 422,
  productUnfit: 422,
  versionNotNewer: 409,
});

/** What became of customers of a plan, at most 500 at a time. */
export const enrolmentsEnded = defineEvent(
  'sequences.enrolments-ended',
  z.object({
    planId: z.string(),
    ended: z.array(z.object({ customerId: z.int(), reason: ExitReason })).max(500),
  }),
);
