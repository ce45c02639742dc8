import { customerAdded, customerHalfAdded } from '#protocol/wecom/callbacks/customer-events.ts';
import { WELCOME_CODE_SECONDS } from '#protocol/wecom/limits.ts';
import { type Telling, tellMany } from '../callbacks/tell.ts';
import { rows, run } from '../core/db.ts';
import type { Staff } from '../core/directory.ts';
import { Refusal } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { ensureCustomers, type Person } from './people.store.ts';

export interface Meeting {
  readonly staff: Staff;
  readonly person: Person;
  readonly addWay: number;
  readonly state?: string | null;
  readonly linkId?: string | null;
  readonly operUserid?: string;
  readonly temporaryUntil?: number | null;
  /** Added a member who skips the check; the member's client has not confirmed. */
  readonly half?: boolean;
}

export interface Met {
  readonly externalUserid: string;
  readonly userid: string;
  readonly half: boolean;
  readonly welcomeCode?: string;
}

interface Before {
  userid: string;
  external_userid: string;
  half: boolean;
  deleted_by_staff_at: number | null;
  deleted_by_customer_at: number | null;
  createtime: number;
  chatted: boolean;
  greeted: boolean;
}

interface Planned extends Met {
  readonly meeting: Meeting;
  readonly createtime: number;
}

const keyOf = (userid: string, externalUserid: string) => `${userid} ${externalUserid}`;

const isFriendly = (r: Before) =>
  !r.half && r.deleted_by_staff_at === null && r.deleted_by_customer_at === null;

/** Makes them friends, or renews it, and tells the apps. */
export async function befriend(work: Work, meeting: Meeting): Promise<Met> {
  const [met] = await befriendMany(work, [meeting]);
  if (met instanceof Refusal) throw met;
  return met!;
}

/** The same for many at once, in a few statements. A refusal stands in the place of its meeting. */
export async function befriendMany(
  work: Work,
  meetings: readonly Meeting[],
): Promise<(Met | Refusal)[]> {
  if (meetings.length === 0) return [];
  const customers = await ensureCustomers(
    work,
    meetings.map((m) => m.person),
  );
  const before = await findBefore(work, meetings, customers);
  const room = await roomOf(work, new Set(meetings.map((m) => m.staff.userid)));
  const planned: Planned[] = [];
  const decided = new Set<string>();
  const results = meetings.map((meeting): Met | Refusal => {
    const { staff, person, half = false } = meeting;
    const externalUserid = customers.get(person.person_id) ?? '';
    const key = keyOf(staff.userid, externalUserid);
    const known = before.get(key);
    if (known && (isFriendly(known) || decided.has(key)))
      return { externalUserid, userid: staff.userid, half: known.half };
    const left = room.get(staff.userid) ?? 0;
    if (!known && left <= 0) return new Refusal(40099);
    if (!known) room.set(staff.userid, left - 1);
    const code = mayGreet(meeting, known) ? work.sim.ids.next('WC', 43) : undefined;
    const met = {
      externalUserid,
      userid: staff.userid,
      half,
      ...(code ? { welcomeCode: code } : {}),
    };
    // Confirming a half friend keeps the time of the first step.
    decided.add(key);
    planned.push({ ...met, meeting, createtime: known?.half ? known.createtime : work.now });
    before.set(key, {
      userid: staff.userid,
      external_userid: externalUserid,
      half,
      deleted_by_staff_at: null,
      deleted_by_customer_at: null,
      createtime: work.now,
      chatted: known?.chatted ?? false,
      greeted: false,
    });
    return met;
  });
  await write(work, planned);
  await tellMany(
    work,
    planned.map((p) => [p.half ? customerHalfAdded : customerAdded, news(p)]),
  );
  return results;
}

/** Not for those who talked or were greeted, other corps' people, or greetings of the console. */
function mayGreet({ staff, person }: Meeting, before: Before | undefined): boolean {
  return !(before?.chatted || before?.greeted || person.kind === 2 || staff.profile.consoleWelcome);
}

