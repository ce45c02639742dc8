import { z } from 'zod';
import {
  archiveApproved,
  customerDeletedByStaff,
  customerEdited,
  staffDeletedByCustomer,
  transferFailed,
} from '#protocol/wecom/callbacks/customer-events.ts';
import { append } from '../archive/archive.store.ts';
import { tell } from '../callbacks/tell.ts';
import { row, run } from '../core/db.ts';
import type { Staff } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import type { TransferRow } from '../inheritance/transfer.store.ts';
import { act, staffOf } from './act.ts';
import { knownCustomer } from './people.store.ts';

const pair = { userid: z.string(), person: z.string() };

const both = async (work: Work, { userid, person }: { userid: string; person: string }) => ({
  staff: staffOf(work.corp, userid),
  externalUserid: await knownCustomer(work, person),
});

const telling = (staff: Staff, externalUserid: string, more: Record<string, string> = {}) => ({
  staff,
  subject: externalUserid,
  fields: { UserID: staff.userid, ExternalUserID: externalUserid, ...more },
});

const staffDeletes = act('staff.delete-customer', z.object(pair), async (work, input) => {
  const { staff, externalUserid } = await both(work, input);
  const changed = await run(
    work.db,
    `update relationship set deleted_by_staff_at = $4
      where corp_id = $1 and userid = $2 and external_userid = $3 and deleted_by_staff_at is null`,
    [work.corp.corpId, staff.userid, externalUserid, work.now],
  );
  demand(changed > 0, 84061);
  await tell(work, customerDeletedByStaff, telling(staff, externalUserid));
  return {};
});

const customerDeletes = act('customer.delete-staff', z.object(pair), async (work, input) => {
  const { staff, externalUserid } = await both(work, input);
  const changed = await run(
    work.db,
    `update relationship set deleted_by_customer_at = $4
      where corp_id = $1 and userid = $2 and external_userid = $3
        and deleted_by_customer_at is null`,
    [work.corp.corpId, staff.userid, externalUserid, work.now],
  );
  demand(changed > 0, 84061);
  await tell(work, staffDeletedByCustomer, telling(staff, externalUserid));
  return {};
});

const remark = act(
  'staff.remark',
  z.object({
    ...pair,
    remark: z.string().max(20).optional(),
    description: z.string().max(150).optional(),
    mobiles: z.array(z.string()).optional(),
  }),
  async (work, input) => {
    const { staff, externalUserid } = await both(work, input);
    const changed = await run(
      work.db,
      `update relationship set remark = coalesce($4, remark),
              description = coalesce($5, description),
              remark_mobiles = coalesce($6, remark_mobiles)
        where corp_id = $1 and userid = $2 and external_userid = $3
          and deleted_by_staff_at is null`,
      [
        work.corp.corpId,
        staff.userid,
        externalUserid,
        input.remark ?? null,
        input.description ?? null,
        input.mobiles ?? null,
      ],
    );
    demand(changed > 0, 84061);
    await tell(work, customerEdited, telling(staff, externalUserid));
    return {};
  },
);

const tag = act(
  'staff.tag',
  z.object({
    ...pair,
    add: z.array(z.string()).default([]),
    remove: z.array(z.string()).default([]),
    personal: z.array(z.string()).optional(),
  }),
  async (work, input) => {
    const { staff, externalUserid } = await both(work, input);
    const changed = await run(
      work.db,
      `update relationship set personal_tags = coalesce($6, personal_tags), tag_ids = array(
         select distinct t from unnest(tag_ids || $4::text[]) t where not t = any($5))
        where corp_id = $1 and userid = $2 and external_userid = $3
          and deleted_by_staff_at is null`,
      [
        work.corp.corpId,
        staff.userid,
        externalUserid,
        input.add,
        input.remove,
        input.personal ?? null,
      ],
    );
    demand(changed > 0, 84061);
    await tell(work, customerEdited, telling(staff, externalUserid));
    return {};
  },
);

const refuseTransfer = act('customer.refuse-transfer', z.object(pair), async (work, input) => {
  const { staff, externalUserid } = await both(work, input);
  const transfer = found(
    await row<TransferRow>(
      work.db,
      `update transfer set status = 3
        where corp_id = $1 and takeover = $2 and external_userid = $3 and status = 2
        returning *`,
      [work.corp.corpId, staff.userid, externalUserid],
    ),
    60136,
    'no transfer waits',
  );
  await tell(work, transferFailed, {
    ...telling(staff, externalUserid),
    fields: {
      UserID: transfer.takeover,
      ExternalUserID: externalUserid,
      FailReason: 'customer_refused',
    },
  });
  return {};
});

const agree = act(
  'customer.agree',
  z.object({ ...pair, agree: z.boolean().default(true) }),
  async (work, input) => {
    const { corp, db, now } = work;
    demand(corp.settings.archive.enabled, 301053);
    const { staff, externalUserid } = await both(work, input);
    const status = input.agree ? 'Agree' : 'Disagree';
    await run(
      db,
      `update relationship set agreement = $4, agreement_at = $5
        where corp_id = $1 and userid = $2 and external_userid = $3`,
      [corp.corpId, staff.userid, externalUserid, status, now],
    );
    const kind = input.agree ? 'agree' : 'disagree';
    const msgid = `${work.sim.ids.next('m')}_external`;
    const message = {
      msgid,
      action: 'send',
      from: externalUserid,
      tolist: [staff.userid],
      roomid: '',
      msgtime: now * 1000,
      msgtype: kind,
      [kind]: { userid: staff.userid, [`${kind}_time`]: now * 1000 },
    };
    await append(work, [{ msgid, message }]);
    if (input.agree) await tell(work, archiveApproved, telling(staff, externalUserid));
    return {};
  },
);

export const friendActs = [staffDeletes, customerDeletes, remark, tag, refuseTransfer, agree];
