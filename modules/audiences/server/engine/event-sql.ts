import type { LeafOf } from '../../contract/rule.ts';
import type { PropertyTest } from '../../contract/rule-tests.ts';
import { type WindowSpan, windowOf } from '../../rule/span.ts';
import { daysSql, momentsSql, numberSql, thenSql } from './attribute-sql.ts';
import type { Formula } from './formula.ts';
import type { Params } from './params.ts';
import type { CompileWorld } from './world.ts';

/** A condition on events: which of them it counts, and from which of the two tables. */
export interface EventNeed {
  /** `daily` where whole days and no properties are asked for, `event` otherwise. */
  readonly source: 'daily' | 'event';
  readonly names: readonly string[];
  readonly span: WindowSpan;
  readonly formula: Formula;
}

/**
 * `tagged`: rows of both tables come in one stream and say in `d.daily` which they are. Columns of the
 * stream: kind, day, count, amount, first_at, last_at; of events also at, subject, source, properties.
 */
export function compileEvent(
  leaf: LeafOf<'event'> | LeafOf<'occurrence'>,
  world: CompileWorld,
  params: Params,
  tagged: boolean,
): EventNeed {
  const span = windowOf(leaf.kind === 'event' ? leaf.window : { kind: 'ever' }, world.now);
  const source = sourceOf(leaf, span);
  const filter = [
    ...(tagged ? [source === 'daily' ? 'd.daily' : 'not d.daily'] : []),
    kindSql('d.kind', leaf.events, params),
    source === 'daily' ? daysSql('d.day', span.days!, params) : momentsSql('d.at', span, params),
    ...leaf.where.map((test) => propertySql(test, params)),
  ];
  const counted = `filter (where ${filter.join(' and ')})`;
  return { source, names: leaf.events, span, formula: { agg: asked(leaf, source, counted) } };

  function asked(asking: typeof leaf, from: EventNeed['source'], which: string): string {
    if (asking.kind === 'occurrence') {
      const moment =
        asking.which === 'first'
          ? `min(${from === 'daily' ? 'd.first_at' : 'd.at'}) ${which}`
          : `max(${from === 'daily' ? 'd.last_at' : 'd.at'}) ${which}`;
      return thenSql(`(${moment})`, asking.test, world, params);
    }
    const value = {
      count: from === 'daily' ? `coalesce(sum(d.count) ${which}, 0)` : `count(*) ${which}`,
      sum: `coalesce(sum(d.amount) ${which}, 0)`,
      days: `count(distinct ${from === 'daily' ? 'd.day' : dayOfMoment('d.at')}) ${which}`,
    }[asking.measure];
    return numberSql(value, asking.test, params, 'numeric');
  }
}

export function sourceOf(
  leaf: LeafOf<'event'> | LeafOf<'occurrence'>,
  span: WindowSpan,
): EventNeed['source'] {
  return span.days !== null && leaf.where.length === 0 ? 'daily' : 'event';
}

/** The day of the bank, as span.ts and the roll-ups count days. */
const dayOfMoment = (sql: string) => `((${sql} at time zone 'UTC') + interval '8 hours')::date`;

export function kindSql(sql: string, names: readonly string[], { bind }: Params): string {
  const exact = names.filter((name) => !name.endsWith('*'));
  const families = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  const tests = [
    ...(exact.length === 0 ? [] : [`${sql} = any(${bind([...new Set(exact)], 'text[]')})`]),
    ...families.map((prefix) => `starts_with(${sql}, ${bind(prefix, 'text')})`),
  ];
  return `(${tests.join(' or ')})`;
}

function propertySql({ property, test }: PropertyTest, params: Params): string {
  const { bind } = params;
  if (property === 'subject' || property === 'source')
    return textSql(`d.${property}`, test, params);
  if (property === 'amount') return amountSql(test, params);
  const value = `nullif(d.properties -> ${bind(property, 'text')}, 'null'::jsonb)`;
  switch (test.op) {
    case 'missing':
      return `${value} is null`;
    case 'present':
      return `${value} is not null`;
    case 'eq':
      return `${value} = ${bind(JSON.stringify(test.value), 'jsonb')}`;
    case 'ne':
      return `${value} <> ${bind(JSON.stringify(test.value), 'jsonb')}`;
    case 'in':
      return `${value} = any(${bind(
        test.values.map((v) => JSON.stringify(v)),
        'jsonb[]',
      )})`;
    case 'contains':
      return `(case when jsonb_typeof(${value}) = 'string'
        then strpos(${value} #>> '{}', ${bind(test.value, 'text')}) > 0 end)`;
    default:
      return `(case when jsonb_typeof(${value}) = 'number'
        then ${numberSql(`(${value})::float8`, test, params, 'float8')} end)`;
  }
}

