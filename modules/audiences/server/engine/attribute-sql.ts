import type { AttributeType } from '#modules/customers/contract.ts';
import type { LeafOf } from '../../contract/rule.ts';
import type { NumberTest } from '../../contract/rule-tests.ts';
import { addDays, anniversaries, dayOf, startOf } from '../../rule/day.ts';
import { activityDays } from '../../rule/facts.ts';
import { type DaySpan, daysOf, momentsOf, type Span } from '../../rule/span.ts';
import { ACTIVITY, QUALITY_BAND } from '../../rule/walk.ts';
import type { Formula } from './formula.ts';
import type { Params } from './params.ts';
import type { CompileWorld } from './world.ts';

/** An attribute of the profile `p` as SQL; null when the bank has no such attribute. */
export function attributeSql(
  code: string,
  world: CompileWorld,
  params: Params,
): { sql: string; type: AttributeType } | null {
  if (code === QUALITY_BAND) return { sql: 'p.quality_band', type: 'choice' };
  if (code === ACTIVITY) return { sql: activitySql(world, params), type: 'choice' };
  const place = world.attributes.get(code);
  if (!place) return null;
  const { type, slot } = place;
  if (slot) return { sql: `p.${slot}`, type };
  const key = params.bind(code, 'text');
  switch (type) {
    case 'number':
    case 'money':
      return { sql: `(p.attributes -> ${key})::float8`, type };
    case 'day':
      return { sql: `(p.attributes ->> ${key})::date`, type };
    case 'flag':
      return { sql: `(p.attributes -> ${key})::boolean`, type };
    case 'choices':
      return { sql: `(p.attributes -> ${key})`, type };
    default:
      return { sql: `(p.attributes ->> ${key})`, type };
  }
}

function activitySql(world: CompileWorld, { bind }: Params): string {
  const tomorrow = addDays(dayOf(world.now), 1);
  const cases = Object.entries(activityDays).map(([state, days]) => {
    const from = startOf(addDays(tomorrow, -days)).toISOString();
    return `when p.last_active_at >= ${bind(from, 'timestamptz')} then ${bind(state, 'text')}`;
  });
  return `(case ${cases.join(' ')} else ${bind('lost', 'text')} end)`;
}

const SQL_TYPE: Record<AttributeType, string> = {
  number: 'float8',
  money: 'float8',
  text: 'text',
  choice: 'text',
  choices: 'text',
  day: 'date',
  flag: 'boolean',
};

export function compileAttribute(
  { attribute, test }: LeafOf<'attribute'>,
  world: CompileWorld,
  params: Params,
): Formula {
  const found = attributeSql(attribute, world, params);
  if (!found) return test.op === 'missing' || test.op === 'has_none';
  const { sql, type } = found;
  const one = SQL_TYPE[type];
  const { bind } = params;
  switch (test.op) {
    case 'missing':
      return { row: `${sql} is null` };
    case 'present':
      return { row: `${sql} is not null` };
    case 'eq':
      return { row: `${sql} = ${bind(test.value, one)}` };
    case 'ne':
      return { row: `${sql} <> ${bind(test.value, one)}` };
    case 'in':
      return { row: `${sql} = any(${bind(test.values, `${one}[]`)})` };
    case 'not_in':
      return { row: `${sql} <> all(${bind(test.values, `${one}[]`)})` };
    case 'contains':
      return { row: `strpos(${sql}, ${bind(test.value, 'text')}) > 0` };
    case 'starts_with':
      return { row: `starts_with(${sql}, ${bind(test.value, 'text')})` };
    case 'has_any':
      return { row: `${sql} ?| ${bind(test.values, 'text[]')}` };
    case 'has_all':
      return { row: `${sql} ?& ${bind(test.values, 'text[]')}` };
    case 'has_none':
      return { not: { row: `${sql} ?| ${bind(test.values, 'text[]')}` } };
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'between':
      return { row: numberSql(sql, test, params, 'float8') };
    case 'anniversary': {
      const days = bind(anniversaries(dayOf(world.now), test.days), 'int[]');
      return {
        row: `(extract(month from ${sql}) * 100 + extract(day from ${sql}))::int = any(${days})`,
      };
    }
    default:
      return { row: daysSql(sql, daysOf(test, dayOf(world.now)), params) };
  }
}

const OPERATORS = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

export function numberSql(sql: string, test: NumberTest, { bind }: Params, type: string): string {
  if (test.op === 'between')
    return `${sql} between ${bind(test.from, type)} and ${bind(test.to, type)}`;
  return `${sql} ${OPERATORS[test.op]} ${bind(test.value, type)}`;
}

export function daysSql(sql: string, { from, to }: DaySpan, { bind }: Params): string {
  const ends = [
    ...(from === null ? [] : [`${sql} >= ${bind(from, 'date')}`]),
    ...(to === null ? [] : [`${sql} < ${bind(to, 'date')}`]),
  ];
  return ends.join(' and ');
}

export function momentsSql(sql: string, { from, to }: Span, { bind }: Params): string {
  const ends = [
    ...(from === null ? [] : [`${sql} >= ${bind(from.toISOString(), 'timestamptz')}`]),
    ...(to === null ? [] : [`${sql} < ${bind(to.toISOString(), 'timestamptz')}`]),
  ];
  return ends.join(' and ');
}

/** A moment in a column against a test of days. */
export const thenSql = (
  sql: string,
  test: Parameters<typeof daysOf>[0],
  world: CompileWorld,
  params: Params,
): string => momentsSql(sql, momentsOf(daysOf(test, dayOf(world.now))), params);
