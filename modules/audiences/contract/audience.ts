import { z } from 'zod';
import { Purpose } from '#modules/customers/contract.ts';
import { UnitId, UnitRef } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import { TaskId } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Rule } from './rule.ts';

export const AudienceId = z.uuid().brand<'AudienceId'>();
export type AudienceId = z.infer<typeof AudienceId>;

/** `rule`: whoever fits. `list`: whom somebody uploaded, with no rule. */
export const AudienceKind = z.enum(['rule', 'list']);

/**
 * `draft`: nobody belongs yet. `building`: its members are being found, or found again after a change
 * of the rule. `live`: follows the customers. `archived`: kept for the record, follows nobody.
 */
export const audienceStates = ['draft', 'building', 'live', 'archived'] as const;
export const AudienceState = z.enum(audienceStates);
export type AudienceState = z.infer<typeof AudienceState>;
export const audienceStateText: Record<AudienceState, Phrase> = {
  draft: ['草稿', 'Draft'],
  building: ['圈选中', 'Being built'],
  live: ['实时', 'Live'],
  archived: ['已归档', 'Archived'],
};

const Said = z.string();

export const AudienceLine = z.object({
  id: AudienceId,
  name: z.string(),
  description: z.string().nullable(),
  kind: AudienceKind,
  purpose: Purpose,
  state: AudienceState,
  /** Only customers of this unit and below belong. */
  unit: UnitRef.pick({ id: true, name: true }),
  /** `car_owner`: one of the groups every bank begins with. */
  ready: z.string().nullable(),
  count: z.int().nullable(),
  /** Of them, whom marketing may reach. */
  reachable: z.int().nullable(),
  /** When the members were last brought up to date. */
  refreshedAt: z.iso.datetime().nullable(),
  /** The rule as a sentence, in the reader's language. */
  sentence: Said,
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  version: z.int(),
  /** How many belonged at the end of each of the last 30 days, today last; before it was made: none. */
  growth: z.array(z.int()),
  /** How many things work on it. */
  uses: z.int(),
  /** How many times it has been frozen. */
  frozen: z.int(),
});
export type AudienceLine = z.infer<typeof AudienceLine>;

export const Audience = AudienceLine.extend({
  rule: Rule.nullable(),
  /** Counts the changes of the rule. */
  ruleVersion: z.int(),
  ruleHash: z.string().nullable(),
  /** The task that is finding its members. */
  taskId: TaskId.nullable(),
});
export type Audience = z.infer<typeof Audience>;

export const AudienceDraft = z.object({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(500).nullable().default(null),
  /** What it is for: attributes that may not be used for it are refused by name (CR-004). */
  purpose: Purpose.default('marketing'),
  unitId: UnitId,
  rule: Rule,
});
export type AudienceDraft = z.infer<typeof AudienceDraft>;

const READ = 'audiences.audience.read';
const MANAGE = 'audiences.audience.manage';
const one = z.object({ id: AudienceId });

export const listAudiences = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences',
  permission: READ,
  summary: ['客群列表', 'List audiences'],
  query: z.object({
    ...pageQuery,
    sort: sortBy('name', 'count', 'changedAt', 'refreshedAt'),
    state: listOf(AudienceState),
    kind: listOf(AudienceKind),
    /** Only those every bank begins with, or only the bank's own. */
    ready: z.enum(['yes', 'no']).optional(),
  }),
  reply: pageOf(AudienceLine),
});

export const getAudience = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id',
  permission: READ,
  summary: ['客群详情', 'Get an audience'],
  params: one,
  reply: Audience,
});

export const createAudience = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/audiences',
  permission: MANAGE,
  summary: ['新建客群', 'Create an audience'],
  body: AudienceDraft.extend({
    /** Begin to follow the customers at once; otherwise it stays a draft. */
    live: z.boolean().default(true),
  }),
  reply: Audience,
});

/** A change of the rule makes a new version of it and finds the members again. */
export const saveAudience = endpoint({
  method: 'PUT',
  path: '/api/v1/audiences/audiences/:id',
  permission: MANAGE,
  summary: ['修改客群', 'Change an audience'],
  params: one,
  body: AudienceDraft.omit({ unitId: true }).extend({
    version: z.int(),
    live: z.boolean().default(true),
  }),
  reply: Audience,
});

