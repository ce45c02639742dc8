import { z } from 'zod';
import { customerEvents } from '#protocol/wecom/callbacks/customer-events.ts';
import { ADD_WAYS } from '#protocol/wecom/endpoints/customers.ts';
import { tell } from '../callbacks/tell.ts';
import { findLink } from '../contact-ways/acquisition-link.api.ts';
import { type ContactWayRow, findContactWays, serving } from '../contact-ways/contact-way.store.ts';
import { DAY, startOfDay } from '../core/clock.ts';
import { row, run } from '../core/db.ts';
import { mayServe, type Staff } from '../core/directory.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { act, attempt, bulkAct, staffOf } from './act.ts';
import { befriend, befriendMany, type Meeting } from './befriend.ts';
import { externalIdOf, findPeople, findPerson, type Person } from './people.store.ts';

const linkEvent = (changeType: string) =>
  customerEvents.find((e) => e.event === 'customer_acquisition' && e.changeType === changeType)!;

/** `now`: the member's client confirms at once; `later`: it is half done until they do. */
const confirm = z.enum(['now', 'later']).default('now');

/** In turn among those who can; for another corp's people always the same one when exclusive. */
function inTurn(work: Work, staff: readonly Staff[], uses: number, exclusive?: string): Staff {
  demand(staff.length > 0, 41054, 'nobody can take the customer');
  const sorted = [...staff].sort((a, b) => (a.userid < b.userid ? -1 : 1));
  const turn = exclusive
    ? work.sim.ids.fixed('x', exclusive).charCodeAt(5) + exclusive.length
    : uses;
  return sorted[turn % sorted.length]!;
}

async function ask(
  { corp, db, now }: Work,
  staff: Staff,
  person: Person,
  request: { addWay: number; state: string | null; linkId: string | null },
) {
  await run(
    db,
    `insert into friend_request (corp_id, userid, person_id, add_way, state, link_id, at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (corp_id, userid, person_id) do update set at = excluded.at`,
    [
      corp.corpId,
      staff.userid,
      person.person_id,
      request.addWay,
      request.state,
      request.linkId,
      now,
    ],
  );
  return { pending: true, userid: staff.userid };
}

const Scan = z.object({ person: z.string(), configId: z.string(), confirm });

const scan = bulkAct('customer.scan', Scan, async (work, inputs) => {
  const { corp, db, now } = work;
  const people = await findPeople(
    db,
    inputs.map((i) => i.person),
  );
  const ways = await findContactWays(
    db,
    corp.corpId,
    inputs.map((i) => i.configId),
  );
  const uses = new Map<string, number>();
  const steps = inputs.map((input) =>
    attempt(() => {
      const person = found(people.get(input.person), 60136, `no person ${input.person}`);
      const way = found(ways.get(input.configId), 41044);
      const used = way.uses + (uses.get(way.config_id) ?? 0);
      const staff = whoTakes(work, way, person, used);
      uses.set(way.config_id, (uses.get(way.config_id) ?? 0) + 1);
      return { input, person, way, staff };
    }),
  );
  await run(
    db,
    `update contact_way w set uses = uses + u.times
       from unnest($2::text[], $3::int[]) u(config_id, times)
      where w.corp_id = $1 and w.config_id = u.config_id`,
    [corp.corpId, [...uses.keys()], [...uses.values()]],
  );
  const results: (object | Refusal)[] = [];
  const meetings: { at: number; meeting: Meeting }[] = [];
  for (const [at, step] of steps.entries()) {
    if (step instanceof Refusal) {
      results[at] = step;
      continue;
    }
    const { settings, is_temp } = step.way;
    const meeting = {
      staff: step.staff,
      person: step.person,
      addWay: ADD_WAYS.qrCode,
      state: settings.state ?? null,
      half: step.input.confirm === 'later',
      temporaryUntil: is_temp ? now + (settings.chat_expires_in ?? DAY) : null,
    };
    if (settings.skip_verify === false)
      results[at] = await ask(work, step.staff, step.person, { ...meeting, linkId: null });
    else meetings.push({ at, meeting });
  }
  const met = await befriendMany(
    work,
    meetings.map((m) => m.meeting),
  );
  for (const [i, { at }] of meetings.entries()) results[at] = met[i]!;
  return results;
});

/** Refuses when the code is not for this person, or no more; else the member whose turn it is. */
function whoTakes(work: Work, way: ContactWayRow, person: Person, used: number): Staff {
  const { settings } = way;
  demand(way.expires_at === null || way.expires_at > work.now, 41044, 'the code has expired');
  demand(!way.is_temp || used === 0, 41044, 'a temporary code works once');
  demand(!settings.unionid || settings.unionid === person.unionid, 84074);
  const exclusive =
    settings.is_exclusive && person.kind === 2 ? (person.corp_name ?? undefined) : undefined;
  const possible = serving(work, { user: settings.user ?? [], party: settings.party ?? [] });
  return inTurn(work, possible, used, exclusive);
}

const Add = z.object({
  person: z.string(),
  userid: z.string(),
  addWay: z.int().default(ADD_WAYS.phoneSearch),
  /** False: the member has to accept. */
  accepted: z.boolean().default(true),
});

