import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { Dealing, dealings, type PersonFacts } from '../../contract/protected.ts';
import { bringRules, rulesAt } from '../rules/rule.service.ts';
import {
  judgeProtected,
  type ProtectedRules,
  protectedRules,
  protectedSql,
} from './protected.policy.ts';

let ctx: TestOrg;
let rules: ProtectedRules;
beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, bringRules);
  rules = await rulesAt(ctx, protectedRules);
});

const TODAY = '2026-03-31';
const person = (given: Partial<PersonFacts> = {}): PersonFacts => ({
  age: 40,
  deceased: false,
  staff: false,
  listed: false,
  doNotCall: false,
  complaintOpen: false,
  complaintClosedOn: null,
  deletedOn: null,
  ...given,
});
const dealing = (kind: Dealing['kind'], rest: Partial<Dealing> = {}) =>
  Dealing.parse({ kind, ...rest });
const against = (p: Partial<PersonFacts>, d: Dealing | Dealing['kind']) =>
  judgeProtected(person(p), typeof d === 'string' ? dealing(d) : d, rules, TODAY)?.rule ?? null;

test('CR-027 nothing is marketed to a customer who has died; nobody else is touched by it', () => {
  for (const kind of ['marketing', 'call', 'activity', 'draw', 'reward'] as const) {
    expect(against({ deceased: true }, kind), kind).toBe('CR-027');
    expect(against({}, kind), kind).toBeNull();
  }
  expect(against({ deceased: true }, 'service')).toBeNull();
});

test('CR-029 until the eighteenth birthday there is no marketing and no draw', () => {
  expect(against({ age: 17 }, 'marketing')).toBe('CR-029');
  expect(against({ age: 17 }, 'draw')).toBe('CR-029');
  expect(against({ age: 18 }, 'draw')).toBeNull();
  expect(against({ age: null }, 'marketing')).toBeNull();
  expect(against({ age: 17 }, 'service')).toBeNull();
});

test('CR-107 after a complaint or a deletion there is silence, as many days as the rule says and no more', () => {
  expect(against({ complaintOpen: true }, 'marketing')).toBe('CR-107');
  expect(against({ complaintClosedOn: '2026-03-02' }, 'marketing')).toBe('CR-107');
  expect(against({ complaintClosedOn: '2026-03-01' }, 'marketing')).toBeNull();
  expect(against({ deletedOn: '2025-10-03' }, 'call')).toBe('CR-107');
  expect(against({ deletedOn: '2025-10-02' }, 'call')).toBeNull();
  expect(against({ complaintOpen: true }, 'service')).toBeNull();
});

test('CR-113 staff and their family win no prizes, and are customers like others otherwise', () => {
  expect(against({ staff: true }, 'draw')).toBe('CR-113');
  expect(against({ staff: true }, 'marketing')).toBeNull();
});

test('CR-127 whoever stands on a risk list takes no part, and the words do not say why', () => {
  const found = judgeProtected(person({ listed: true }), dealing('reward'), rules, TODAY)!;
  expect(found.rule).toBe('CR-127');
  expect(found.why.join(' ')).not.toMatch(/名单|洗钱|制裁|诈|list|launder|fraud/);
});

test('CR-105 the do-not-call list forbids calls and no message', () => {
  expect(against({ doNotCall: true }, 'call')).toBe('CR-105');
  expect(against({ doNotCall: true }, 'marketing')).toBeNull();
});

test('CR-054 no programme pushes an investment one to one to a customer of 65; a person may speak of it', () => {
  const push = dealing('marketing', { product: 'wealth' });
  expect(against({ age: 65 }, push)).toBe('CR-054');
  expect(against({ age: 64 }, push)).toBeNull();
  expect(against({ age: 65 }, { ...push, automated: false })).toBeNull();
  expect(against({ age: 65 }, { ...push, oneToOne: false })).toBeNull();
  expect(against({ age: 65 }, { ...push, product: 'deposit' })).toBeNull();
});

test('a refusal names rule, version and the days that count', () => {
  expect(judgeProtected(person({ complaintOpen: true }), dealing('call'), rules, TODAY)).toEqual({
    rule: 'CR-107',
    version: 1,
    why: [
      '客户有投诉未办结、办结未满 30 天，或删除好友未满 180 天，不做营销',
      'A complaint is open or was closed within 30 days, or the customer removed us within 180 days: no marketing',
    ],
  });
});

const days = ['2025-09-30', '2025-10-02', '2025-10-03', '2026-03-01', '2026-03-02', TODAY];
const anyPerson = fc.record({
  age: fc.option(fc.constantFrom(0, 17, 18, 64, 65, 99)),
  deceased: fc.boolean(),
  staff: fc.boolean(),
  listed: fc.boolean(),
  doNotCall: fc.boolean(),
  complaintOpen: fc.boolean(),
  complaintClosedOn: fc.option(fc.constantFrom(...days)),
  deletedOn: fc.option(fc.constantFrom(...days)),
});
const anyDealing: fc.Arbitrary<Dealing> = fc.record({
  kind: fc.constantFrom(...(Object.keys(dealings) as Dealing['kind'][])),
  automated: fc.boolean(),
  oneToOne: fc.boolean(),
  product: fc.option(fc.constantFrom('wealth', 'fund', 'deposit', 'credit_card')),
}) as fc.Arbitrary<Dealing>;
const anySwitches = fc.record(
  Object.fromEntries(protectedRules.map((rule) => [rule, fc.boolean()])) as never,
);

test('the answer for a set of people is the answer for each of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPerson, { minLength: 1, maxLength: 40 }),
      anyDealing,
      anySwitches,
      async (people, what, switches: Record<string, boolean>) => {
        const switched = Object.fromEntries(
          protectedRules.map((id) => [id, { ...rules[id], on: switches[id]! }]),
        ) as unknown as ProtectedRules;
        const column = <T>(name: string) => sql.raw<T>(`c."${name}"`);
        const columns = {
          age: column<number>('age'),
          deceased: column<boolean>('deceased'),
          staff: column<boolean>('staff'),
          listed: column<boolean>('listed'),
          doNotCall: column<boolean>('doNotCall'),
          complaintOpen: column<boolean>('complaintOpen'),
          complaintClosedOn: column<string>('complaintClosedOn'),
          deletedOn: column<string>('deletedOn'),
        };
        const { rows } = await sql<{ rule: string | null }>`
          select ${protectedSql(columns, what, switched, TODAY)} as rule
            from jsonb_to_recordset(${JSON.stringify(people.map((p, i) => ({ ...p, i })))}::jsonb)
              as c (i int, age int, deceased boolean, staff boolean, listed boolean,
                    "doNotCall" boolean, "complaintOpen" boolean, "complaintClosedOn" date,
                    "deletedOn" date)
           order by c.i`.execute(ctx.db);
        expect(rows.map((row) => row.rule)).toEqual(
          people.map((p) => judgeProtected(p, what, switched, TODAY)?.rule ?? null),
        );
      },
    ),
    { numRuns: 150 },
  );
});
