import { BUCKETS } from '#platform/server/buckets.ts';
import type { Condition, Leaf, Rule } from '../../contract/rule.ts';
import { windowOf } from '../../rule/span.ts';
import { leavesOf } from '../../rule/walk.ts';
import { compileAttribute } from './attribute-sql.ts';
import {
  compileEvent,
  type EventNeed,
  type EventTables,
  eventStream,
  sourceOf,
} from './event-sql.ts';
import { and, bound, type Formula, needsEvents, not, or, render, residual } from './formula.ts';
import { collectParams, type Params, settle } from './params.ts';
import {
  compileAudience,
  compileConsent,
  compileReach,
  compileRelationship,
  compileRm,
  compileScore,
  compileTag,
  compileUnit,
} from './row-sql.ts';
import type { CompileWorld } from './world.ts';

/** Among whom to look: customers of some buckets, or those named. */
export type Target =
  | { readonly buckets: { readonly from: number; readonly to: number } }
  | { readonly customerIds: readonly number[] };

export interface Selection {
  readonly orgId: string;
  readonly target: Target;
  /** Only customers of these units; null: of the whole bank. */
  readonly unitIds: readonly string[] | null;
  /** Where events are read: everything, or the copies kept for estimates. */
  readonly tables: EventTables & { readonly sampled: boolean };
  /** Further columns of the profile `p`. */
  readonly columns?: (params: Params) => readonly string[];
}

export const EVERYTHING = {
  daily: 'tracking.daily',
  event: 'tracking.event',
  sampled: false,
} as const;

/** A statement that answers the customers who fit, each once, as `customer_id` and further columns. */
export interface Compiled {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly readsEvents: boolean;
  /** From when single events are read; `undefined`: from no time, `null`: from the beginning. */
  readonly eventsFrom: Date | null | undefined;
}

/**
 * One statement for a rule: a predicate on the profile row finds the candidates, then one grouped pass
 * over their events answers every condition on events at once. The same text serves a sample,
 * everybody, and every shard of a cluster: it joins by customer only and holds no volatile function.
 */
export function compileRule(rule: Rule, world: CompileWorld, selection: Selection): Compiled {
  const params = collectParams();
  const needs: EventNeed[] = [];
  const tagged = readsBoth([rule], world);
  const compile = (condition: Condition): Formula =>
    compileCondition(condition, world, params, (leaf) => {
      const need = compileEvent(leaf, world, params, tagged);
      needs.push(need);
      return need.formula;
    });
  const formula = and(
    compile(rule.include),
    rule.exclude === null ? true : not(compile(rule.exclude)),
  );
  const columns = selection.columns?.(params) ?? [];
  const { from, where } = candidates(selection, params);
  const chosen = ['p.customer_id', ...columns].join(', ');
  if (!needsEvents(formula))
    return {
      ...settle(`select ${chosen} from ${from} where ${where} and ${render(formula)}`, params),
      readsEvents: false,
      eventsFrom: undefined,
    };
  const within = (alias: string) => streamBuckets(selection, alias, params);
  const stream = eventStream(needs, selection.tables, within, params);
  const raw = needs.filter((need) => need.source === 'event').map((need) => need.span.from);
  const text = `select ${chosen} from ${from}
    left join ${stream.from} on d.customer_id = p.customer_id and ${stream.on}
    where ${where} and ${render(bound(formula, true))}
    group by p.customer_id, p.bucket
    having ${render(residual(formula))}`;
  return {
    ...settle(text, params),
    readsEvents: true,
    eventsFrom:
      raw.length === 0
        ? undefined
        : raw.includes(null)
          ? null
          : new Date(Math.min(...raw.map((at) => at!.getTime()))),
  };
}

/** A rule and whose customers it asks: of these units, or (null) of the whole bank. */
export interface Asked {
  readonly rule: Rule;
  readonly unitIds: readonly string[] | null;
}

/** A statement that answers customers who fit any of several rules, with `fits`: the numbers of those rules. */
export type CompiledTogether = Pick<Compiled, 'text' | 'values'>;

/**
 * Several rules about the same named customers, as at most two statements: one reads the rows of all
 * rules that ask for no events, the other groups the events of all those that do. So what it costs to
 * ask once more grows with the rules' own conditions, not with reading the customers anew.
 */
