import type { Ctx } from '#platform/server/ctx.ts';
import { attributesOf } from '../attributes/value.service.ts';
import { namesOf } from './head.repo.ts';
import { NAME_PLACE } from './name.ts';
import { titleOf } from './title.ts';

/** How each of these customers is addressed; who has no name is missing. For what is sent, never for a screen. */
export async function titlesOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, string>> {
  if (customerIds.length === 0) return new Map();
  const rows = await namesOf(ctx, customerIds);
  const attributes = await attributesOf(ctx, customerIds, {
    codes: ['gender'],
    purpose: 'service',
  });
  const titles = await Promise.all(
    rows.map(async ({ customerId, name, nameFrom }) => {
      const { value } = attributes.get(customerId)?.get('gender') ?? { value: null };
      const gender = value === 'female' || value === 'male' ? value : null;
      const clear = await ctx.vault.decrypt(NAME_PLACE, name);
      return [customerId, titleOf(clear, gender, nameFrom)] as const;
    }),
  );
  return new Map(titles.filter(([, title]) => title !== ''));
}
