import { z } from 'zod';
import { AttributeType, Purpose } from '#modules/customers/contract.ts';
import { UnitId } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { MaskedCustomer } from './audience.ts';
import { Rule, RuleProblem } from './rule.ts';

/** From the customers of a few buckets: the true count lies within `low`–`high` 19 times of 20. */
export const Estimate = z.object({
  count: z.int(),
  low: z.int(),
  high: z.int(),
  /** Customers looked at, and those of them who fit. */
  sampled: z.int(),
  hits: z.int(),
  milliseconds: z.number(),
});
export type Estimate = z.infer<typeof Estimate>;

export const ExactCount = z.object({
  count: z.int(),
  /** Business time of the data it counted. */
  countedAt: z.iso.datetime(),
  milliseconds: z.number(),
  /** Was known already: the same rule on the same data. */
  cached: z.boolean(),
});

export const breakdowns = ['unit', 'city_tier', 'age', 'value_band'] as const;
export const breakdownText: Record<(typeof breakdowns)[number], Phrase> = {
  unit: ['机构', 'Unit'],
  city_tier: ['城市级别', 'City tier'],
  age: ['年龄', 'Age'],
  value_band: ['价值层级', 'Value band'],
};
export const Part = z.object({
  key: z.string().nullable(),
  label: z.string(),
  count: z.int(),
  /** 0–1 */
  share: z.number(),
});
export const Breakdown = z.object({ by: z.enum(breakdowns), parts: z.array(Part) });

/** Why marketing cannot reach somebody: the first that applies. */
export const unreachableReasons = ['no_relationship', 'opted_out', 'no_consent'] as const;
export const unreachableText: Record<(typeof unreachableReasons)[number], Phrase> = {
  no_relationship: ['没有好友关系', 'No relationship'],
  opted_out: ['已撤回同意', 'Withdrew consent'],
  no_consent: ['未授权营销', 'No marketing consent'],
};
export const Reach = z.object({
  reachable: z.int(),
  share: z.number(),
  unreachable: z.array(
    z.object({ reason: z.enum(unreachableReasons), label: z.string(), count: z.int() }),
  ),
});

export const Preview = z.object({
  id: z.uuid(),
  sentence: z.string(),
  /** `counting`: ask again; `exact`: nothing more will come. */
  state: z.enum(['counting', 'exact', 'failed']),
  /** Customers the rule chooses from. */
  population: z.int(),
  estimate: Estimate.nullable(),
  exact: ExactCount.nullable(),
  /** Of the exact count once there is one, of the estimate before. */
  breakdowns: z.array(Breakdown),
  reach: Reach.nullable(),
  examples: z.array(MaskedCustomer),
});
export type Preview = z.infer<typeof Preview>;

/** Answers with the estimate; the exact count follows under the preview's id. */
export const startPreview = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/previews',
  permission: 'audiences.audience.read',
  summary: ['预览规则圈选人数', 'Preview a rule'],
  body: z.object({
    rule: Rule,
    purpose: Purpose.default('marketing'),
    /** Within this unit; otherwise within everything the caller may see. */
    unitId: UnitId.optional(),
  }),
  reply: Preview,
  audited: false,
});

export const getPreview = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/previews/:id',
  permission: 'audiences.audience.read',
  summary: ['预览结果', 'Get a preview'],
  params: z.object({ id: z.uuid() }),
  query: z.object({
    /** Seconds to wait for the exact count before answering without it. */
    wait: z.coerce.number().int().min(0).max(20).default(0),
  }),
  reply: Preview,
});

/** What a rule says, and what is wrong with it: for a builder, on every change. */
export const readRule = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/rules/read',
  permission: 'audiences.audience.read',
  summary: ['解读并检查规则', 'Read and check a rule'],
  body: z.object({ rule: Rule, purpose: Purpose.default('marketing') }),
  reply: z.object({
    sentence: z.object({ zh: z.string(), en: z.string() }),
    hash: z.string(),
    problems: z.array(RuleProblem),
  }),
  audited: false,
});

const Named = z.object({ key: z.string(), name: z.string() });

/** Everything a rule may ask about, in this bank. */
export const ruleVocabulary = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/vocabulary',
  permission: 'audiences.audience.read',
  summary: ['规则可用的字段', 'What rules may ask about'],
  reply: z.object({
    attributes: z.array(
      Named.extend({
        group: z.string(),
        type: AttributeType,
        unit: z.string().nullable(),
        options: z.array(Named),
        purposes: z.array(Purpose),
      }),
    ),
    tags: z.array(Named.extend({ group: z.string() })),
    tagSources: z.array(Named),
    events: z.array(Named.extend({ properties: z.array(Named.extend({ type: z.string() })) })),
    /** Families of kinds, `page.*`. */
    families: z.array(Named),
    scores: z.array(Named),
    audiences: z.array(z.object({ id: z.string(), name: z.string() })),
    purposes: z.array(Named),
    channels: z.array(Named),
    /** The ways each purpose is asked about. */
    channelsOf: z.array(z.object({ purpose: z.string(), channels: z.array(z.string()) })),
    relationshipSources: z.array(Named),
  }),
});
