import { type RawBuilder, sql } from 'kysely';
import { addDays, startOfDay } from '#platform/server/holidays.ts';
import { investmentsOf } from '../policies/cooling.policy.ts';
import { askedTags } from '../policies/eligibility.policy.ts';
import { licencesAsked } from '../policies/licence.policy.ts';
import type { Basis } from '../rules/basis.ts';
import { isMarketing, isTimed } from '../rules/basis.ts';
import { type FactName, factNames } from '../rules/facts.ts';
import type { Policy } from '../rules/policy.ts';
import { NO_CORP } from '../touches/take-back.repo.ts';
import type { askedAttributes } from './basis.repo.ts';

/** The rules that speak of contacts on this basis, in the order in which they are asked. */
export const asked = (policies: readonly Policy[], basis: Basis): Policy[] =>
  policies.filter((policy) => policy.about(basis));

/** What these rules look at; `at`, `day` and `minute` always, and the age where hours depend on it. */
export function factsOf(policies: readonly Policy[], basis: Basis): FactName[] {
  const names = new Set<FactName>(['at', 'day', 'minute', 'unitPath']);
  if (isMarketing(basis) && isTimed(basis)) names.add('age');
  for (const policy of policies) for (const name of policy.facts) names.add(name);
  // A call needs a number and no friendship, everything else the other way round.
  names.delete(byPhone(basis) ? 'friend' : 'phone');
  // Answering is of what a colleague sends by hand.
  if (basis.channel !== 'sidebar') names.delete('answering');
  return [...names];
}

const byPhone = ({ channel }: Basis) => channel === 'sms' || channel === 'call_list';

/**
 * When it would be made: not before now. The facts know milliseconds, as does whoever judges again.
 * `offset 0` keeps each of them a value that is worked out once for a contact, where the planner would
 * otherwise put the whole expression in every place that mentions it.
 */
export const timeJoins = (now: Date): RawBuilder<unknown> => sql`
  cross join lateral (
    select date_trunc('milliseconds', greatest(x.due_at, ${now}::timestamptz)) as at offset 0) moment
  cross join lateral (
    select local::date as day,
           (date_part('hour', local) * 60 + date_part('minute', local))::int as minute,
           date_trunc('week', local)::date as week, date_trunc('month', local)::date as month,
           (date_trunc('month', local) + interval '1 month')::date as next_month
      from (select (moment.at at time zone 'UTC') + interval '8 hours' as local offset 0) clock
    offset 0) today`;

/** The facts as columns of a select, each under its own name. */
export const factColumns = (
  names: readonly FactName[],
  fact: (name: FactName) => RawBuilder<unknown>,
): RawBuilder<unknown> =>
  sql.join(names.map((name) => sql`${fact(name)} as ${sql.raw(`"${name}"`)}`));

/** What is recorded of the facts in `f`: a row in the order of the type, without what nobody asked for. */
export const factsRow = (names: readonly FactName[]): RawBuilder<unknown> =>
  sql`row(${sql.join(
    factNames.map((name) => (names.includes(name) ? sql.raw(`f."${name}"`) : sql.raw('null'))),
  )})::outreach.facts`;

export interface Gathering {
  readonly orgId: string;
  readonly attributes: ReadonlyMap<string, number>;
  /** How a customer is drawn while no plan has drawn them: for previews. */
  readonly arm?: RawBuilder<unknown>;
  readonly weights: Readonly<Record<string, number | undefined>>;
  /**
   * Of contacts that hold a place already (`x` tells where they are counted): they do not count
   * against themselves, and what is reserved for later does not count against what is made now.
   */
  readonly held?: boolean;
}

/**
 * The one from-clause that all rules share, after `from … x <timeJoins>`: each table once, joined by
 * customer, and only those that somebody looks at. Answers the joins and the expression of each fact.
 */
