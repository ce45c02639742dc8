import { dayNamed, textOf } from '../calendar.ts';
import { around, below, draw, pickShare, streamOf, topic } from '../chance.ts';
import type { Customer } from '../population/customer.ts';

const t = (name: string) => topic(`bank knows ${name}`);
const [JOB, SCHOOL, CAR, SINCE, CARD, ACTIVE, PENSION, SPENT, ASSESSED, LOOSE] = [
  'job',
  'school',
  'car',
  'since',
  'card',
  'active',
  'pension',
  'spent',
  'assessed',
  'loose',
].map(t) as [number, number, number, number, number, number, number, number, number, number];

const AGES = [
  [18, '18 岁以下'],
  [25, '18–24 岁'],
  [35, '25–34 岁'],
  [45, '35–44 岁'],
  [55, '45–54 岁'],
  [65, '55–64 岁'],
] as const;
const INCOMES = [
  [5_000, '5 千元以下'],
  [15_000, '5 千–1.5 万元'],
  [50_000, '1.5 万–5 万元'],
] as const;
/** Yuan at the bank from which somebody is looked after differently. */
const TIERS = [
  [50_000, '大众'],
  [300_000, '潜力'],
  [2_000_000, '富裕'],
] as const;
const CITY: Readonly<Record<string, string>> = { 临江: '二线', 望海: '二线', 云州: '三线' };

const bandOf = (
  bands: readonly (readonly [number, string])[],
  value: number,
  beyond: string,
): string => bands.find(([below]) => value < below)?.[1] ?? beyond;

type Shares = Readonly<Record<string, number>>;
const oneOf = (shares: Shares, at: number): string => pickShare(shares, at);
const yesNo = (yes: boolean): string => (yes ? '是' : '否');

function jobOf(c: Customer, at: number): string {
  if (c.age >= 60) return '退休';
  if (c.age < 24 && c.income < 5_000) return '学生';
  if (c.employer?.includes('中学')) return '教师';
  if (c.employer?.includes('医院')) return '医护';
  return pickShare(
    { 企业职员: 0.5, 产业工人: 0.16, 机关事业单位: 0.12, 企业主与个体经营: 0.12, 自由职业: 0.1 },
    at,
  );
}

const looseTail = (c: Customer, assets: number, at: number): boolean =>
  c.friendForDays === null && assets < TIERS[0][0] && at < 0.7;

/** What a bank's own systems hold of a customer beside their money and their number. */
export function bankKnows(
  seed: string,
  today: string,
  c: Customer,
): readonly (readonly [header: string, value: string | number])[] {
  const who = streamOf(seed, c.person);
  const { current, deposit, wealth } = c.opening;
  const assets = current + deposit + wealth;
  const card = c.creditCard
    ? oneOf(
        c.income > 20_000 ? { 金卡: 0.4, 白金卡: 0.5, 钻石卡: 0.1 } : { 普卡: 0.6, 金卡: 0.4 },
        draw(who, CARD),
      )
    : '';
  const day = (back: number) => textOf(dayNamed(today) - back);
  const paid = c.payday !== null && c.age < 60;
  return [
    ['年龄档', bandOf(AGES, c.age, '65 岁及以上')],
    ['城市等级', CITY[c.city] ?? '四线及以下'],
    ['职业', jobOf(c, draw(who, JOB))],
    [
      '学历',
      oneOf(
        c.age >= 60
          ? { 初中及以下: 0.5, 高中与中专: 0.35, 大专及以上: 0.15 }
          : { 初中及以下: 0.1, 高中与中专: 0.3, 大专及以上: 0.6 },
        draw(who, SCHOOL),
      ),
    ],
    ['开户日期', day(30 + below(Math.min(9_000, (c.age - 17) * 300), who, SINCE))],
    ['测评日期', day(below(500, who, ASSESSED))],
    ['客户分层', bandOf(TIERS, assets, '私行')],
    ['有车', yesNo(draw(who, CAR) < (c.interests.includes('car') ? 0.85 : 0.28))],
    ['资产合计', assets.toFixed(2)],
    ['存款合计', (current + deposit).toFixed(2)],
    ['理财合计', wealth.toFixed(2)],
    ['代发标志', yesNo(paid)],
    ['收入档', bandOf(INCOMES, c.income, '5 万元以上')],
    ['信用卡等级', card],
    ['卡已激活', c.creditCard ? yesNo(draw(who, ACTIVE) < 0.8) : ''],
    ['社保卡', yesNo(c.customerGroup === 'social_security' || draw(who, PENSION, 1) < 0.2)],
    ['养老金户', yesNo(c.age < 60 && draw(who, PENSION) < 0.18)],
    ['月均消费', around(c.income * 0.35, 1.4, who, SPENT).toFixed(2)],
    // Of those with little whom nobody has met yet, some are nobody's.
    ['管户工号', looseTail(c, assets, draw(who, LOOSE)) ? '' : c.rm.toUpperCase()],
    ['微信标识', c.unionid ?? ''],
  ];
}
