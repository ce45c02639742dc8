import { sql } from 'kysely';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { aBank, aStaff } from '#modules/org/server/fixtures.ts';
import { aCorp } from '#modules/wecom/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { batchGetCustomers } from '#protocol/wecom/endpoints/customers.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import type { PlanInput } from '../plans/plan.repo.ts';
import { definePlan } from '../plans/plan.service.ts';
import { propose } from '../touches/propose.service.ts';

const APP = 1_000_002;
const CONTACTS = 2_000_002;

/** WeCom's stand-in, wherever it runs. */
export interface Simulator {
  readonly url: string;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
}

export interface GivenBank<C extends Ctx = Ctx> {
  readonly ctx: C;
  readonly corpId: string;
  readonly corpid: string;
  /** Colleagues by their id at WeCom. */
  readonly staff: ReadonlyMap<string, string>;
  /** Customers by the name of their person in the simulator, with their id at WeCom. */
  readonly people: ReadonlyMap<string, { customerId: number; externalUserid: string }>;
  readonly itemId: string;
  plan(given?: Partial<PlanInput>): Promise<string>;
  /** Touches that the rules let through and that wait to be handed over. */
  reserved(planId: string, given: readonly Partial<CandidateInput>[]): Promise<string[]>;
  acts(...acts: readonly ({ do: string } & Record<string, unknown>)[]): Promise<Act[]>;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Mass messages a colleague has not confirmed. */
  tasks(userid: string): Promise<MassTask[]>;
  /** Moments a colleague has not published. */
  moments(userid: string): Promise<{ moment_id: string }[]>;
  received(person: string): Promise<{ content: object; source: string }[]>;
  feed(person: string): Promise<{ moment_id: string; userid: string }[]>;
  /** Lets WeCom's clock stand where the bank's does. */
  follow(): Promise<unknown>;
}
export interface MassTask {
  readonly msgid: string;
  readonly chat_type: string;
  readonly content: { text?: { content: string } };
  readonly reminders: number;
}
type Act = { ok: boolean } & Record<string, unknown>;

let serial = 0;

