import type { z } from 'zod';
import { headsOf, titlesOf } from '#modules/customers/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { contentErrors, type ItemId } from '../../contract/item.ts';
import type { previewContent, voiceUse } from '../../contract/recommendation.ts';
import { findItem, findVersion } from '../items/item.repo.ts';
import { READ } from '../items/item.view.ts';
import { contentLinks } from '../pages/link.service.ts';
import { findUse } from '../pages/page.repo.ts';
import { renderContent } from '../rendering/render.service.ts';
import { shownMessage } from './message.service.ts';

type Wanted = z.output<typeof previewContent.body>;

/** For a customer whom the caller may see, in the caller's own name; nothing is sent or kept. */
export async function preview(ctx: Ctx, wanted: Wanted) {
  const { itemId, version, customerId, channel, voice, values } = wanted;
  const item = await findItem(ctx, itemId as ItemId, READ);
  if (!item) throw contentErrors.itemNotFound({ id: itemId });
  const [head] = await headsOf(ctx, [customerId]);
  if (!head) throw platformErrors.notFound({ customer: customerId });
  const title = (await titlesOf(ctx, [customerId])).get(customerId);
  // 王女士 says no more than the masked name does; a name given whole does.
  const shown = title && /(先生|女士)$/.test(title) ? title : (head.name ?? '');
  const [rendered] = await renderContent(
    ctx,
    { itemId, version },
    {
      customerIds: [customerId],
      staffId: ctx.actor.id,
      channel,
      voice,
      values: { ...values, ...(title && { customer_title: shown }) },
      links: { kind: 'shared', mark: 'preview' },
    },
  );
  const row = await findVersion(ctx, { itemId, version });
  if (!row) throw contentErrors.itemNotFound({ id: itemId });
  return { customer: head.name ?? `#${customerId}`, ...shownMessage(row, rendered!) };
}

export async function useOfVoices(
  ctx: Ctx,
  id: ItemId,
  days: number,
): Promise<z.infer<typeof voiceUse.reply>> {
  if (!(await findItem(ctx, id, READ))) throw contentErrors.itemNotFound({ id });
  const rows = await findUse(ctx, id, addDays(dayOf(ctx.now()), 1 - days));
  return {
    days,
    voices: (['text', 'human'] as const).map((voice) => {
      const row = rows.find((r) => r.voice === voice);
      const each = (sum: number | undefined) =>
        row && row.readings > 0 ? Math.round((sum! / row.readings) * 10) / 10 : null;
      return {
        voice,
        sent: row?.sent ?? 0,
        answered: row?.answered ?? 0,
        opened: row?.opened ?? 0,
        secondsEach: each(row?.seconds),
        depthEach: each(row?.depth),
      };
    }),
  };
}

export async function pageOfItem(ctx: Ctx, id: ItemId): Promise<{ url: string | null }> {
  const item = await findItem(ctx, id, READ);
  if (!item) throw contentErrors.itemNotFound({ id });
  if (item.usable === null || item.format !== 'article') return { url: null };
  const link = { itemId: id, version: item.usable, customerId: null, staffId: ctx.actor.id };
  const [url] = await contentLinks(ctx, [{ ...link, mark: 'preview' }]);
  return { url: url! };
}
