import type { Phrase } from '#platform/contract/text.ts';
import {
  type Lottery,
  type Prize,
  type PrizeNotice,
  prizeNotice,
  type VoucherTerms,
} from '../../contract/rewards.ts';
import { type Check, type RuleRefusal, type Rules, refusalsOf } from './refusal-list.ts';
import { conditionChecks } from './reward-design.ts';

/** The rules about draws, prizes and vouchers. */
export const lotteryRules = [
  'CR-110',
  'CR-111',
  'CR-112',
  'CR-113',
  'CR-114',
  'CR-115',
  'CR-117',
  'CR-118',
  'CR-119',
  'CR-120',
  'CR-121',
  'CR-129',
] as const;
export type LotteryRule = (typeof lotteryRules)[number];
export type LotteryRules = Rules<LotteryRule>;

const list = (words: readonly Phrase[]): Phrase => [
  words.map(([zh]) => zh).join('、'),
  words.map(([, en]) => en).join('; '),
];

function missingIn({ prizes, notice }: Lottery): Phrase[] {
  const untold = (Object.keys(prizeNotice) as PrizeNotice[])
    .filter((key) => !notice[key])
    .map((key) => prizeNotice[key]);
  const unclear = prizes.filter(({ quantity, odds }) => quantity === null && odds === null);
  return [
    ...untold,
    ...(prizes.length === 0 ? [['奖项种类', 'The kinds of prizes'] as const] : []),
    ...(prizes.some(({ name }) => !name) ? [['奖品名称', 'Names of prizes'] as const] : []),
    ...(unclear.length > 0
      ? [
          [
            `“${unclear[0]!.name}”的数量或中奖概率`,
            `Number or odds of “${unclear[0]!.name}”`,
          ] as const,
        ]
      : []),
  ];
}

const dearest = (prizes: readonly Prize[]) => Math.max(0, ...prizes.map(({ value }) => value));

const checks: readonly Check<Lottery, LotteryRule>[] = [
  {
    rule: 'CR-110',
    against: ({ prizes }, rules) =>
      dearest(prizes) > rules['CR-110'].values.prize
        ? [
            `最高奖价值 ${dearest(prizes)} 元，超过上限 ${rules['CR-110'].values.prize} 元`,
            `The highest prize is worth ${dearest(prizes)} yuan, above the limit of ${rules['CR-110'].values.prize}`,
          ]
        : null,
  },
  {
    rule: 'CR-111',
    against: (lottery) => {
      const missing = missingIn(lottery);
      const [zh, en] = list(missing);
      return missing.length > 0 ? [`活动信息不全，还缺：${zh}`, `Not told yet: ${en}`] : null;
    },
  },
  {
    rule: 'CR-113',
    against: ({ seeded }) =>
      seeded
        ? null
        : [
            '开奖必须使用可事后验证的随机种子',
            'A draw needs a seed that can be verified afterwards',
          ],
  },
  {
    rule: 'CR-114',
    against: ({ onTheSpot, showsWinners, prizes }, rules) =>
      onTheSpot && !showsWinners && dearest(prizes) > rules['CR-114'].values.prize
        ? [
            `现场即开的奖品超过 ${rules['CR-114'].values.prize} 元，须即时公示中奖结果（脱敏）`,
            `Prizes above ${rules['CR-114'].values.prize} yuan won on the spot are made public at once, masked`,
          ]
        : null,
  },
  ...(conditionChecks as readonly Check<Lottery, LotteryRule>[]),
];

/** Everything that speaks against a draw as it is planned; empty when it may be published. */
export const judgeLottery = (lottery: Lottery, rules: LotteryRules): RuleRefusal<LotteryRule>[] =>
  refusalsOf(checks, lottery, rules);

/** What a change of a running draw takes from those who take part (CR-112); null: nothing. */
export function judgeLotteryChange(
  before: Lottery,
  after: Lottery,
  justification: string | null,
  rules: Rules<'CR-112'>,
): RuleRefusal<'CR-112'> | null {
  if (!rules['CR-112'].on || justification?.trim()) return null;
  const worse = before.prizes.filter((prize) => {
    const now = after.prizes.find(({ name }) => name === prize.name);
    const less = (was: number | null, is: number | null | undefined) =>
      was !== null && (is ?? 0) < was;
    return (
      !now ||
      now.value < prize.value ||
      less(prize.quantity, now.quantity) ||
      less(prize.odds, now.odds)
    );
  });
  const harder = after.conditions.some(
    ({ kind }) => !before.conditions.some((was) => was.kind === kind),
  );
  if (worse.length === 0 && !harder) return null;
  const what: Phrase = worse[0]
    ? [`“${worse[0].name}”减少`, `less of “${worse[0].name}”`]
    : ['增加了参加条件', 'more conditions'];
  return {
    rule: 'CR-112',
    version: rules['CR-112'].version,
    why: [
      `活动开始后不得变得对客户不利：${what[0]}。如有正当理由，请写明并重新审批`,
      `Nothing changes to the customers’ disadvantage once it runs: ${what[1]}. With a good reason, say it and ask again`,
    ],
  };
}

/** A voucher says when, how and from whom (CR-115). */
export function judgeVoucher(
  terms: VoucherTerms,
  rules: Rules<'CR-115'>,
): RuleRefusal<'CR-115'> | null {
  const missing: Phrase[] = [
    ...(terms.conditions ? [] : [['使用条件', 'conditions'] as const]),
    ...(terms.method ? [] : [['使用方法', 'how to use it'] as const]),
    ...(terms.validUntil ? [] : [['有效期', 'until when'] as const]),
    ...(terms.responsible ? [] : [['责任主体', 'who answers for it'] as const]),
  ];
  if (!rules['CR-115'].on || missing.length === 0) return null;
  const [zh, en] = list(missing);
  return {
    rule: 'CR-115',
    version: rules['CR-115'].version,
    why: [`卡券还缺：${zh}`, `The voucher does not say yet: ${en}`],
  };
}
