import type { RenderFor } from '#modules/content/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { withReminder } from '../reminder/reminder.service.ts';
import type { HandoverDeps } from './deps.ts';
import type { HandoverRow, Message } from './handover.ts';

const CHANNELS: Readonly<Record<string, RenderFor['channel']>> = {
  one_to_one: 'one_to_one',
  group: 'group',
  moments: 'moments',
};

type Made = Message | { readonly refused: string } | { readonly later: Date };

/**
 * What everybody in a handover is told, with an address that carries the handover and nobody's name.
 * Made once: what was called and is called again says the very same.
 */
export async function messageOf(
  ctx: Ctx,
  { render }: HandoverDeps,
  handover: HandoverRow,
): Promise<Made> {
  const { channel, id, staffId, contentId, contentVersion, params } = handover;
  if (channel === 'app_message') return noticeOf(params);
  // Filled for each person when it leaves.
  if (channel === 'sms' || channel === 'sidebar') return { text: '', attachments: [] };
  const [rendered] = await render(
    ctx,
    { itemId: contentId, version: contentVersion },
    {
      customerIds: [],
      staffId,
      channel: CHANNELS[channel]!,
      neutral: true,
      links: { kind: 'shared', mark: id },
      ...(params?.values ? { values: params.values as Record<string, string> } : {}),
      ...(params?.voice === 'human' ? { voice: 'human' as const } : {}),
    },
  );
  if (rendered?.outcome !== 'ready')
    return { refused: rendered ? `content:${rendered.why}` : 'content:version_unknown' };
  return { text: withReminder(rendered.text, params), attachments: rendered.attachments };
}

/** To colleagues: the words stand with the plan that tells them. */
function noticeOf(params: HandoverRow['params']): Made {
  const text = typeof params?.text === 'string' ? params.text : '';
  return text ? { text, attachments: [] } : { refused: 'content:empty' };
}
