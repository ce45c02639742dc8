import { TRANSFERS_PER_CUSTOMER } from '#protocol/wecom/limits.ts';
import { DAY } from '../core/clock.ts';
import { type Db, row, run } from '../core/db.ts';
import { LEFT, mayServe, type Staff } from '../core/directory.ts';
import { demand, Refusal } from '../core/refusal.ts';
import type { Caller, Work } from '../core/sim.ts';
import { findRelationship } from '../customers/relationship.store.ts';

export type TransferKind = 'in-service' | 'resigned';

export interface TransferRow {
  id: string;
  kind: TransferKind;
  handover: string;
  takeover: string;
  external_userid: string;
  started_at: number;
  takeover_time: number;
  status: number;
  message: string;
}

const YEAR = 365 * DAY;

/** The receiver: in range, active, verified, not banned, seen within a year. */
export function checkReceiver({ corp, app, now }: Caller, userid: string): Staff {
  const staff = corp.staff.get(userid.toLowerCase());
  if (!staff || staff.status === LEFT) throw new Refusal(40003);
  demand(app.sees(staff), 60011);
  demand(!staff.banned, 40143);
  demand(mayServe(staff), 40098);
  demand(staff.lastLogin > now - YEAR, 40205);
  return staff;
}

/** The member who gives away: present for one kind, gone less than a year for the other. */
export function checkGiver({ corp, app, now }: Caller, userid: string, kind: TransferKind): Staff {
  const staff = corp.staff.get(userid.toLowerCase());
  if (!staff) throw new Refusal(40003);
  demand(app.sees(staff), 60011);
  if (kind === 'resigned') {
    demand(staff.status === LEFT, 40097);
    demand(staff.leftAt !== null && staff.leftAt > now - YEAR, 40205);
    demand(staff.lastLogin > (staff.leftAt ?? now) - YEAR, 40205);
  } else {
    demand(staff.status !== LEFT, 40003);
    demand(staff.lastLogin > now - YEAR, 40205);
  }
  return staff;
}

export async function customersOf(db: Db, corpId: string, userid: string): Promise<number> {
  const counted = await row<{ n: number }>(
    db,
    `select count(*) n from relationship
      where corp_id = $1 and userid = $2 and not half and deleted_by_staff_at is null`,
    [corpId, userid],
  );
  return counted?.n ?? 0;
}

/** Begins one customer's transfer; the code says why it does not. */
export async function beginTransfer(
  work: Work,
  kind: TransferKind,
  giver: Staff,
  receiver: Staff,
  externalUserid: string,
  message: string,
): Promise<number> {
  const { sim, corp, db, now } = work;
  const { corpId } = corp;
  const exists = await row(
    db,
    'select 1 from customer where corp_id = $1 and external_userid = $2',
    [corpId, externalUserid],
  );
  if (!exists) return 40096;
  const relationship = await findRelationship(db, corpId, giver.userid, externalUserid);
  if (!relationship || relationship.half || relationship.deleted_by_staff_at !== null) return 40131;
  const past = await row<{ waiting: number; mine: number; recent: number }>(
    db,
    `select count(*) filter (where status = 2) waiting,
            count(*) filter (where status = 2 and handover = $3) mine,
            count(*) filter (where kind = 'in-service' and started_at > $4) recent
       from transfer where corp_id = $1 and external_userid = $2`,
    [corpId, externalUserid, giver.userid, now - TRANSFERS_PER_CUSTOMER.days * DAY],
  );
  if (past?.mine) return 40129;
  if (past?.waiting) return 40100;
  if (kind === 'in-service' && (past?.recent ?? 0) >= TRANSFERS_PER_CUSTOMER.count) return 40128;
  if ((await customersOf(db, corpId, receiver.userid)) >= corp.settings.customersPerStaff)
    return 40099;
  await run(
    db,
    `insert into transfer (corp_id, id, kind, handover, takeover, external_userid, started_at,
                           takeover_time, status, message)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 2, $9)`,
    [
      corpId,
      sim.ids.next('t'),
      kind,
      giver.userid,
      receiver.userid,
      externalUserid,
      now,
      now + DAY,
      message,
    ],
  );
  return 0;
}
