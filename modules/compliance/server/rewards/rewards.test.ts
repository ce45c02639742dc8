import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import {
  type ConditionKind,
  type GrantFacts,
  Lottery,
  prizeNotice,
  RewardDesign,
  VoucherTerms,
} from '../../contract/rewards.ts';
import type { ProductFacts } from '../../contract/suitability.ts';
import { bringRules, rulesAt } from '../rules/rule.service.ts';
import { explainGrant, type GrantRules, grantRules, grantSql, judgeGrant } from './grant.policy.ts';
import {
  judgeLottery,
  judgeLotteryChange,
  judgeVoucher,
  type LotteryRules,
  lotteryRules,
} from './lottery.ts';
import {
  conditionsOfAttributes,
  judgeReward,
  type RewardRules,
  rewardRules,
} from './reward-design.ts';

let ctx: TestOrg;
let rules: RewardRules & LotteryRules;
let grants: GrantRules;
beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, bringRules);
  rules = { ...(await rulesAt(ctx, rewardRules)), ...(await rulesAt(ctx, lotteryRules)) };
  grants = await rulesAt(ctx, grantRules);
});

const design = (kinds: readonly ConditionKind[], rest: object = {}) =>
  RewardDesign.parse({ reward: 'coupon', conditions: kinds.map((kind) => ({ kind })), ...rest });
const against = (subject: RewardDesign) => judgeReward(subject, rules).map(({ rule }) => rule);
const buying = (product: ProductFacts['kind']) =>
  design([], { conditions: [{ kind: 'purchase', product }] });

test('CR-117 CR-118 CR-119 no reward depends on a deposit or on buying an investment', () => {
  expect(against(design(['deposit']))).toEqual(['CR-117']);
  expect(against(buying('deposit'))).toEqual(['CR-117']);
  expect(against(buying('wealth'))).toEqual(['CR-118']);
  expect(against(buying('fund'))).toEqual(['CR-119']);
  expect(against(buying('insurance'))).toEqual(['CR-119']);
  // A purchase of which nobody knows what is bought is taken for the worst.
  expect(against(design(['purchase']))).toEqual(['CR-117', 'CR-118', 'CR-119']);
  for (const kind of ['quiz', 'check_in', 'visit', 'card_spend', 'occasion'] as const)
    expect(against(design([kind])), kind).toEqual([]);
});

test('CR-117 a condition on the attributes of a customer’s money is found out', () => {
  const hidden = conditionsOfAttributes(['birth_date', 'deposits', 'funds']);
  expect(against(design([], { conditions: hidden }))).toEqual(['CR-117', 'CR-119']);
  expect(conditionsOfAttributes(['occupation'])).toEqual([]);
});

test('CR-120 CR-121 CR-129 sharing, likes, helpers, downloads and stakes earn nothing', () => {
  for (const kind of ['share', 'likes', 'helpers', 'follow'] as const)
    expect(against(design([kind])), kind).toEqual(['CR-120']);
  expect(against(design(['download']))).toEqual(['CR-121']);
  expect(against(design(['stake']))).toEqual(['CR-129']);
});

test('CR-124 CR-132 CR-068 one level of referral, no cash for a KOC, no gifts around insurance', () => {
  expect(against(design(['referral'], { referralLevels: 1 }))).toEqual([]);
  expect(against(design(['referral'], { referralLevels: 2 }))).toEqual(['CR-124']);
  expect(against(design(['downstream'], { referralLevels: 1 }))).toEqual(['CR-124']);
  expect(against(design(['attend'], { koc: true, reward: 'cash' }))).toEqual(['CR-132']);
  expect(against(design(['attend'], { koc: true, reward: 'gift' }))).toEqual([]);
  expect(against(design(['others_purchase'], { koc: true }))).toEqual(['CR-132']);
  expect(against(design(['quiz'], { product: 'insurance' }))).toEqual(['CR-068']);
});

const lottery = (given: object = {}) =>
  Lottery.parse({
    prizes: [
      { name: '空气炸锅', value: 399, quantity: 2 },
      { name: '话费券', value: 10, odds: 0.1 },
    ],
    notice: Object.fromEntries(Object.keys(prizeNotice).map((key) => [key, '见活动规则'])),
    seeded: true,
    ...given,
  });
const wrong = (given: object) => judgeLottery(lottery(given), rules).map(({ rule }) => rule);

test('CR-110 CR-114 a prize has its limit, and what is won on the spot is made public above another', () => {
  const prize = (value: number, rest: object = {}) =>
    wrong({ prizes: [{ name: '大奖', value, quantity: 1 }], ...rest });
  expect(prize(50_000)).toEqual([]);
  expect(prize(50_000.01)).toEqual(['CR-110']);
  expect(prize(500, { onTheSpot: true })).toEqual([]);
  expect(prize(501, { onTheSpot: true })).toEqual(['CR-114']);
  expect(prize(501, { onTheSpot: true, showsWinners: true })).toEqual([]);
});