/** A bank with a corp in the simulator, colleagues who have friends, and a content that may be sent. */
export async function givenBank<C extends Ctx>(
  simulator: Simulator,
  friends: Readonly<Record<string, readonly string[]>>,
  content: Parameters<typeof aReleasedItem>[1],
  ctx: C,
): Promise<GivenBank<C>> {
  serial += 1;
  const corpid = `ww${String(process.pid).padStart(8, '0')}${String(serial).padStart(8, '0')}`;
  const users = Object.keys(friends);
  const persons = [...new Set(Object.values(friends).flat())];
  const clock = () =>
    simulator.control('POST', '/sim/clock', { now: ctx.now().toISOString(), speed: 0 });
  await clock();
  await simulator.control('POST', '/sim/corps', {
    corpId: corpid,
    name: '示例银行',
    apps: [
      { agentId: APP, secret: `${corpid}-app` },
      { agentId: CONTACTS, secret: `${corpid}-contacts`, kind: 'contact-sync' },
    ],
  });
  await simulator.control('POST', `/sim/corps/${corpid}/seed`, {
    staff: users.map((userid) => ({ userid, name: userid, departments: [1] })),
    people: persons.map((person) => ({ person, name: person })),
    relationships: Object.entries(friends).flatMap(([userid, list]) =>
      list.map((person) => ({ userid, person })),
    ),
  });
  const { headOffice } = await aBank(ctx);
  await inTx(ctx, (ctx) => complianceModule().equipment!.bring(ctx));
  const { corp } = await aCorp(ctx, simulator.url, {
    corpid,
    apps: [
      { kind: 'self_built', secret: `${corpid}-app`, agentId: APP },
      { kind: 'contact_sync', secret: `${corpid}-contacts`, agentId: CONTACTS },
    ],
  });
  const staff = new Map<string, string>();
  for (const userid of users) staff.set(userid, (await aStaff(ctx, { name: userid })).id);
  for (const [userid, id] of staff)
    await sql`update org.staff set wecom_user_id = ${userid}
               where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
  const known = await contactsOf(ctx, corp.id, users);
  const names = [...known.keys()];
  const ids = await someCustomers(
    ctx,
    names.map((person) => ({
      name: person,
      identities: [
        {
          kind: 'external_userid' as const,
          scope: corp.id,
          value: known.get(person)!,
          verified: true,
        },
      ],
    })),
  );
  const people = new Map(
    names.map((person, i) => [
      person,
      { customerId: ids[i]! as number, externalUserid: known.get(person)! },
    ]),
  );
  for (const [userid, list] of Object.entries(friends))
    await sql`
      insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
        started_at, source, two_way_count)
      select c, ${corp.id}, ${userid}, ${ctx.orgId}, ${staff.get(userid)!}, 'active', ${ctx.now()},
             'scan', 0
        from unnest(${list.map((p) => people.get(p)!.customerId)}::bigint[]) as f(c)`.execute(
      ctx.db,
    );
  const itemId = await aReleasedItem(ctx, content);
  const inbox = (path: string) => simulator.control('GET', `/sim/corps/${corpid}${path}`);
  let plans = 0;
  const bank: GivenBank<C> = {
    ctx,
    corpId: corp.id,
    corpid,
    staff,
    people,
    itemId,
    plan: (given = {}) =>
      inTx(ctx, (ctx) =>
        definePlan(ctx, {
          kind: 'bulk',
          subjectId: `p${++plans}`,
          name: `计划 ${plans}`,
          projectId: newId(),
          unitId: headOffice.id,
          class: 'campaign',
          purpose: 'marketing',
          controlShare: 0,
          ...given,
        }),
      ),
    reserved: (planId, given) => reserveTouches(ctx, { planId, corpId: corp.id, itemId }, given),
    acts: async (...acts) => {
      const path = `/sim/corps/${corpid}/acts`;
      return (await simulator.control('POST', path, { acts })).results as Act[];
    },
    control: (method, path, body) => simulator.control(method, `/sim/corps/${corpid}${path}`, body),
    tasks: async (userid) => (await inbox(`/staff/${userid}/inbox`)).massTasks as MassTask[],
    moments: async (userid) => (await inbox(`/staff/${userid}/inbox`)).moments as never,
    received: async (person) => (await inbox(`/people/${person}/inbox`)).messages as never,
    feed: async (person) => (await inbox(`/people/${person}/inbox`)).moments as never,
    follow: clock,
  };
  return bank;
}

/** Proposes touches of a plan and lets all of them through: the rules are not the matter here. */
export const reserveTouches = (
  ctx: Ctx,
  { planId, corpId, itemId }: { planId: string; corpId: string; itemId: string },
  given: readonly Partial<CandidateInput>[],
): Promise<string[]> =>
  inTx(ctx, async (ctx) => {
    await propose(
      ctx,
      planId,
      given.map((candidate) => ({
        customerId: 0,
        plannedAt: ctx.now(),
        itemKey: 'a',
        occurrence: '1',
        channel: 'one_to_one',
        corpId,
        contentKind: 'content.item',
        contentId: itemId,
        contentVersion: 1,
        ...candidate,
      })),
    );
    const { rows } = await sql<{ touchId: string }>`
          with reserved as (
            update outreach.touch set state = 'reserved', next_at = null, decided_at = ${ctx.now()},
                   outcome = 'allowed', counted_on = (due_at at time zone 'Asia/Shanghai')::date
             where org_id = ${ctx.orgId} and plan_id = ${planId} and state = 'proposed'
            returning *),
          counted as (
            insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id,
              contacts, marketing)
            select customer_id, counted_on, channel,
                   coalesce(corp_id, '00000000-0000-0000-0000-000000000000'),
                   coalesce(recipient, ''), ${ctx.orgId}, count(*),
                   count(*) filter (where purpose = 'marketing')
              from reserved group by 1, 2, 3, 4, 5
            on conflict (customer_id, day, channel, corp_id, recipient)
            do update set contacts = contact_day.contacts + excluded.contacts,
                          marketing = contact_day.marketing + excluded.marketing)
          select touch_id from reserved`.execute(ctx.db);
    return rows.map(({ touchId }) => touchId);
  });

/** A touch for each friend of each colleague. */
export const toFriends = (
  bank: Pick<GivenBank, 'people' | 'staff'>,
  friends: Readonly<Record<string, readonly string[]>>,
  more: Partial<CandidateInput> = {},
): Partial<CandidateInput>[] =>
  Object.entries(friends).flatMap(([userid, persons]) =>
    persons.map((person) => ({
      customerId: bank.people.get(person)!.customerId,
      staffId: bank.staff.get(userid)!,
      ...more,
    })),
  );

/** Ids at WeCom of the friends of these colleagues, by name. */
async function contactsOf(ctx: Ctx, corpId: string, users: readonly string[]) {
  const found = new Map<string, string>();
  let cursor = '';
  do {
    const answer = await callWecom(ctx, { corpId }, batchGetCustomers, {
      body: { userid_list: [...users], limit: 100, ...(cursor ? { cursor } : {}) },
    });
    if (answer.outcome !== 'ok') throw new Error(JSON.stringify(answer));
    for (const { external_contact } of answer.reply.external_contact_list)
      found.set(external_contact.name, external_contact.external_userid);
    cursor = answer.reply.next_cursor ?? '';
  } while (cursor);
  return found;
}

export interface TouchNow {
  readonly customerId: number;
  readonly state: string;
  readonly failure: string | null;
  readonly handoverId: string | null;
}

export async function touchesOf(ctx: Ctx, planId: string): Promise<TouchNow[]> {
  const { rows } = await sql<TouchNow>`
    select customer_id, state, failure, handover_id from outreach.touch
     where org_id = ${ctx.orgId} and plan_id = ${planId} order by customer_id, touch_id`.execute(
    ctx.db,
  );
  return rows;
}

export async function handoversOf(
  ctx: Ctx,
  planId: string,
): Promise<{ id: string; state: string; calls: number; failure: string | null }[]> {
  return ctx.db
    .selectFrom('outreach.handover')
    .select(['id', 'state', 'calls', 'failure'])
    .where('orgId', '=', ctx.orgId)
    .where('planId', '=', planId)
    .orderBy('id')
    .execute();
}

/** What the ledger holds of a customer. */
export async function contactsCounted(
  ctx: Ctx,
  customerId: number,
): Promise<{ channel: string; contacts: number }[]> {
  return ctx.db
    .selectFrom('outreach.contactDay')
    .select(['channel', 'contacts'])
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .orderBy('channel')
    .execute();
}
