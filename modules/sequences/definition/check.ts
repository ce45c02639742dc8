import type { Finding, FindingPlace } from '../contract/check.ts';
import { type Definition, type Item, offerTypes, stepOf } from '../contract/definition.ts';
import type { ContentFact } from '../contract/sequence.ts';
import { checkContents } from './check-contents.ts';
import { checkMethod } from './check-method.ts';
import { checkQuotas } from './check-quotas.ts';
import { checkTransitions } from './check-transitions.ts';
import { promoShare, stageOfDay } from './layout.ts';

export type Report = (
  code: string,
  place: FindingPlace,
  words: readonly [string, string],
  level?: Finding['level'],
) => void;

/**
 * All that is wrong with a definition, each with its place. The editor and the release ask the same.
 * Without `contents` nothing is said about the content items it names.
 */
export function check(
  definition: Definition,
  contents: readonly ContentFact[] | null = null,
): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (code, place, [zh, en], level = 'error') =>
    void findings.push({ code, level, place, words: [zh, en] });
  checkMethod(definition, report);
  checkItems(definition, report);
  checkQuotas(definition, report);
  checkShare(definition, report);
  checkTransitions(definition, report);
  if (contents) checkContents(definition, contents, report);
  return findings;
}

export const errorsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter((finding) => finding.level === 'error');

function checkShare({ items, guards }: Definition, report: Report): void {
  const share = promoShare(items);
  if (share <= guards.max_promotional_share) return;
  const [now, most] = [share, guards.max_promotional_share].map((n) => `${Math.round(n * 100)}%`);
  report('promo_share', { kind: 'sequence' }, [
    `促销内容占 ${now}，超过上限 ${most}：请减少促销或增加服务内容`,
    `Promotions are ${now}, more than ${most}: fewer of them, or more service`,
  ]);
}

function checkItems(definition: Definition, report: Report): void {
  const { items, guards } = definition;
  const known = new Map<string, Item>();
  const perDay = new Map<number, number>();
  for (const item of items) {
    const place: FindingPlace = { kind: 'item', item: item.id };
    if (known.has(item.id))
      report('item_twice', place, ['有两条内容使用同一编号', 'Two items have the same id']);
    known.set(item.id, item);
    if (item.lane === 'one_to_one') perDay.set(item.day, (perDay.get(item.day) ?? 0) + 1);
    checkLetter(definition, item, report);
    checkMarks(item, report);
  }
  for (const item of items) checkAfter(item, known, report);
  for (const [day, count] of perDay)
    if (count > guards.max_one_to_one_per_day)
      report('too_many_a_day', { kind: 'day', day }, [
        `T+${day} 有 ${count} 条一对一，每天最多 ${guards.max_one_to_one_per_day} 条`,
        `${count} one-to-one items on T+${day}; at most ${guards.max_one_to_one_per_day} a day`,
      ]);
  const tags = new Set(items.flatMap((item) => (item.hook ? [item.hook.tag] : [])));
  for (const item of items)
    if (item.needs_tag && tags.size > 0 && !tags.has(item.needs_tag))
      report(
        'tag_without_hook',
        { kind: 'item', item: item.id },
        [
          `没有哪个钓点会打上标签“${item.needs_tag}”`,
          `No hook of the sequence gives the tag “${item.needs_tag}”`,
        ],
        'warning',
      );
}

/** Each letter in its stage, and what a letter promises. */
function checkLetter(definition: Definition, item: Item, report: Report): void {
  const place: FindingPlace = { kind: 'item', item: item.id };
  const { rounds, days_per_round: perRound } = definition.method;
  if (item.day > rounds * perRound || item.round !== Math.ceil(item.day / perRound))
    report('day_outside', place, [
      `T+${item.day} 不在第 ${item.round} 轮之内`,
      `T+${item.day} is not within round ${item.round}`,
    ]);
  const stage = stageOfDay(definition, item.day);
  if (!stage) {
    report('day_without_stage', place, [
      `T+${item.day} 不属于任何阶段`,
      `T+${item.day} belongs to no stage`,
    ]);
    return;
  }
  if (!stage.letters.includes(item.aida))
    report('letter_of_other_stage', place, [
      `“${stage.label}”阶段只收 ${stage.letters.join('、')} 类内容，这条是 ${item.aida}`,
      `“${stage.label}” takes ${stage.letters.join(', ')} only; this is ${item.aida}`,
    ]);
  if (item.aida === 'A2' && item.lane !== 'rm_task' && !item.cta)
    report('no_call', place, [
      '行动阶段的内容要引导咨询：请写明“怎么联系我”',
      'Content of the action stage calls to consult: say how',
    ]);
  if (offerTypes.includes(item.content_type) && stepOf(stage) < 2)
    report('offer_too_early', place, [
      '激活识别阶段不推产品：先识别需求、做投教',
      'No product in the first step: recognise the need and educate first',
    ]);
}

/** Hooks, tags and benefits. */
function checkMarks(item: Item, report: Report): void {
  const place: FindingPlace = { kind: 'item', item: item.id };
  if (item.benefit?.form === 'cash')
    report('cash_for_deposit', place, [
      '权益不能是现金：不得以返现、送钱的方式吸收存款或升级资产',
      'A benefit is never cash: no money for deposits or assets',
    ]);
  if (item.benefit?.kind === 'asset_upgrade' && item.benefit.form === 'voucher')
    report('upgrade_not_service', place, [
      '资产升级权益只能是按等级提供的服务权益',
      'A benefit for more assets is a service right by tier',
    ]);
  if (item.benefit?.kind === 'scene' && !item.needs_tag)
    report('scene_without_tag', place, [
      '场景权益要按场景标签选人：请指定标签',
      'A benefit for a scene goes by the tag of the scene: name it',
    ]);
  if (item.hook && item.content_type !== 'life_benefit' && item.content_type !== 'benefit')
    report('hook_without_welfare', place, [
      '钓点内容必须是福利或权益，否则客户没有可领的东西',
      'A hook is a welfare or a benefit: there is nothing to take otherwise',
    ]);
}

/** What follows another item, and what goes with one. */
function checkAfter(item: Item, known: ReadonlyMap<string, Item>, report: Report): void {
  const place: FindingPlace = { kind: 'item', item: item.id };
  if (item.lane === 'sms') {
    const before = item.after ? known.get(item.after) : undefined;
    if (before?.lane !== 'one_to_one' || before.day > item.day)
      report('sms_after_nothing', place, [
        '短信只补发未读的一对一内容：请指定它之前的一条',
        'An SMS follows an unread one-to-one item: name one before it',
      ]);
  } else if (item.after !== null)
    report('after_not_sms', place, ['只有短信可以补发', 'Only an SMS follows up']);
  if (item.pair !== null && !known.has(item.pair))
    report('pair_unknown', place, ['配对的内容不存在', 'The item it goes with is not there']);
}
