import { type RawBuilder, sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import { type Basis, isMarketing, isTimed } from '../rules/basis.ts';
import { type Edges, edgesOf, isInside, without } from '../rules/hours.ts';
import { defers, type Policy } from '../rules/policy.ts';

const outside = (minute: RawBuilder<never>, edges: Edges): RawBuilder<boolean> =>
  sql`width_bucket(${minute}, ${[...edges]}::int[]) % 2 = 0`;

const timed = (basis: Basis) => isMarketing(basis) && isTimed(basis);
const said = (windows: readonly (readonly [string, string])[]): Phrase => {
  const each = windows.map(([from, to]) => `${from}–${to}`);
  return [each.join('、'), each.join(', ')];
};

/** Everything stops by one switch, and on days of mourning, of rest and of the bank's own (CR-108). */
export const stop: Policy = {
  key: 'stop',
  rules: ['CR-108'],
  step: 'hours',
  name: ['停发开关与停发日', 'Stop switch and days without marketing'],
  again: true,
  about: (basis) => isMarketing(basis) && basis.rules['CR-108'].on,
  facts: ['day'],
  judge: ({ day }, basis) => {
    if (basis.settings.stopped) return 'switch';
    return isTimed(basis) && day in basis.hours.stopDays ? 'day' : null;
  },
  judgeSql: ({ day }, basis) => {
    if (basis.settings.stopped) return sql`'switch'::text`;
    const days = Object.keys(basis.hours.stopDays);
    if (!isTimed(basis) || days.length === 0) return sql`null::text`;
    return sql`case when ${day} = any (${days}::date[]) then 'day' end`;
  },
  codes: ({ rules }) => ({
    switch: defers('CR-108', rules['CR-108'].version, 'hour'),
    day: defers('CR-108', rules['CR-108'].version, 'opening'),
  }),
  why: (code, { day }, { settings, hours }): Phrase =>
    code === 'switch'
      ? [
          `全行营销已暂停：${settings.stopReason}`,
          `All marketing is stopped: ${settings.stopReason}`,
        ]
      : [
          `${day} 不发营销：${hours.stopDays[day] ?? ''}`,
          `No marketing on ${day}: ${hours.stopDays[day] ?? ''}`,
        ],
};

/** The windows of the elderly: 9–11, 14–17, 20–22 unless the bank says otherwise (CR-095, R-331). */
export const elderlyHours: Policy = {
  key: 'elderly_hours',
  rules: ['CR-095'],
  step: 'hours',
  name: ['老年客户时段', 'Hours of the elderly'],
  again: true,
  about: (basis) => timed(basis) && basis.rules['CR-095'].on,
  facts: ['age', 'minute'],
  judge: ({ age, minute }, { rules }) => {
    const { values } = rules['CR-095'];
    if (age === null || age < values.age) return null;
    return isInside(edgesOf(values.allowed), minute) ? null : 'outside';
  },
  judgeSql: ({ age, minute }, { rules }) => {
    const { values } = rules['CR-095'];
    return sql`case when ${age} >= ${values.age}::int
      and ${outside(minute, edgesOf(values.allowed))} then 'outside' end`;
  },
  codes: ({ rules }) => ({ outside: defers('CR-095', rules['CR-095'].version, 'opening') }),
  why: (_, __, { rules }) => {
    const { allowed, age } = rules['CR-095'].values;
    const [zh, en] = said(allowed);
    return [
      `${age} 岁及以上客户只在 ${zh} 联系`,
      `Customers of ${age} and older are contacted ${en} only`,
    ];
  },
};

/** Nobody is disturbed in quiet hours (CR-094). */
export const quietHours: Policy = {
  key: 'quiet_hours',
  rules: ['CR-094'],
  step: 'hours',
  name: ['免打扰时段', 'Quiet hours'],
  again: true,
  about: (basis) => timed(basis) && basis.rules['CR-094'].on,
  facts: ['minute'],
  judge: ({ minute }, { rules }) =>
    isInside(edgesOf(rules['CR-094'].values.quiet), minute) ? 'quiet' : null,
  judgeSql: ({ minute }, { rules }) =>
    sql`case when ${outside(minute, without(edgesOf(rules['CR-094'].values.quiet)))} then 'quiet' end`,
  codes: ({ rules }) => ({ quiet: defers('CR-094', rules['CR-094'].version, 'opening') }),
  why: (_, __, { rules }) => {
    const [zh, en] = said(rules['CR-094'].values.quiet);
    return [`${zh} 为免打扰时段`, `${en} are quiet hours`];
  },
};

/** Calls are made between nine and eight in the evening (CR-105). */
export const callHours: Policy = {
  key: 'call_hours',
  rules: ['CR-105'],
  step: 'hours',
  name: ['外呼时段', 'Hours of calls'],
  again: true,
  about: (basis) => timed(basis) && basis.channel === 'call_list' && basis.rules['CR-105'].on,
  facts: ['minute'],
  judge: ({ minute }, { rules }) =>
    isInside(edgesOf(rules['CR-105'].values.hours), minute) ? null : 'outside',
  judgeSql: ({ minute }, { rules }) =>
    sql`case when ${outside(minute, edgesOf(rules['CR-105'].values.hours))} then 'outside' end`,
  codes: ({ rules }) => ({ outside: defers('CR-105', rules['CR-105'].version, 'opening') }),
  why: (_, __, { rules }) => {
    const hours = said(rules['CR-105'].values.hours);
    return [`外呼只在 ${hours}`, `Calls are made ${hours} only`];
  },
};
