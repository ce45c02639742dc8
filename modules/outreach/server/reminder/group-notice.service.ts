import { rulesAt } from '#modules/compliance/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { putGroupNotices } from './group-notice.repo.ts';

const RULE = 'CR-077';

/**
 * Whoever is in a group is told once a week how to hear no more of what is marketed there (CR-077): beside
 * the first marketing of the week, in the bank's words. Answers how many messages got it.
 */
export async function addGroupNotices(ctx: TxCtx): Promise<number> {
  const rules = await rulesAt(ctx, [RULE, 'CR-076']);
  const { on, version } = rules[RULE];
  if (!on) return 0;
  const text = rules['CR-076'].values.opt_out_group;
  const since = startOfDay(addDays(dayOf(ctx.now()), -6));
  return putGroupNotices(ctx, { rule: RULE, version, text }, since);
}