export function compileTogether(
  asked: readonly Asked[],
  world: CompileWorld,
  orgId: string,
  customerIds: readonly number[],
): CompiledTogether[] {
  const plain: [number, Formula][] = [];
  const eventful: [number, Formula][] = [];
  const params = collectParams();
  const needs: EventNeed[] = [];
  const tagged = readsBoth(
    asked.map((one) => one.rule),
    world,
  );
  for (const [no, { rule, unitIds }] of asked.entries()) {
    const compile = (condition: Condition): Formula =>
      compileCondition(condition, world, params, (leaf) => {
        const need = compileEvent(leaf, world, params, tagged);
        needs.push(need);
        return need.formula;
      });
    const formula = and(
      unitIds === null ? true : { row: `p.unit_id = any(${params.bind(unitIds, 'uuid[]')})` },
      compile(rule.include),
      rule.exclude === null ? true : not(compile(rule.exclude)),
    );
    (needsEvents(formula) ? eventful : plain).push([no, formula]);
  }
  const from = namedProfiles(customerIds, params);
  const own = `p.org_id = ${params.bind(orgId, 'uuid')}`;
  const statements: string[] = [];
  if (plain.length > 0)
    statements.push(`select p.customer_id, ${fitsOf(plain)} as fits from ${from} where ${own}`);
  if (eventful.length > 0) {
    const stream = eventStream(needs, EVERYTHING, () => '', params);
    // Events are read only of those who may fit by their rows.
    const open = render(or(...eventful.map(([, formula]) => bound(formula, true))));
    statements.push(`select p.customer_id, ${fitsOf(eventful)} as fits from ${from}
      left join ${stream.from} on d.customer_id = p.customer_id and ${stream.on}
      where ${own} and ${open}
      group by p.customer_id, p.bucket`);
  }
  return statements.map((text) => settle(text, params));
}

const fitsOf = (rules: readonly [no: number, formula: Formula][]) =>
  `array_remove(array[${rules
    .map(([no, formula]) => `case when ${render(formula)} then ${no} end`)
    .join(', ')}]::int[], null)`;

const namedProfiles = (customerIds: readonly number[], { bind }: Params) =>
  `unnest(${bind(customerIds, 'bigint[]')}) as named (id)
       join audiences.profile p on p.customer_id = named.id
        and p.bucket = (hashint8(named.id) & 1023)::smallint`;

function candidates({ orgId, target, unitIds }: Selection, params: Params) {
  const { bind } = params;
  const named = 'customerIds' in target;
  const from = named ? namedProfiles(target.customerIds, params) : 'audiences.profile p';
  const where = [
    `p.org_id = ${bind(orgId, 'uuid')}`,
    ...(named ? [] : [bucketSql('p', target.buckets, params)]),
    ...(unitIds === null ? [] : [`p.unit_id = any(${bind(unitIds, 'uuid[]')})`]),
  ];
  return { from, where: where.join(' and ') };
}

/** Events of other buckets need not be joined: copies know their bucket, the others work it out. */
function streamBuckets({ target, tables }: Selection, alias: string, params: Params): string {
  if (!('buckets' in target)) return '';
  const { from, to } = target.buckets;
  if (tables.sampled) return ` and ${bucketSql(alias, target.buckets, params)}`;
  if (from === 0 && to === BUCKETS) return '';
  const bucket = `(hashint8(${alias}.customer_id) & 1023)`;
  return ` and ${bucket} >= ${params.bind(from, 'int')} and ${bucket} < ${params.bind(to, 'int')}`;
}

const bucketSql = (alias: string, range: { from: number; to: number }, { bind }: Params) =>
  `${alias}.bucket >= ${bind(range.from, 'smallint')} and ${alias}.bucket < ${bind(range.to, 'smallint')}`;

function readsBoth(rules: readonly Rule[], world: CompileWorld): boolean {
  const sources = new Set<string>();
  for (const { leaf } of rules.flatMap((rule) => [...leavesOf(rule)]))
    if (leaf.kind === 'event' || leaf.kind === 'occurrence')
      sources.add(
        sourceOf(leaf, windowOf(leaf.kind === 'event' ? leaf.window : { kind: 'ever' }, world.now)),
      );
  return sources.size > 1;
}

type EventLeaf = Extract<Leaf, { kind: 'event' | 'occurrence' }>;

function compileCondition(
  condition: Condition,
  world: CompileWorld,
  params: Params,
  event: (leaf: EventLeaf) => Formula,
): Formula {
  switch (condition.kind) {
    case 'all':
      return and(...condition.of.map((inner) => compileCondition(inner, world, params, event)));
    case 'any':
      return or(...condition.of.map((inner) => compileCondition(inner, world, params, event)));
    case 'not':
      return not(compileCondition(condition.of, world, params, event));
    case 'attribute':
      return compileAttribute(condition, world, params);
    case 'tag':
      return compileTag(condition, world, params);
    case 'event':
    case 'occurrence':
      return event(condition);
    case 'relationship':
      return compileRelationship(condition, world, params);
    case 'rm':
      return compileRm(condition, world, params);
    case 'audience':
      return compileAudience(condition, params);
    case 'score':
      return compileScore(condition, params);
    case 'consent':
      return compileConsent(condition, world, params);
    case 'reach':
      return compileReach(condition, world, params);
    case 'unit':
      return compileUnit(condition, world, params);
  }
}
