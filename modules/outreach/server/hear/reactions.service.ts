import { z } from 'zod';
import { customersByIdentity } from '#modules/customers/server/index.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import { getMomentReactions } from '#protocol/wecom/endpoints/moments.ts';
import { contactOf } from '../results/take-results.service.ts';
import { ask, type SenderSettings } from '../senders/wecom.ts';
import { contactsIn, findPublished, setHeard, takeDueListening } from './reactions.repo.ts';

export const hearMoments = defineJob(
  'outreach.hear-moments',
  z.object({
    moments: z
      .array(z.object({ handoverId: z.uuid(), userid: z.string() }))
      .min(1)
      .max(100),
  }),
  { attempts: 3 },
);

const DUE_AT_ONCE = 500;
const A_JOB = 20;
const QUEUED_MS = 60_000;
const MINUTE_MS = 60_000;
const HEARD_DAYS = 7;

/** A ticker's turn: WeCom tells of no reaction by itself, so it is asked, often while a moment is new. */
export async function orderHearing(ctx: Ctx): Promise<number> {
  const due = await takeDueListening(ctx, DUE_AT_ONCE, QUEUED_MS);
  for (const [orgId, some] of Map.groupBy(due, (d) => d.orgId)) {
    const payloads: { moments: { handoverId: string; userid: string }[] }[] = [];
    for (let i = 0; i < some.length; i += A_JOB)
      payloads.push({
        moments: some.slice(i, i + A_JOB).map(({ handoverId, userid }) => ({ handoverId, userid })),
      });
    await inTx(asSystem(ctx, orgId, 'outreach'), (ctx) => enqueueMany(ctx, hearMoments, payloads));
  }
  return due.length;
}

/** Likes and comments of one colleague's moment become events of the customers. */
export async function hearMoment(
  ctx: Ctx,
  settings: SenderSettings,
  { handoverId, userid }: { handoverId: string; userid: string },
): Promise<number> {
  const moment = await findPublished(ctx, handoverId, userid);
  if (!moment) return 0;
  const { corpId, task, staffId } = moment;
  const answer = await ask(ctx, settings, corpId, getMomentReactions, {
    body: { moment_id: task, userid },
  });
  if (answer.outcome === 'later' || answer.outcome === 'unknown') return 0;
  const { like_list, comment_list } =
    answer.outcome === 'ok' ? answer.reply : { like_list: [], comment_list: [] };
  const reactions = [
    ...like_list.map((r) => ({ ...r, kind: 'moments.liked' })),
    ...comment_list.map((r) => ({ ...r, kind: 'moments.commented' })),
  ].flatMap((r) => (r.external_userid ? [{ ...r, externalUserid: r.external_userid }] : []));
  return inTx(ctx, async (ctx) => {
    const customers = await customersByIdentity(
      ctx,
      reactions.map(({ externalUserid }) => ({
        kind: 'external_userid',
        scope: corpId,
        value: externalUserid,
      })),
    );
    const contacts = await contactsIn(
      ctx,
      handoverId,
      customers.filter((id) => id !== null),
    );
    const { stored } = await recordEvents(
      ctx,
      reactions.flatMap(({ kind, externalUserid, create_time }, i) => {
        const customerId = customers[i];
        if (!customerId) return [];
        const contact = contacts.get(customerId);
        return [
          {
            id: eventId('moment', corpId, task, userid, externalUserid, kind, create_time),
            customerId,
            kind,
            at: new Date(create_time * 1000),
            source: 'outreach',
            subject: task,
            properties: {
              ...(contact ? contactOf(contact) : {}),
              corpId,
              ...(staffId ? { staffId } : {}),
            },
          },
        ];
      }),
    );
    const again = answer.outcome === 'ok' ? nextHearing(ctx, moment.confirmedAt) : null;
    await setHeard(ctx, moment, reactions.length, again);
    return stored;
  });
}

export function nextHearing(ctx: Ctx, publishedAt: Date): Date | null {
  const now = ctx.now().getTime();
  const minutes = (now - publishedAt.getTime()) / MINUTE_MS;
  if (minutes > HEARD_DAYS * 1440) return null;
  const pause = minutes < 60 ? 1 : minutes < 1440 ? 10 : 60;
  return new Date(now + pause * MINUTE_MS);
}
