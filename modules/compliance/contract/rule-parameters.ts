import { type LicenceKind, licenceKindText } from '#modules/org/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type Disclosure, type DisclosureKey, disclosures } from './disclosures.ts';
import {
  choice,
  count,
  matrix,
  type Parameter,
  type Parameters,
  text,
  type ValuesOf,
  windows,
} from './parameter.ts';

const most = (zh: string, en: string, ready: number, max: number) =>
  count([`${zh}（次）`, `${en}, times`], ready, 0, max);
const days = (zh: string, en: string, ready: number, max = 3_650) =>
  count([`${zh}（天）`, `${en}, days`], ready, 0, max);
const yuan = (zh: string, en: string, ready: number, max = 10_000_000) =>
  count([`${zh}（元）`, `${en}, yuan`], ready, 0, max);

/** The licence that speaking of a kind of product takes. */
const licence = (zh: string, en: string, ready: LicenceKind | 'none') =>
  choice([`${zh}须持有`, `${en}: needs`], ready, {
    none: ['不需要', 'None'],
    ...licenceKindText,
  } satisfies Record<LicenceKind | 'none', Phrase>);

const disclosureTexts = Object.fromEntries(
  Object.entries<Disclosure>(disclosures).map(([key, d]) => [key, text(d.title, d.text, d)]),
) as { [K in DisclosureKey]: Parameter<'text'> };

/**
 * The figures of rules that a bank may set, with the value the product comes with. What a figure
 * means and where it is from stands in the rule's own text (`packs/base/compliance-rules.json`).
 */
