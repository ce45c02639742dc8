import { forgetMedia, momentsAttachments } from '#modules/content/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addMomentTask, listMoments, listMomentTasks } from '#protocol/wecom/endpoints/moments.ts';
import { takenTasks } from '../handover/handover.repo.ts';
import type { Parcel } from '../handover/handover.ts';
import { sendersOfTouches } from '../handover/sender.repo.ts';
import { looksLike, stretchOf } from './look.ts';
import { MEDIA_GONE, MOST_CALLS, mediaOf } from './media-gone.ts';
import { MOMENTS_A_MONTH, roomForMoments } from './moments-quota.ts';
import { defineSender, type Found, type Lost, type Sender, type Sent } from './sender.ts';
import { findPlanTag, forgetTags, refusedMarks } from './visibility/visibility.repo.ts';
import { keepOut, makeVisible } from './visibility/visibility.service.ts';
import { ask, askAll, notNow, readAgain, type SenderSettings } from './wecom.ts';

/**
 * Moments: one task for all colleagues of a handover, seen by its cohort and nobody else. It is made
 * when each of them carries the tag of the cohort, and nobody who should not.
 */
export const momentsSender = (settings: SenderSettings): Sender =>
  defineSender({
    channel: 'moments',
    // Tags limit who sees it, so the number of customers has no limit of its own.
    most: 1_000_000,
    prepare: (ctx, { id, planId, corpId }) =>
      makeVisible(ctx, settings, { planId, corpId: corpId! }, id),
    room: (ctx, handover) =>
      roomForMoments(ctx, handover.corpId!, settings.momentsAMonth ?? MOMENTS_A_MONTH),
    deliver: (ctx, parcel) => deliver(ctx, settings, parcel),
    find: (ctx, lost) => find(ctx, settings, lost),
  });

async function deliver(
  ctx: Ctx,
  settings: SenderSettings,
  { handover, message, recipients }: Parcel,
): Promise<Sent> {
  const corpId = handover.corpId!;
  const at = { planId: handover.planId, corpId, cohort: handover.cohort ?? 0 };
  const tagId = await findPlanTag(ctx, at);
  if (!tagId) return { outcome: 'later', retryAt: ctx.realNow() };
  const retryAt = await keepOut(ctx, settings, at, handover.id);
  if (retryAt) return { outcome: 'later', retryAt };
  const ref = { itemId: handover.contentId, version: handover.contentVersion };
  const files = await momentsAttachments(ctx, { corpId }, ref, message.attachments);
  if (files.outcome !== 'ready') return files;
  const users = [...new Set(recipients.flatMap(({ userid }) => (userid ? [userid] : [])))];
  const answer = await ask(ctx, settings, corpId, addMomentTask, {
    body: {
      ...(message.text ? { text: { content: message.text } } : {}),
      ...(files.attachments.length > 0 ? { attachments: files.attachments } : {}),
      visible_range: {
        sender_list: { user_list: users },
        external_contact_list: { tag_list: [tagId] },
      },
    },
  });
  if (answer.outcome === 'refused' && handover.calls < MOST_CALLS) {
    // What was made for it is gone at WeCom: made anew in the next turn.
    const retryAt = readAgain(ctx, settings);
    if (answer.code === MEDIA_GONE) {
      await forgetMedia(ctx, { corpId }, files.attachments.flatMap(mediaOf));
      return { outcome: 'later', retryAt };
    }
    if (answer.code === TAG_GONE) {
      await inTx(ctx, (ctx) => forgetTags(ctx, at, [tagId]));
      return { outcome: 'later', retryAt };
    }
  }
  if (answer.outcome !== 'ok') return answer;
  const untagged = await refusedMarks(
    ctx,
    at,
    recipients.map(({ customerId }) => customerId),
  );
  return {
    outcome: 'sent',
    task: null,
    job: answer.reply.jobid,
    unreachable: recipients.flatMap((r) => (untagged.has(r.customerId) ? [r.target] : [])),
    confirm: true,
  };
}

const TAG_GONE = 40068;
/** Until the job is over a moment stands in no list, by WeCom's clock. */
const JOB_MS = 10 * 60_000;

async function find(ctx: Ctx, settings: SenderSettings, lost: Lost): Promise<Found> {
  const corpId = lost.corpId!;
  if (ctx.now().getTime() < lost.calledAt!.getTime() + JOB_MS)
    return { found: 'later', retryAt: readAgain(ctx, settings) };
  const listed = await askAll(
    ctx,
    settings,
    corpId,
    listMoments,
    { ...stretchOf(lost, ctx.now()), filter_type: 0, limit: 20 },
    (reply) => reply.moment_list,
  );
  if (listed.outcome !== 'ok') return notNow(ctx, settings, listed);
  const alike = listed.list.flatMap(({ moment_id, text, link }) => {
    const likeness = looksLike(lost, { text, urls: link ? [link.url] : [] });
    return likeness === 'no' ? [] : [{ moment_id, likeness }];
  });
  const certain = alike.find(({ likeness }) => likeness === 'certain');
  if (certain) return { found: 'yes', task: certain.moment_id };
  const taken = await takenTasks(
    ctx,
    corpId,
    alike.map(({ moment_id }) => moment_id),
  );
  const meant = new Set(await sendersOfTouches(ctx, lost));
  for (const { moment_id } of alike) {
    if (taken.has(moment_id)) continue;
    const tasks = await askAll(
      ctx,
      settings,
      corpId,
      listMomentTasks,
      { moment_id, limit: 1000 },
      (reply) => reply.task_list,
    );
    if (tasks.outcome !== 'ok') return notNow(ctx, settings, tasks);
    if (tasks.list.some(({ userid }) => meant.has(userid.toLowerCase())))
      return { found: 'yes', task: moment_id };
  }
  return { found: 'no' };
}
