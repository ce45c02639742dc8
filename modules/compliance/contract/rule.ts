import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { listOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const RuleId = z.string().regex(/^CR-\d{3}$/);

/** How far the wording behind a rule was checked; a rule may carry several. */
export const ruleMarks = {
  V1: ['已核对原文', 'Wording read in the law or official document'],
  V2: ['见于转载', 'Seen in a reprint or commentary'],
  G: ['待法务核实', 'General knowledge: legal must confirm'],
  P: ['产品默认', 'Default of the product, not the law'],
} as const satisfies Record<string, Phrase>;
export type RuleMark = keyof typeof ruleMarks;

/** The parts of the law a rule belongs to. */
export const ruleGroups = {
  A: ['个人信息与授权', 'Personal information and consent'],
  B: ['个人金融信息分级与脱敏', 'Classes of financial information, masking'],
  C: ['适当性与产品信息', 'Suitability and product information'],
  D: ['内容、广告与用语', 'Content, advertising and wording'],
  E: ['触达、频次与平台限制', 'Contact, frequency and platform limits'],
  F: ['活动、抽奖与奖励', 'Activities, lotteries and rewards'],
  G: ['销售过程与留痕', 'Sales process and records'],
  H: ['权限与审计', 'Access and audit'],
  I: ['老年客户与无障碍', 'Elderly customers and accessibility'],
} as const satisfies Record<string, Phrase>;
export type RuleGroup = keyof typeof ruleGroups;

const Text = z.tuple([z.string(), z.string()]);

/** Where the product asks a rule. */
export const RuleUse = z.object({ module: z.string(), what: Text });
export type RuleUse = z.infer<typeof RuleUse>;

export const RuleChangeState = z.object({
  version: z.int(),
  on: z.boolean(),
  parameters: z.record(z.string(), z.unknown()),
  effectiveFrom: z.iso.datetime(),
  reason: z.string(),
  by: z.string(),
  approvalId: z.string().nullable(),
});
export type RuleChangeState = z.infer<typeof RuleChangeState>;

export const Rule = z.object({
  id: RuleId,
  group: z.string(),
  groupName: Text,
  title: Text,
  condition: Text,
  effect: Text,
  trigger: z.string(),
  /** Parameters in the words of the source. */
  params: z.string(),
  citation: z.string(),
  verified: z.string(),
  marks: z.array(z.enum(['V1', 'V2', 'G', 'P'])),
  version: z.int(),
  on: z.boolean(),
  parameters: z.record(z.string(), z.unknown()),
  effectiveFrom: z.iso.datetime(),
  /** Approved, and not yet in force. */
  coming: RuleChangeState.nullable(),
  pendingApprovalId: z.string().nullable(),
  /** Empty: the product does not check it by itself. */
  uses: z.array(RuleUse),
  /** Touches and actions it refused since the first of this month. */
  refusedThisMonth: z.int(),
});
export type Rule = z.infer<typeof Rule>;

export const listRules = endpoint({
  method: 'GET',
  path: '/api/v1/compliance/rules',
  permission: 'compliance.rule.read',
  summary: ['合规规则', 'Compliance rules'],
  query: z.object({
    ...pageQuery,
    group: z.string().max(1).optional(),
    marks: listOf(z.enum(['V1', 'V2', 'G', 'P'])),
    state: z.enum(['on', 'off']).optional(),
    /** Only rules the product checks (`yes`) or does not check (`no`). */
    checked: z.enum(['yes', 'no']).optional(),
  }),
  reply: z.object({ items: z.array(Rule), total: z.int() }),
});

export const getRule = endpoint({
  method: 'GET',
  path: '/api/v1/compliance/rules/:rule',
  permission: 'compliance.rule.read',
  summary: ['规则与历史版本', 'A rule and its versions'],
  params: z.object({ rule: RuleId }),
  reply: Rule.extend({ history: z.array(RuleChangeState) }),
});

/** Approval kind (CR-152): the bank's own state of a rule from a day on. */
export const ruleChangeKind = 'compliance.rule-change';
export const RuleChange = z.object({
  rule: RuleId,
  /** The version it was drafted on. */
  version: z.int().min(1),
  on: z.boolean(),
  parameters: z.record(z.string(), z.unknown()),
  /** First day it holds, of the bank's own zone. */
  effectiveOn: z.iso.date(),
  reason: z.string().trim().min(1).max(500),
});
export type RuleChange = z.infer<typeof RuleChange>;

export const ruleErrors = defineErrors('compliance', {
  ruleNotFound: 404,
  ruleChangedMeanwhile: 409,
  /** details.issues names each parameter. */
  ruleParametersUnusable: 400,
  /** CR-152: a change needs a day from which it holds, and that is not in the past. */
  ruleDayPast: 400,
});
