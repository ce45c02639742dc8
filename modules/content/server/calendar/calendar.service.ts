import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import {
  addDays,
  calendarDay,
  type DayOverrides,
  dayOf,
  isAnnounced,
  isWorkday,
} from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { findOverrides } from '#platform/server/system/calendar.service.ts';
import {
  calendarErrors,
  type Occasion,
  type OccasionId,
  type OccasionKind,
  type Proposal,
} from '../../contract/calendar.ts';
import {
  countByScene,
  deleteOccasion,
  findOccasions,
  findOffers,
  insertOccasion,
} from './occasion.repo.ts';

/** Days before an occasion that preparing should begin; writing and approval take their time. */
const LEAD: Readonly<Record<OccasionKind, number>> = {
  festival: 10,
  term: 5,
  holiday: 10,
  payday: 5,
  offer: 7,
  own: 7,
};

interface Found {
  readonly day: string;
  readonly kind: OccasionKind;
  readonly name: string;
  readonly segments: readonly string[];
  readonly lead: number;
  readonly productId?: string;
  readonly occasionId?: string;
}

/** Festivals, solar terms, holidays, paydays, offers and the bank's own days, with when to begin. */
export async function marketingCalendar(ctx: Ctx, month: string) {
  const days: string[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  const [first, last] = [days[0]!, days.at(-1)!];
  const overrides = await findOverrides(ctx, addDays(first, -90), last);
  const occasions = await findOccasions(ctx);
  const found = [
    ...days.flatMap((day) => ofPublicCalendar(day, overrides)),
    ...occasions.flatMap((one) => ofBank(one, month, days, overrides)),
    ...(await findOffers(ctx, first, last)).map(
      (offer): Found => ({
        day: offer.from < first ? first : offer.from,
        kind: 'offer',
        name: `${offer.product}：${offer.name}`,
        segments: [],
        lead: LEAD.offer,
        productId: offer.productId,
      }),
    ),
  ];
  const items = await countByScene(ctx, [...new Set(found.map(({ name }) => name))]);
  const today = dayOf(ctx.now());
  const proposals = found.map((one): Proposal => {
    const beginBy = workdayBy(addDays(one.day, -one.lead), overrides);
    const count = items.get(one.name) ?? 0;
    return {
      ...{ day: one.day, kind: one.kind, name: one.name, segments: [...one.segments] },
      beginBy,
      items: count,
      due: count === 0 && beginBy <= today && one.day >= today,
      productId: one.productId ?? null,
      occasionId: one.occasionId ?? null,
    };
  });
  return {
    month,
    today,
    announced: isAnnounced(Number(month.slice(0, 4))),
    days: days.map((day) => ({
      day,
      workday: isWorkday(day, overrides),
      lunar: calendarDay(day, overrides).lunar,
      proposals: proposals.filter((proposal) => proposal.day === day),
    })),
    occasions,
  };
}

function ofPublicCalendar(day: string, overrides: DayOverrides): Found[] {
  const { festivals, solarTerm, ...public_ } = calendarDay(day, overrides);
  // A workday that makes up for a holiday bears its name too.
  const holiday = public_.workday ? null : public_.holiday;
  const before = calendarDay(addDays(day, -1), overrides).holiday;
  const found = (kind: OccasionKind, name: string): Found => ({
    ...{ day, kind, name, segments: [], lead: LEAD[kind] },
  });
  return [
    ...festivals.map((name) => found('festival', name)),
    ...(solarTerm ? [found('term', solarTerm)] : []),
    // A holiday is one occasion, on its first day; one that is a festival stands already.
    ...(holiday && holiday !== before && !festivals.some((f) => f.startsWith(holiday.slice(0, 2)))
      ? [found('holiday', holiday)]
      : []),
  ];
}

function ofBank(
  { id, name, kind, segments, leadDays, ...when }: Occasion & { id: OccasionId },
  month: string,
  days: readonly string[],
  overrides: DayOverrides,
): Found[] {
  const monthly = when.dayOfMonth ? days[Math.min(when.dayOfMonth, days.length) - 1] : undefined;
  const wanted = when.day ?? monthly;
  if (!wanted?.startsWith(month)) return [];
  const day = kind === 'payday' ? workdayBy(wanted, overrides) : wanted;
  return [{ day, kind, name, segments, lead: leadDays, occasionId: id }];
}

/** The day itself, or the last workday before it. */
function workdayBy(day: string, overrides: DayOverrides): string {
  let by = day;
  while (!isWorkday(by, overrides)) by = addDays(by, -1);
  return by;
}

export function addOccasion(ctx: Ctx, occasion: Occasion) {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as OccasionId;
    await insertOccasion(ctx, id, occasion);
    audit(ctx, {
      action: 'content.occasion-added',
      subject: { kind: 'occasion', id, name: occasion.name },
      after: occasion,
    });
    return { ...occasion, id };
  });
}

export function dropOccasion(ctx: Ctx, id: OccasionId): Promise<Record<string, never>> {
  return inTx(ctx, async (ctx) => {
    if (!(await deleteOccasion(ctx, id))) throw calendarErrors.occasionNotFound({ id });
    audit(ctx, { action: 'content.occasion-dropped', subject: { kind: 'occasion', id } });
    return {};
  });
}
