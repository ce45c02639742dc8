import { corpAgent } from '#modules/wecom/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { sendAppMessage } from '#protocol/wecom/endpoints/app-messages.ts';
import type { Parcel } from '../handover/handover.ts';
import { defineSender, type Sender, type Sent } from './sender.ts';
import { ask, type SenderSettings } from './wecom.ts';

/** The longest the platform remembers what it was sent: four hours. */
const DUPLICATE_SECONDS = 14_400;

/**
 * Messages of the bank's own app to colleagues: "today's tasks". The platform itself drops what it
 * was sent before, so an unanswered call is simply made again.
 */
export const appMessageSender = (settings: SenderSettings): Sender =>
  defineSender({
    channel: 'app_message',
    most: 1_000,
    deliver: (ctx, parcel) => deliver(ctx, settings, parcel),
  });

async function deliver(
  ctx: Ctx,
  settings: SenderSettings,
  { handover, message, recipients }: Parcel,
): Promise<Sent> {
  const corpId = handover.corpId!;
  const agentid = await corpAgent(ctx, corpId);
  if (agentid === null) return { outcome: 'refused', code: 301002, text: 'no app of the corp' };
  const answer = await ask(ctx, settings, corpId, sendAppMessage, {
    body: {
      touser: [...new Set(recipients.map(({ target }) => target))].join('|'),
      agentid,
      enable_duplicate_check: 1,
      duplicate_check_interval: DUPLICATE_SECONDS,
      ...shapeOf(message.text, handover.params ?? {}),
    } as never,
  });
  if (answer.outcome !== 'ok') return answer;
  const { msgid, invaliduser, unlicenseduser } = answer.reply;
  const gone = new Set(`${invaliduser}|${unlicenseduser}`.toLowerCase().split('|'));
  const unreachable = recipients.filter(({ target }) => gone.has(target.toLowerCase()));
  return {
    outcome: 'sent',
    task: msgid,
    unreachable: unreachable.map(({ target }) => target),
    confirm: false,
  };
}

/** A card with a way to the page it speaks of; without one, words alone. */
function shapeOf(text: string, { title, url, format }: Readonly<Record<string, unknown>>) {
  if (typeof title === 'string' && typeof url === 'string' && format === 'card')
    return {
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        main_title: { title, desc: text },
        card_action: { type: 1, url },
      },
    };
  if (typeof title === 'string' && typeof url === 'string')
    return { msgtype: 'textcard', textcard: { title, description: text, url } };
  if (format === 'markdown') return { msgtype: 'markdown', markdown: { content: text } };
  return { msgtype: 'text', text: { content: text } };
}