const add = bulkAct('customer.add', Add, async (work, inputs) => {
  const people = await findPeople(
    work.db,
    inputs.map((i) => i.person),
  );
  const results: (object | Refusal)[] = [];
  const meetings: { at: number; meeting: Meeting }[] = [];
  for (const [at, { person: personId, userid, addWay, accepted }] of inputs.entries()) {
    const step = attempt(() => {
      const person = found(people.get(personId), 60136, `no person ${personId}`);
      const staff = staffOf(work.corp, userid);
      demand(mayServe(staff), 41054);
      return { person, staff, addWay };
    });
    if (step instanceof Refusal) results[at] = step;
    else if (accepted) meetings.push({ at, meeting: step });
    else
      results[at] = await ask(work, step.staff, step.person, { addWay, state: null, linkId: null });
  }
  const met = await befriendMany(
    work,
    meetings.map((m) => m.meeting),
  );
  for (const [i, { at }] of meetings.entries()) results[at] = met[i]!;
  return results;
});

const accept = act(
  'staff.accept',
  z.object({ userid: z.string(), person: z.string() }),
  async (work, { userid, person: personId }) => {
    const { sim, corp, db } = work;
    const staff = staffOf(corp, userid);
    const person = await findPerson(db, personId);
    const request = await row<{ add_way: number; state: string | null; link_id: string | null }>(
      db,
      'select * from friend_request where corp_id = $1 and userid = $2 and person_id = $3',
      [corp.corpId, staff.userid, personId],
    );
    const half = await row<{ add_way: number; state: string | null; link_id: string | null }>(
      db,
      `select add_way, state, link_id from relationship
        where corp_id = $1 and userid = $2 and external_userid = $3 and half`,
      [corp.corpId, staff.userid, externalIdOf(sim, corp, personId, person.kind)],
    );
    const asked = found(request ?? half, 84061, 'nothing to accept');
    return befriend(work, {
      staff,
      person,
      addWay: asked.add_way,
      state: asked.state,
      linkId: asked.link_id,
    });
  },
);

/** One addition costs one of the quota that expires first. */
async function spendQuota(work: Work): Promise<void> {
  const { corp, db, now } = work;
  const settings = structuredClone(corp.settings);
  const quota = settings.acquisitionQuota
    .filter((q) => q.expireAt > now && q.balance > 0)
    .sort((a, b) => a.expireAt - b.expireAt)[0];
  demand(quota, 610023);
  quota.balance--;
  const left = settings.acquisitionQuota
    .filter((q) => q.expireAt > now)
    .reduce((sum, q) => sum + q.balance, 0);
  await run(db, 'update corp set settings = $2 where corp_id = $1', [
    corp.corpId,
    JSON.stringify(settings),
  ]);
  const type = left === 0 ? 'balance_exhausted' : left === 19 ? 'balance_low' : null;
  if (type) await tell(work, linkEvent(type), { fields: {}, subject: 'acquisition' });
}

/** `state` of a link is at most 64 bytes; more is cut. */
const cutChannel = (channel: string | undefined) =>
  channel
    ? Buffer.from(channel)
        .subarray(0, 64)
        .toString()
        .replace(/\uFFFD+$/, '')
    : null;

const openLink = act(
  'customer.open-link',
  z.object({
    person: z.string(),
    linkId: z.string(),
    channel: z.string().optional(),
    /** Looks only. */
    only: z.enum(['look', 'add']).default('add'),
    confirm,
  }),
  async (work, input) => {
    const { corp, db, now } = work;
    const person = await findPerson(db, input.person);
    const link = found(await findLink(db, corp.corpId, input.linkId), 60136);
    const state = cutChannel(input.channel);
    await run(
      db,
      `insert into acquisition_click (corp_id, link_id, person_id, day) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [corp.corpId, link.link_id, person.person_id, startOfDay(now)],
    );
    const fields = { LinkId: link.link_id, State: state ?? undefined };
    const subject = `link ${person.person_id}`;
    await tell(work, linkEvent('open_profile'), { fields, subject });
    if (input.only === 'look') return { opened: true };
    const range = link.settings.range ?? {};
    const possible = serving(work, {
      user: range.user_list ?? [],
      party: range.department_list ?? [],
    });
    const { priority_option } = link.settings;
    const preferred = priority_option ? await friendAmong(work, person, priority_option) : null;
    const staff = preferred ?? inTurn(work, possible, link.uses);
    await run(
      db,
      'update acquisition_link set uses = uses + 1 where corp_id = $1 and link_id = $2',
      [corp.corpId, link.link_id],
    );
    await spendQuota(work);
    const meeting = { addWay: ADD_WAYS.acquisitionLink, state, linkId: link.link_id };
    if (link.settings.skip_verify === false) {
      await tell(work, linkEvent('friend_request'), { fields, subject });
      return ask(work, staff, person, meeting);
    }
    return befriend(work, { ...meeting, staff, person, half: input.confirm === 'later' });
  },
  { changesDirectory: true },
);

/** An existing friend: anywhere in the corp (1), or among the listed members (2). */
async function friendAmong(
  { sim, corp, db }: Work,
  person: Person,
  option: { priority_type: number; priority_userid_list?: string[] | undefined },
): Promise<Staff | null> {
  const friend = await row<{ userid: string }>(
    db,
    `select userid from relationship where corp_id = $1 and external_userid = $2 and not half
        and deleted_by_staff_at is null and ($3::text[] is null or userid = any($3))
      order by createtime limit 1`,
    [
      corp.corpId,
      externalIdOf(sim, corp, person.person_id, person.kind),
      option.priority_type === 2 ? (option.priority_userid_list ?? []) : null,
    ],
  );
  const staff = friend && corp.staff.get(friend.userid.toLowerCase());
  return staff && mayServe(staff) ? staff : null;
}

export const addingActs = [scan, add, accept, openLink];
export { linkEvent };
