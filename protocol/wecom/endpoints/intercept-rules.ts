import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { filled, int, list, listed, oneOf, text, userid } from '../wire.ts';

const PATH = '/cgi-bin/externalcontact';
const ruleId = filled(128, { missing: 41070, invalid: 41070 });
const ruleName = text(20, { min: 1 });
const words = list(text(32, { min: 1, invalid: 41083 }), { max: 300, invalid: 41068 });

/** 1 phone number, 2 email, 3 red packet. */
const semantics = list(oneOf([1, 2, 3], { invalid: 41084 }), { max: 3, invalid: 41084 });
/** 1 warn and block, 2 warn only. */
const interceptType = oneOf([1, 2]);

const Range = z.object({
  user_list: list(userid(), { max: 1000, invalid: 41076 }).optional(),
  department_list: list(int({ invalid: 60123 }), { max: 1000, invalid: 41076 }).optional(),
});

export const addInterceptRule = wecomEndpoint({
  name: 'intercept-rule.add',
  method: 'POST',
  path: `${PATH}/add_intercept_rule`,
  access: 'customer',
  effect: 'once',
  body: z.object({
    rule_name: ruleName,
    word_list: list(text(32, { min: 1, invalid: 41083 }), {
      min: 1,
      max: 300,
      missing: 41083,
      invalid: 41068,
    }),
    semantics_list: semantics.optional(),
    intercept_type: interceptType,
    applicable_range: Range.refine(
      (r) => (r.user_list?.length ?? 0) + (r.department_list?.length ?? 0) > 0,
      { error: '40070' },
    ),
  }),
  reply: z.object({ rule_id: z.string() }),
  errors: [40003, 40058, 40070, 41068, 41069, 41076, 41077, 41083, 41084],
  source: 'D95097',
});

export const listInterceptRules = wecomEndpoint({
  name: 'intercept-rule.list',
  method: 'GET',
  path: `${PATH}/get_intercept_rule_list`,
  access: 'customer',
  effect: 'read',
  reply: z.object({
    rule_list: listed(
      z.object({ rule_id: z.string(), rule_name: z.string(), create_time: z.int() }),
    ),
  }),
  source: 'D95097',
});

export const getInterceptRule = wecomEndpoint({
  name: 'intercept-rule.get',
  method: 'POST',
  path: `${PATH}/get_intercept_rule`,
  access: 'customer',
  effect: 'read',
  body: z.object({ rule_id: ruleId }),
  reply: z.object({
    rule: z.object({
      rule_id: z.string(),
      rule_name: z.string(),
      word_list: listed(z.string()),
      extra_rule: z.object({ semantics_list: listed(z.int()) }),
      intercept_type: z.int(),
      applicable_range: z.object({
        user_list: listed(z.string()),
        department_list: listed(z.int()),
      }),
    }),
  }),
  errors: [41070, 41071],
  source: 'D95097',
});

export const updateInterceptRule = wecomEndpoint({
  name: 'intercept-rule.update',
  method: 'POST',
  path: `${PATH}/update_intercept_rule`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({
    rule_id: ruleId,
    rule_name: ruleName.optional(),
    word_list: words.optional(),
    /** An empty list clears. */
    extra_rule: z.object({ semantics_list: semantics }).optional(),
    intercept_type: interceptType.optional(),
    add_applicable_range: Range.optional(),
    remove_applicable_range: Range.optional(),
  }),
  errors: [41068, 41070, 41071, 41076, 41077, 41083, 41084, 48002],
  source: 'D95097',
});

export const deleteInterceptRule = wecomEndpoint({
  name: 'intercept-rule.delete',
  method: 'POST',
  path: `${PATH}/del_intercept_rule`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ rule_id: ruleId }),
  errors: [41070, 41071, 48002],
  source: 'D95097',
});
