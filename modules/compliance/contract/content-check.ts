import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { LexiconScope, lexiconLevels } from './lexicon.ts';
import { ProductFacts } from './suitability.ts';

/** Where a text goes, as far as the law asks different things of it. */
export const contentPlaces = ['one_to_one', 'sms', 'group', 'moments', 'welcome', 'page'] as const;
export const ContentPlace = z.enum(contentPlaces);
export type ContentPlace = z.infer<typeof ContentPlace>;

/** What has to be known of a text to say what must stand in it and what must not. */
export const ContentFacts = z.object({
  place: ContentPlace,
  purpose: z.enum(['marketing', 'service']),
  /** The products it speaks of. */
  products: z
    .array(ProductFacts.extend({ agency: z.boolean().default(false) }))
    .max(10)
    .default([]),
  /** Products as their masters have them, by which what is said of them is compared (CR-061). */
  masters: z
    .array(
      z.object({
        name: z.string().min(1).max(80),
        kind: ProductFacts.shape.kind,
        /** As in the contract: 期限 → 180 天. */
        facts: z.record(z.string().min(1).max(60), z.string().max(500)),
        /** False: only named in it. */
        about: z.boolean(),
      }),
    )
    .max(60)
    .default([]),
  /** Where its figures are from (CR-085). */
  source: z.string().max(200).default(''),
  nature: z.array(z.enum(['activity', 'education', 'case', 'ai_generated', 'elderly'])).default([]),
  /** Values of `{name}` in what must stand; what has none stays as it is in both. */
  variables: z.record(z.string(), z.string()).default({}),
});
export type ContentFacts = z.infer<typeof ContentFacts>;

export const Finding = z.object({
  rule: z.string(),
  /** Version of the rule; of the lexicon for what the lexicon found. */
  version: z.int(),
  level: z.enum(lexiconLevels),
  source: z.enum(['lexicon', 'disclosure', 'sensitive', 'stop', 'claim']),
  /** UTF-16 units of the text; null for what is missing. */
  place: z.object({ from: z.int(), to: z.int(), text: z.string() }).nullable(),
  /** Which rule and why, in both languages. */
  why: z.tuple([z.string(), z.string()]),
  /** What to write instead, or what to add. */
  proposal: z.string().nullable(),
  basis: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const ContentCheck = z.object({
  level: z.enum(['pass', ...lexiconLevels]),
  findings: z.array(Finding),
});
export type ContentCheck = z.infer<typeof ContentCheck>;

export const checkContent = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/content-checks',
  permission: 'compliance.text.check',
  summary: [
    '检查一段内容：词库、提示语、敏感信息、退订',
    'Check a content: words, disclosures, data, way to stop',
  ],
  body: z.object({
    text: z.string().max(20_000),
    facts: ContentFacts,
    /** Besides those that follow from the facts. */
    scopes: z.array(LexiconScope).max(14).default([]),
  }),
  reply: ContentCheck,
  audited: false,
});
