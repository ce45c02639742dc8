import type { NumberTest, PropertyTest, TimeTest, ValueTest } from '../contract/rule-tests.ts';
import { type Both, both, join } from './both.ts';
import type { AttributeWords } from './words.ts';

/** `unit`: what follows a number. */
export function numberWords(
  test: NumberTest,
  unit: Both | null,
  show: (value: number) => Both = plain,
): Both {
  const value = (n: number) =>
    both`${show(n)}${unit === null ? both('', '') : both`${both(' ', ' ')}${unit}`}`;
  const said = (zh: string, en: string, n: number) => {
    const [a, b] = both`${both(`${zh} `, `${en} `)}${value(n)}`;
    return both(a.trimEnd(), b.trimEnd());
  };
  switch (test.op) {
    case 'eq':
      return said('等于', 'exactly', test.value);
    case 'ne':
      return said('不等于', 'not', test.value);
    case 'lt':
      return said('少于', 'less than', test.value);
    case 'le':
      return said('不超过', 'at most', test.value);
    case 'gt':
      return said('超过', 'more than', test.value);
    case 'ge':
      return said('不少于', 'at least', test.value);
    case 'between': {
      const [a, b] =
        both`${both('介于 ', 'from ')}${show(test.from)}${both('与 ', ' to ')}${value(test.to)}${both('之间', '')}`;
      return both(a, b.trimEnd());
    }
  }
}

const plain = (n: number): Both => both(n.toLocaleString('en-US'), n.toLocaleString('en-US'));

/** Fen as people say them: 50 万元, ¥500,000. */
function money(fen: number): Both {
  const yuan = fen / 100;
  const zh =
    Math.abs(yuan) >= 10_000 && Number.isInteger(yuan / 100)
      ? `${(yuan / 10_000).toLocaleString('en-US')} 万元`
      : `${yuan.toLocaleString('en-US')} 元`;
  return both(zh, `¥${yuan.toLocaleString('en-US')}`);
}

/** When, as it follows a noun. */
export function thenWords(test: TimeTest): Both {
  switch (test.op) {
    case 'last_days':
      return test.skip === 0
        ? both(`在近 ${test.days} 天内`, `within the last ${test.days} days`)
        : both(
            `在 ${test.skip} 天前的 ${test.days} 天内`,
            `within the ${test.days} days up to ${test.skip} days ago`,
          );
    case 'before_last_days':
      return both(`在 ${test.days} 天以前`, `more than ${test.days} days ago`);
    case 'next_days':
      return both(`在未来 ${test.days} 天内`, `within the next ${test.days} days`);
    case 'anniversary':
      return both(`在 ${test.days} 天内周年`, `comes round within ${test.days} days`);
    case 'within':
      return both(`在 ${test.from} 起至 ${test.to} 前`, `from ${test.from} until ${test.to}`);
    case 'since':
      return both(`在 ${test.day} 及以后`, `on or after ${test.day}`);
    case 'before':
      return both(`在 ${test.day} 之前`, `before ${test.day}`);
  }
}

export function valueWords(test: ValueTest | PropertyTest['test'], of?: AttributeWords): Both {
  const name = (value: string | number | boolean): Both => {
    if (typeof value === 'boolean') return value ? both('“是”', 'yes') : both('“否”', 'no');
    if (typeof value === 'number') return of?.type === 'money' ? money(value) : plain(value);
    const [zh, en] = of?.options.get(value) ?? [value, value];
    return both(`“${zh}”`, `“${en}”`);
  };
  const list = (values: readonly (string | number)[], or: Both) => join(values.map(name), or);
  const unit = of?.unit && of.type === 'number' ? both(of.unit, of.unit) : null;
  switch (test.op) {
    case 'missing':
      return both('没有值', 'is not known');
    case 'present':
      return both('有值', 'is known');
    case 'eq':
    case 'ne':
      if (typeof test.value === 'number')
        return numberWords(
          { op: test.op, value: test.value },
          unit,
          of?.type === 'money' ? money : plain,
        );
      return test.op === 'eq'
        ? both`${both('为', 'is ')}${name(test.value)}`
        : both`${both('不为', 'is not ')}${name(test.value)}`;
    case 'in':
      return both`${both('为', 'is ')}${list(test.values, both('或', ' or '))}`;
    case 'not_in':
      return both`${both('不为', 'is neither ')}${list(test.values, both('或', ' nor '))}`;
    case 'contains':
      return both(`包含“${test.value}”`, `contains “${test.value}”`);
    case 'starts_with':
      return both(`以“${test.value}”开头`, `begins with “${test.value}”`);
    case 'has_any':
      return both`${both('包含', 'includes ')}${list(test.values, both('或', ' or '))}`;
    case 'has_all':
      return both`${both('同时包含', 'includes ')}${list(test.values, both('和', ' and '))}`;
    case 'has_none':
      return both`${both('不包含', 'does not include ')}${list(test.values, both('或', ' or '))}`;
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'between':
      return numberWords(test, unit, of?.type === 'money' ? money : plain);
    default:
      return thenWords(test);
  }
}
