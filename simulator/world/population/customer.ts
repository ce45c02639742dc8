import { DAY, dayNamed, textOf } from '../calendar.ts';
import { around, below, draw, pick, pickShare, type Stream, streamOf, topic } from '../chance.ts';
import type { CustomerGroup, Values } from '../parameters.ts';
import type { Rhythm } from '../people/rhythm.ts';
import type { Interest } from '../people/topics.ts';
import { addressIn, fullName, nickname, phoneOf } from './names.ts';
import type { Rm } from './staff.ts';

/** A customer as they are. The bank knows some of it (see `bank-file.ts`), the product none. */
export interface Customer {
  /** Their id in the simulator. */
  readonly person: string;
  /** Given, when the bank knows them by it already. */
  readonly unionid?: string;
  /** By which the product names them to an RM, when whoever made them up knows it. */
  readonly productNumber?: number;
  /** The bank's number of the customer. */
  readonly number: string;
  readonly name: string;
  readonly nickname: string;
  /** 1 man, 2 woman. */
  readonly gender: 1 | 2;
  readonly birthday: string;
  readonly age: number;
  readonly phone: string;
  readonly customerGroup: CustomerGroup;
  readonly city: string;
  readonly district: string;
  /** Yuan in a month. */
  readonly income: number;
  /** Day of the month on which the bank pays their wage or pension; null: paid elsewhere. */
  readonly payday: number | null;
  readonly employer: string | null;
  readonly household: {
    readonly adults: number;
    readonly children: number;
    readonly grandchildren: number;
  };
  /** C1 to C5. */
  readonly risk: 1 | 2 | 3 | 4 | 5;
  readonly creditCard: boolean;
  readonly interests: readonly Interest[];
  readonly rhythm: Rhythm;
  /** Around 1: how much annoyance they bear, compared with the average. */
  readonly patience: number;
  /** Around 1: how much they do. */
  readonly activity: number;
  readonly device: keyof typeof DEVICES;
  /** Yuan. */
  readonly opening: { readonly current: number; readonly deposit: number; readonly wealth: number };
  /** Who looks after them, as the bank says. */
  readonly rm: string;
  readonly outlet: string;
  /** Days before the beginning on which they became friends; null: strangers. */
  readonly friendForDays: number | null;
  readonly addWay: number;
  /** The RM wrote their name down. */
  readonly remarked: boolean;
}

export const DEVICES = {
  huawei: 'Linux; Android 12; HarmonyOS; ALN-AL00',
  xiaomi: 'Linux; Android 15; 23127PN0CC',
  vivo: 'Linux; Android 14; V2324A',
  oppo: 'Linux; Android 13; PHZ110',
  old: 'Linux; Android 10; JKM-AL00b',
  iphone: 'iPhone; CPU iPhone OS 18_2 like Mac OS X',
} as const;

/** What WeChat's browser says of itself. */
export const userAgent = (device: keyof typeof DEVICES): string =>
  `Mozilla/5.0 (${DEVICES[device]}) AppleWebKit/${device === 'iphone' ? '605.1.15' : '537.36'} (KHTML, like Gecko) ${
    device === 'iphone' ? 'Mobile/15E148' : 'Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36'
  } MicroMessenger/8.0.54 ${device === 'iphone' ? '' : 'WeChat/arm64 Weixin '}NetType/WIFI Language/zh_CN`;

const t = (name: string) => topic(`customer ${name}`);
const [GROUP, GENDER, AGE, INCOME, PAYDAY, ADULTS, CHILDREN] = [
  'group',
  'gender',
  'age',
  'income',
  'payday',
  'adults',
  'children',
].map(t) as [number, number, number, number, number, number, number];
const [RISK, CARD, INTEREST, RHYTHM, PATIENCE, ACTIVITY, DEVICE] = [
  'risk',
  'card',
  'interest',
  'rhythm',
  'patience',
  'activity',
  'device',
].map(t) as [number, number, number, number, number, number, number];
const [MONEY, SPLIT, RM, FRIEND, SINCE, WAY, REMARK, BIRTH, EMPLOYER] = [
  'money',
  'split',
  'rm',
  'friend',
  'since',
  'way',
  'remark',
  'birth',
  'employer',
].map(t) as [number, number, number, number, number, number, number, number, number];

const BOUND = t('bound');

interface Mould {
  readonly ages: readonly [number, number];
  readonly income: number;
  readonly spread: number;
  /** Months of income kept at the bank. */
  readonly months: number;
  readonly interests: readonly Interest[];
  readonly rhythms: Readonly<Partial<Record<Rhythm, number>>>;
  readonly risks: readonly [number, number, number, number, number];
  readonly card: number;
}

