import type { RehearsedChat } from './draw-groups.ts';

/** What is known of a customer whom somebody is to play. */
export interface RehearsedCustomer {
  readonly customerId: number;
  /** Who looks after them, by number; null: nobody. */
  readonly rmNth: number | null;
  readonly birthDate: string | null;
  readonly ageBand: string | null;
  readonly gender: string | null;
  readonly payday: string | null;
  /** Fen. */
  readonly salary: number | null;
  readonly aum: number | null;
  readonly risk: string | null;
  readonly payroll: boolean;
  readonly socialSecurity: boolean;
  readonly friendSince: Date | null;
  /** The bank knows a number of theirs; which one stays with it. */
  readonly hasPhone: boolean;
}

export interface RehearsedStaff {
  readonly nth: number;
  readonly outlet: string;
  readonly outletName: string;
  readonly department: number;
}

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;
/** The middle of each band. */
const AGES: Readonly<Record<string, number>> = {
  under18: 16,
  '18_24': 21,
  '25_34': 30,
  '35_44': 40,
  '45_54': 50,
  '55_64': 60,
  '65up': 70,
};

export const useridOf = (nth: number) => `rm${String(nth).padStart(5, '0')}`;
/** By which the product knows them again when WeCom names them. */
export const unionidOf = (customerId: number) => `rehearsed-${customerId}`;

/** A number of somebody whose own is not copied: 1600, which no operator has, and their place. */
export const numberOf = (place: number) => `1600${String(place + 1).padStart(7, '0')}`;

/** The simulator's people, as `simulator/world` takes them; what is not known is made up there. */
export function worldPeople(
  customers: readonly RehearsedCustomer[],
  { now, everybodyAdded }: { now: Date; everybodyAdded: boolean },
): object[] {
  return customers.map((c, place) => {
    const age = c.birthDate
      ? Math.floor((now.getTime() - Date.parse(c.birthDate)) / YEAR)
      : c.ageBand
        ? AGES[c.ageBand]
        : undefined;
    const payday = Number(c.payday);
    const since = c.friendSince
      ? Math.max(0, Math.floor((now.getTime() - c.friendSince.getTime()) / DAY))
      : everybodyAdded && c.rmNth !== null
        ? 30
        : null;
    return {
      person: `c${c.customerId}`,
      unionid: unionidOf(c.customerId),
      productNumber: c.customerId,
      phone: numberOf(place),
      ...(c.rmNth === null ? {} : { rm: useridOf(c.rmNth) }),
      ...(age === undefined || age < 0 ? {} : { age }),
      ...(c.gender === 'male' ? { gender: 1 } : c.gender === 'female' ? { gender: 2 } : {}),
      ...(payday >= 1 && payday <= 31 ? { payday } : {}),
      ...(c.salary === null ? {} : { income: Math.round(c.salary / 100) }),
      ...(c.aum === null ? {} : { assets: Math.max(0, Math.round(c.aum / 100)) }),
      ...(/^C[1-5]$/.test(c.risk ?? '') ? { risk: Number(c.risk!.slice(1)) } : {}),
      ...(c.socialSecurity
        ? { customerGroup: 'social_security' }
        : c.payroll
          ? { customerGroup: 'payroll' }
          : {}),
      friendForDays: since,
    };
  });
}

/** Members of groups whom the bank does not know: all about them is made up. */
export const worldStrangers = (chats: readonly RehearsedChat[]): object[] =>
  [...new Set(chats.flatMap(({ strangers }) => strangers))]
    .sort((a, b) => a - b)
    .map((n) => ({ person: `x${n}`, friendForDays: null }));

/** A group of a rehearsal is named by its number: what it is called may name somebody. */
export const chatName = (nth: number) => `客户群${String(nth).padStart(4, '0')}`;

export const worldGroups = (chats: readonly RehearsedChat[], now: Date): object[] =>
  chats.map(({ nth, ownerNth, createdAt, customers, strangers }) => ({
    key: `rehearsed-${nth}`,
    name: chatName(nth),
    userid: useridOf(ownerNth),
    persons: [...customers.map((id) => `c${id}`), ...strangers.map((n) => `x${n}`)],
    createtime: Math.floor((createdAt ?? now).getTime() / 1000),
  }));

export const worldStaff = (staff: readonly RehearsedStaff[]): object[] =>
  staff.map(({ nth, ...rest }) => ({
    userid: useridOf(nth),
    name: `客户经理${String(nth).padStart(3, '0')}`,
    ...rest,
    city: '',
  }));