export const ruleParameters = {
  'CR-006': { seconds: count(['最迟生效（秒）', 'In effect within, seconds'], 60, 1, 60) },
  'CR-014': { coolOffDays: days('删除后不再生成', 'Not made again for', 180) },
  'CR-017': { days: days('答复时限', 'Answered within', 15, 15) },
  'CR-018': { days: days('答复时限', 'Answered within', 15, 15) },
  'CR-038': { minutes: count(['自动恢复脱敏（分钟）', 'Masked again after, minutes'], 5, 1, 60) },
  'CR-048': {
    months: count(['测评有效期（月）', 'An assessment holds, months'], 12, 1, 12),
    askAgainDays: days('再次请客户经理提醒，最短间隔', 'RM asked again after', 30, 365),
  },
  'CR-049': {
    matrix: matrix(['匹配表', 'Matching matrix'], {
      C1: 'R1',
      C2: 'R2',
      C3: 'R3',
      C4: 'R4',
      C5: 'R5',
    }),
  },
  'CR-052': {
    perDay: most('每天测评最多', 'Assessments a day', 2, 2),
    perYear: most('十二个月最多', 'In twelve months', 8, 8),
  },
  'CR-054': {
    age: count(['年龄起点（周岁）', 'From the age of'], 65, 50, 120),
    coolingHours: count(['考虑时间（小时）', 'Longer consideration, hours'], 24, 0, 720),
    highest: choice(['主动推荐最高等级', 'Highest grade offered'], 'R2', {
      R1: ['R1', 'R1'],
      R2: ['R2', 'R2'],
      R3: ['R3', 'R3'],
    }),
  },
  // The elderly are those of the contact windows (CR-095), not those of special care (CR-054).
  'CR-055': { age: count(['年龄起点（周岁）', 'From the age of'], 60, 50, 120) },
  'CR-076': disclosureTexts,
  'CR-078': {
    level: choice(['缺少广告标识时', 'Without a mark'], 'warn', {
      warn: ['提示', 'Warn'],
      block: ['拦截', 'Stop'],
    }),
  },
  'CR-094': {
    quiet: windows(['免打扰时段', 'Quiet hours'], [['22:00', '08:00']]),
  },
  'CR-095': {
    age: count(['年龄起点（周岁）', 'From the age of'], 60, 50, 120),
    allowed: windows(
      ['可联系时段', 'Hours of contact'],
      [
        ['09:00', '11:00'],
        ['14:00', '17:00'],
        ['20:00', '22:00'],
      ],
    ),
  },
  'CR-096': {
    mode: choice(['平台上限', 'Cap of the platform'], 'monthly', {
      monthly: ['每月为当月天数', 'As many a month as it has days'],
      weekly: ['每周 7 次', '7 a week'],
      daily: ['每天 1 次', '1 a day'],
    }),
  },
  'CR-097': { perMonth: most('每月最多', 'A month', 4, 31) },
  'CR-098': {
    perDay: most('每天最多', 'A day', 1, 10),
    perWeek: most('7 天最多', 'In 7 days', 3, 50),
    perMonth: most('30 天最多', 'In 30 days', 8, 200),
  },
  'CR-100': { reminders: most('24 小时内提醒最多', 'Reminders in 24 hours', 3, 3) },
  'CR-102': { seconds: count(['欢迎语时限（秒）', 'Welcome within, seconds'], 20, 1, 20) },
  'CR-103': { perCall: count(['每次最多（人）', 'At a time, people'], 100, 1, 100) },
  'CR-104': { perDay: count(['每天最多（群）', 'A day, groups'], 300, 1, 300) },
  'CR-105': {
    hours: windows(['可外呼时段', 'Hours of calls'], [['09:00', '20:00']]),
    perDay: most('每天最多', 'A day', 2, 10),
    perMonth: most('30 天最多', 'In 30 days', 3, 30),
  },
  'CR-107': {
    deletedDays: days('删除后静默', 'Silent after deletion', 180),
    complaintDays: days('投诉办结后静默', 'Silent after a complaint is closed', 30),
  },
  'CR-110': { prize: yuan('最高奖', 'Highest prize', 50_000, 50_000) },
  'CR-114': { prize: yuan('须公示的奖品', 'Prize to be made public', 500, 500) },
  'CR-125': {
    perDay: yuan('每人每天', 'A person and day', 200),
    perMonth: yuan('每人每月', 'A person and month', 1_000),
    perYear: yuan('每人每年', 'A person and year', 5_000),
  },
  'CR-130': {
    least: count(['最短延迟（分钟）', 'Least delay, minutes'], 3, 0, 60),
    most: count(['最长延迟（分钟）', 'Longest delay, minutes'], 10, 1, 120),
  },
  'CR-136': {
    register: choice(['员工从业资格登记', 'Register of licences'], 'kept', {
      kept: ['已登记完整，按登记检查', 'Complete: contacts are checked against it'],
      not_kept: ['尚未建立，暂不检查', 'Not kept yet: nothing is checked'],
    }),
    wealth: licence('理财', 'Wealth management', 'wealth'),
    structured_deposit: licence('结构性存款', 'Structured deposits', 'wealth'),
    fund: licence('基金', 'Funds', 'fund'),
    precious_metal: licence('贵金属', 'Precious metals', 'precious_metal'),
    pension: licence('个人养老金', 'Personal pension', 'none'),
  },
  'CR-140': { days: days('回访时限', 'Call-back within', 7, 60) },
  'CR-141': { days: days('答复时限', 'Answered within', 15, 60) },
  'CR-147': { perHour: count(['每小时查看（条）', 'Reads an hour'], 200, 1, 10_000) },
  'CR-153': {
    fontSize: count(['最小字号（px）', 'Smallest type, px'], 18, 16, 40),
    steps: count(['最多步骤', 'Most steps'], 2, 1, 5),
  },
  'CR-154': {
    perWeek: most('每周提醒', 'Reminders a week', 1, 7),
    reminder: text(
      ['提醒内容', 'What is reminded of'],
      '【防骗提醒】本行不会索要您的密码和短信验证码，也不会让您把钱转到“安全账户”。接到可疑电话或链接，请先问客户经理，或拨打 96110。',
      {
        alterable: true,
        position: ['发给老年客户的一对一带链接消息末尾', 'Last in one-to-one messages with a link'],
      },
    ),
  },
} as const satisfies Record<string, Parameters>;

export type ParameterisedRule = keyof typeof ruleParameters;
export type RuleValues<R extends ParameterisedRule> = ValuesOf<(typeof ruleParameters)[R]>;

export const parametersOf = (rule: string): Parameters =>
  (ruleParameters as Readonly<Record<string, Parameters>>)[rule] ?? {};

/** What a bank has set, and the product's own value of a figure that came after it was set. */
export const withReady = (
  rule: string,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries(parametersOf(rule)).map(([name, { ready }]) => [name, ready]),
  ),
  ...given,
});

/** Rules a bank begins with switched off: they hold for banks of a special kind only. */
export const offAtFirst: readonly string[] = ['CR-097'];
