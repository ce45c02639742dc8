import { sql } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import { isMarketing, isMass, isTimed } from '../rules/basis.ts';
import { defers, type Policy, refuses } from '../rules/policy.ts';

/**
 * The bank's own caps on one-to-one marketing, by a programme or by hand (CR-098). What a colleague
 * answers to somebody who wrote a short while ago is counted, and not held back.
 */
export const ownCap: Policy = {
  key: 'own_cap',
  rules: ['CR-098'],
  step: 'frequency',
  name: ['自有频次上限', 'Own frequency cap'],
  again: true,
  slot: true,
  about: (basis) =>
    isMarketing(basis) &&
    (basis.channel === 'one_to_one' || basis.channel === 'sidebar') &&
    basis.rules['CR-098'].on,
  facts: ['pointDay', 'pointWeek', 'pointMonth', 'answering'],
  judge: ({ pointDay, pointWeek, pointMonth, answering }, { rules, channel }) => {
    const { perDay, perWeek, perMonth } = rules['CR-098'].values;
    if (channel === 'sidebar' && answering === true) return null;
    if (pointMonth >= perMonth) return 'month';
    if (pointWeek >= perWeek) return 'week';
    return pointDay >= perDay ? 'day' : null;
  },
  judgeSql: ({ pointDay, pointWeek, pointMonth, answering }, { rules, channel }) => {
    const { perDay, perWeek, perMonth } = rules['CR-098'].values;
    return sql`case when ${channel === 'sidebar' ? answering : sql`false`} is true then null
      when ${pointMonth} >= ${perMonth}::int then 'month'
      when ${pointWeek} >= ${perWeek}::int then 'week'
      when ${pointDay} >= ${perDay}::int then 'day' end`;
  },
  codes: ({ rules: { 'CR-098': rule } }) => ({
    day: defers('CR-098', rule.version, 'next_day'),
    week: refuses('CR-098', rule.version),
    month: refuses('CR-098', rule.version),
  }),
  why: (code, facts, { rules }): Phrase => {
    const { perDay, perWeek, perMonth } = rules['CR-098'].values;
    if (code === 'day')
      return [
        `当天一对一营销已有 ${facts.pointDay} 次（上限 ${perDay} 次）`,
        `${facts.pointDay} one-to-one that day already, of at most ${perDay}`,
      ];
    return code === 'week'
      ? [
          `7 天内一对一营销已有 ${facts.pointWeek} 次（上限 ${perWeek} 次）`,
          `${facts.pointWeek} one-to-one in seven days already, of at most ${perWeek}`,
        ]
      : [
          `30 天内一对一营销已有 ${facts.pointMonth} 次（上限 ${perMonth} 次）`,
          `${facts.pointMonth} one-to-one in thirty days already, of at most ${perMonth}`,
        ];
  },
};

/** How often somebody is called (CR-105). */
export const callCap: Policy = {
  key: 'call_cap',
  rules: ['CR-105'],
  step: 'frequency',
  name: ['外呼次数上限', 'Cap of calls'],
  again: true,
  slot: true,
  about: (basis) => isMarketing(basis) && basis.channel === 'call_list' && basis.rules['CR-105'].on,
  facts: ['callDay', 'callMonth'],
  judge: ({ callDay, callMonth }, { rules }) => {
    const { perDay, perMonth } = rules['CR-105'].values;
    if (callMonth >= perMonth) return 'month';
    return callDay >= perDay ? 'day' : null;
  },
  judgeSql: ({ callDay, callMonth }, { rules }) => {
    const { perDay, perMonth } = rules['CR-105'].values;
    return sql`case when ${callMonth} >= ${perMonth}::int then 'month'
      when ${callDay} >= ${perDay}::int then 'day' end`;
  },
  codes: ({ rules: { 'CR-105': rule } }) => ({
    day: defers('CR-105', rule.version, 'next_day'),
    month: refuses('CR-105', rule.version),
  }),
  why: (code, { callDay, callMonth }): Phrase =>
    code === 'day'
      ? [`当天已外呼 ${callDay} 次`, `${callDay} calls that day already`]
      : [`30 天内已外呼 ${callMonth} 次`, `${callMonth} calls in thirty days already`],
};

/** Every way of contact tires by its own weight: Moments less than one-to-one (R-146, R-148). */
export const fatigue: Policy = {
  key: 'fatigue',
  rules: ['R-146'],
  step: 'frequency',
  name: ['疲劳度', 'Fatigue'],
  again: true,
  slot: true,
  about: (basis) => isMarketing(basis) && isTimed(basis) && basis.settings.weight > 0,
  facts: ['fatigue'],
  judge: ({ fatigue }, { settings: { weight, limit } }) =>
    fatigue + weight > limit ? 'tired' : null,
  judgeSql: ({ fatigue }, { settings: { weight, limit } }) =>
    sql`case when ${fatigue} + ${weight}::float8 > ${limit}::float8 then 'tired' end`,
  codes: ({ settings }) => ({ tired: defers('R-146', settings.version, 'next_day') }),
  why: (_, { fatigue }, { settings: { weight, limit, days } }) => [
    `${days} 天内疲劳度已达 ${round(fatigue)}，再加本次 ${round(weight)} 将超过上限 ${round(limit)}`,
    `Fatigue over ${days} days is ${round(fatigue)}; with this contact’s ${round(weight)} it would pass the limit of ${round(limit)}`,
  ],
};
const round = (n: number) => Math.round(n * 100) / 100;

const daysInMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

/** What WeCom lets a customer or group receive from a corp, known before anything is sent (CR-096, CR-097). */
export const platformCap: Policy = {
  key: 'platform_cap',
  rules: ['CR-096', 'CR-097'],
  step: 'platform_quota',
  name: ['平台群发上限', 'Cap of the platform'],
  again: true,
  slot: true,
  about: (basis) => isMass(basis) && (basis.rules['CR-096'].on || basis.rules['CR-097'].on),
  facts: ['day', 'massDay', 'massWeek', 'massMonth'],
  judge: ({ day, massDay, massWeek, massMonth }, { rules }) => {
    if (rules['CR-097'].on && massMonth >= rules['CR-097'].values.perMonth) return 'older';
    if (!rules['CR-096'].on) return null;
    if (massMonth >= daysInMonth(day)) return 'month';
    const { mode } = rules['CR-096'].values;
    if (mode === 'weekly' && massWeek >= 7) return 'week';
    return mode === 'daily' && massDay >= 1 ? 'day' : null;
  },
  judgeSql: ({ day, massDay, massWeek, massMonth }, { rules }) => sql`case
    when ${rules['CR-097'].on}::boolean and ${massMonth} >= ${rules['CR-097'].values.perMonth}::int then 'older'
    when not ${rules['CR-096'].on}::boolean then null
    when ${massMonth} >= extract(day from date_trunc('month', ${day}::timestamp) + interval '1 month - 1 day') then 'month'
    when ${rules['CR-096'].values.mode === 'weekly'}::boolean and ${massWeek} >= 7 then 'week'
    when ${rules['CR-096'].values.mode === 'daily'}::boolean and ${massDay} >= 1 then 'day' end`,
  codes: ({ rules }) => ({
    older: refuses('CR-097', rules['CR-097'].version),
    month: refuses('CR-096', rules['CR-096'].version),
    week: refuses('CR-096', rules['CR-096'].version),
    day: defers('CR-096', rules['CR-096'].version, 'next_day'),
  }),
  why: (code, { massMonth, massWeek, massDay }): Phrase => {
    if (code === 'week')
      return [
        `本周已群发 ${massWeek} 次，达到平台上限`,
        `${massWeek} this week: the platform’s cap`,
      ];
    if (code === 'day')
      return [`当天已群发 ${massDay} 次，达到平台上限`, `${massDay} that day: the platform’s cap`];
    return [
      `本月已群发 ${massMonth} 次，达到平台上限，下月再发`,
      `${massMonth} this month: the platform’s cap. Not before next month`,
    ];
  },
};

/** Of several friends WeCom lets only the one send who spoke last with the customer (CR-101). */
export const lastMember: Policy = {
  key: 'last_member',
  rules: ['CR-101'],
  step: 'platform_quota',
  name: ['由最近联系的成员发送', 'The colleague who spoke last sends'],
  again: false,
  about: ({ channel, rules }) => channel === 'one_to_one' && rules['CR-101'].on,
  facts: ['lastSpeaker'],
  judge: ({ lastSpeaker }) => (lastSpeaker === true ? null : 'other'),
  judgeSql: ({ lastSpeaker }) => sql`case when ${lastSpeaker} is not true then 'other' end`,
  codes: ({ rules }) => ({ other: refuses('CR-101', rules['CR-101'].version) }),
  why: () => [
    '最近与客户联系的是另一位同事，平台只允许他发送',
    'Another colleague spoke last with the customer, and the platform lets only them send',
  ],
};

/** Where several want one place, the lesser waits. */
export const arbitration: Policy = {
  key: 'arbitration',
  rules: ['GATE-004'],
  step: 'arbitration',
  name: ['触达仲裁', 'Arbitration'],
  again: false,
  about: () => true,
  facts: ['displaced'],
  judge: ({ displaced }) => (displaced === true ? 'displaced' : null),
  judgeSql: ({ displaced }) => sql`case when ${displaced} is true then 'displaced' end`,
  codes: () => ({ displaced: defers('GATE-004', 1, 'next_day') }),
  why: () => [
    '名额让给了更重要的触达（服务 > 跟进 > 序列 > 社群 > 活动）',
    'A more important contact took its place (service > follow-up > sequence > community > campaign)',
  ],
};