const MOULDS: Readonly<Record<CustomerGroup, Mould>> = {
  credit_card: {
    ages: [22, 45],
    income: 9000,
    spread: 1.6,
    months: 2.5,
    interests: ['card', 'dining', 'travel', 'film', 'shopping', 'loan', 'car'],
    rhythms: { office: 0.5, late: 0.4, home: 0.1 },
    risks: [0.08, 0.22, 0.36, 0.24, 0.1],
    card: 1,
  },
  payroll: {
    ages: [23, 58],
    income: 8500,
    spread: 1.7,
    months: 4,
    interests: ['wealth', 'deposit', 'fund', 'card', 'loan', 'dining', 'family', 'car'],
    rhythms: { office: 0.75, late: 0.15, home: 0.1 },
    risks: [0.12, 0.3, 0.34, 0.18, 0.06],
    card: 0.45,
  },
  social_security: {
    ages: [60, 82],
    income: 3800,
    spread: 1.4,
    months: 30,
    interests: ['deposit', 'pension', 'health', 'groceries', 'family', 'community'],
    rhythms: { elder: 0.9, home: 0.1 },
    risks: [0.42, 0.38, 0.15, 0.04, 0.01],
    card: 0.05,
  },
  neighbourhood: {
    ages: [28, 66],
    income: 6000,
    spread: 1.7,
    months: 7,
    interests: ['groceries', 'community', 'family', 'health', 'deposit', 'dining', 'insurance'],
    rhythms: { home: 0.5, office: 0.3, elder: 0.2 },
    risks: [0.2, 0.34, 0.3, 0.12, 0.04],
    card: 0.35,
  },
};

const districts = ['江北区', '江南区', '滨湖区', '高新区', '古城区', '新港区'];
const companies = [
  '临江重工',
  '望海电子',
  '云州茶业',
  '青溪纺织',
  '江海物流',
  '临江市第二中学',
  '望海区人民医院',
  '云州软件园',
];
const ADD_WAYS = { qr: 1, phone: 2, card: 3 } as const;

/** What is known of somebody who exists already; the rest is made up. */
export interface CustomerDraft {
  readonly person: string;
  /** By which the bank knows them again. */
  readonly unionid?: string;
  readonly productNumber?: number;
  readonly phone?: string;
  /** Who looks after them. */
  readonly rm?: string;
  readonly gender?: 1 | 2;
  readonly age?: number;
  readonly customerGroup?: CustomerGroup;
  /** Yuan in a month. */
  readonly income?: number;
  readonly payday?: number;
  readonly risk?: Customer['risk'];
  /** Yuan at the bank, all kinds together. */
  readonly assets?: number;
  readonly friendForDays?: number | null;
}

/** The n-th customer of a seed; whoever else there is. */
export function makeCustomer(
  seed: string,
  index: number,
  rms: readonly Rm[],
  today: string,
  values: Values,
  known: Partial<CustomerDraft> = {},
): Customer {
  const person = known.person ?? `c${String(index + 1).padStart(6, '0')}`;
  const who = streamOf(seed, person);
  const customerGroup = known.customerGroup ?? groupOf(known, who, values);
  const mould = MOULDS[customerGroup];
  const gender = known.gender ?? (draw(who, GENDER) < 0.49 ? 1 : 2);
  const [youngest, oldest] = mould.ages;
  const age = known.age ?? youngest + below(oldest - youngest + 1, who, AGE);
  const name = fullName(who, gender, age);
  const income =
    known.income ?? Math.round(around(mould.income, mould.spread, who, INCOME) / 50) * 50;
  const likely = Object.fromEntries(mould.risks.map((share, i) => [i + 1, share]));
  const risk =
    known.risk ?? ((Number(pickShare(likely, draw(who, RISK))) || 1) as Customer['risk']);
  const kept = known.assets ?? Math.min(8_000_000, around(income * mould.months, 2.2, who, MONEY));
  const split = draw(who, SPLIT);
  const rm = rms.find(({ userid }) => userid === known.rm) ?? pick(rms, who, RM);
  const stranger = draw(who, FRIEND) >= values.people.friends;
  const way = draw(who, WAY);
  return {
    person,
    ...unionidOf(known.unionid, who),
    ...(known.productNumber === undefined ? {} : { productNumber: known.productNumber }),
    number: `60${String(index + 1).padStart(8, '0')}`,
    name,
    nickname: nickname(who, name, age),
    gender,
    birthday: birthday(who, age, today),
    age,
    phone: known.phone ?? phoneOf(index + 1),
    customerGroup,
    city: rm.city,
    district: addressIn(districts, who),
    income,
    payday: known.payday ?? paydayOf(who, customerGroup),
    employer: customerGroup === 'payroll' ? pick(companies, who, EMPLOYER) : null,
    household: householdOf(who, age),
    risk,
    creditCard: draw(who, CARD) < mould.card,
    interests: interestsOf(who, mould.interests),
    rhythm: pickShare(mould.rhythms as Record<Rhythm, number>, draw(who, RHYTHM)),
    patience: around(1, 1.45, who, PATIENCE),
    activity: around(1, 1.7, who, ACTIVITY),
    device: deviceOf(who, age),
    opening: {
      current: Math.round(kept * (0.1 + 0.3 * split)),
      deposit: Math.round(kept * (age >= 55 ? 0.6 : 0.35) * (1 - 0.3 * split)),
      wealth: risk >= 2 ? Math.round(kept * (age >= 55 ? 0.1 : 0.25)) : 0,
    },
    rm: rm.userid,
    outlet: rm.outlet,
    friendForDays:
      known.friendForDays !== undefined
        ? known.friendForDays
        : stranger
          ? null
          : 3 + Math.floor(draw(who, SINCE) ** 1.5 * 700),
    addWay: way < 0.6 ? ADD_WAYS.qr : way < 0.9 ? ADD_WAYS.phone : ADD_WAYS.card,
    remarked: draw(who, REMARK) < values.people.remarked,
  };
}

