import { z } from 'zod';
import { endpoint, none } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { TaskId } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Names, Source } from './attribute.ts';
import { CustomerId, customerParams } from './ids.ts';

export const TagCode = z.string().regex(/^[a-z][a-z0-9_]{1,47}$/);
const tagId = z.int().min(1);
const groupId = z.int().min(1);
const moment = z.iso.datetime();
const customerId = CustomerId;

/** What a group's tags say: shapes the screens and what audiences offer. */
export const GroupKind = z.enum(['relation', 'need', 'stage', 'behaviour', 'other']);

export const TagGroupDraft = z.object({
  code: TagCode,
  name: Names,
  kind: GroupKind.default('other'),
  /** A customer holds one of its tags at most; a new one replaces the old. */
  exclusive: z.boolean().default(false),
  /** Its tags steer recommendations: customers see them and may delete them (CR-014). */
  recommends: z.boolean().default(false),
});
export type TagGroupDraft = z.infer<typeof TagGroupDraft>;

const tagSettings = z.object({
  name: Names,
  description: z.string().trim().max(200).nullable(),
  /** Who answers for it; null: whoever maintains the dictionary. */
  ownerId: z.uuid().nullable(),
  /** How long it holds unless whoever gives it says otherwise. */
  days: z.int().min(1).max(3660).nullable(),
  /** The name pushed to WeCom, neutral (CR-043); null: not pushed. */
  pushName: z.string().trim().min(1).max(30).nullable(),
});

export const TagDraft = tagSettings.extend({
  groupId,
  code: TagCode,
  description: tagSettings.shape.description.default(null),
  ownerId: tagSettings.shape.ownerId.default(null),
  days: tagSettings.shape.days.default(null),
  pushName: tagSettings.shape.pushName.default(null),
});
export type TagDraft = z.infer<typeof TagDraft>;

export const Tag = TagDraft.extend({
  id: tagId,
  state: z.enum(['active', 'retired']),
  builtIn: z.boolean(),
  version: z.int(),
});
export type Tag = z.infer<typeof Tag>;

export const TagGroup = TagGroupDraft.extend({
  id: groupId,
  builtIn: z.boolean(),
  version: z.int(),
  tags: z.array(Tag),
});
export type TagGroup = z.infer<typeof TagGroup>;

export const listTags = endpoint({
  method: 'GET',
  path: '/api/v1/customers/tags',
  permission: 'customers.tag.read',
  summary: ['标签字典', 'Tag dictionary'],
  query: z.object({ state: z.enum(['active', 'all']).default('active') }),
  reply: z.object({ groups: z.array(TagGroup) }),
});

export const addTagGroup = endpoint({
  method: 'POST',
  path: '/api/v1/customers/tag-groups',
  permission: 'customers.tag.manage',
  summary: ['新增标签组', 'Add a tag group'],
  body: TagGroupDraft,
  reply: TagGroup,
});

export const addTag = endpoint({
  method: 'POST',
  path: '/api/v1/customers/tags',
  permission: 'customers.tag.manage',
  summary: ['新增标签', 'Add a tag'],
  body: TagDraft,
  reply: Tag,
});

export const changeTag = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/tags/:code',
  permission: 'customers.tag.manage',
  summary: ['修改标签', 'Change a tag'],
  params: z.object({ code: TagCode }),
  body: tagSettings.partial().extend({
    state: z.enum(['active', 'retired']).optional(),
    version: z.int().min(1),
  }),
  reply: Tag,
});

/** Why somebody has a tag; the newest few are kept. */
export const TagEvidence = z.object({
  source: Source,
  at: moment,
  /** How much this alone speaks for it, 0–1. */
  weight: z.number().min(0).max(1),
  /** 参加活动“周末骑行” · Imported from 个贷名单.xlsx … */
  text: z.string().max(120),
  /** What it can be found by: an event, a rule, an import. */
  ref: z.string().max(120).nullable(),
});
export type TagEvidence = z.infer<typeof TagEvidence>;

/** A tag of a customer. Its strength grows with each piece of evidence: 1 − ∏(1 − weight). */
export const HeldTag = z.object({
  code: TagCode,
  name: Names,
  group: z.object({ code: TagCode, name: Names, kind: GroupKind }),
  source: Source,
  confidence: z.number(),
  strength: z.number(),
  evidence: z.array(TagEvidence),
  since: moment,
  expiresAt: moment.nullable(),
});
export type HeldTag = z.infer<typeof HeldTag>;

const ofCustomer = customerParams;

export const getCustomerTags = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/:id/tags',
  permission: 'customers.customer.read',
  summary: ['客户标签', 'Tags of a customer'],
  params: ofCustomer,
  reply: z.object({ items: z.array(HeldTag) }),
});

