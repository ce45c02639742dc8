import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { type Rule, Rule as RuleSchema } from '../../contract/rule.ts';
import { fits } from '../../rule/evaluate.ts';
import type { CustomerFacts } from '../../rule/facts.ts';
import { SAMPLE_BUCKETS } from '../profile/profile.repo.ts';
import { refreshProfiles } from '../profile/refresh.service.ts';
import { type Compiled, compileRule, EVERYTHING, type Target } from './compile.ts';
import { putDictionary, putPeople } from './fixtures.ts';
import { type Places, people } from './people.fixture.ts';
import { postgresEngine } from './postgres-engine.ts';
import { rules } from './rules.fixture.ts';
import { selectFitting } from './run.repo.ts';
import { loadWorld } from './world.repo.ts';

const CUSTOMERS = 240;
const SEED = 20_260_302;

let ctx: TestOrg;
let places: Places;
let bank: CustomerFacts[];

beforeAll(async () => {
  ctx = testOrg();
  const east = await aUnit(ctx, { name: '东区' });
  const outlet = await aUnit(ctx, { parentId: east.id, kind: 'outlet' });
  const west = await aUnit(ctx, { name: '西区' });
  const staff = [
    await aStaff(ctx, { unitId: east.id }),
    await aStaff(ctx, { unitId: outlet.id }),
    await aStaff(ctx, { unitId: west.id }),
  ];
  places = {
    now: ctx.now(),
    units: [east.id, outlet.id, west.id],
    staff: staff.map((s) => s.id),
    corps: [newId(), newId()],
    audiences: [newId(), newId(), newId()],
  };
  const given = fc.sample(people(places), { numRuns: CUSTOMERS, seed: SEED });
  bank = await putPeople(ctx, await putDictionary(ctx), given);
  await inTx(ctx, (ctx) =>
    refreshProfiles(
      ctx,
      bank.map((f) => f.customerId),
    ),
  );
});

async function bySql(
  rule: Rule,
  target: Target,
  sampled: boolean,
  change?: (c: Compiled) => string,
) {
  const world = await loadWorld(ctx, [rule]);
  const tables = sampled
    ? { daily: 'audiences.sample_daily', event: 'audiences.sample_event', sampled }
    : EVERYTHING;
  const compiled = compileRule(rule, world, { orgId: ctx.orgId, target, unitIds: null, tables });
  const text = change?.(compiled) ?? compiled.text;
  return (await selectFitting(ctx, { ...compiled, text })).sort((a, b) => a - b);
}

async function inMemory(rule: Rule, of: readonly CustomerFacts[] = bank) {
  const world = await loadWorld(ctx, [rule]);
  return of.filter((facts) => fits(rule, facts, world)).map((facts) => facts.customerId);
}

const everybody: Target = { buckets: { from: 0, to: 1024 } };

test('a rule chooses the same customers in the database and in memory, whatever the rule', async () => {
  let pairs = 0;
  let chosen = 0;
  await fc.assert(
    fc.asyncProperty(rules(places), async (rule) => {
      const expected = await inMemory(rule);
      expect(await bySql(rule, everybody, false)).toEqual(expected);
      pairs += bank.length;
      chosen += expected.length;
    }),
    { numRuns: 250, seed: SEED },
  );
  expect(pairs).toBeGreaterThan(50_000);
  // Neither everybody nor nobody all the time.
  expect(chosen / pairs).toBeGreaterThan(0.1);
  expect(chosen / pairs).toBeLessThan(0.9);
}, 120_000);

test('the same statement gives the same answer for named customers and on the sample', async () => {
  const named = bank.filter((_, i) => i % 3 === 0);
  const ids = named.map((f) => f.customerId);
  await fc.assert(
    fc.asyncProperty(rules(places), async (rule) => {
      expect(await bySql(rule, { customerIds: ids }, false)).toEqual(await inMemory(rule, named));
      const everyone = await bySql(rule, { buckets: { from: 0, to: SAMPLE_BUCKETS } }, false);
      expect(await bySql(rule, { buckets: { from: 0, to: SAMPLE_BUCKETS } }, true)).toEqual(
        everyone,
      );
    }),
    { numRuns: 60, seed: SEED + 1 },
  );
}, 120_000);

