import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Finding } from './check.ts';
import { Definition } from './definition.ts';

export const SequenceId = z.uuid().brand<'SequenceId'>();
export type SequenceId = z.infer<typeof SequenceId>;

export const versionStates = ['draft', 'submitted', 'approved', 'replaced'] as const;
export const VersionState = z.enum(versionStates);
export type VersionState = z.infer<typeof VersionState>;
export const versionStateText: Record<VersionState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'To be decided'],
  approved: ['可用', 'Usable'],
  replaced: ['已被新版替换', 'Replaced'],
};

export const Version = z.object({
  version: z.int(),
  revision: z.int(),
  state: VersionState,
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
});
export type Version = z.infer<typeof Version>;

export const Sequence = z.object({
  id: SequenceId,
  name: z.string(),
  owner: z.object({ id: z.uuid(), name: z.string() }),
  /** The approved version; null when none is. */
  usable: z.int().nullable(),
  /** What is being written or decided. */
  open: z.int().nullable(),
  state: VersionState,
  days: z.int(),
  rounds: z.int(),
  items: z.int(),
  promoShare: z.number(),
  /** Runs that are under way. */
  running: z.int(),
  /** Customers in them now. */
  enrolled: z.int(),
  changedAt: z.iso.datetime(),
  can: z.object({ change: z.boolean() }),
});
export type Sequence = z.infer<typeof Sequence>;

/** What a sequence needs to know of a content item it names. */
export const ContentFact = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.int(),
  usable: z.int().nullable(),
  type: z.string().nullable(),
  aida: z.string().nullable(),
  promotional: z.boolean(),
  scenes: z.array(z.string()),
  need: z.string(),
  productIds: z.array(z.string()),
  preview: z.string(),
  /** Places of its text, in the order they stand. */
  places: z.array(z.string()),
});
export type ContentFact = z.infer<typeof ContentFact>;

export const SequenceDetail = Sequence.extend({
  versions: z.array(Version),
  /** The version shown. */
  shown: z.int(),
  definition: Definition,
  contents: z.array(ContentFact),
  findings: z.array(Finding),
  pendingApprovalId: z.string().nullable(),
});
export type SequenceDetail = z.infer<typeof SequenceDetail>;

const READ = 'sequences.sequence.read';
const MANAGE = 'sequences.sequence.manage';
const one = z.object({ id: SequenceId });

export const listSequences = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/sequences',
  permission: READ,
  summary: ['序列列表', 'Sequences'],
  query: z.object({
    ...pageQuery,
    sort: sortBy('name', 'changedAt'),
    state: listOf(VersionState),
    usable: z.stringbool().optional(),
  }),
  reply: pageOf(Sequence),
});

export const getSequence = endpoint({
  method: 'GET',
  path: '/api/v1/sequences/sequences/:id',
  permission: READ,
  summary: ['序列详情与版本', 'A sequence and its versions'],
  params: one,
  query: z.object({ version: z.coerce.number().int().min(1).optional() }),
  reply: SequenceDetail,
});

export const createSequence = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/sequences',
  permission: MANAGE,
  summary: ['新建序列', 'Create a sequence'],
  body: z.object({
    name: z.string().trim().min(1).max(80),
    ownerUnitId: z.uuid(),
    /** Begin with a copy of this one; otherwise with one item. */
    copyOf: SequenceId.nullable().default(null),
    definition: Definition.nullable().default(null),
  }),
  reply: SequenceDetail,
});

export const changeSequence = endpoint({
  method: 'PUT',
  path: '/api/v1/sequences/sequences/:id/draft',
  permission: MANAGE,
  summary: ['修改序列草稿', 'Change the draft'],
  params: one,
  body: z.object({
    version: z.int(),
    revision: z.int(),
    name: z.string().trim().min(1).max(80),
    definition: Definition,
  }),
  reply: SequenceDetail,
});

export const newSequenceVersion = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/sequences/:id/versions',
  permission: MANAGE,
  summary: ['起草新版本', 'Begin a new version'],
  params: one,
  reply: SequenceDetail,
});

/** The same findings as a release finds, while writing. */
export const checkSequence = endpoint({
  method: 'POST',
  path: '/api/v1/sequences/checks',
  permission: READ,
  summary: ['边写边查', 'Check while writing'],
  body: z.object({ definition: Definition }),
  reply: z.object({ findings: z.array(Finding), contents: z.array(ContentFact) }),
  audited: false,
});

/** Approval kind: payload `{ id, version, revision }`. */
export const releaseKind = 'sequences.release';

export const sequenceErrors = defineErrors('sequences', {
  sequenceNotFound: 404,
  versionNotFound: 404,
  notDraft: 409,
  changedMeanwhile: 409,
  draftOpen: 409,
  /** details.findings */
  hasErrors: 422,
  unitUnknown: 400,
});

/** From now on runs may be started with this version. */
export const sequenceApproved = defineEvent(
  'sequences.approved',
  z.object({ sequenceId: SequenceId, version: z.int(), replaced: z.int().nullable() }),
);