test('CR-111 every missing piece of information is named, also odds or number of a prize', () => {
  expect(wrong({})).toEqual([]);
  for (const [key, [zh]] of Object.entries(prizeNotice)) {
    const { [key as never]: _, ...notice } = lottery().notice as Record<string, string>;
    const [refusal] = judgeLottery(lottery({ notice }), rules);
    expect(refusal?.rule, key).toBe('CR-111');
    expect(refusal?.why[0], key).toContain(zh);
  }
  const [odds] = judgeLottery(lottery({ prizes: [{ name: '神秘奖', value: 1 }] }), rules);
  expect(odds?.why[0]).toContain('“神秘奖”的数量或中奖概率');
});

test('CR-113 CR-129 a draw has a seed that can be verified, and nobody pays to take part', () => {
  expect(wrong({ seeded: false })).toEqual(['CR-113']);
  expect(wrong({ conditions: [{ kind: 'stake' }] })).toEqual(['CR-129']);
  expect(wrong({ conditions: [{ kind: 'deposit' }, { kind: 'share' }] })).toEqual([
    'CR-117',
    'CR-120',
  ]);
});

test('CR-112 a running draw gets no worse for those who take part, but for a stated reason', () => {
  const change = (after: object, why: string | null = null) =>
    judgeLotteryChange(lottery(), lottery(after), why, rules)?.rule ?? null;
  const [fryer, voucher] = lottery().prizes;
  expect(change({})).toBeNull();
  expect(change({ prizes: [fryer] })).toBe('CR-112');
  expect(change({ prizes: [{ ...fryer, quantity: 1 }, voucher] })).toBe('CR-112');
  expect(change({ prizes: [fryer, { ...voucher, odds: 0.05 }] })).toBe('CR-112');
  expect(change({ conditions: [{ kind: 'quiz' }] })).toBe('CR-112');
  expect(change({ prizes: [{ ...fryer, quantity: 5 }, voucher] })).toBeNull();
  expect(change({ prizes: [fryer] }, '供应商停产，改发等值奖品')).toBeNull();
});

test('CR-115 a voucher says its conditions, its use, its end and who answers for it', () => {
  expect(judgeVoucher(VoucherTerms.parse({}), rules)?.why[0]).toBe(
    '卡券还缺：使用条件、使用方法、有效期、责任主体',
  );
  const full = {
    conditions: '满 50 元',
    method: '出示',
    validUntil: '2026-12-31',
    responsible: '本行',
  };
  expect(judgeVoucher(VoucherTerms.parse(full), rules)).toBeNull();
});

const facts = (given: Partial<GrantFacts> = {}): GrantFacts => ({
  ...{ day: 0, month: 0, year: 0, sharedWith: 0, ownAccount: null },
  ...given,
});

test('CR-125 CR-126 a person is given no more than the caps, and paid to an account of their own', () => {
  const give = (given: Partial<GrantFacts>, amount = 100_00) =>
    judgeGrant(facts(given), amount, grants);
  expect(give({ day: 100_00 })).toBeNull();
  expect(give({ day: 100_01 })?.why[0]).toBe('每人每天最多 200 元，这一笔会超出');
  expect(give({ month: 950_00 })?.why[0]).toBe('每人每月最多 1000 元，这一笔会超出');
  expect(give({ year: 4_950_00 })?.rule).toBe('CR-125');
  expect(give({ sharedWith: 1 })?.why[0]).toContain('人工核实');
  expect(give({ ownAccount: false })?.rule).toBe('CR-126');
  expect(give({ ownAccount: true })).toBeNull();
});

test('the answer for a set of grants is the answer for each of them', async () => {
  const anyFacts = fc.record({
    day: fc.constantFrom(0, 100_00, 150_00, 200_00, 200_01),
    month: fc.constantFrom(0, 800_00, 950_00, 1_000_00),
    year: fc.constantFrom(0, 4_950_00, 5_000_00),
    sharedWith: fc.constantFrom(0, 0, 2),
    ownAccount: fc.option(fc.boolean()),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyFacts, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(0, 1, 50_00, 100_00, 2_147_483_648),
      fc.record({ 'CR-125': fc.boolean(), 'CR-126': fc.boolean() }),
      async (people, amount, on) => {
        const switched = Object.fromEntries(
          grantRules.map((id) => [id, { ...grants[id], on: on[id] }]),
        ) as unknown as GrantRules;
        const column = <T>(name: string) => sql.raw<T>(`c."${name}"`);
        const columns = {
          day: column<number>('day'),
          month: column<number>('month'),
          year: column<number>('year'),
          sharedWith: column<number>('sharedWith'),
          ownAccount: column<boolean>('ownAccount'),
        };
        const { rows } = await sql<{ reason: string | null }>`
          select ${grantSql(columns, amount, switched)} as reason
            from jsonb_to_recordset(${JSON.stringify(people.map((p, i) => ({ ...p, i })))}::jsonb)
              as c (i int, day bigint, month bigint, year bigint, "sharedWith" int,
                    "ownAccount" boolean)
           order by c.i`.execute(ctx.db);
        expect(rows.map(({ reason }) => reason && explainGrant(reason, switched))).toEqual(
          people.map((p) => judgeGrant(p, amount, switched)),
        );
      },
    ),
    { numRuns: 150 },
  );
});
