import type { ContentFacts } from '../../contract/content-check.ts';
import { type DisclosureKey, disclosureKeys } from '../../contract/disclosures.ts';

const BENCHMARK = /业绩(比较)?基准|过往(业绩|收益)|历史(业绩|收益)/;

/** Which texts must stand in a content, by what it is about, where it goes and what it says. */
export function requiredDisclosures(text: string, facts: ContentFacts): DisclosureKey[] {
  const { products, nature, place, purpose } = facts;
  const keys = new Set<DisclosureKey>();
  for (const { kind, grade, agency } of products) {
    if (isKey(kind)) keys.add(kind);
    if (kind === 'wealth' && BENCHMARK.test(text)) keys.add('wealth_perf');
    if (kind === 'wealth' && grade !== null) keys.add('wealth_match');
    if (agency) keys.add('agency');
  }
  if (nature.includes('activity')) keys.add('activity_rules');
  if (nature.includes('education')) keys.add('education');
  if (nature.includes('case')) keys.add('case_story');
  if (nature.includes('ai_generated')) keys.add('ai_generated');
  if (purpose === 'marketing' && (place === 'one_to_one' || place === 'sms'))
    keys.add('opt_out_1v1');
  return [...keys];
}

/** The rules that ask for a text: the first that the bank has switched on is named. */
export function demandedBy(key: DisclosureKey, place: ContentFacts['place']): readonly string[] {
  if (key === 'opt_out_1v1') return place === 'sms' ? ['CR-106', 'CR-077'] : ['CR-077'];
  const own = ownRule[key];
  return own ? ['CR-076', own] : ['CR-076'];
}
const ownRule: Partial<Record<DisclosureKey, string>> = {
  agency: 'CR-059',
  wealth_perf: 'CR-062',
  loan: 'CR-067',
  structured_deposit: 'CR-071',
  case_story: 'CR-086',
  ai_generated: 'CR-087',
};

const isKey = (key: string): key is DisclosureKey => disclosureKeys.includes(key as DisclosureKey);

/**
 * What counts as a way to stop, however it is worded (CR-077). The words alone are none: a room may be
 * cancelled free of charge.
 */
const WAY_TO_STOP =
  /(退订|拒收)[^，。；]{0,6}[回发点]|[回发点说][^，。；]{0,6}[“"「]?(退订|拒收)|(不想|不再|停止|取消|拒绝)(再)?(收到|接收|打扰|推送|发送|订阅)|免打扰|回复?[“"「]?(TD|T|N|R)(?![a-z])[”"」]?/i;

/** Does a required text stand there? Word for word where it may not be altered, spaces aside. */
export function stands(
  text: string,
  key: DisclosureKey,
  required: string,
  { alterable, variables }: { alterable: boolean; variables: Readonly<Record<string, string>> },
): boolean {
  const filled = fill(required, variables);
  if (reduced(text).includes(reduced(filled))) return true;
  if (!alterable) return false;
  if (key === 'opt_out_1v1' || key === 'opt_out_group') return WAY_TO_STOP.test(text);
  return reduced(text).includes(reduced(required));
}

export const fill = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => variables[name] ?? place);

/** Width of signs and spaces are no change of words. */
const reduced = (text: string) => text.normalize('NFKC').replace(/[\s\u200b]+/g, '');
