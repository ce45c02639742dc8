import type { Ctx } from '#platform/server/ctx.ts';
import { readPack } from '#platform/server/packs.ts';
import { type Bench, LexiconCase } from '../../contract/lexicon.ts';
import { checkWith, type TextCheck } from './check.service.ts';
import { findInForce } from './lexicon.repo.ts';

/** The cases that come with the product. */
export const shippedCases = (): LexiconCase[] =>
  LexiconCase.array().parse((readPack('lexicon-cases') as { cases: unknown }).cases);

/** How well a version says what people say. */
export async function benchLexicon(
  ctx: Ctx,
  { version, cases = shippedCases() }: { version?: number; cases?: LexiconCase[] },
): Promise<Bench> {
  const asked = version ?? (await findInForce(ctx))?.version ?? 0;
  const texts = cases.map(({ text, scope }) => ({ text, scopes: [scope] }));
  const checks = await checkWith(ctx, asked, texts);
  return { version: asked, ...score(cases, checks) };
}

function score(cases: readonly LexiconCase[], checks: readonly TextCheck[]) {
  let [right, wrong, missed] = [0, 0, 0];
  const failures: Bench['failures'] = [];
  for (const [i, wanted] of cases.entries()) {
    const { hits, level } = checks[i]!;
    const found = [...new Set(hits.map((hit) => hit.category))].toSorted();
    const extra = found.filter((key) => !wanted.categories.includes(key)).length;
    const absent = wanted.categories.filter((key) => !found.includes(key)).length;
    right += found.length - extra;
    wrong += extra;
    missed += absent;
    if (extra + absent > 0 || level !== wanted.severity)
      failures.push({ ...wanted, found, foundSeverity: level });
  }
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    cases: cases.length,
    passed: cases.length - failures.length,
    precision: share(right, right + wrong),
    recall: share(right, right + missed),
    failures,
  };
}
