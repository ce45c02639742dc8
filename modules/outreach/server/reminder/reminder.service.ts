import { rulesAt } from '#modules/compliance/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import {
  fitsBeside,
  linkedVersions,
  putReminders,
  type Reminder,
  type WhichTouches,
} from './reminder.repo.ts';

const RULE = 'CR-154';
/** Who counts as elderly stands with their hours of contact, as for instalments (CR-055). */
const ELDERLY = 'CR-095';

/**
 * The elderly are reminded of fraud beside a link, once a week (CR-154). It stands with the contact, so
 * those who get it form a task of their own, and everybody can see afterwards that it was there.
 * Answers how many got it.
 */
export async function addReminders(ctx: TxCtx, which: WhichTouches): Promise<number> {
  const linked = await linkedVersions(ctx, which);
  if (linked.length === 0) return 0;
  const rules = await rulesAt(ctx, [RULE, ELDERLY]);
  const { on, version, values } = rules[RULE];
  const versions = linked.filter((one) => fitsBeside(one, values.reminder));
  if (!on || values.perWeek === 0 || versions.length === 0) return 0;
  const today = dayOf(ctx.now());
  return putReminders(ctx, {
    which,
    versions,
    reminder: { rule: RULE, version, text: values.reminder },
    age: rules[ELDERLY].values.age,
    most: values.perWeek,
    since: startOfDay(addDays(today, -6)),
    today,
  });
}

/** The words with what was added to them, on lines of its own. */
export function withReminder(
  text: string,
  params: Readonly<Record<string, unknown>> | null,
): string {
  const reminder = params?.reminder as Reminder | undefined;
  return reminder ? `${text}\n\n${reminder.text}`.trimStart() : text;
}