function textSql(sql: string, test: PropertyTest['test'], { bind }: Params): string {
  switch (test.op) {
    case 'missing':
      return `${sql} is null`;
    case 'present':
      return `${sql} is not null`;
    case 'eq':
      return typeof test.value === 'string' ? `${sql} = ${bind(test.value, 'text')}` : 'false';
    case 'ne':
      return typeof test.value === 'string'
        ? `${sql} <> ${bind(test.value, 'text')}`
        : `${sql} is not null`;
    case 'in':
      return `${sql} = any(${bind(
        test.values.filter((v) => typeof v === 'string'),
        'text[]',
      )})`;
    case 'contains':
      return `strpos(${sql}, ${bind(test.value, 'text')}) > 0`;
    default:
      return 'false';
  }
}

function amountSql(test: PropertyTest['test'], params: Params): string {
  const { bind } = params;
  const number = (value: unknown) => typeof value === 'number';
  switch (test.op) {
    case 'missing':
      return 'd.amount is null';
    case 'present':
      return 'd.amount is not null';
    case 'eq':
      return number(test.value) ? `d.amount = ${bind(test.value, 'numeric')}` : 'false';
    case 'ne':
      return number(test.value)
        ? `d.amount <> ${bind(test.value, 'numeric')}`
        : 'd.amount is not null';
    case 'in':
      return `d.amount = any(${bind(test.values.filter(number), 'numeric[]')})`;
    case 'contains':
      return 'false';
    default:
      return numberSql('d.amount', test, params, 'numeric');
  }
}

export interface EventTables {
  readonly daily: string;
  readonly event: string;
}

/**
 * The events that any condition counts, as one stream `d` of each customer. `within`: a condition on
 * the tables' own rows, such as the buckets of a sample.
 */
export function eventStream(
  needs: readonly EventNeed[],
  tables: EventTables,
  within: (alias: string) => string,
  params: Params,
): { from: string; on: string } {
  const daily = needs.filter((need) => need.source === 'daily');
  const raw = needs.filter((need) => need.source === 'event');
  if (raw.length === 0)
    return { from: `${tables.daily} d`, on: `${reach(daily, 'd')}${within('d')}` };
  if (daily.length === 0)
    return { from: `${tables.event} d`, on: `${reach(raw, 'd')}${within('d')}` };
  return {
    from: `(select e.customer_id, true as daily, e.kind, e.day, null::timestamptz as at, e.count,
        e.amount, e.first_at, e.last_at, null::text as subject, null::text as source,
        null::jsonb as properties
      from ${tables.daily} e where ${reach(daily, 'e')}${within('e')}
      union all
      select e.customer_id, false, e.kind, null::date, e.at, 1, e.amount, null, null, e.subject,
        e.source, e.properties
      from ${tables.event} e where ${reach(raw, 'e')}${within('e')}) d`,
    on: 'true',
  };

  /** From the earliest to the latest that somebody asks for. */
  function reach(some: readonly EventNeed[], alias: string): string {
    const names = [...new Set(some.flatMap((need) => need.names))];
    const kinds = kindSql(`${alias}.kind`, names, params);
    const from = some.some((need) => need.span.from === null)
      ? null
      : new Date(Math.min(...some.map((need) => need.span.from!.getTime())));
    const to = new Date(Math.max(...some.map((need) => need.span.to.getTime())));
    if (some[0]!.source === 'event')
      return `${kinds} and ${momentsSql(`${alias}.at`, { from, to }, params)}`;
    const days = some.map((need) => need.span.days!);
    const first = from === null ? null : days.map((d) => d.from!).sort()[0]!;
    const last = days
      .map((d) => d.to)
      .sort()
      .at(-1)!;
    return `${kinds} and ${daysSql(`${alias}.day`, { from: first, to: last }, params)}`;
  }
}