export function gather(
  basis: Basis,
  names: readonly FactName[],
  given: Gathering,
): {
  joins: RawBuilder<unknown>;
  fact: (name: FactName) => RawBuilder<unknown>;
  /** Who sends it: the one named, or the one chosen (CR-101). */
  staff: RawBuilder<unknown>;
  corp: RawBuilder<unknown>;
} {
  const { orgId, attributes } = given;
  const wants = (...some: FactName[]) => some.some((name) => names.includes(name));
  const joins: RawBuilder<unknown>[] = [
    sql`left join customers.customer c on c.customer_id = x.customer_id and c.org_id = ${orgId}::uuid`,
    sql`left join org.unit u on u.org_id = ${orgId}::uuid and u.state = 'open'
         and u.id = coalesce(c.unit_id, x.unit_id)`,
  ];
  if (wants('arm') && !given.arm)
    joins.push(sql`left join outreach.assignment a on a.customer_id = x.customer_id
         and a.plan_id = ${basis.plan.id}::uuid`);
  if (wants('consent', 'consentVersion'))
    joins.push(sql`left join customers.consent k on k.customer_id = x.customer_id
         and k.org_id = ${orgId}::uuid and k.purpose = 'marketing' and k.channel = ${basis.consent.channel}`);
  if (wants(...ofAttributes)) joins.push(attributeJoin(attributes, names));
  joins.push(relationshipJoin(basis, orgId));
  if (wants('phone'))
    joins.push(sql`left join lateral (select true as known from customers.identity i
         where i.customer_id = x.customer_id and i.kind = 'phone' limit 1) phone on true`);
  if (wants('tags')) joins.push(tagJoin(askedTags(basis)));
  if (wants('interestAt')) joins.push(interestJoin(basis, orgId));
  if (wants('licences')) joins.push(...licenceJoins(basis, orgId));
  if (wants('groupState')) joins.push(groupJoin(orgId));
  if (wants(...ofLedger)) joins.push(ledgerJoin(basis, names, given));
  return {
    joins: sql.join(joins, sql` `),
    fact: (name) => expressions(basis, given)[name],
    staff: staffSql(basis),
    corp: sql`coalesce(x.corp_id, friends.able[1][2])`,
  };
}

/** Which attribute tells it. */
const attributeOf = {
  age: 'birth_date',
  deceased: 'deceased',
  staff: 'bank_staff',
  listed: 'risk_listed',
  doNotCall: 'do_not_call',
  complaintOpen: 'complaint_open',
  complaintClosedOn: 'complaint_closed_on',
  riskGrade: 'risk_level',
  assessedOn: 'risk_assessed_on',
  qualified: 'qualified_investor',
} as const satisfies Partial<Record<FactName, (typeof askedAttributes)[number]>>;
const ofAttributes = Object.keys(attributeOf) as (keyof typeof attributeOf)[];
const ofLedger: FactName[] = [
  'pointDay',
  'pointWeek',
  'pointMonth',
  'callDay',
  'callMonth',
  'massDay',
  'massWeek',
  'massMonth',
  'fatigue',
];

/** A work item is for whoever looks after the customer; everything else for who spoke last. */
const staffSql = ({ channel }: Basis) =>
  channel === 'work_item'
    ? sql`coalesce(x.staff_id, c.rm_id, friends.able[1][1])`
    : sql`coalesce(x.staff_id, friends.able[1][1])`;

function expressions(basis: Basis, { arm }: Gathering): Record<FactName, RawBuilder<unknown>> {
  return {
    at: sql`moment.at`,
    day: sql`today.day`,
    minute: sql`today.minute`,
    unitPath: sql`u.path`,
    arm: arm ?? sql`a.arm`,
    active: sql`c.state = 'active'`,
    consent: sql`k.state`,
    consentVersion: sql`k.text_version`,
    age: sql`date_part('year', age(today.day::timestamp, held.age::timestamp))::int`,
    deceased: sql`held.deceased`,
    staff: sql`held.staff`,
    listed: sql`held.listed`,
    doNotCall: sql`held."doNotCall"`,
    complaintOpen: sql`held."complaintOpen"`,
    complaintClosedOn: sql`held."complaintClosedOn"`,
    deletedOn: sql`((friends.deleted_at at time zone 'UTC') + interval '8 hours')::date`,
    riskGrade: sql`held."riskGrade"`,
    assessedOn: sql`held."assessedOn"`,
    friend: sql`friends.friend`,
    phone: sql`phone.known`,
    lastSpeaker: sql`(friends.able[1][1] is not null and (x.staff_id is null or x.staff_id = friends.able[1][1]))`,
    pointDay: sql`ledger."pointDay"::int`,
    pointWeek: sql`ledger."pointWeek"::int`,
    pointMonth: sql`ledger."pointMonth"::int`,
    callDay: sql`ledger."callDay"::int`,
    callMonth: sql`ledger."callMonth"::int`,
    massDay: sql`ledger."massDay"::int`,
    massWeek: sql`ledger."massWeek"::int`,
    massMonth: sql`ledger."massMonth"::int`,
    fatigue: sql`ledger.fatigue::float8`,
    displaced: sql`null::boolean`,
    tags: sql`tagged.codes`,
    groupState: sql`chat.state`,
    answering: sql`friends.answering`,
    qualified: sql`held.qualified`,
    interestAt: sql`interest.at`,
    licences: licencesSql(basis, sql`is true`),
    lapsedLicences: licencesSql(basis, sql`is false`),
  };
}

