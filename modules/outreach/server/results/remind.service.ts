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
/** Before the hours of its customers end, so that there is time to confirm; not as soon as it is there. */
const AHEAD_MS = 45 * 60_000;
const AT_LEAST_MS = HOUR_MS / 2;
/** What the platform takes at most, whatever the bank says. */
const MOST = 3;
/** Nobody is reminded outside of these hours of the day. */
const [FROM, TO] = [9, 20];

/**
 * Whether a reminder is due now: never more than the rule allows in any 24 hours (CR-100). WeCom's own
 * carries no words, so that it is time to confirm is said by when it comes.
 */
export function reminderDue(
  now: Date,
  { sentAt, remindedAt, closesAt }: Pick<HandoverRow, 'sentAt' | 'remindedAt' | 'closesAt'>,
  mostADay: number,
): boolean {
  const time = now.getTime();
  const hour = new Date(time + 8 * HOUR_MS).getUTCHours();
  if (!sentAt || hour < FROM || hour >= TO) return false;
  const last = remindedAt.at(-1);
  const since = last
    ? last.getTime() + PAUSE_MS
    : Math.min(
        sentAt.getTime() + PATIENCE_MS,
        Math.max(
          (closesAt?.getTime() ?? Number.POSITIVE_INFINITY) - AHEAD_MS,
          sentAt.getTime() + AT_LEAST_MS,
        ),
      );
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
  handover: HandoverRow,
): Promise<boolean> {
  const { id, corpId, task, expiresAt } = handover;
  if (expiresAt && expiresAt <= ctx.now()) return false;
  const due = (most: number) => reminderDue(ctx.now(), handover, most);
  if (!due(MOST)) return false;
  const { 'CR-100': rule } = await rulesAt(ctx, ['CR-100']);
  if (rule.on && !due(rule.values.reminders)) return false;
  await addReminder(ctx, id, ctx.now());
  const answer = await ask(ctx, deps.wecom, corpId!, remindMassMessage, { body: { msgid: task! } });
  if (answer.outcome === 'refused')
    ctx.log.info({ handover: id, code: answer.code }, 'WeCom took no reminder');
  return answer.outcome === 'ok';
}
