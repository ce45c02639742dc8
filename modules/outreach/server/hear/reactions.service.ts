import { z } from 'zod';
import { customersByIdentity } from '#modules/customers/server/index.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueueMany } from '#platform/server/jobs.ts';
import { getMomentReactions } from '#protocol/wecom/endpoints/moments.ts';
import { afterNight } from '../results/read.service.ts';
import { contactOf } from '../results/take-results.service.ts';
import { ask, type SenderSettings } from '../senders/wecom.ts';
import {
  contactsIn,
  findPublished,
  type Published,
  setHeard,
  takeDueListening,
} from './reactions.repo.ts';

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
const A_JOB = 100;
const LANES = 8;
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

interface Heard extends Published {
  readonly reactions: readonly {
    readonly kind: 'moments.liked' | 'moments.commented';
    readonly externalUserid: string;
    readonly at: number;
  }[];
  /** Null: WeCom has nothing more to tell of it. */
  readonly again: Date | null;
}

/**
 * Likes and comments of colleagues' moments become events of the customers (R-145): each is asked for
 * by itself, what was heard is written down together. Answers how many were new.
 */
export async function hearMomentsOf(
  ctx: Ctx,
  settings: SenderSettings,
  moments: readonly { readonly handoverId: string; readonly userid: string }[],
): Promise<number> {
  const left = await findPublished(ctx, moments);
  const heard: Heard[] = [];
  await Promise.all(
    Array.from({ length: Math.min(LANES, left.length) }, async () => {
      for (let moment = left.shift(); moment; moment = left.shift()) {
        const one = await askOne(ctx, settings, moment);
        if (one) heard.push(one);
      }
    }),
  );
  if (heard.length === 0) return 0;
  return inTx(ctx, async (ctx) => {
    const stored = await record(ctx, heard);
    await setHeard(
      ctx,
      heard.map(({ handoverId, userid, reactions, again }) => ({
        ...{ handoverId, userid, again },
        heard: reactions.length,
      })),
    );
    return stored;
  });
}

async function askOne(
  ctx: Ctx,
  settings: SenderSettings,
  moment: Published,
): Promise<Heard | null> {
  const { corpId, task, userid } = moment;
  const answer = await ask(ctx, settings, corpId, getMomentReactions, {
    body: { moment_id: task, userid },
  });
  if (answer.outcome === 'later' || answer.outcome === 'unknown') return null;
  if (answer.outcome !== 'ok') return { ...moment, reactions: [], again: null };
  const { like_list, comment_list } = answer.reply;
  const of = (kind: Heard['reactions'][number]['kind'], list: typeof like_list) =>
    list.flatMap(({ external_userid, create_time }) =>
      external_userid ? [{ kind, externalUserid: external_userid, at: create_time }] : [],
    );
  return {
    ...moment,
    reactions: [...of('moments.liked', like_list), ...of('moments.commented', comment_list)],
    again: nextHearing(ctx, moment.confirmedAt),
  };
}

async function record(ctx: TxCtx, heard: readonly Heard[]): Promise<number> {
  const all = heard.flatMap((moment) =>
    moment.reactions.map((reaction) => ({ ...moment, ...reaction })),
  );
  if (all.length === 0) return 0;
  const customers = await customersByIdentity(
    ctx,
    all.map(({ corpId, externalUserid }) => ({
      kind: 'external_userid',
      scope: corpId,
      value: externalUserid,
    })),
  );
  const known = all.flatMap((one, i) => {
    const customerId = customers[i];
    return customerId ? [{ ...one, customerId }] : [];
  });
  const contacts = await contactsIn(ctx, known);
  const { stored } = await recordEvents(
    ctx,
    known.map(({ kind, externalUserid, at, customerId, handoverId, corpId, task, ...of }) => {
      const contact = contacts.get(`${handoverId} ${customerId}`);
      return {
        id: eventId('moment', corpId, task, of.userid, externalUserid, kind, at),
        customerId,
        kind,
        at: new Date(at * 1000),
        source: 'outreach',
        subject: task,
        properties: {
          ...(contact ? contactOf(contact) : {}),
          corpId,
          ...(of.staffId ? { staffId: of.staffId } : {}),
        },
      };
    }),
  );
  return stored;
}

export function nextHearing(ctx: Ctx, publishedAt: Date): Date | null {
  const now = ctx.now().getTime();
  const minutes = (now - publishedAt.getTime()) / MINUTE_MS;
  if (minutes > HEARD_DAYS * 1440) return null;
  // Nearly all of them come within half a day, and each colleague's moment is a call of its own: as
  // often as half of its age, some twenty calls in a week in place of a hundred and fifty.
  const pause = Math.min(Math.max(1, minutes / 2), 1_440);
  const at = new Date(now + pause * MINUTE_MS);
  return minutes < 60 ? at : afterNight(at);
}
