import { ruleTitle } from '#modules/compliance/server/index.ts';
import { failureText, policyName } from '#modules/outreach/server/index.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';

/** Policies that a report says in other words than the gate does. */
const own: Readonly<Record<string, Phrase>> = {
  'GATE-002': ['计划已暂停或结束', 'The plan is paused or has ended'],
  'GATE-004': ['名额让给了更重要的触达', 'A more important contact took its place'],
  'GATE-005': ['客户群没有在岗的群主', 'The group has no owner who is there'],
  'R-011': ['机构与项目范围', 'Entity and scope of the project'],
  'R-032': ['对照组不触达', 'The control arm is not reached'],
  'R-036': ['客户可联系', 'There is a way to the customer'],
  'R-086': ['产品适用人群', 'Whom a product is for'],
  'R-146': ['疲劳度', 'Fatigue'],
  'R-147': ['删除数达到上限，计划暂停', 'Too many deletions: the plan pauses'],
};

/** What a rule is called, or what a contact failed of, in the reader's language. */
export const nameRule = (ctx: Ctx, rule: string): string => {
  const title =
    ruleTitle(rule) ??
    own[rule] ??
    policyName(rule) ??
    (/^[a-z]/.test(rule) ? failureText(rule) : null);
  return title ? say(title, ctx.lang) : '';
};
