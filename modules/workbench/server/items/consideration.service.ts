import { rulesAt } from '#modules/compliance/server/index.ts';
import { attributesOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { ItemRow } from './item.repo.ts';

const RULE = 'CR-054';
const HOUR = 3_600_000;

/**
 * Until when elderly customers think an investment over, by item: before that no deal is logged, and none
 * without a call back (CR-054). Items that this does not speak of are left out.
 */
export async function considerations(
  ctx: Ctx,
  rows: readonly Pick<ItemRow, 'itemId' | 'customerId' | 'interestAt'>[],
): Promise<ReadonlyMap<string, Date>> {
  const about = rows.filter((row) => row.interestAt !== null);
  if (about.length === 0) return new Map();
  const { on, values } = (await rulesAt(ctx, [RULE]))[RULE];
  if (!on) return new Map();
  const ids = [...new Set(about.map(({ customerId }) => customerId))];
  const held = await attributesOf(ctx, ids, { codes: ['birth_date'], purpose: 'risk' });
  const bornBefore = yearsBefore(dayOf(ctx.now()), values.age);
  return new Map(
    about.flatMap(({ itemId, customerId, interestAt }) => {
      const born = held.get(customerId)?.get('birth_date')?.value;
      return typeof born === 'string' && born <= bornBefore
        ? [
            [
              itemId as string,
              new Date(interestAt!.getTime() + values.coolingHours * HOUR),
            ] as const,
          ]
        : [];
    }),
  );
}

/** Whoever was born on this day or before is so many years old. */
const yearsBefore = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
