import { customerAdded, customerHalfAdded } from '#protocol/wecom/callbacks/customer-events.ts';
import { WELCOME_CODE_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { row, run } from '../core/db.ts';
import type { Staff } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { lockRelationship, type Relationship } from '../customers/relationship.store.ts';
import { customersOf } from '../inheritance/transfer.store.ts';
import { ensureCustomer, type Person } from './people.store.ts';

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

/** A code for a greeting: not for those who talked before, other corps' people, or console greetings. */
async function welcomeCode(
  { sim, corp, db, now }: Work,
  { staff, person }: Meeting,
  externalUserid: string,
  before: Relationship | undefined,
): Promise<string | undefined> {
  if (before?.chatted || person.kind === 2 || staff.profile.consoleWelcome) return undefined;
  const spent = await row(
    db,
    `select 1 from welcome_code
      where corp_id = $1 and userid = $2 and external_userid = $3 and used and expires_at > $4`,
    [corp.corpId, staff.userid, externalUserid, (before?.createtime ?? now) - 1],
  );
  if (spent) return undefined;
  const code = sim.ids.next('WC', 43);
  await run(
    db,
    `insert into welcome_code (code, corp_id, userid, external_userid, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [code, corp.corpId, staff.userid, externalUserid, now + WELCOME_CODE_SECONDS],
  );
  return code;
}

/** Makes them friends, or renews it, and tells the apps. */
export async function befriend(
  work: Work,
  meeting: Meeting,
): Promise<{ externalUserid: string; welcomeCode?: string; userid: string; half: boolean }> {
  const { corp, db, now } = work;
  const { staff, person, addWay, half = false } = meeting;
  const externalUserid = await ensureCustomer(work, person);
  const before = await lockRelationship(db, corp.corpId, staff.userid, externalUserid);
  const already =
    before &&
    !before.half &&
    before.deleted_by_staff_at === null &&
    before.deleted_by_customer_at === null;
  if (already) return { externalUserid, userid: staff.userid, half: false };
  if (!before)
    demand(
      (await customersOf(db, corp.corpId, staff.userid)) < corp.settings.customersPerStaff,
      40099,
    );
  const code = await welcomeCode(work, meeting, externalUserid, before);
  const { archive } = corp.settings;
  const archived = archive.enabled && archive.staff.includes(staff.userid);
  await run(
    db,
    `insert into relationship (corp_id, userid, external_userid, seq, half, createtime, add_way,
                               state, link_id, oper_userid, temporary_until, agreement, agreement_at)
     values ($1, $2, $3, nextval('relationship_seq'), $4, $5, $6, $7, $8, $9, $10, $11, $5)
     on conflict (corp_id, userid, external_userid) do update
        set half = excluded.half, createtime = excluded.createtime, add_way = excluded.add_way,
            state = excluded.state, link_id = excluded.link_id, oper_userid = excluded.oper_userid,
            temporary_until = excluded.temporary_until,
            deleted_by_staff_at = null, deleted_by_customer_at = null,
            tag_ids = case when relationship.deleted_by_staff_at is null
                           then relationship.tag_ids else '{}' end`,
    [
      corp.corpId,
      staff.userid,
      externalUserid,
      half,
      // Confirming a half friend keeps the time of the first step.
      before?.half ? before.createtime : now,
      addWay,
      meeting.state || null,
      meeting.linkId ?? null,
      meeting.operUserid ?? person.person_id,
      meeting.temporaryUntil ?? null,
      archived ? 'Default_Agree' : null,
    ],
  );
  await run(
    db,
    'delete from friend_request where corp_id = $1 and userid = $2 and person_id = $3',
    [corp.corpId, staff.userid, person.person_id],
  );
  await tell(work, half ? customerHalfAdded : customerAdded, {
    staff,
    subject: externalUserid,
    fields: {
      UserID: staff.userid,
      ExternalUserID: externalUserid,
      State: meeting.state || undefined,
      WelcomeCode: code,
    },
  });
  return {
    externalUserid,
    userid: staff.userid,
    half,
    ...(code ? { welcomeCode: code } : {}),
  };
}
