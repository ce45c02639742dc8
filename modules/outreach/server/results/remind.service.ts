import { rulesAt } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { remindMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { addReminder } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { ask } from '../senders/wecom.ts';

const HOUR_MS = 3_600_000;
/** How long a colleague has before the first, and between two. */
const PATIENCE_MS = 2 * HOUR_MS;
const PAUSE_MS = 4 * HOUR_MS;
/** What the platform takes at most, whatever the bank says. */
const MOST = 3;
/** Nobody is reminded outside of these hours of the day. */
const [FROM, TO] = [9, 20];

/** Whether a reminder is due now: never more than the rule allows in any 24 hours (CR-100). */
export function reminderDue(
  now: Date,
  sentAt: Date | null,
  remindedAt: readonly Date[],
  mostADay: number,
): boolean {
  const time = now.getTime();
  const hour = new Date(time + 8 * HOUR_MS).getUTCHours();
  if (!sentAt || hour < FROM || hour >= TO) return false;
  const last = remindedAt.at(-1);
  const since = last ? last.getTime() + PAUSE_MS : sentAt.getTime() + PATIENCE_MS;
  const today = remindedAt.filter((at) => time - at.getTime() < 24 * HOUR_MS);
  return time >= since && today.length < mostADay;
}

/**
 * Reminds the colleague through WeCom. Written down before it leaves: a reminder whose answer was lost
 * counts as made.
 */
export async function remindIfDue(
  ctx: Ctx,
  deps: HandoverDeps,
  { id, corpId, task, sentAt, remindedAt, expiresAt }: HandoverRow,
): Promise<boolean> {
  if (expiresAt && expiresAt <= ctx.now()) return false;
  const due = (most: number) => reminderDue(ctx.now(), sentAt, remindedAt, most);
  if (!due(MOST)) return false;
  const { 'CR-100': rule } = await rulesAt(ctx, ['CR-100']);
  if (rule.on && !due(rule.values.reminders)) return false;
  await addReminder(ctx, id, ctx.now());
  const answer = await ask(ctx, deps.wecom, corpId!, remindMassMessage, { body: { msgid: task! } });
  if (answer.outcome === 'refused')
    ctx.log.info({ handover: id, code: answer.code }, 'WeCom took no reminder');
  return answer.outcome === 'ok';
}