async function findBefore(
  { corp, db, now }: Work,
  meetings: readonly Meeting[],
  customers: ReadonlyMap<string, string>,
): Promise<Map<string, Before>> {
  const found = await rows<Before>(
    db,
    `select r.userid, r.external_userid, r.half, r.deleted_by_staff_at, r.deleted_by_customer_at,
            r.createtime, r.chatted,
            exists (select 1 from welcome_code w
              where w.corp_id = r.corp_id and w.userid = r.userid
                and w.external_userid = r.external_userid and w.used
                and w.expires_at > least(r.createtime, $4) - 1) greeted
       from relationship r join unnest($2::text[], $3::text[]) m(userid, external_userid)
         on m.userid = r.userid and m.external_userid = r.external_userid
      where r.corp_id = $1 for update of r`,
    [
      corp.corpId,
      meetings.map((m) => m.staff.userid),
      meetings.map((m) => customers.get(m.person.person_id)),
      now,
    ],
  );
  return new Map(found.map((r) => [keyOf(r.userid, r.external_userid), r]));
}

/** How many more customers each member may have. */
async function roomOf({ corp, db }: Work, userids: Set<string>): Promise<Map<string, number>> {
  const counted = await rows<{ userid: string; n: number }>(
    db,
    `select u userid, (select count(*) from relationship r where r.corp_id = $1 and r.userid = u
         and not half and deleted_by_staff_at is null) n
       from unnest($2::text[]) u`,
    [corp.corpId, [...userids]],
  );
  return new Map(counted.map((c) => [c.userid, corp.settings.customersPerStaff - c.n]));
}

async function write({ corp, db, now }: Work, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  const { archive } = corp.settings;
  const column = <T>(of: (p: Planned) => T) => planned.map(of);
  await run(
    db,
    `with codes as (
       insert into welcome_code (code, corp_id, userid, external_userid, expires_at)
       select code, $1, userid, external_userid, $2
         from unnest($3::text[], $4::text[], $5::text[]) t(userid, external_userid, code)
        where code is not null),
     requests as (
       delete from friend_request f using unnest($3::text[], $6::text[]) t(userid, person_id)
        where f.corp_id = $1 and f.userid = t.userid and f.person_id = t.person_id)
     insert into relationship (corp_id, userid, external_userid, seq, half, createtime, add_way,
                               state, link_id, oper_userid, temporary_until, agreement, agreement_at)
     select $1, userid, external_userid, nextval('relationship_seq'), half, createtime, add_way,
            state, link_id, oper, temporary_until, agreement, $2 - ${WELCOME_CODE_SECONDS}
       from unnest($3::text[], $4::text[], $7::boolean[], $8::bigint[], $9::smallint[], $10::text[],
                   $11::text[], $12::text[], $13::bigint[], $14::text[])
            t(userid, external_userid, half, createtime, add_way, state, link_id, oper,
              temporary_until, agreement)
     on conflict (corp_id, userid, external_userid) do update
        set half = excluded.half, createtime = excluded.createtime, add_way = excluded.add_way,
            state = excluded.state, link_id = excluded.link_id, oper_userid = excluded.oper_userid,
            temporary_until = excluded.temporary_until,
            deleted_by_staff_at = null, deleted_by_customer_at = null,
            tag_ids = case when relationship.deleted_by_staff_at is null
                           then relationship.tag_ids else '{}' end`,
    [
      corp.corpId,
      now + WELCOME_CODE_SECONDS,
      column((p) => p.userid),
      column((p) => p.externalUserid),
      column((p) => p.welcomeCode ?? null),
      column((p) => p.meeting.person.person_id),
      column((p) => p.half),
      column((p) => p.createtime),
      column((p) => p.meeting.addWay),
      column((p) => p.meeting.state || null),
      column((p) => p.meeting.linkId ?? null),
      column((p) => p.meeting.operUserid ?? p.externalUserid),
      column((p) => p.meeting.temporaryUntil ?? null),
      column((p) => (archive.enabled && archive.staff.includes(p.userid) ? 'Default_Agree' : null)),
    ],
  );
}

const news = (p: Planned): Telling => ({
  staff: p.meeting.staff,
  subject: p.externalUserid,
  fields: {
    UserID: p.userid,
    ExternalUserID: p.externalUserid,
    State: p.meeting.state || undefined,
    WelcomeCode: p.welcomeCode,
  },
});
