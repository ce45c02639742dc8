import { forgetMedia, wecomAttachments } from '#modules/content/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import {
  addMassMessage,
  listMassMessageResults,
  listMassMessages,
  listMassMessageTasks,
} from '#protocol/wecom/endpoints/mass-messages.ts';
import { takenTasks } from '../handover/handover.repo.ts';
import type { Parcel } from '../handover/handover.ts';
import { looksLike, stretchOf } from './look.ts';
import { MEDIA_GONE, MOST_CALLS, mediaOf } from './media-gone.ts';
import { defineSender, type Found, type Lost, type Sender, type Sent } from './sender.ts';
import { ask, askAll, notNow, readAgain, type SenderSettings } from './wecom.ts';

/** Mass messages to customers: one task for a colleague, who confirms it (CR-099). */
export const oneToOneSender = (settings: SenderSettings): Sender =>
  massSender(settings, 'one_to_one', 'single', 10_000);

/** To group chats, through their owner. */
export const groupSender = (settings: SenderSettings): Sender =>
  massSender(settings, 'group', 'group', 2_000);

function massSender(
  settings: SenderSettings,
  channel: string,
  chatType: 'single' | 'group',
  most: number,
): Sender {
  return defineSender({
    channel,
    most,
    deliver: (ctx, parcel) => deliver(ctx, settings, chatType, parcel),
    find: (ctx, lost) => find(ctx, settings, chatType, lost),
  });
}

async function deliver(
  ctx: Ctx,
  settings: SenderSettings,
  chatType: 'single' | 'group',
  { handover, message, recipients }: Parcel,
): Promise<Sent> {
  const corpId = handover.corpId!;
  const files = await wecomAttachments(ctx, { corpId }, message.attachments);
  if (files.outcome !== 'ready') return files;
  const targets = [...new Set(recipients.map(({ target }) => target))];
  const answer = await ask(ctx, settings, corpId, addMassMessage, {
    body: {
      chat_type: chatType,
      sender: handover.userid!,
      ...(chatType === 'single' ? { external_userid: targets } : { chat_id_list: targets }),
      ...(message.text ? { text: { content: message.text } } : {}),
      ...(files.attachments.length > 0 ? { attachments: files.attachments } : {}),
    } as never,
  });
  if (answer.outcome === 'refused' && answer.code === MEDIA_GONE && handover.calls < MOST_CALLS) {
    // WeCom forgot a file before its time: uploaded anew in the next turn.
    await forgetMedia(ctx, { corpId }, files.attachments.flatMap(mediaOf));
    return { outcome: 'later', retryAt: readAgain(ctx, settings) };
  }
  if (answer.outcome !== 'ok') return answer;
  const { msgid, fail_list } = answer.reply;
  return { outcome: 'sent', task: msgid, unreachable: fail_list, confirm: true };
}

async function find(
  ctx: Ctx,
  settings: SenderSettings,
  chatType: 'single' | 'group',
  lost: Lost,
): Promise<Found> {
  const corpId = lost.corpId!;
  const listed = await askAll(
    ctx,
    settings,
    corpId,
    listMassMessages,
    { chat_type: chatType, ...stretchOf(lost, ctx.now()), filter_type: 0, limit: 100 },
    (reply) => reply.group_msg_list,
  );
  if (listed.outcome !== 'ok') return notNow(ctx, settings, listed);
  const alike = listed.list.flatMap(({ msgid, text, attachments }) => {
    const urls = attachments.flatMap((a) => (a.link ? [a.link.url] : []));
    const likeness = looksLike(lost, { text, urls });
    return likeness === 'no' ? [] : [{ msgid, likeness }];
  });
  const certain = alike.find(({ likeness }) => likeness === 'certain');
  if (certain) return { found: 'yes', task: certain.msgid };
  const taken = await takenTasks(
    ctx,
    corpId,
    alike.map(({ msgid }) => msgid),
  );
  for (const { msgid } of alike) {
    if (taken.has(msgid)) continue;
    const same = await isTheirs(ctx, settings, chatType, lost, msgid);
    if (same === 'later') return notNow(ctx, settings, { outcome: 'unknown' });
    if (same) return { found: 'yes', task: msgid };
  }
  return { found: 'no' };
}

/** The same words may go to the same colleague twice: who gets them settles it. */
async function isTheirs(
  ctx: Ctx,
  settings: SenderSettings,
  chatType: 'single' | 'group',
  lost: Lost,
  msgid: string,
): Promise<boolean | 'later'> {
  const corpId = lost.corpId!;
  const userid = lost.userid!;
  const tasks = await askAll(
    ctx,
    settings,
    corpId,
    listMassMessageTasks,
    { msgid, limit: 1000 },
    (reply) => reply.task_list,
  );
  // Still being dispatched, or not now.
  if (tasks.outcome !== 'ok') return 'later';
  if (!tasks.list.some((task) => task.userid.toLowerCase() === userid.toLowerCase())) return false;
  // Of groups the platform shows only what was sent: the colleague and the words must do.
  if (chatType === 'group') return true;
  const results = await askAll(
    ctx,
    settings,
    corpId,
    listMassMessageResults,
    { msgid, userid, limit: 1000 },
    (reply) => reply.send_list,
  );
  if (results.outcome !== 'ok') return 'later';
  // Whom WeCom could not reach is missing there; nobody else may be in it.
  const meant = new Set(lost.targets);
  return (
    results.list.length > 0 &&
    results.list.every(({ external_userid }) => meant.has(external_userid ?? ''))
  );
}
