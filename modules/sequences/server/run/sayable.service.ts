import { checkFilled, findVersion as findContent } from '#modules/content/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
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
  const against = await wordsAgainst(ctx, draft);
  if (against.length === 0) return;
  throw runErrors.wordsForbidden({
    field: 'values',
    words: against.map(({ why: [zh] }) => zh).join('；'),
    wordsEn: against.map(({ why: [, en] }) => en).join('; '),
  });
}

/** Each once, with the rule that stands against it. */
export async function wordsAgainst(
  ctx: Ctx,
  draft: RunDraft,
): Promise<{ readonly rule: string; readonly why: Phrase }[]> {
  const { definition } = (await findVersion(ctx, draft.sequenceId, draft.version))!;
  const contents = await contentFacts(ctx, namedContents(definition));
  const items = planItems(definition, await withProduct(ctx, draft), contents);
  const texts = new Map(items.map((item) => [`${item.contentId}/${item.contentVersion}`, item]));
  const words = new Map<string, { rule: string; why: Phrase }>();
  const about = draft.productId ? [draft.productId] : [];
  for (const { contentId, contentVersion, params, title } of texts.values()) {
    const content =
      params && (await findContent(ctx, { itemId: contentId, version: contentVersion }));
    if (!content) continue;
    for (const { rule, why } of await checkFilled(ctx, content, params, about)) {
      const said: Phrase = [`${title}：${why[0]}`, `${title}: ${why[1]}`];
      words.set(`${title}${rule}${why[0]}`, { rule, why: said });
    }
  }
  return [...words.values()];
}