/** Only attributes that somebody asks for are read. */
function attributeJoin(
  attributes: ReadonlyMap<string, number>,
  names: readonly FactName[],
): RawBuilder<unknown> {
  const asked = ofAttributes.filter((name) => names.includes(name));
  const value = {
    age: sql`max(v.day)`,
    deceased: flag,
    staff: flag,
    listed: flag,
    doNotCall: flag,
    complaintOpen: flag,
    complaintClosedOn: sql`max(v.day)`,
    riskGrade: sql`max(v.words[1])`,
    assessedOn: sql`max(v.day)`,
    qualified: flag,
  };
  const ids = new Map(asked.map((name) => [name, attributes.get(attributeOf[name]) ?? null]));
  const columns = asked.map(
    (name) =>
      sql`${value[name]} filter (where v.attribute_id = ${ids.get(name)}::int) as ${sql.raw(`"${name}"`)}`,
  );
  return sql`left join lateral (
    select ${sql.join(columns)} from customers.attribute_value v
     where v.customer_id = x.customer_id
       and v.attribute_id = any (${[...ids.values()].filter((id) => id !== null)}::int[])) held on true`;
}
const flag = sql`bool_or(v.number = 1)`;

/** Only tags that are asked for, and that hold at the moment of the contact. */
const tagJoin = (codes: readonly string[]): RawBuilder<unknown> => sql`left join lateral (
    select array_agg(t.code order by t.code) as codes
      from customers.customer_tag ct
      join customers.tag t on t.org_id = ct.org_id and t.tag_id = ct.tag_id
     where ct.customer_id = x.customer_id and t.code = any (${[...codes]}::text[])
       and (ct.expires_at is null or ct.expires_at > moment.at)) tagged on true`;

/**
 * When they last looked at one of its investments, or asked for advice, whatever it was about. Days are
 * named so that a month or two of events are looked into.
 */
function interestJoin(basis: Basis, orgId: string): RawBuilder<unknown> {
  const { coolingHours } = basis.rules['CR-054'].values;
  const subjects = investmentsOf(basis).flatMap((product) => product.subjects ?? []);
  const first = startOfDay(addDays(basis.today, -Math.ceil(coolingHours / 24) - 1));
  const last = startOfDay(addDays(basis.today, 2));
  return sql`left join lateral (
    select date_trunc('milliseconds', max(e.at)) as at from tracking.event e
     where e.customer_id = x.customer_id and e.org_id = ${orgId}::uuid
       and e.at >= ${first}::timestamptz and e.at < ${last}::timestamptz
       and e.kind in ('product.viewed', 'consultation.asked', 'message.consulted')
       and (e.kind <> 'product.viewed' or e.subject = any (${subjects}::text[]))) interest on true`;
}

/** What whoever sends it is registered for, each licence that is asked for by its key: `licence_fund`. */
const licenceJoins = (basis: Basis, orgId: string): RawBuilder<unknown>[] =>
  licencesAsked(basis).map((kind) => {
    const held = sql.raw(`licence_${kind}`);
    return sql`left join org.staff_licence ${held} on ${held}.org_id = ${orgId}::uuid
      and ${held}.kind = ${kind} and ${held}.staff_id = ${staffSql(basis)}`;
  });

/** Of the licences that are asked for those whose days include this one, or do not; null: nobody sends it. */
function licencesSql(basis: Basis, holds: RawBuilder<unknown>): RawBuilder<unknown> {
  const each = licencesAsked(basis).map((kind) => {
    const held = sql.raw(`licence_${kind}`);
    return sql`case when (today.day >= ${held}.valid_from
      and today.day <= coalesce(${held}.valid_to, 'infinity')) ${holds} then ${kind}::text end`;
  });
  return sql`case when ${staffSql(basis)} is not null
    then array_remove(array[${sql.join(each)}]::text[], null) end`;
}

/** Whether the colleague who is to send to a group chat owns it, and is there. */
const groupJoin = (orgId: string): RawBuilder<unknown> => sql`left join lateral (
    select case when g.gone_at is not null then 'gone'
                when s.state is distinct from 'active' or g.status = 1 then 'left'
                when s.id is distinct from x.staff_id then 'other'
                else 'held' end as state
      from wecom.group_chat g
      left join org.staff s on s.org_id = g.org_id and s.wecom_user_id = g.owner
     where g.org_id = ${orgId}::uuid and g.chat_id = x.recipient
       and (x.corp_id is null or g.corp_id = x.corp_id) limit 1) chat on true`;

/** As long as WeChat itself takes what is sent after somebody wrote for an answer to them. */
const ANSWERING_HOURS = 48;
const answering = sql`bool_or(r.staff_id = x.staff_id
  and r.last_two_way_at > moment.at - make_interval(hours => ${ANSWERING_HOURS}::int))`;

