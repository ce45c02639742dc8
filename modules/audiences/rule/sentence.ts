import {
  consentChannelText,
  consentPurposeText,
  consentStateText,
  endedByText,
  relationshipSourceText,
  sourceText,
} from '#modules/customers/contract.ts';
import type { Condition, Leaf, LeafOf, Rule } from '../contract/rule.ts';
import type { PropertyTest, Window } from '../contract/rule-tests.ts';
import { type Both, both, join, quoted } from './both.ts';
import { numberWords, thenWords, valueWords } from './test-words.ts';
import type { RuleWords } from './words.ts';

/** A rule as a person would say it, in both languages. */
export function sentenceOf(rule: Rule, words: RuleWords): Both {
  const include =
    rule.include.kind === 'all' && rule.include.of.length === 0
      ? both('全部客户', 'All customers')
      : say(rule.include, words, 0);
  if (rule.exclude === null) return begin(include);
  const exclude = say(rule.exclude, words, 0);
  return begin(both`${include}${both('；排除：', '; except: ')}${exclude}`);
}

const begin = ([zh, en]: Both): Both => [zh, en.charAt(0).toUpperCase() + en.slice(1)];

function say(condition: Condition, words: RuleWords, depth: number): Both {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      if (condition.of.length === 0)
        return condition.kind === 'all' ? both('任何客户', 'anybody') : both('没有人', 'nobody');
      if (condition.of.length === 1) return say(condition.of[0]!, words, depth);
      const parts = condition.of.map((inner) => say(inner, words, depth + 1));
      const joined = join(
        parts,
        condition.kind === 'all' ? both('，且', ', and ') : both('，或', ', or '),
      );
      return depth === 0 ? joined : both`${both('（', '(')}${joined}${both('）', ')')}`;
    }
    case 'not': {
      const inner = say(condition.of, words, depth + 1);
      const open = condition.of.kind === 'all' || condition.of.kind === 'any';
      return open && inner[0].startsWith('（')
        ? both`${both('不符合', 'not ')}${inner}`
        : both`${both('不符合“', 'not (')}${inner}${both('”', ')')}`;
    }
    default:
      return sayLeaf(condition, words);
  }
}

function sayLeaf(leaf: Leaf, words: RuleWords): Both {
  switch (leaf.kind) {
    case 'attribute': {
      const attribute = words.attribute(leaf.attribute);
      const name = attribute?.name ?? both(leaf.attribute, leaf.attribute);
      // Chinese and Latin letters keep a little apart.
      const apart = /[A-Za-z0-9]$/.test(name[0]) ? ' ' : '';
      return both`${name}${both(apart, ' ')}${valueWords(leaf.test, attribute)}`;
    }
    case 'tag':
      return sayTag(leaf, words);
    case 'event':
      return sayEvent(leaf, words);
    case 'occurrence': {
      const did = eventNames(leaf.events, words);
      const where = whereWords(leaf, words);
      return both`${leaf.which === 'first' ? both('首次', 'first ') : both('最近一次', 'last ')}${did}${where}${both('', ' ')}${thenWords(leaf.test)}`;
    }
    case 'relationship':
      return sayRelationship(leaf, words);
    case 'rm': {
      const staff = leaf.staffIds?.map((id) => words.staff(id) ?? id);
      const units = leaf.unitIds?.map((id) => words.unit(id) ?? id);
      const who = [
        ...(staff ? [both(staff.join('、'), staff.join(' or '))] : []),
        ...(units ? [both(`${units.join('、')}的员工`, `somebody of ${units.join(' or ')}`)] : []),
      ];
      if (who.length === 0)
        return leaf.has ? both('有客户经理', 'has an RM') : both('没有客户经理', 'has no RM');
      const named = join(who, both('且是', ' and '));
      return leaf.has
        ? both`${both('客户经理是', 'the RM is ')}${named}`
        : both`${both('客户经理不是', 'the RM is not ')}${named}`;
    }
    case 'audience': {
      const names = leaf.audienceIds.map((id) => quoted(words.audience(id) ?? id));
      const list = join(names, both('或', ' or '));
      return leaf.match === 'any'
        ? both`${both('属于客群', 'in the audience ')}${list}`
        : both`${both('不属于客群', 'not in the audience ')}${list}`;
    }
    case 'score': {
      const name = words.score(leaf.score) ?? both(leaf.score, leaf.score);
      if (leaf.test.op === 'missing')
        return both`${both('没有', 'without ')}${name}${both('评分', ' score')}`;
      if (leaf.test.op === 'present')
        return both`${both('有', 'with ')}${name}${both('评分', ' score')}`;
      return both`${name}${both('', ' score ')}${numberWords(leaf.test, null)}`;
    }
    case 'consent':
      return both`${both('对', '')}${consentPurposeText[leaf.purpose]}${both('（', ' (')}${consentChannelText[leaf.channel]}${both('）', '): ')}${consentStateText[leaf.state]}`;
    case 'reach':
      return leaf.reachable
        ? both('可以触达', 'can be reached')
        : both('无法触达', 'cannot be reached');
    case 'unit': {
      const names = leaf.unitIds.map((id) => words.unit(id) ?? id);
      const list = both(names.join('、'), names.join(' or '));
      return leaf.below
        ? both`${both('归属', 'belongs to ')}${list}${both('及下级机构', ' or below')}`
        : both`${both('归属', 'belongs to ')}${list}${both('本级', ' itself')}`;
    }
  }
}

