import { z } from 'zod';
import { type Lexicon, LexiconCategory, lexiconErrors } from '../../contract/lexicon.ts';

/** A lexicon as it is written in files and exchanged between banks. */
const LexiconFile = z.object({
  kind: z.literal('lexicon'),
  categories: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      name_en: z.string(),
      severity: z.enum(['warn', 'review', 'block']),
      scope: z.array(z.string()).min(1),
      basis: z.string().default(''),
      exception_mode: z.enum(['span', 'sentence']).default('span'),
      exceptions: z.array(z.string()).default([]),
      suggestion: z.string().default(''),
      terms: z.array(z.string()),
      regex: z.array(z.string()).default([]),
    }),
  ),
});

/** @throws a ZodError that names the place. */
export function readLexiconFile(file: unknown): Lexicon {
  const { categories } = LexiconFile.parse(file);
  return {
    categories: categories.map((c) =>
      LexiconCategory.parse({
        key: c.key,
        name: c.name,
        nameEn: c.name_en,
        level: c.severity,
        scopes: c.scope,
        basis: c.basis,
        suggestion: c.suggestion,
        terms: [...new Set(c.terms)],
        patterns: c.regex,
        exceptions: [...new Set(c.exceptions)],
        exceptionMode: c.exception_mode,
      }),
    ),
  };
}

/** As a file of another bank can be read again. */
export const asLexiconFile = ({ categories }: Lexicon) => ({
  kind: 'lexicon',
  categories: categories.map((c) => ({
    key: c.key,
    name: c.name,
    name_en: c.nameEn,
    severity: c.level,
    scope: c.scopes,
    basis: c.basis,
    exception_mode: c.exceptionMode,
    exceptions: c.exceptions,
    suggestion: c.suggestion,
    terms: c.terms,
    regex: c.patterns,
  })),
});

/**
 * Categories from the text of a file: a lexicon file, or lines `category,term` for categories that
 * are there. @throws `lexiconFileUnusable` with the line or place, and why.
 */
export function readLexiconText(text: string, known: Lexicon): Lexicon {
  return text.trimStart().startsWith('{') ? fromJson(text) : fromLines(text, known);
}

function fromJson(text: string): Lexicon {
  try {
    return readLexiconFile(JSON.parse(text));
  } catch (err) {
    if (err instanceof z.ZodError) {
      const [issue] = err.issues;
      throw lexiconErrors.lexiconFileUnusable({
        line: issue!.path.join('.'),
        message: issue!.message,
      });
    }
    throw lexiconErrors.lexiconFileUnusable({ line: 'JSON', message: (err as Error).message });
  }
}

function fromLines(text: string, known: Lexicon): Lexicon {
  const terms = new Map<string, string[]>();
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const [key = '', ...rest] = line.split(/[,，\t]/).map((part) => part.trim());
    const term = rest.join(',');
    const refuse = (message: string) =>
      lexiconErrors.lexiconFileUnusable({ line: String(i + 1), message });
    if (!known.categories.some((c) => c.key === key)) throw refuse(`${key}: 没有这个类别`);
    if (term === '' || term.length > 50) throw refuse(`${term || line}: 词条应为 1–50 个字`);
    const list = terms.get(key);
    if (list) list.push(term);
    else terms.set(key, [term]);
  }
  return {
    categories: known.categories
      .filter((c) => terms.has(c.key))
      .map((c) => ({ ...c, patterns: [], exceptions: [], terms: [...new Set(terms.get(c.key))] })),
  };
}

/** Everything of both; where a category is in both, what it says besides its words is the second's. */
export function mergeLexicon(base: Lexicon, more: Lexicon) {
  let [added, already] = [0, 0];
  const both = (a: readonly string[], b: readonly string[]) => {
    const fresh = b.filter((word) => !a.includes(word));
    added += fresh.length;
    already += b.length - fresh.length;
    return [...a, ...fresh];
  };
  const merged = more.categories.map((category) => {
    const before = base.categories.find((c) => c.key === category.key);
    return {
      ...category,
      terms: both(before?.terms ?? [], category.terms),
      patterns: both(before?.patterns ?? [], category.patterns),
      exceptions: both(before?.exceptions ?? [], category.exceptions),
    };
  });
  const kept = base.categories.filter((c) => !merged.some((m) => m.key === c.key));
  return { lexicon: { categories: [...kept, ...merged] }, added, already };
}
