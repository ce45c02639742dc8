import { z } from 'zod';
import { PlanReport } from '#modules/insights/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { Task, TaskId } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { RehearsedExamples } from './contract/examples.ts';

export * from './contract/act-words.ts';
export * from './contract/examples.ts';
export * from './contract/projection.ts';

export const RehearsalId = z.uuid().brand<'RehearsalId'>();
export type RehearsalId = z.infer<typeof RehearsalId>;

/** What is rehearsed, whether it has begun or not: a run of a sequence, a bulk send. */
export const RehearsalSubject = z.object({ kind: z.enum(['sequence', 'bulk']), id: z.uuid() });
export type RehearsalSubject = z.infer<typeof RehearsalSubject>;

export const RehearsalOptions = z.object({
  days: z.int().min(1).max(60).default(24),
  /** At most so many customers, a sample by hashes of RMs and customers; null: all of the audience. */
  customers: z.int().min(10).max(100_000).nullable().default(500),
  /** Everybody in it has added their RM, also those who have not yet. */
  everybodyAdded: z.boolean().default(false),
  /** Same seed and same plan: the same people do the same. */
  seed: z.string().trim().min(1).max(40).default('1'),
});
export type RehearsalOptions = z.infer<typeof RehearsalOptions>;

export const rehearsalPhases = ['waiting', 'copying', 'peopling', 'living', 'reporting'] as const;
export const RehearsalPhase = z.enum(rehearsalPhases);
export const rehearsalPhaseText: Record<z.infer<typeof RehearsalPhase>, Phrase> = {
  waiting: ['等待开始', 'Waiting'],
  copying: ['复制客群，去掉姓名与号码', 'Copying the audience without names and numbers'],
  peopling: ['模拟客户与客户经理入住', 'Simulated people move in'],
  living: ['按小时推演', 'Living hour by hour'],
  reporting: ['汇总报告', 'Putting the report together'],
};

/**
 * Whether the bank of a rehearsal hears what customers write, as an archive of chats lets it: as the
 * bank's own archive does; as one that is supposed, because the bank has no WeCom yet; not at all,
 * because the bank has WeCom without an archive.
 */
export const AnswersHeard = z.enum(['archive', 'supposed', 'no']);
export type AnswersHeard = z.infer<typeof AnswersHeard>;

/** What only a rehearsal knows, beside the report that a real plan has as well. */
export const RehearsalReport = z.object({
  plan: PlanReport,
  sample: z.object({
    /** Customers of the audience, and how many of them were copied. */
    audience: z.int(),
    customers: z.int(),
    staff: z.int(),
    /** Group chats; 0: it goes to customers. */
    groups: z.int().default(0),
    /** RMs of the whole audience; null: all of them took part, or a report from before it was told. */
    staffOfAudience: z.int().nullable().default(null),
    /** When not all of them did: their customers, and how many of them fit each figure. */
    colleagues: z
      .array(
        z.object({
          ...{ customers: z.int(), touched: z.int(), reacted: z.int() },
          ...{ consulted: z.int(), converted: z.int(), deleted: z.int() },
        }),
      )
      .default([]),
    /** Everybody was simulated: what is counted here is no forecast. */
    simulated: z.literal(true),
    answers: AnswersHeard.nullable().default(null),
    /** Share of customers who let the bank keep what they write. */
    agreeing: z.number().nullable().default(null),
  }),
  /** Group chats that were to be reached, those of a rehearsal that has none: null. */
  groups: z
    .object({
      /** In groups that got it, each counted once; of them those whom the bank knows. */
      members: z.int(),
      customers: z.int(),
      /** In more than one of them: they read it more than once. */
      severalTimes: z.int(),
      /** Left their group after it. */
      left: z.int(),
      chats: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          members: z.int(),
          customers: z.int(),
          left: z.int(),
          state: z.string(),
          rule: z.string().nullable(),
          ruleName: z.string().nullable(),
          failure: z.string().nullable(),
          confirmedAt: z.iso.datetime().nullable(),
        }),
      ),
    })
    .nullable()
    .default(null),
  /** Calls at the simulator's door by endpoint, and those it refused. */
  calls: z.array(z.object({ path: z.string(), calls: z.int(), refused: z.int() })),
  /** What the simulated people did of themselves: in WeCom, on pages, in the workbench. */
  acts: z.array(z.object({ act: z.string(), done: z.int() })),
  /** Rules that were broken by what was done all the same; empty is good. */
  findings: z.array(
    z.object({ rule: z.string(), title: z.string(), touches: z.int(), customers: z.int() }),
  ),
  cost: z.object({
    /** One-to-one and group tasks that an RM has to confirm. */
    confirmations: z.int(),
    workItems: z.int(),
    sms: z.int(),
    /** As the operator bills them: a long text counts as several. */
    smsParts: z.int().default(0),
    /** At five fen a part. */
    smsYuan: z.number().default(0),
    /** At half a minute for a confirmation and four for a work item. */
    staffHours: z.number(),
  }),
  /** Of reports that were made before there were any: null. */
  examples: RehearsedExamples.nullable().default(null),
  /** Where the machine's time went while it lived: tickers, jobs, people, the simulator. */
  work: z.array(z.object({ name: z.string(), runs: z.int(), seconds: z.number() })),
  /** Machine seconds by phase. */
  seconds: z.record(z.string(), z.number()),
});
export type RehearsalReport = z.infer<typeof RehearsalReport>;

