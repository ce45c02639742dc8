import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { TaskId } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { CorpId } from './corp.ts';
import { ErrorHelp } from './health.ts';

const moment = z.iso.datetime();

export const SyncRunId = z.uuid().brand<'SyncRunId'>();
export type SyncRunId = z.infer<typeof SyncRunId>;

/** What the product keeps a copy of, in the order in which it is read. */
export const mirrorKinds = ['departments', 'staff', 'tags', 'customers', 'groups'] as const;
export const MirrorKind = z.enum(mirrorKinds);
export type MirrorKind = z.infer<typeof MirrorKind>;

export const mirrorKindText: Record<MirrorKind, Phrase> = {
  departments: ['部门', 'Departments'],
  staff: ['成员', 'Staff'],
  tags: ['企业客户标签', 'Customer tags'],
  customers: ['客户与好友关系', 'Customers and relationships'],
  groups: ['客户群', 'Customer groups'],
};

/** A full sync brings what is there; a reconcile reads the same and reports what had differed. */
export const syncModes = ['full', 'reconcile'] as const;
export const SyncMode = z.enum(syncModes);
export type SyncMode = z.infer<typeof SyncMode>;

export const syncModeText: Record<SyncMode, Phrase> = {
  full: ['全量同步', 'Full sync'],
  reconcile: ['对账', 'Reconcile'],
};

export const syncStepStates = [
  'waiting',
  'running',
  'done',
  'failed',
  'skipped',
  'cancelled',
] as const;
export const SyncStepState = z.enum(syncStepStates);
export type SyncStepState = z.infer<typeof SyncStepState>;

export const syncStepStateText: Record<SyncStepState, Phrase> = {
  waiting: ['未开始', 'Waiting'],
  running: ['进行中', 'Running'],
  done: ['已完成', 'Done'],
  failed: ['未完成', 'Failed'],
  skipped: ['没有可用的应用，已跳过', 'Skipped: no app may read it'],
  cancelled: ['已停止', 'Stopped'],
};

/** One kind of one run. For customers `done` and `total` count colleagues whose lists were read. */
export const SyncStep = z.object({
  kind: MirrorKind,
  state: SyncStepState,
  done: z.int(),
  /** Null until it is known. */
  total: z.int().nullable(),
  /** Records read so far. */
  records: z.int(),
  /** Records that were new, different or gone. */
  changed: z.int(),
  /** Why it failed, where WeCom said so. */
  problem: ErrorHelp.nullable(),
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
});
export type SyncStep = z.infer<typeof SyncStep>;

export const SyncRunState = z.enum(['running', 'done', 'failed', 'cancelled']);
export type SyncRunState = z.infer<typeof SyncRunState>;

export const syncRunStateText: Record<SyncRunState, Phrase> = {
  running: ['进行中', 'Running'],
  done: ['已完成', 'Done'],
  failed: ['部分未完成', 'Not completed'],
  cancelled: ['已停止', 'Stopped'],
};

export const SyncRun = z.object({
  id: SyncRunId,
  mode: SyncMode,
  state: SyncRunState,
  /** Its task in the task centre. */
  taskId: TaskId,
  /** Null for the nightly one. */
  startedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  startedAt: moment,
  endedAt: moment.nullable(),
  /** What differed although nothing about it was under way; repaired. */
  differences: z.int(),
  steps: z.array(SyncStep),
});
export type SyncRun = z.infer<typeof SyncRun>;

export const CorpSync = z.object({
  /** Under way now. */
  running: SyncRun.nullable(),
  lastFull: SyncRun.nullable(),
  lastReconcile: SyncRun.nullable(),
  /** `02:30` in the bank's zone; null when nobody wants one. */
  reconcileAt: z.string().nullable(),
  nextReconcileAt: moment.nullable(),
  /** What the copy holds. */
  counts: z.array(
    z.object({
      kind: MirrorKind,
      count: z.int(),
      /** Relationships for customers, members for groups, tags for tags; else null. */
      parts: z.int().nullable(),
    }),
  ),
  /** What callbacks told of and has not been read again yet. */
  behind: z.object({
    waiting: z.int(),
    oldestAt: moment.nullable(),
    /** Tried several times without success. */
    stuck: z.int(),
    problem: ErrorHelp.nullable(),
  }),
});
export type CorpSync = z.infer<typeof CorpSync>;

export const differenceWhats = ['missing', 'changed', 'gone'] as const;
export const DifferenceWhat = z.enum(differenceWhats);
export type DifferenceWhat = z.infer<typeof DifferenceWhat>;

export const differenceWhatText: Record<DifferenceWhat, Phrase> = {
  missing: ['本地缺少', 'Was not in the copy'],
  changed: ['内容不一致', 'Was different in the copy'],
  gone: ['企业微信中已不存在', 'No longer in WeCom'],
};

/** Something of the copy that had gone astray, by WeCom's ids; no names. */
export const Difference = z.object({
  kind: MirrorKind,
  /** `external_userid userid` for a relationship. */
  subject: z.string(),
  what: DifferenceWhat,
  /** Which fields: `remark`, `tags`, `name`. */
  fields: z.array(z.string()),
  repaired: z.boolean(),
  at: moment,
});
export type Difference = z.infer<typeof Difference>;

const params = z.object({ id: CorpId });
const ofRun = params.extend({ runId: SyncRunId });

export const getSync = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/sync',
  permission: 'wecom.corp.read',
  summary: ['同步状态、进度与本地副本数量', 'State and progress of the sync; counts of the copy'],
  params,
  reply: CorpSync,
});

export const listSyncRuns = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/sync/runs',
  permission: 'wecom.corp.read',
  summary: ['同步与对账记录', 'Past syncs and reconciles'],
  params,
  query: z.object({ page: pageQuery.page, size: pageQuery.size, mode: SyncMode.optional() }),
  reply: pageOf(SyncRun),
});

/** One at a time for a corp: `wecom.syncRunning` while another is under way. */
export const startSync = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/sync/runs',
  permission: 'wecom.corp.manage',
  summary: ['开始全量同步或对账', 'Start a full sync or a reconcile'],
  params,
  body: z.object({ mode: SyncMode, kinds: z.array(MirrorKind).min(1).optional() }),
  reply: SyncRun,
});

/** What is read stays. */
export const cancelSync = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/sync/runs/:runId/cancel',
  permission: 'wecom.corp.manage',
  summary: ['停止同步', 'Stop a sync'],
  params: ofRun,
  reply: SyncRun,
});

/** At most a thousand are kept of one run; `differences` of the run counts all. */
export const listDifferences = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/sync/runs/:runId/differences',
  permission: 'wecom.corp.read',
  summary: ['对账发现并修复的差异', 'Differences a run found and repaired'],
  params: ofRun,
  query: z.object({ page: pageQuery.page, size: pageQuery.size, kind: MirrorKind.optional() }),
  reply: pageOf(Difference),
});

export const setSyncSchedule = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/corps/:id/sync/schedule',
  permission: 'wecom.corp.manage',
  summary: ['每晚对账的时间', 'When the nightly reconcile runs'],
  params,
  body: z.object({
    reconcileAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable(),
  }),
  reply: CorpSync,
});
