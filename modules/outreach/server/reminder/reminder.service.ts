import { rulesAt } from '#modules/compliance/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import {
  type Linked,
  linkedVersions,
  putReminders,
  type Reminder,
  type WhichTouches,
} from './reminder.repo.ts';

const RULE = 'CR-154';
/** Who counts as elderly stands with their hours of contact, as for instalments (CR-055). */
const ELDERLY = 'CR-095';
/** So many bytes of words and reminder a channel takes, with places still to be filled. */
const MOST_BYTES: Readonly<Record<string, number>> = { sms: 1_200 };
const MOST_AT_WECOM = 3_600;

/**
 * The elderly are reminded of fraud beside a link, once a week (CR-154). It stands with the contact, so
 * those who get it form a task of their own, and everybody can see afterwards that it was there. A text
 * message, and words so long that the reminder would not fit beside them, take the bank's short one.
 * Answers how many got it.
 */
export async function addReminders(ctx: TxCtx, which: WhichTouches): Promise<number> {
  const linked = await linkedVersions(ctx, which);
  if (linked.length === 0) return 0;
  const rules = await rulesAt(ctx, [RULE, ELDERLY, 'CR-076']);
  const { on, version, values } = rules[RULE];
  if (!on || values.perWeek === 0) return 0;
  const short = rules['CR-076'].values.anti_fraud;
  const today = dayOf(ctx.now());
  let reminded = 0;
  for (const [text, versions] of Map.groupBy(linked, (one) =>
    one.channel !== 'sms' && fitsBeside(one, values.reminder) ? values.reminder : short,
  ))
    reminded += await putReminders(ctx, {
      ...{ which, versions: versions.filter((one) => fitsBeside(one, text)) },
      reminder: { rule: RULE, version, text },
      age: rules[ELDERLY].values.age,
      most: values.perWeek,
      since: startOfDay(addDays(today, -6)),
      today,
    });
  return reminded;
}

const fitsBeside = ({ channel, bytes }: Linked, text: string): boolean =>
  bytes + Buffer.byteLength(text, 'utf8') <= (MOST_BYTES[channel] ?? MOST_AT_WECOM);

/** The words with what was added to them, on lines of its own unless said otherwise. */
export function withReminder(
  text: string,
  params: Readonly<Record<string, unknown>> | null,
  between = '\n\n',
): string {
  const reminder = params?.reminder as Reminder | undefined;
  return reminder ? `${text}${between}${reminder.text}`.trimStart() : text;
}
