import type { Ctx } from '#platform/server/ctx.ts';
import type { Rule } from '../../contract/rule.ts';
import { SAMPLE_BUCKETS, SAMPLE_DAYS } from '../profile/profile.repo.ts';
import { attributeSql } from './attribute-sql.ts';
import type { AudienceEngine, Cell, Scope } from './audience-engine.ts';
import { compileRule, compileTogether, EVERYTHING, type Selection } from './compile.ts';
import type { Params } from './params.ts';
import { unreachableSql } from './row-sql.ts';
import { countFitting, countSampled, groupFitting, selectTogether } from './run.repo.ts';
import { loadWorld } from './world.repo.ts';
import type { CompileWorld } from './world.ts';

/** About so many customers answer within the time a person does not notice. */
const WANTED = 20_000;
/** So many rules are one statement: beyond, planning it would take longer than it saves. */
const TOGETHER = 100;
const EVERYBODY = { buckets: { from: 0, to: 1024 } };

const cellColumns = (world: CompileWorld) => (params: Params) => [
  'p.unit_id',
  `${attributeSql('city_tier', world, params)?.sql ?? 'null::text'} as city_tier`,
  `${attributeSql('age_band', world, params)?.sql ?? 'null::text'} as age`,
  'p.quality_band',
  `${unreachableSql(world, params)} as unreachable`,
];
const CELL = ['unit_id', 'city_tier', 'age', 'quality_band', 'unreachable'];

export const postgresEngine: AudienceEngine = {
  async count(ctx, rule, scope) {
    const world = await loadWorld(ctx, [rule]);
    return countFitting(
      ctx,
      compileRule(rule, world, {
        orgId: ctx.orgId,
        target: EVERYBODY,
        tables: EVERYTHING,
        ...scope,
      }),
    );
  },

  async describe(ctx, rule, scope) {
    const world = await loadWorld(ctx, [rule]);
    const compiled = compileRule(rule, world, {
      orgId: ctx.orgId,
      target: EVERYBODY,
      tables: EVERYTHING,
      columns: cellColumns(world),
      ...scope,
    });
    return groupFitting<Cell>(ctx, compiled, CELL);
  },

  async sample(ctx, rule, scope, population) {
    const world = await loadWorld(ctx, [rule]);
    const buckets = bucketsFor(population);
    const target = { buckets: { from: 0, to: buckets } };
    const compile = (tables: Selection['tables']) =>
      compileRule(rule, world, {
        orgId: ctx.orgId,
        target,
        tables,
        columns: cellColumns(world),
        ...scope,
      });
    const compiled = compile({
      daily: 'audiences.sample_daily',
      event: 'audiences.sample_event',
      sampled: true,
    });
    const copied = new Date(world.now.getTime() - (SAMPLE_DAYS - 1) * 86_400_000);
    const tooOld =
      compiled.eventsFrom === null ||
      (compiled.eventsFrom !== undefined && compiled.eventsFrom < copied);
    const [customers, cells] = await Promise.all([
      countSampled(ctx, buckets),
      groupFitting<Cell>(ctx, tooOld ? compile(EVERYTHING) : compiled, CELL),
    ]);
    return { buckets, customers, cells };
  },

  async choose(ctx, rules, scopes, customerIds) {
    const world = await loadWorld(ctx, rules);
    const fitting = rules.map(() => new Set<number>());
    for (let first = 0; first < rules.length; first += TOGETHER) {
      const asked = rules
        .slice(first, first + TOGETHER)
        .map((rule, i) => ({ rule, ...scopes[first + i]! }));
      for (const compiled of compileTogether(asked, world, ctx.orgId, customerIds))
        for (const { customerId, fits } of await selectTogether(ctx, compiled))
          for (const no of fits) fitting[first + no]!.add(customerId);
    }
    return fitting;
  },
};

/** As many of the first buckets as hold the wanted sample, as near as buckets go. */
const bucketsFor = (population: number): number =>
  Math.min(SAMPLE_BUCKETS, Math.max(1, Math.round((1024 * WANTED) / Math.max(population, 1))));

/** A rule over some buckets at a fixed moment, for work that goes range by range. */
export async function compileRange(
  ctx: Ctx,
  rule: Rule,
  scope: Scope,
  buckets: { from: number; to: number },
  at: Date,
) {
  const world = { ...(await loadWorld(ctx, [rule])), now: at };
  return compileRule(rule, world, {
    orgId: ctx.orgId,
    target: { buckets },
    tables: EVERYTHING,
    ...scope,
  });
}