export const archiveAudience = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/audiences/:id/archive',
  permission: MANAGE,
  summary: ['归档客群', 'Archive an audience'],
  params: one,
  reply: Audience,
});

export const RuleVersion = z.object({
  ruleVersion: z.int(),
  rule: Rule,
  sentence: Said,
  savedBy: z.object({ id: z.string(), name: z.string() }),
  savedAt: z.iso.datetime(),
});

export const listRuleVersions = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id/versions',
  permission: READ,
  summary: ['规则的历史版本', 'Versions of the rule'],
  params: one,
  reply: z.object({ items: z.array(RuleVersion) }),
});

/** As lists of customers show one: who sees more than this asks the customers module. */
export const MaskedCustomer = z.object({
  customerId: z.int(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  unit: z.string().nullable(),
  /** When the customer came into the audience; null in a preview. */
  since: z.iso.datetime().nullable(),
});
export type MaskedCustomer = z.infer<typeof MaskedCustomer>;

const memberQuery = z.object({
  /** `next` of the page before. */
  cursor: z.string().max(20).regex(/^\d+$/).optional(),
  size: pageQuery.size,
});
const memberPage = z.object({
  items: z.array(MaskedCustomer),
  /** Where the next page begins; null at the end. */
  next: z.string().nullable(),
});

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id/members',
  permission: 'audiences.member.read',
  summary: ['客群成员', 'Members of an audience'],
  params: one,
  query: memberQuery,
  reply: memberPage,
});

export const GrowthDay = z.object({
  day: z.iso.date(),
  count: z.int(),
  entered: z.int(),
  left: z.int(),
});

/** The last day of the series is today so far. */
export const audienceGrowth = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id/growth',
  permission: READ,
  summary: ['客群增长', 'Growth of an audience'],
  params: one,
  query: z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }),
  reply: z.object({ items: z.array(GrowthDay) }),
});

export const Use = z.object({
  /** `sequences.sequence` */
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  link: z.string().nullable(),
  /** While something runs on it, an audience is not archived. */
  active: z.boolean(),
});
export type Use = z.infer<typeof Use>;

export const audienceUses = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id/uses',
  permission: READ,
  summary: ['谁在使用这个客群', 'Who uses an audience'],
  params: one,
  reply: z.object({ items: z.array(Use) }),
});

/** How many customers each two of the audiences share; the diagonal is each one's own count. */
export const compareAudiences = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/overlaps',
  permission: READ,
  summary: ['客群重叠', 'Overlap of audiences'],
  body: z.object({ audienceIds: z.array(AudienceId).min(2).max(8) }),
  reply: z.object({
    audiences: z.array(z.object({ id: AudienceId, name: z.string(), count: z.int() })),
    overlaps: z.array(z.object({ a: AudienceId, b: AudienceId, count: z.int() })),
    /** In every one of them, and in at least one. */
    all: z.int(),
    any: z.int(),
  }),
  audited: false,
});

/** A CSV file or a workbook with one customer a line, by bank customer number. */
export const uploadList = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/lists',
  permission: MANAGE,
  summary: ['上传名单', 'Upload a list'],
  query: z.object({ name: z.string().trim().min(1).max(60), unitId: UnitId }),
  upload: true,
  reply: z.object({
    audience: Audience,
    lines: z.int(),
    found: z.int(),
    /** Lines that name somebody who stood further up already. */
    repeated: z.int(),
    /** The first lines that name nobody known in the unit, as they stand in the file. */
    unknown: z.array(z.object({ line: z.int(), text: z.string() })),
    unknownCount: z.int(),
  }),
});

export const SnapshotId = z.uuid().brand<'SnapshotId'>();
export type SnapshotId = z.infer<typeof SnapshotId>;

/** Who belonged at one moment, frozen under one version of the rule. */
export const Snapshot = z.object({
  id: SnapshotId,
  audienceId: AudienceId,
  ruleVersion: z.int(),
  state: z.enum(['building', 'ready', 'failed']),
  count: z.int().nullable(),
  takenAt: z.iso.datetime(),
  takenBy: z.object({ id: z.string(), name: z.string() }),
  taskId: TaskId.nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const takeSnapshot = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/audiences/:id/snapshots',
  permission: MANAGE,
  summary: ['冻结为名单', 'Freeze an audience'],
  params: one,
  reply: Snapshot,
});

