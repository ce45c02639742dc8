import { z } from 'zod';
import { Cell, NeedStage, Rhythm } from '#modules/audiences/contract.ts';
import { CustomerId } from '#modules/customers/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { listOf, pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Lane, Letter } from './definition.ts';
import { ExitReason, RunId } from './run.ts';

export const EnrolmentState = z.enum(['active', 'paused', 'ended']);
export type EnrolmentState = z.infer<typeof EnrolmentState>;
export const enrolmentStateText: Record<EnrolmentState, Phrase> = {
  active: ['进行中', 'Under way'],
  paused: ['暂停', 'Paused'],
  ended: ['已结束', 'Ended'],
};
export const Mode = z.enum(['aida', 'three_w']);
export type Mode = z.infer<typeof Mode>;
export const modeText: Record<Mode, Phrase> = {
  aida: ['AIDA 内容', 'AIDA content'],
  three_w: ['3W 话术', '3W scripts'],
};

export const Enrolment = z.object({
  customerId: CustomerId,
  runId: RunId,
  name: z.string().nullable(),
  rm: z.string().nullable(),
  startedOn: z.iso.date(),
  version: z.int(),
  round: z.int(),
  day: z.int(),
  stage: z.int(),
  step: z.int(),
  mode: Mode,
  skipped: z.array(Letter),
  needStage: NeedStage,
  /** Switched personalised recommendations off: goes by the days of the sequence alone (CR-013). */
  generic: z.boolean(),
  state: EnrolmentState,
  exitReason: ExitReason.nullable(),
  endedAt: z.iso.datetime().nullable(),
  resumesOn: z.iso.date().nullable(),
  lastSignalAt: z.iso.datetime().nullable(),
});
export type Enrolment = z.infer<typeof Enrolment>;

/** Desire to act, closeness to us, and whether both keep step. */
export const Signals = z.object({
  desire: z.int().nullable(),
  closeness: z.int().nullable(),
  cell: Cell.nullable(),
  needStage: NeedStage.nullable(),
  rhythm: Rhythm.nullable(),
});
export type Signals = z.infer<typeof Signals>;

export const movementText = {
  enrolled: ['入组', 'Enrolled'],
  laid: ['排入当日内容', 'Day laid out'],
  held: ['暂不发送', 'Held back'],
  stage: ['进入阶段', 'Stage entered'],
  step: ['进入步骤', 'Step entered'],
  round: ['进入新一轮', 'Round entered'],
  skip: ['跳过内容', 'Letters skipped'],
  jump: ['直达阶段', 'Jumped to a stage'],
  three_w: ['切换 3W', 'Switched to 3W'],
  follow_up: ['生成跟进任务', 'Follow-up made'],
  tagged: ['打标签', 'Tagged'],
  cell: ['节奏移动', 'Cell moved'],
  need_stage: ['需求阶段', 'Need stage'],
  pause: ['暂停', 'Paused'],
  resume: ['恢复', 'Resumed'],
  late: ['顺延', 'Put back'],
  generic: ['个性化推荐', 'Personalised recommendations'],
  version: ['切换版本', 'Version moved'],
  reactivated: ['重新活跃', 'Active again'],
  exit: ['结束', 'Ended'],
} as const satisfies Record<string, Phrase>;
export type MovementKind = keyof typeof movementText;

export const Movement = z.object({
  at: z.iso.datetime(),
  kind: z.enum(Object.keys(movementText) as [MovementKind, ...MovementKind[]]),
  /** In words. */
  words: z.tuple([z.string(), z.string()]),
  /** The event or the tick that caused it. */
  cause: z.string().nullable(),
  signals: Signals.nullable(),
});
export type Movement = z.infer<typeof Movement>;

export const DayItem = z.object({
  item: z.string(),
  title: z.string(),
  lane: Lane,
  letter: Letter,
  /** `sent`: proposed; `held`, `skipped`: not, and why; `ahead`: to come. */
  fate: z.enum(['proposed', 'held', 'skipped', 'ahead']),
  why: z.tuple([z.string(), z.string()]).nullable(),
  touchId: z.string().nullable(),
  touchState: z.string().nullable(),
});
export const StoryDay = z.object({
  day: z.int(),
  date: z.iso.date(),
  stage: z.int(),
  items: z.array(DayItem),
  events: z.array(z.object({ at: z.iso.datetime(), words: z.tuple([z.string(), z.string()]) })),
  movements: z.array(Movement),
  signals: Signals.nullable(),
});
export type StoryDay = z.infer<typeof StoryDay>;

export const Story = z.object({
  enrolment: Enrolment,
  run: z.object({ id: RunId, name: z.string(), sequence: z.string() }),
  signals: Signals,
  /** What comes next and why. */
  next: z.object({
    on: z.iso.date().nullable(),
    words: z.tuple([z.string(), z.string()]),
  }),
  days: z.array(StoryDay),
});
export type Story = z.infer<typeof Story>;

const READ = 'sequences.enrolment.read';
const pair = z.object({ id: RunId, customerId: CustomerId });

export const listEnrolments = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/runs/:id/customers',
  permission: READ,
  summary: ['运行中的客户', 'Customers of a run'],
  params: z.object({ id: RunId }),
  query: z.object({
    ...pageQuery,
    state: listOf(EnrolmentState),
    exit: listOf(ExitReason),
    step: z.coerce.number().int().min(1).max(3).optional(),
  }),
  reply: pageOf(Enrolment),
});

/** The runs one customer is or was in, the latest first. */
export const listEnrolmentsOf = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/customers/:customerId/runs',
  permission: READ,
  summary: ['客户参加的序列运行', 'Runs a customer is or was in'],
  params: z.object({ customerId: CustomerId }),
  reply: z.object({ items: z.array(Enrolment.extend({ runName: z.string() })) }),
});

export const getStory = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/runs/:id/customers/:customerId',
  permission: READ,
  summary: ['客户在序列中的逐日过程', 'A customer’s way through a sequence, day by day'],
  params: pair,
  reply: Story,
});

export const takeOut = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/runs/:id/customers/:customerId/exit',
  permission: 'sequences.run.manage',
  summary: ['将客户移出运行', 'Take a customer out of a run'],
  params: pair,
  body: z.object({ reason: z.string().trim().min(1).max(200) }),
  reply: Enrolment,
});

export const enrolmentErrors = defineErrors('sequences', {
  enrolmentNotFound: 404,
  enrolmentEnded: 409,
});
