import type { Ctx } from '#platform/server/ctx.ts';
import type { ContentCheck, ContentFacts, Finding } from '../../contract/content-check.ts';
import { disclosures } from '../../contract/disclosures.ts';
import type { LexiconHit, LexiconScope } from '../../contract/lexicon.ts';
import { checkTexts, worst } from '../lexicon/check.service.ts';
import { ruleDefinitions } from '../rules/catalogue.ts';
import { type RuleInForce, rulesAt } from '../rules/rule.service.ts';
import { type Difference as Claim, differencesIn } from './claims/product-facts.ts';
import { giftIn } from './gift.ts';
import { misnamedIn } from './misnamed.ts';
import { demandedBy, fill, requiredDisclosures, stands } from './required.ts';
import { sensitiveIn } from './sensitive.ts';
import { unsourcedIn } from './sources.ts';

const asked = [
  ...['CR-033', 'CR-042', 'CR-051', 'CR-059', 'CR-060', 'CR-061', 'CR-062', 'CR-063'],
  ...['CR-067', 'CR-069', 'CR-070', 'CR-071', 'CR-072', 'CR-073', 'CR-074', 'CR-075'],
  ...['CR-077', 'CR-081', 'CR-082', 'CR-083', 'CR-084', 'CR-085', 'CR-086', 'CR-087'],
  ...['CR-092', 'CR-106', 'CR-118', 'CR-120', 'CR-124', 'CR-135', 'CR-137'],
] as const;
type Rules = Readonly<Record<string, RuleInForce>> & {
  readonly [R in 'CR-076' | 'CR-078']: RuleInForce<R>;
};

const rulesOf = async (ctx: Ctx): Promise<Rules> =>
  rulesAt(ctx, [...asked, 'CR-076', 'CR-078'] as const);

/**
 * Everything a text may be stopped for: words (CR-072), missing disclosures (CR-076), a missing way
 * to stop (CR-077), data that do not belong there (CR-033, CR-042). Findings in the order of the
 * text, what is missing last. `allowed` are numbers that may stand.
 */
export async function checkContent(
  ctx: Ctx,
  text: string,
  facts: ContentFacts,
  more: { readonly scopes?: readonly LexiconScope[]; readonly allowed?: readonly string[] } = {},
): Promise<ContentCheck> {
  const rules = await rulesOf(ctx);
  const findings = [
    ...(rules['CR-072']!.on
      ? await words(ctx, text, [...scopesOf(facts), ...(more.scopes ?? [])], rules)
      : []),
    ...data(text, rules, more.allowed),
    ...naming(text, facts, rules),
    ...claims(text, facts, rules),
  ].toSorted((a, b) => a.place!.from - b.place!.from);
  const all = [
    ...findings,
    ...missing(text, facts, rules),
    ...ungiven(text, rules),
    ...unmarked(text, facts, rules['CR-078']),
  ];
  return { level: worst(all.map((finding) => finding.level)), findings: all };
}

/** A text that names no product is read as if it spoke of each: leaving the product out is no way round. */
function scopesOf({ products, nature, place }: ContentFacts): LexiconScope[] {
  const kinds = products.map(({ kind }) => kind).filter((kind) => kind !== 'other');
  const outbound = place === 'page' ? [] : (['staff_outbound'] as const);
  const activity = nature.includes('activity') ? (['activity'] as const) : [];
  return [...new Set([...(kinds.length > 0 ? kinds : ANY_PRODUCT), ...outbound, ...activity])];
}

const ANY_PRODUCT = [
  'deposit',
  'structured_deposit',
  'wealth',
  'fund',
  'insurance',
  'precious_metal',
  'pension',
  'loan',
  'credit_card',
] as const satisfies readonly LexiconScope[];

async function words(
  ctx: Ctx,
  text: string,
  scopes: readonly LexiconScope[],
  rules: Rules,
): Promise<Finding[]> {
  const [check] = await checkTexts(ctx, [text], scopes);
  const rule = (hit: LexiconHit) => ruleOfCategory[hit.category] ?? 'CR-072';
  // A category that stands for a rule of its own is off with that rule.
  const hits = check!.hits.filter((hit) => rules[rule(hit)]!.on);
  return hits.map((hit) => ({
    rule: rule(hit),
    version: check!.version,
    level: hit.level,
    source: 'lexicon',
    place: { from: hit.from, to: hit.to, text: hit.text },
    why: whyOf(hit),
    proposal: hit.suggestion || null,
    basis: hit.basis,
  }));
}

/** Categories of the lexicon that stand for a rule of their own. */
const ruleOfCategory: Readonly<Record<string, string>> = {
  GUARANTEE: 'CR-073',
  RETURN: 'CR-063',
  ABSOLUTE: 'CR-074',
  ABSOLUTE_SOFT: 'CR-074',
  DEPOSIT_MIX: 'CR-060',
  AUTHORITY: 'CR-081',
  PRESSURE: 'CR-092',
  LOAN: 'CR-067',
  INDUCE: 'CR-120',
  REWARD_SALE: 'CR-118',
  PYRAMID: 'CR-124',
  DISPARAGE: 'CR-084',
  SECRET: 'CR-033',
  OFF_BOOK: 'CR-137',
  ENDORSE: 'CR-075',
  STATE: 'CR-082',
  ABOVE_LEVEL: 'CR-051',
  CHAT_ORDER: 'CR-135',
};