export const listSnapshots = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/audiences/:id/snapshots',
  permission: READ,
  summary: ['冻结名单列表', 'Snapshots of an audience'],
  params: one,
  reply: z.object({ items: z.array(Snapshot) }),
});

/** The frozen lists of every audience one may see, the newest first. */
export const listAllSnapshots = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/snapshots',
  permission: READ,
  summary: ['全部冻结名单', 'Snapshots of all audiences'],
  query: z.object(pageQuery),
  reply: pageOf(Snapshot.extend({ audienceName: z.string() })),
});

export const listFrozenMembers = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/snapshots/:id/members',
  permission: 'audiences.member.read',
  summary: ['冻结名单成员', 'Members of a snapshot'],
  params: z.object({ id: SnapshotId }),
  query: memberQuery,
  reply: memberPage,
});

/** Of whom a file of members is made: those of an audience now, or of a snapshot. */
export const MembersOf = z.union([
  z.object({ audienceId: AudienceId }),
  z.object({ snapshotId: SnapshotId }),
]);
export type MembersOf = z.infer<typeof MembersOf>;

/** At most 1,000 customers at a time came into an audience or left it. */
export const membersChanged = defineEvent(
  'audiences.members-changed',
  z.object({
    audienceId: AudienceId,
    entered: z.array(z.int()).max(1000),
    left: z.array(z.int()).max(1000),
  }),
);

export const audienceErrors = defineErrors('audiences', {
  audienceNotFound: 404,
  previewNotFound: 404,
  snapshotNotFound: 404,
  /** details.problems: what is wrong with the rule, and where. */
  ruleInvalid: 400,
  /** Somebody else changed it in between. */
  changedMeanwhile: 409,
  archived: 409,
  /** details.uses: what still runs on it. */
  inUse: 409,
  /** A list has no rule to change. */
  isList: 409,
  notLive: 409,
  listTooLong: 400,
  listEmpty: 400,
});

export const audienceErrorTexts: Record<`audiences.${keyof typeof audienceErrors}`, Phrase> = {
  'audiences.audienceNotFound': [
    '没有找到这个客群，或它不在您的范围内',
    'No such audience, or not in your scope',
  ],
  'audiences.previewNotFound': [
    '这次预览已过期，请重新预览',
    'This preview has expired; start again',
  ],
  'audiences.snapshotNotFound': [
    '没有找到这份冻结名单，或它不在您的范围内',
    'No such snapshot, or not in your scope',
  ],
  'audiences.ruleInvalid': ['规则有误，请按提示修改', 'The rule has problems; see where'],
  'audiences.changedMeanwhile': [
    '这个客群刚被别人改过，请刷新后再改',
    'Somebody else has just changed this audience; reload it first',
  ],
  'audiences.archived': ['客群已归档，不能再改', 'The audience is archived and cannot be changed'],
  'audiences.inUse': [
    '还有任务在使用这个客群，停用它们之后才能归档',
    'Something still runs on this audience; stop it first',
  ],
  'audiences.isList': ['上传的名单没有规则可改', 'An uploaded list has no rule'],
  'audiences.notLive': ['客群还没有启用', 'The audience is not live'],
  'audiences.listTooLong': [
    '名单太长，最多 {most} 行',
    'The list is too long: at most {most} lines',
  ],
  'audiences.listEmpty': ['名单里没有客户', 'There is nobody on the list'],
};

export const audiencePermissions = {
  'audiences.audience.read': ['查看客群', 'See audiences'],
  'audiences.audience.manage': ['新建和修改客群', 'Create and change audiences'],
  'audiences.member.read': ['查看客群成员', 'See members of audiences'],
  'audiences.score.read': ['查看客户评分与模型', 'See scores and models'],
  'audiences.score.manage': ['设置评分、训练模型', 'Set up scores, train models'],
} as const satisfies Record<string, Phrase>;