export const Rehearsal = z.object({
  id: RehearsalId,
  subject: RehearsalSubject.extend({ name: z.string(), version: z.int().nullable() }),
  options: RehearsalOptions,
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  phase: RehearsalPhase,
  /** Business days lived so far. */
  daysDone: z.number(),
  taskId: TaskId.nullable(),
  startedBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it failed, as a code with a text of its own. */
  error: z.string().nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

const READ = 'rehearsal.rehearsal.read';
const START = 'rehearsal.rehearsal.start';
const params = z.object({ id: RehearsalId });

export const startRehearsal = endpoint({
  method: 'POST',
  path: '/api/v1/rehearsal/rehearsals',
  permission: START,
  summary: ['开始沙盘推演', 'Start a rehearsal'],
  body: z.object({ subject: RehearsalSubject, options: RehearsalOptions }),
  reply: Rehearsal,
});

export const listRehearsals = endpoint({
  method: 'GET',
  path: '/api/v1/rehearsal/rehearsals',
  permission: READ,
  summary: ['沙盘推演列表', 'List rehearsals'],
  query: z.object({ page: pageQuery.page, size: pageQuery.size, subjectId: z.uuid().optional() }),
  reply: pageOf(Rehearsal),
});

export const getRehearsal = endpoint({
  method: 'GET',
  path: '/api/v1/rehearsal/rehearsals/:id',
  permission: READ,
  summary: ['一次沙盘推演及其报告', 'A rehearsal with its report'],
  params,
  reply: z.object({
    rehearsal: Rehearsal,
    task: Task.nullable(),
    report: RehearsalReport.nullable(),
  }),
});

export const cancelRehearsal = endpoint({
  method: 'POST',
  path: '/api/v1/rehearsal/rehearsals/:id/cancel',
  permission: START,
  summary: ['停止沙盘推演', 'Stop a rehearsal'],
  params,
  reply: Rehearsal,
});

/** From the beginning, with the same options. */
export const restartRehearsal = endpoint({
  method: 'POST',
  path: '/api/v1/rehearsal/rehearsals/:id/restart',
  permission: START,
  summary: ['重新推演', 'Rehearse again'],
  params,
  reply: Rehearsal,
});

/** Plans that can be rehearsed, the newest first. */
export const listRehearsable = endpoint({
  method: 'GET',
  path: '/api/v1/rehearsal/plans',
  permission: START,
  summary: ['可以推演的计划', 'Plans that can be rehearsed'],
  reply: z.object({
    items: z.array(
      z.object({
        ...RehearsalSubject.shape,
        name: z.string(),
        state: z.string(),
        customers: z.int().nullable(),
        /** Of customers in group chats, not of an audience. */
        toGroups: z.boolean(),
      }),
    ),
  }),
});

export const rehearsalErrors = defineErrors('rehearsal', {
  notFound: 404,
  subjectNotFound: 404,
  notEnded: 409,
  hasEnded: 409,
  tooMany: 409,
  nobody: 409,
});
export const rehearsalErrorTexts: Record<`rehearsal.${keyof typeof rehearsalErrors}`, Phrase> = {
  'rehearsal.notFound': [
    '没有找到这次推演，或它不在您的范围内',
    'No such rehearsal, or not in your scope',
  ],
  'rehearsal.subjectNotFound': [
    '没有找到这个计划，或它不在您的范围内',
    'No such plan, or not in your scope',
  ],
  'rehearsal.notEnded': ['这次推演还没有结束', 'This rehearsal has not ended'],
  'rehearsal.hasEnded': ['这次推演已经结束', 'This rehearsal has ended'],
  'rehearsal.tooMany': [
    '已有推演在进行，请等它结束或先停止',
    'A rehearsal is under way: wait for it or stop it',
  ],
  'rehearsal.nobody': [
    '客群里没有可以推演的客户：没有人是客户经理的好友',
    'Nobody to rehearse with: no one in the audience is a contact of an RM',
  ],
};

export const rehearsalPermissions = {
  [READ]: ['查看沙盘推演', 'See rehearsals'],
  [START]: ['进行沙盘推演', 'Rehearse plans'],
} as const satisfies Record<string, Phrase>;
