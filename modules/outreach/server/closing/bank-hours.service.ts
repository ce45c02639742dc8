import { rulesAt } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { findOverrides } from '#platform/server/system/calendar.service.ts';
import { daysAhead, hoursOf } from '../decide/hours-basis.ts';
import { findSettings } from '../settings/setting.repo.ts';
import type { Moments } from './window.ts';

/** When customers of a bank may be reached, as its rules and its calendar say now. */
export interface BankHours {
  readonly ordinary: Moments;
  readonly elderly: Moments;
  /** From which age on somebody is elderly; null: nobody is, as far as hours go. */
  readonly age: number | null;
}

export async function bankHours(ctx: Ctx): Promise<BankHours> {
  const now = ctx.now();
  const today = dayOf(now);
  const rules = await rulesAt(ctx, ['CR-094', 'CR-095', 'CR-105', 'CR-108'], now);
  const { settings } = await findSettings(ctx);
  const last = addDays(today, daysAhead(settings));
  const overrides = await findOverrides(ctx, addDays(today, -1), last);
  const hours = hoursOf(rules, settings, overrides, false, now);
  const { 'CR-095': elderly } = rules;
  return {
    ordinary: hours.ordinaryMoments,
    elderly: hours.elderlyMoments,
    age: elderly.on ? elderly.values.age : null,
  };
}

export const momentsOf = (hours: BankHours, elderly: boolean): Moments =>
  elderly ? hours.elderly : hours.ordinary;