/** By hand: source `manual`, confidence 1 unless said otherwise. */
export const tagCustomer = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/tags',
  permission: 'customers.tag.assign',
  summary: ['给客户打标签', 'Tag a customer'],
  params: ofCustomer,
  body: z.object({
    add: z.array(TagCode).max(50).default([]),
    remove: z.array(TagCode).max(50).default([]),
    expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
    note: z.string().trim().max(120).default(''),
  }),
  reply: z.object({ items: z.array(HeldTag) }),
});

export const TagBatchId = z.uuid();

/** Many customers at once: a task with a list of results, which can be undone. */
export const startTagBatch = endpoint({
  method: 'POST',
  path: '/api/v1/customers/tag-batches',
  permission: 'customers.tag.bulk',
  summary: ['批量打标签', 'Tag many customers'],
  body: z.object({
    act: z.enum(['add', 'remove']),
    tags: z.array(TagCode).min(1).max(20),
    /** Named customers, or all within the caller's scope who hold a tag. */
    customerIds: z.array(customerId).min(1).max(20_000).optional(),
    holding: TagCode.optional(),
    expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
    note: z.string().trim().max(120).default(''),
  }),
  reply: z.object({ id: TagBatchId, taskId: TaskId }),
});

export const TagBatch = z.object({
  id: TagBatchId,
  act: z.enum(['add', 'remove']),
  tags: z.array(z.object({ code: TagCode, name: Names })),
  state: z.enum(['running', 'done', 'stopped', 'undoing', 'undone']),
  startedBy: z.object({ id: z.string(), name: z.string() }),
  startedAt: moment,
  /** Customers by what came of it. */
  outcomes: z.object({ changed: z.int(), same: z.int(), refused: z.int() }),
});
export type TagBatch = z.infer<typeof TagBatch>;

const ofBatch = z.object({ id: TagBatchId });
export const getTagBatch = endpoint({
  method: 'GET',
  path: '/api/v1/customers/tag-batches/:id',
  permission: 'customers.tag.bulk',
  summary: ['批量打标签结果', 'Result of a batch'],
  params: ofBatch,
  reply: TagBatch,
});

/** `out_of_scope`: no such customer for whoever started it; `refused_by_customer`: deleted by the customer (CR-014). */
export const BatchOutcome = z.enum(['changed', 'same', 'out_of_scope', 'refused_by_customer']);

export const listTagBatchResults = endpoint({
  method: 'GET',
  path: '/api/v1/customers/tag-batches/:id/results',
  permission: 'customers.tag.bulk',
  summary: ['批量打标签明细', 'Results by customer'],
  params: ofBatch,
  query: z.object({ page: pageQuery.page, size: pageQuery.size, outcome: BatchOutcome.optional() }),
  reply: pageOf(z.object({ customerId, outcome: BatchOutcome })),
});

/** Puts back what the batch changed, unless somebody changed it again since. */
export const undoTagBatch = endpoint({
  method: 'POST',
  path: '/api/v1/customers/tag-batches/:id/undo',
  permission: 'customers.tag.bulk',
  summary: ['撤销批量打标签', 'Undo a batch'],
  params: ofBatch,
  reply: z.object({ id: TagBatchId, taskId: TaskId }),
});

/** A corp gets those of the bank's tags that have a name to be pushed by; marks follow from then on. */
export const pushTags = endpoint({
  method: 'POST',
  path: '/api/v1/customers/corps/:corpId/tags',
  permission: 'customers.tag.manage',
  summary: ['把标签字典同步到企业微信', 'Bring the tags to WeCom'],
  params: z.object({ corpId: z.uuid() }),
  reply: none,
});

export const tagErrors = defineErrors('customers', {
  tagNotFound: 404,
  tagGroupNotFound: 404,
  tagTaken: 409,
  tagChanged: 409,
  /** details.words: what must not stand in a name that leaves the bank (CR-042, CR-043). */
  tagNotNeutral: 422,
  tagBatchNotFound: 404,
  tagBatchState: 409,
  /** No such corp where the caller maintains tags. */
  corpNotFound: 404,
});

export const tagPermissions = {
  'customers.tag.read': ['查看标签字典与规则', 'See tags and the rules that give them'],
  'customers.tag.manage': ['维护标签字典与规则', 'Maintain tags and the rules that give them'],
  'customers.tag.assign': ['给客户打标签', 'Tag a customer'],
  'customers.tag.bulk': ['批量打标签', 'Tag many customers'],
} as const satisfies Record<string, Phrase>;
