import { sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { Basis, ContentFinding } from '../rules/basis.ts';
import { type Policy, refuses } from '../rules/policy.ts';

/** A rule that looks at the content alone: the same for every contact of a batch. */
const ofContent = (
  given: Pick<Policy, 'key' | 'rules' | 'step' | 'name'> & {
    readonly about?: Policy['about'];
    readonly say: (basis: Basis) => string | null;
    readonly codes: Policy['codes'];
    readonly why: (code: string, basis: Basis) => Phrase;
  },
): Policy => ({
  about: () => true,
  again: true,
  facts: [],
  ...given,
  judge: (_, basis) => given.say(basis),
  judgeSql: (_, basis) => sql`${given.say(basis)}::text`,
  why: (code, _, basis) => given.why(code, basis),
});

/**
 * Only what a second person approved, and only in the version that was approved (CR-079). Without an
 * approval the answer is no: there is nothing to switch on.
 */
export const approvedContent = ofContent({
  key: 'approved',
  rules: ['CR-079'],
  step: 'content',
  name: ['内容须经审批', 'Only approved content'],
  say: ({ content, channel }) => {
    if (content.state === 'approved') return null;
    if (content.state === 'none') return channel === 'work_item' ? null : 'unknown';
    return content.state;
  },
  codes: ({ rules }) =>
    Object.fromEntries(
      ['replaced', 'withdrawn', 'expired', 'unapproved', 'unknown'].map((code) => [
        code,
        refuses('CR-079', rules['CR-079'].version),
      ]),
    ),
  why: (code, { content: { version } }) => {
    const texts: Record<string, Phrase> = {
      replaced: [
        `内容的第 ${version} 版已被新版本取代，请改用现行版本`,
        `Version ${version} of the content was replaced: use the one in force`,
      ],
      withdrawn: ['内容已撤下', 'The content was withdrawn'],
      expired: ['内容已过有效期', 'The content has expired'],
      unapproved: [
        `内容的第 ${version} 版没有经过审批，请先提交审批`,
        `Version ${version} of the content is not approved: submit it for approval first`,
      ],
      unknown: ['没有这个内容', 'There is no such content'],
    };
    return texts[code] ?? [code, code];
  },
});

/** Approved for some days: it goes out on these only (CR-090). */
export const validContent: Policy = {
  key: 'valid',
  rules: ['CR-090'],
  step: 'content',
  name: ['内容在有效期内', 'Within the days of the content'],
  again: true,
  about: ({ rules }) => rules['CR-090'].on,
  facts: ['day'],
  judge: ({ day }, { content: { from, to } }) => {
    if (from !== null && day < from) return 'early';
    return to !== null && day > to ? 'over' : null;
  },
  judgeSql: ({ day }, { content: { from, to } }) => sql`case
    when ${day} < ${from}::date then 'early' when ${day} > ${to}::date then 'over' end`,
  codes: ({ rules }) => {
    const says = refuses('CR-090', rules['CR-090'].version);
    return { early: says, over: says };
  },
  why: (code, _, { content: { from, to } }) =>
    code === 'early'
      ? [`内容 ${from} 起才能使用`, `The content may be used from ${from} on`]
      : [`内容 ${to} 已到期`, `The content was valid until ${to}`],
};

const firstWhy = (findings: readonly ContentFinding[], rule: string): Phrase =>
  findings.find((finding) => finding.rule === rule)?.why ?? [rule, rule];
const codesOf = (findings: readonly ContentFinding[]) =>
  Object.fromEntries(findings.map(({ rule, version }) => [rule, refuses(rule, version)]));

/** The approved words under the lexicon as it is now: a term forbidden since stops what is planned. */
export const lexicon = ofContent({
  key: 'lexicon',
  rules: ['CR-072'],
  step: 'lexicon',
  name: ['敏感词', 'Forbidden words'],
  say: ({ content }) => content.words[0]?.rule ?? null,
  codes: ({ content }) => codesOf(content.words),
  why: (code, { content }) => firstWhy(content.words, code),
});

/** Risk texts, sender and way to refuse stand in it (CR-076, CR-077, CR-106). */
export const disclosures = ofContent({
  key: 'disclosures',
  rules: ['CR-076', 'CR-077', 'CR-106'],
  step: 'disclosures',
  name: ['披露、身份与退订', 'Disclosures, sender and way to refuse'],
  say: ({ content }) => content.missing[0]?.rule ?? null,
  codes: ({ content }) => codesOf(content.missing),
  why: (code, { content }) => firstWhy(content.missing, code),
});
