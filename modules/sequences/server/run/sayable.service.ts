import { checkFilled, findVersion as findContent } from '#modules/content/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type RunDraft, runErrors } from '../../contract/run.ts';
import { contentFacts, namedContents } from '../sequence/content-fact.repo.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { withProduct } from './own-words.ts';
import { planItems } from './plan-items.ts';

/**
 * What somebody fills into approved texts is not approved with them: with it in its place nothing may stand
 * there that may not be said (CR-072, CR-079), and nothing that is not so of the product (CR-061).
 */
export async function demandSayable(ctx: Ctx, draft: RunDraft): Promise<void> {
  const { definition } = (await findVersion(ctx, draft.sequenceId, draft.version))!;
  const contents = await contentFacts(ctx, namedContents(definition));
  const items = planItems(definition, await withProduct(ctx, draft), contents);
  const texts = new Map(items.map((item) => [`${item.contentId}/${item.contentVersion}`, item]));
  const words = new Map<string, readonly [string, string]>();
  const about = draft.productId ? [draft.productId] : [];
  for (const { contentId, contentVersion, params, title } of texts.values()) {
    const content =
      params && (await findContent(ctx, { itemId: contentId, version: contentVersion }));
    if (!content) continue;
    for (const { rule, why } of await checkFilled(ctx, content, params, about))
      words.set(`${title}${rule}${why[0]}`, [`${title}：${why[0]}`, `${title}: ${why[1]}`]);
  }
  if (words.size === 0) return;
  throw runErrors.wordsForbidden({
    field: 'values',
    words: [...words.values()].map(([zh]) => zh).join('；'),
    wordsEn: [...words.values()].map(([, en]) => en).join('; '),
  });
}