/** The friendships of a customer: whether this one holds, who spoke last, and when one was ended by them. */
function relationshipJoin({ channel }: Basis, orgId: string): RawBuilder<unknown> {
  const spoke = sql`coalesce(r.last_two_way_at, r.started_at) desc, r.userid`;
  const here = sql`(x.corp_id is null or r.corp_id = x.corp_id)`;
  // The account of a pool reaches only those whom it serves: whoever was handed over is not reached by it
  // any more, by whatever was planned before (R-045).
  const able = sql`r.state = 'active' and r.staff_id is not null and ${here}
    and (p.staff_id is null or p.staff_id = c.rm_id)`;
  return sql`left join lateral (
    select bool_or(${able} and (x.staff_id is null or r.staff_id = x.staff_id
             or ${channel === 'moments'}::boolean)) as friend,
           array_agg(array[r.staff_id, r.corp_id] order by ${spoke}) filter (where ${able}) as able,
           ${channel === 'sidebar' ? answering : sql`null::boolean`} as answering,
           max(r.deleted_at) as deleted_at
      from customers.relationship r
      left join customers.pool p on p.org_id = r.org_id and p.staff_id = r.staff_id
     where r.customer_id = x.customer_id and r.org_id = ${orgId}::uuid) friends on true`;
}

/** One-to-one, as a mass message or by hand: the bank's own cap counts both (CR-098). */
export const isPoint = (channel: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`${channel} in ('one_to_one', 'sidebar')`;

/**
 * What the ledger counts around the day. Days before it and days after it alike: what is reserved for
 * tomorrow stands in the same seven days. `not <>`: an equality would be looked up in the key, behind
 * every channel and corp there is, where reading these few days is less.
 */
function ledgerJoin(
  basis: Basis,
  names: readonly FactName[],
  { weights, held }: Gathering,
): RawBuilder<unknown> {
  const near = (days: number) => sql`l.away < ${days}::int`;
  const sum = (what: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
    sql`coalesce(sum(${what}) filter (where ${where}), 0)`;
  const marketing = sql`l.marketing`;
  const point = sql`l.point`;
  const call = sql`l.call`;
  const mass = sql`l.mass`;
  const isMassOf = sql`l.channel in (${basis.channel === 'group' ? sql`'group', 'member_group'` : sql`'one_to_one', 'member_mass'`})
    and l.corp_id = coalesce(x.corp_id, friends.able[1][2], ${NO_CORP}::uuid)`;
  const inWeek = sql`l."inWeek"`;
  const inMonth = sql`l."inMonth"`;
  const tiring = Object.entries(weights).filter(([, weight]) => weight);
  const weight =
    tiring.length === 0
      ? sql`0`
      : sql`case l.channel ${sql.join(
          tiring.map(([channel, w]) => sql`when ${channel} then ${w}::float8`),
          sql` `,
        )} else 0 end`;
  const sums: Record<string, RawBuilder<unknown>> = {
    pointDay: sum(marketing, sql`${point} and ${near(1)}`),
    pointWeek: sum(marketing, sql`${point} and ${near(7)}`),
    pointMonth: sum(marketing, sql`${point} and ${near(30)}`),
    callDay: sum(marketing, sql`${call} and ${near(1)}`),
    callMonth: sum(marketing, sql`${call} and ${near(30)}`),
    massDay: sum(sql`l.contacts`, sql`${mass} and ${near(1)}`),
    massWeek: sum(sql`l.contacts`, sql`${mass} and ${inWeek}`),
    massMonth: sum(sql`l.contacts`, sql`${mass} and ${inMonth}`),
    fatigue: sum(sql`l.tires`, near(basis.settings.days)),
  };
  const wanted = ofLedger
    .filter((name) => names.includes(name))
    .map((name) => sql`${sums[name]} as ${sql.raw(`"${name}"`)}`);
  // Of what holds a place: where it is counted itself.
  const own = sql`(l.day = x.counted_on and l.channel = x.channel
    and l.corp_id = coalesce(x.corp_id, ${NO_CORP}::uuid)
    and l.recipient = coalesce(x.recipient, '')) is true`;
  const contacts = held ? sql`(l.contacts - (${own})::int)` : sql`l.contacts`;
  const promoted = held
    ? sql`(l.marketing - (${own} and x.purpose = 'marketing')::int)`
    : sql`l.marketing`;
  const away = held
    ? sql`case when l.day > today.day then 1000 else today.day - l.day end`
    : sql`abs(l.day - today.day)`;
  return sql`left join lateral (
    select ${sql.join(wanted)}
      from (select ${contacts} as contacts, ${promoted} as marketing, ${away} as away,
                   ${isPoint(sql`l.channel`)} as point, l.channel = 'call_list' as call,
                   ${isMassOf} as mass, ${promoted} * ${weight} as tires,
                   l.day >= today.week and l.day < today.week + 7 as "inWeek",
                   l.day >= today.month and l.day < today.next_month as "inMonth"
              from outreach.contact_day l
             where l.customer_id = x.customer_id and l.day between today.day - 31 and today.day + 31
               and not l.recipient <> coalesce(x.recipient, '') offset 0) l) ledger on true`;
}