function sayTag(leaf: LeafOf<'tag'>, words: RuleWords): Both {
  const names = leaf.tags.map((code) => {
    const [zh, en] = words.tag(code) ?? [code, code];
    return both(`“${zh}”`, `“${en}”`);
  });
  const list = join(names, leaf.match === 'all' ? both('和', ' and ') : both('或', ' or '));
  const [sources, age] = [
    leaf.sources &&
      join(
        leaf.sources.map((s) => sourceText[s]),
        both('或', ' or '),
      ),
    leaf.since && thenWords(leaf.since),
  ];
  const details = [
    ...(sources ? [both`${both('来源为', 'from ')}${sources}`] : []),
    ...(leaf.confidence === undefined
      ? []
      : [
          both(
            `置信度不低于 ${percent(leaf.confidence)}`,
            `at least ${percent(leaf.confidence)} certain`,
          ),
        ]),
    ...(age ? [both`${both('打标时间', 'given ')}${age}`] : []),
  ];
  const which =
    details.length === 0
      ? both('', '')
      : both`${both('（', ' (')}${join(details, both('，', ', '))}${both('）', ')')}`;
  const has =
    leaf.match === 'none' ? both('没有标签', 'without the tag ') : both('有标签', 'with the tag ');
  return both`${has}${list}${which}`;
}

const percent = (share: number) => `${Math.round(share * 100)}%`;

function eventNames(events: readonly string[], words: RuleWords): Both {
  return join(
    events.map((name) => {
      const [zh, en] = words.event(name) ?? [name, name];
      return both(`“${zh}”`, `“${en}”`);
    }),
    both('或', ' or '),
  );
}

function sayEvent(leaf: LeafOf<'event'>, words: RuleWords): Both {
  const when = windowWords(leaf.window);
  const did = both`${eventNames(leaf.events, words)}${whereWords(leaf, words)}`;
  const { test, measure } = leaf;
  const start = both`${when[0] === '' ? both('', '') : both`${when}${both('', ' ')}`}`;
  if (measure === 'count') {
    if ((test.op === 'ge' && test.value === 1) || (test.op === 'gt' && test.value === 0))
      return both`${start}${both('有过', 'did ')}${did}`;
    if ((test.op === 'eq' && test.value === 0) || (test.op === 'lt' && test.value === 1))
      return both`${start}${both('没有', 'did not ')}${did}`;
    return both`${start}${did}${both('的次数', ' times: ')}${numberWords(test, both('次', ''))}`;
  }
  if (measure === 'days')
    return both`${start}${did}${both('的天数', ' on days: ')}${numberWords(test, both('天', ''))}`;
  return both`${start}${did}${both('的金额合计', ' in all: ')}${numberWords(test, null)}`;
}