test('rules asked together for named customers answer as each of them alone', async () => {
  const named = bank.filter((_, i) => i % 2 === 0);
  const ids = named.map((f) => f.customerId);
  const some = fc.sample(rules(places), { numRuns: 130, seed: SEED + 2 });
  const units = [null, [places.units[0]!], places.units.slice(1)];
  const scopes = some.map((_, i) => ({ unitIds: units[i % units.length]! }));
  const together = await postgresEngine.choose(ctx, some, scopes, ids);
  let chosen = 0;
  for (const [i, rule] of some.entries()) {
    const { unitIds } = scopes[i]!;
    const of = named.filter((facts) => unitIds === null || unitIds.includes(facts.unitId));
    const expected = await inMemory(rule, of);
    expect([...together[i]!].sort((a, b) => a - b)).toEqual(expected);
    chosen += expected.length;
  }
  expect(chosen).toBeGreaterThan(500);
});

/** Mistakes as they happen: planted in the statement one at a time, each must be noticed. */
const MISTAKES: readonly [name: string, change: (sql: string) => string][] = [
  ['the end of a range belongs to it', (s) => s.replaceAll(/(d\.day|d\.at) < /g, '$1 <= ')],
  ['the beginning does not', (s) => s.replaceAll(/(d\.day|d\.at) >= /g, '$1 > ')],
  ['no is taken for unknown', (s) => s.replaceAll(' is not true', ' = false')],
  ['one for all', (s) => s.replaceAll('?&', '?|')],
  ['any bit for every bit', (s) => s.replaceAll(/\) = (\$\d+::bigint)\)/g, ') <> 0)')],
  ['the second word of tags', (s) => s.replaceAll('tag_words[2]', 'tag_words[1]')],
  ['everybody, not only candidates with events', (s) => s.replace('left join', 'join')],
  ['the largest for the smallest', (s) => s.replaceAll('min(', 'max(')],
  ['days for times', (s) => s.replaceAll('count(distinct d.day)', 'count(d.day)')],
  ['a tag that has ended', (s) => s.replaceAll(/\(t\.expires_at is null[^)]*\)/g, 'true')],
  ['half a friendship', (s) => s.replaceAll(`r.state <> 'half'`, 'true')],
  [
    'any kind of event',
    (s) => s.replaceAll(/\(d\.kind = any\(\$\d+::text\[\]\)/g, '(d.kind is not null'),
  ],
];

/** What chance seldom brings together. */
const seldom: Rule[] = [
  { kind: 'attribute', attribute: 'hobbies', test: { op: 'has_all', values: ['a', 'b'] } } as const,
  {
    kind: 'tag',
    tags: ['tag_0', 'tag_1', 'tag_2', 'tag_3', 'tag_62', 'tag_63'],
    match: 'any',
    sources: ['manual'],
  } as const,
].map((include) => RuleSchema.parse({ version: 1, include }));

test('every mistake planted in the statement is noticed', async () => {
  const tried = [...seldom, ...fc.sample(rules(places), { numRuns: 250, seed: SEED })];
  const unnoticed = new Set(MISTAKES.map(([name]) => name));
  for (const rule of tried) {
    if (unnoticed.size === 0) break;
    const expected = await inMemory(rule);
    for (const [name, change] of MISTAKES) {
      if (!unnoticed.has(name)) continue;
      const found = await bySql(rule, everybody, false, (c) => change(c.text)).catch(() => null);
      if (found === null || found.join() !== expected.join()) unnoticed.delete(name);
    }
  }
  expect([...unnoticed]).toEqual([]);
}, 120_000);