function whyOf({ name, nameEn, text, how }: LexiconHit): [string, string] {
  const zh = { plain: '', disguised: '（变形写法）', pinyin: '（拼音写法）', pattern: '' }[how];
  const en = { plain: '', disguised: ' in disguise', pinyin: ' in pinyin', pattern: '' }[how];
  return [`“${text}”属于${name}${zh}`, `“${text}”: ${nameEn}${en}`];
}

function data(text: string, rules: Rules, allowed?: readonly string[]): Finding[] {
  return sensitiveIn(text, allowed)
    .filter(({ rule }) => rules[rule]!.on)
    .map(({ rule, what, from, to }) => ({
      rule,
      version: rules[rule]!.version,
      level: 'block' as const,
      source: 'sensitive' as const,
      // The number itself is not repeated.
      place: { from, to, text: '*'.repeat(to - from) },
      why: [`含有${what[0]}`, `Contains ${what[1]}`],
      proposal: '删除号码，请客户在本行正规渠道办理',
      basis: ruleDefinitions.get(rule)!.citation,
    }));
}

/** What a product may not be called by (CR-069, CR-070, CR-071). */
function naming(text: string, facts: ContentFacts, rules: Rules): Finding[] {
  return misnamedIn(text, facts)
    .filter(({ rule }) => rules[rule]!.on)
    .map(({ rule, from, to, why, proposal }) => ({
      rule,
      version: rules[rule]!.version,
      level: 'block' as const,
      source: 'lexicon' as const,
      place: { from, to, text: text.slice(from, to) },
      why: [...why] as [string, string],
      proposal,
      basis: ruleDefinitions.get(rule)!.citation,
    }));
}

/** What is said of a product in figures and names, and figures without a source (CR-061, CR-085). */
function claims(text: string, { masters, source }: ContentFacts, rules: Rules): Finding[] {
  const finding = (rule: 'CR-061' | 'CR-085', found: Claim): Finding => ({
    ...{ rule, version: rules[rule]!.version, level: found.level, source: 'claim' },
    place: { from: found.from, to: found.to, text: text.slice(found.from, found.to) },
    why: [...found.why] as [string, string],
    proposal: found.proposal,
    basis: ruleDefinitions.get(rule)!.citation,
  });
  return [
    ...(rules['CR-061']!.on ? differencesIn(text, masters) : []).map((d) => finding('CR-061', d)),
    ...(rules['CR-085']!.on && source.trim() === '' ? unsourcedIn(text) : []).map((u) =>
      finding('CR-085', u),
    ),
  ];
}

/** A gift of which something is not told (CR-083). */
function ungiven(text: string, rules: Rules): Finding[] {
  const rule = rules['CR-083']!;
  const gift = rule.on ? giftIn(text) : null;
  if (!gift) return [];
  return [
    {
      ...{ rule: rule.id, version: rule.version, level: 'block', source: 'claim', place: null },
      ...{ why: [...gift.why] as [string, string], proposal: gift.proposal },
      basis: ruleDefinitions.get(rule.id)!.citation,
    },
  ];
}

/** What promotes a product to whoever comes by is known for what it is (CR-078). */
function unmarked(
  text: string,
  { place, purpose, products }: ContentFacts,
  { id, on, version, values }: RuleInForce<'CR-078'>,
): Finding[] {
  const shown = place === 'moments' || place === 'page';
  if (!on || !shown || purpose !== 'marketing' || products.length === 0 || MARK.test(text))
    return [];
  return [
    {
      ...{
        rule: id,
        version,
        level: values.level === 'block' ? 'block' : 'warn',
        source: 'disclosure',
        place: null,
      },
      why: [
        '宣传产品而没有标明“广告”',
        'A product is promoted and nothing says that it is advertising',
      ],
      proposal: '广告',
      basis: ruleDefinitions.get(id)!.citation,
    },
  ];
}

const MARK = /广告|营销(信息|内容|宣传|推广)/;

/** What must stand with each of these, filled, in the bank's words of today. */
export async function requiredTexts(ctx: Ctx, given: readonly ContentFacts[]): Promise<string[][]> {
  const rules = await rulesOf(ctx);
  return given.map((facts) => missing('', facts, rules).flatMap(({ proposal }) => proposal ?? []));
}

function missing(text: string, facts: ContentFacts, rules: Rules): Finding[] {
  const { values } = rules['CR-076'];
  return requiredDisclosures(text, facts).flatMap((key) => {
    const rule = demandedBy(key, facts.place).find((id) => rules[id]!.on);
    const { title, alterable } = disclosures[key];
    const { variables } = facts;
    if (!rule || stands(text, key, values[key], { alterable, variables })) return [];
    return {
      rule,
      version: rules[rule]!.version,
      level: 'block' as const,
      source: key === 'opt_out_1v1' ? ('stop' as const) : ('disclosure' as const),
      place: null,
      why: [
        `缺少“${title[0]}”${alterable ? '' : '（须一字不改）'}`,
        `“${title[1]}” is missing${alterable ? '' : ' (word for word)'}`,
      ] as [string, string],
      proposal: fill(values[key], variables),
      basis: ruleDefinitions.get(rule)!.citation,
    };
  });
}