function whereWords(
  { events, where }: { events: string[]; where: PropertyTest[] },
  words: RuleWords,
): Both {
  if (where.length === 0) return both('', '');
  const tests = where.map(({ property, test }) => {
    const name = words.property(events, property) ?? both(property, property);
    return both`${name}${both('', ' ')}${valueWords(test)}`;
  });
  return both`${both('（', ' (')}${join(tests, both('，', ', '))}${both('）', ')')}`;
}

const periodText: Record<string, Both> = {
  today: both('今天', 'today'),
  yesterday: both('昨天', 'yesterday'),
  this_week: both('本周', 'this week'),
  last_week: both('上周', 'last week'),
  this_month: both('本月', 'this month'),
  last_month: both('上月', 'last month'),
  this_quarter: both('本季度', 'this quarter'),
  last_quarter: both('上季度', 'last quarter'),
  this_year: both('今年', 'this year'),
  last_year: both('去年', 'last year'),
};

function windowWords(window: Window): Both {
  switch (window.kind) {
    case 'days':
      return window.skip === 0
        ? both(`近 ${window.last} 天`, `in the last ${window.last} days`)
        : both(
            `${window.skip} 天前的 ${window.last} 天内`,
            `in the ${window.last} days up to ${window.skip} days ago`,
          );
    case 'hours':
      return both(`近 ${window.last} 小时`, `in the last ${window.last} hours`);
    case 'between':
      return both(`${window.from} 起至 ${window.to} 前`, `from ${window.from} until ${window.to}`);
    case 'period':
      return periodText[window.period]!;
    case 'ever':
      return both('', '');
  }
}

function sayRelationship(leaf: LeafOf<'relationship'>, words: RuleWords): Both {
  const list = (names: readonly string[]) => both(names.join('、'), names.join(' or '));
  const details = [
    ...(leaf.staffIds
      ? [both`${both('与', 'with ')}${list(leaf.staffIds.map((id) => words.staff(id) ?? id))}`]
      : []),
    ...(leaf.unitIds
      ? [
          both`${both('与', 'with somebody of ')}${list(leaf.unitIds.map((id) => words.unit(id) ?? id))}${both('的员工', '')}`,
        ]
      : []),
    ...(leaf.corpIds
      ? [both`${both('企业', 'in ')}${list(leaf.corpIds.map((id) => words.corp(id) ?? id))}`]
      : []),
    ...(leaf.sources
      ? [
          both`${both('来源为', 'by ')}${join(
            leaf.sources.map((s) => relationshipSourceText[s]),
            both('或', ' or '),
          )}`,
        ]
      : []),
    ...(leaf.started ? [both`${both('添加时间', 'begun ')}${thenWords(leaf.started)}`] : []),
    ...(leaf.ended ? [both`${both('结束时间', 'ended ')}${thenWords(leaf.ended)}`] : []),
    ...(leaf.endedBy
      ? [
          both`${both('结束方式：', 'ended ')}${join(
            leaf.endedBy.map((by) => endedByText[by]),
            both('或', ' or '),
          )}`,
        ]
      : []),
    ...(leaf.lastContact
      ? [both`${both('最近双向沟通', 'last spoken ')}${thenWords(leaf.lastContact)}`]
      : []),
  ];
  const state = {
    active: both('有好友关系', 'has a relationship'),
    ended: both('有已结束的好友关系', 'has a relationship that ended'),
    any: both('曾有好友关系', 'has or had a relationship'),
  }[leaf.state];
  return details.length === 0
    ? state
    : both`${state}${both('（', ' (')}${join(details, both('，', ', '))}${both('）', ')')}`;
}
