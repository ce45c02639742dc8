import type { Ctx } from '#platform/server/ctx.ts';
import {
  type LexiconHit,
  type LexiconLevel,
  type LexiconScope,
  lexiconErrors,
  lexiconLevels,
} from '../../contract/lexicon.ts';
import { findVersion, inForceNo } from './lexicon.repo.ts';
import { compileLexicon, type Matcher } from './matcher.ts';

export interface TextCheck {
  /** The version of the lexicon that was asked. */
  readonly version: number;
  readonly level: 'pass' | LexiconLevel;
  readonly hits: readonly LexiconHit[];
}

/** Compiled once for each process, bank and version: a version in force never changes. */
const compiled = new Map<string, Promise<Matcher>>();
const MOST = 32;

/**
 * What the bank's lexicon in force says about texts, in their order (CR-072). `scopes` are what all
 * of them are about; without any, only what holds for every text is looked for.
 */
export async function checkTexts(
  ctx: Ctx,
  texts: readonly string[],
  scopes: readonly LexiconScope[],
): Promise<TextCheck[]> {
  const version = await inForceNo(ctx);
  if (version === null) throw lexiconErrors.lexiconNotFound();
  const matcher = await matcherOf(ctx, version);
  return texts.map((text) => asCheck(version, matcher.check(text, scopes)));
}

/** As `checkTexts`, by a version that may still be a draft. */
export async function checkWith(
  ctx: Ctx,
  version: number,
  texts: readonly { readonly text: string; readonly scopes: readonly LexiconScope[] }[],
): Promise<TextCheck[]> {
  const found = await findVersion(ctx, version);
  if (!found) throw lexiconErrors.lexiconNotFound({ version });
  const matcher = compileLexicon(found.lexicon);
  return texts.map(({ text, scopes }) => asCheck(version, matcher.check(text, scopes)));
}

const asCheck = (version: number, hits: readonly LexiconHit[]): TextCheck => ({
  version,
  level: worst(hits.map((hit) => hit.level)),
  hits,
});

export const worst = (levels: readonly LexiconLevel[]): 'pass' | LexiconLevel =>
  lexiconLevels.findLast((level) => levels.includes(level)) ?? 'pass';

function matcherOf(ctx: Ctx, version: number): Promise<Matcher> {
  const key = `${ctx.orgId}/${version}`;
  const found = compiled.get(key);
  if (found) return found;
  const made = findVersion(ctx, version).then((row) => compileLexicon(row!.lexicon));
  made.catch(() => compiled.delete(key));
  if (compiled.size >= MOST) compiled.delete(compiled.keys().next().value!);
  compiled.set(key, made);
  return made;
}
