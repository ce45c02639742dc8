import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { customerGrades, productGrades } from '../../contract/parameter.ts';
import type { CustomerFacts, ProductFacts } from '../../contract/suitability.ts';
import { bringRules, rulesAt } from '../rules/rule.service.ts';
import {
  higherGrade,
  judgeSuitability,
  type SuitabilityRules,
  suitabilityRules,
  suitabilitySql,
} from './suitability.policy.ts';

let ctx: TestOrg;
let rules: SuitabilityRules;
beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, bringRules);
  rules = await rulesAt(ctx, suitabilityRules);
});

const TODAY = '2026-03-31';
const customer = (given: Partial<CustomerFacts> = {}): CustomerFacts => ({
  riskGrade: 'C3',
  assessedOn: '2025-12-01',
  age: 40,
  ...given,
});
const product = (given: Partial<ProductFacts> = {}): ProductFacts => ({
  kind: 'wealth',
  grade: 'R2',
  periodic: false,
  ...given,
});
const against = (c: CustomerFacts, p: ProductFacts) =>
  judgeSuitability(c, p, rules, TODAY)?.rule ?? null;

test('CR-049 a product above the customer’s grade is not brought up; at the grade it may be', () => {
  for (const [i, riskGrade] of customerGrades.entries())
    for (const [j, grade] of productGrades.entries()) {
      const rule = against(customer({ riskGrade }), product({ grade }));
      expect(rule === null, `${riskGrade} ${grade}`).toBe(j <= i);
    }
  expect(against(customer({ riskGrade: 'C2' }), product({ grade: 'R3' }))).toBe('CR-049');
});

test('CR-050 the lowest grade is protected by a rule of its own', () => {
  expect(against(customer({ riskGrade: 'C1' }), product({ grade: 'R2' }))).toBe('CR-050');
  expect(against(customer({ riskGrade: 'C1' }), product({ grade: 'R1' }))).toBeNull();
});

test('CR-048 an assessment holds twelve months and not a day longer', () => {
  expect(against(customer({ assessedOn: '2025-04-01' }), product())).toBeNull();
  expect(against(customer({ assessedOn: '2025-03-31' }), product())).toBe('CR-048');
  expect(against(customer({ assessedOn: null }), product())).toBe('CR-048');
  expect(
    against(customer({ riskGrade: null }), product({ kind: 'deposit', grade: null })),
  ).toBeNull();
});

test('CR-054 CR-055 from 65 on nothing above R2 is offered, and no instalments to the elderly from 60 on', () => {
  expect(against(customer({ age: 59 }), product({ periodic: true }))).toBeNull();
  expect(against(customer({ age: 60 }), product({ periodic: true }))).toBe('CR-055');
  expect(against(customer({ age: 64 }), product({ grade: 'R3' }))).toBeNull();
  expect(against(customer({ age: 65 }), product({ grade: 'R3' }))).toBe('CR-054');
  expect(against(customer({ age: 65 }), product({ grade: 'R2' }))).toBeNull();
  expect(against(customer({ age: 65 }), product({ grade: 'R2', periodic: true }))).toBe('CR-055');
});

test('CR-029 CR-030 minors are never offered anything, and a card needs a known age', () => {
  expect(against(customer({ age: 17 }), product({ kind: 'deposit', grade: null }))).toBe('CR-029');
  const card = product({ kind: 'credit_card', grade: null });
  expect(against(customer({ age: null }), card)).toBe('CR-030');
  expect(against(customer({ age: 18 }), card)).toBeNull();
  // A bank that has switched off the general protection of minors still offers them no card.
  const off = { ...rules, 'CR-029': { ...rules['CR-029'], on: false } };
  expect(judgeSuitability(customer({ age: 17 }), card, off, TODAY)?.rule).toBe('CR-030');
});

test('CR-046 CR-047 an investment without a grade is not offered; of two grades the higher holds', () => {
  expect(against(customer(), product({ grade: null }))).toBe('CR-046');
  expect(higherGrade('R2', 'R4')).toBe('R4');
  expect(higherGrade('R4', 'R2')).toBe('R4');
});

test('a refusal says which rule, at which version, and what would help', () => {
  expect(judgeSuitability(customer({ assessedOn: null }), product(), rules, TODAY)).toEqual({
    rule: 'CR-048',
    version: 1,
    why: [
      '没有 12 个月内的风险测评：请客户本人先做测评',
      'No assessment within 12 months: the customer is assessed first',
    ],
  });
});

const anyCustomer = fc.record({
  riskGrade: fc.option(fc.constantFrom(...customerGrades)),
  assessedOn: fc.option(
    fc.constantFrom('2024-03-31', '2025-02-28', '2025-03-30', '2025-03-31', '2025-04-01', TODAY),
  ),
  age: fc.option(fc.constantFrom(0, 13, 17, 18, 40, 64, 65, 66, 99)),
});
const anyProduct = fc.record({
  kind: fc.constantFrom(
    'deposit',
    'wealth',
    'fund',
    'insurance',
    'loan',
    'credit_card',
  ) as fc.Arbitrary<ProductFacts['kind']>,
  grade: fc.option(fc.constantFrom(...productGrades)),
  periodic: fc.boolean(),
});
const anySwitches = fc.record(
  Object.fromEntries(suitabilityRules.map((rule) => [rule, fc.boolean()])) as never,
);

test('the answer for a set of customers is the answer for each of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCustomer, { minLength: 1, maxLength: 40 }),
      anyProduct,
      anySwitches,
      fc.constantFrom(TODAY, '2026-02-28', '2024-02-29'),
      async (customers, offered, switches: Record<string, boolean>, today) => {
        const switched = Object.fromEntries(
          suitabilityRules.map((id) => [id, { ...rules[id], on: switches[id]! }]),
        ) as unknown as SuitabilityRules;
        const facts = {
          riskGrade: sql<string>`c."riskGrade"`,
          assessedOn: sql<string>`c."assessedOn"`,
          age: sql<number>`c.age`,
        };
        const { rows } = await sql<{ rule: string | null }>`
          select ${suitabilitySql(facts, offered, switched, today)} as rule
            from jsonb_to_recordset(${JSON.stringify(customers.map((c, i) => ({ ...c, i })))}::jsonb)
              as c (i int, "riskGrade" text, "assessedOn" date, age int)
           order by c.i`.execute(ctx.db);
        expect(rows.map((row) => row.rule)).toEqual(
          customers.map((c) => judgeSuitability(c, offered, switched, today)?.rule ?? null),
        );
      },
    ),
    { numRuns: 150 },
  );
});
