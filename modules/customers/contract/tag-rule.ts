import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { TagCode } from './tag.ts';

const ruleFields = z.object({
  name: z.string().trim().min(1).max(60),
  /** `activity.joined`, `page.viewed` … */
  event: z.string().regex(/^[a-z]+(\.[a-z-]+)+$/),
  /** Only events about this: an activity, a page, a product. */
  subject: z.string().trim().min(1).max(120).nullable(),
  /** At least so many within so many days. */
  count: z.int().min(1).max(1000),
  withinDays: z.int().min(1).max(366),
  tag: TagCode,
  /** How sure it makes us, 0–1. */
  confidence: z.number().min(0.05).max(1),
  /** How long the tag holds from the last such event. */
  days: z.int().min(1).max(3660).nullable(),
});

/** What happened → which tag. Applied within a minute of the event. */
export const TagRuleDraft = ruleFields.extend({
  subject: ruleFields.shape.subject.default(null),
  count: ruleFields.shape.count.default(1),
  withinDays: ruleFields.shape.withinDays.default(30),
  days: ruleFields.shape.days.default(null),
});
export type TagRuleDraft = z.infer<typeof TagRuleDraft>;

export const TagRuleId = z.int().min(1);
export const TagRule = TagRuleDraft.extend({
  id: TagRuleId,
  state: z.enum(['active', 'off']),
  version: z.int(),
});
export type TagRule = z.infer<typeof TagRule>;

export const listTagRules = endpoint({
  method: 'GET',
  path: '/api/v1/customers/tag-rules',
  permission: 'customers.tag.read',
  summary: ['打标规则', 'Rules that tag'],
  reply: z.object({ items: z.array(TagRule) }),
});

export const addTagRule = endpoint({
  method: 'POST',
  path: '/api/v1/customers/tag-rules',
  permission: 'customers.tag.manage',
  summary: ['新增打标规则', 'Add a rule that tags'],
  body: TagRuleDraft,
  reply: TagRule,
});

export const changeTagRule = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/tag-rules/:id',
  permission: 'customers.tag.manage',
  summary: ['修改打标规则', 'Change a rule that tags'],
  params: z.object({ id: z.coerce.number().int().min(1) }),
  body: ruleFields.partial().extend({
    state: z.enum(['active', 'off']).optional(),
    version: z.int().min(1),
  }),
  reply: TagRule,
});

export const tagRuleErrors = defineErrors('customers', {
  tagRuleNotFound: 404,
  tagRuleChanged: 409,
});