/** Two of three have bound their WeChat to the bank: by that it knows a friend of an RM again. */
function unionidOf(known: string | undefined, who: Stream): { unionid?: string } {
  if (known) return { unionid: known };
  if (draw(who, BOUND) >= 0.67) return {};
  const part = (n: number) =>
    below(36 ** 6, who, BOUND, n)
      .toString(36)
      .padStart(6, '0');
  return { unionid: `o6_${part(1)}${part(2)}${part(3)}${part(4)}` };
}

/** Whom the bank pays a wage or a pension, as far as their age and payday tell. */
function groupOf({ age, payday }: Partial<CustomerDraft>, who: Stream, values: Values) {
  if (age !== undefined && age >= MOULDS.social_security.ages[0]) return 'social_security';
  if (payday !== undefined) return 'payroll';
  return pickShare(values.people.groups, draw(who, GROUP));
}

function birthday(who: Stream, age: number, today: string): string {
  const day = dayNamed(today);
  const year = Number(today.slice(0, 4)) - age;
  const upTo = dayNamed(`${year}${textOf(day).slice(4, 8)}01`);
  return textOf(upTo - below(330, who, BIRTH));
}

function paydayOf(who: Stream, group: CustomerGroup): number | null {
  if (group === 'payroll') return pick([5, 8, 10, 10, 15, 15, 20, 25, 28], who, PAYDAY);
  if (group === 'social_security') return pick([10, 12, 15], who, PAYDAY);
  return null;
}

function householdOf(who: Stream, age: number): Customer['household'] {
  const adults =
    draw(who, ADULTS) < (age < 28 ? 0.6 : 0.12)
      ? 1
      : age > 34 && draw(who, ADULTS, 1) < 0.2
        ? 3
        : 2;
  const young = age >= 27 && age <= 50 ? below(3, who, CHILDREN) : 0;
  const grandchildren = age >= 56 ? below(3, who, CHILDREN, 1) : 0;
  return { adults, children: adults > 1 ? young : 0, grandchildren };
}

function interestsOf(who: Stream, likely: readonly Interest[]): Interest[] {
  const liked = likely.filter((_, i) => draw(who, INTEREST, i) < 0.42);
  return liked.length > 0 ? liked : [pick(likely, who, INTEREST, 99)];
}

function deviceOf(who: Stream, age: number): keyof typeof DEVICES {
  const at = draw(who, DEVICE);
  if (age >= 60) return at < 0.35 ? 'old' : at < 0.7 ? 'huawei' : at < 0.85 ? 'xiaomi' : 'vivo';
  if (at < 0.28) return 'iphone';
  return at < 0.55 ? 'huawei' : at < 0.72 ? 'xiaomi' : at < 0.87 ? 'vivo' : 'oppo';
}

/** `40-49` */
export const ageBand = (age: number): string => {
  const from = Math.floor(age / 10) * 10;
  return `${from}-${from + 9}`;
};

/** When the friendship began, in Unix seconds. */
export const friendSince = (customer: Customer, now: number): number =>
  now - (customer.friendForDays ?? 0) * DAY;
