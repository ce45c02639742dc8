import {
  getOldTransfer,
  listLeaverTransfers,
  listTransfers,
  listUnassigned,
  transferCustomers,
  transferLeaverCustomers,
  transferOld,
} from '#protocol/wecom/endpoints/inheritance.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { row, rows } from '../core/db.ts';
import { LEFT } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import { type Call, serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { contactStaff } from '../staff/find.ts';
import {
  beginTransfer,
  checkGiver,
  checkReceiver,
  type TransferKind,
  type TransferRow,
} from './transfer.store.ts';

interface Asked {
  handover_userid: string;
  takeover_userid: string;
  external_userid: string[];
  transfer_success_msg?: string | undefined;
}

async function begin(call: Caller, kind: TransferKind, asked: Asked) {
  demand(asked.handover_userid.toLowerCase() !== asked.takeover_userid.toLowerCase(), 40130);
  const giver = checkGiver(call, asked.handover_userid, kind);
  const receiver = checkReceiver(call, asked.takeover_userid);
  const customer = [];
  for (const external_userid of new Set(asked.external_userid)) {
    const message = asked.transfer_success_msg ?? '';
    const errcode = await beginTransfer(call, kind, giver, receiver, external_userid, message);
    customer.push({ external_userid, errcode });
  }
  return { customer };
}

async function results(
  call: Call<typeof listTransfers> | Call<typeof listLeaverTransfers>,
  kind: TransferKind,
) {
  const { corp, db, body, limit } = call;
  const handover = contactStaff(call, body.handover_userid).userid;
  const takeover = contactStaff(call, body.takeover_userid).userid;
  const [after = ''] = decodeCursor('transfers', body.cursor) ?? [];
  const listed = await rows<TransferRow>(
    db,
    `select * from (
       select distinct on (external_userid) * from transfer
        where corp_id = $1 and handover = $2 and takeover = $3 and kind = $4
        order by external_userid, started_at desc, id desc) t
      where external_userid > $5 order by external_userid limit $6`,
    [corp.corpId, handover, takeover, kind, after, limit + 1],
  );
  const { page, last } = pageOf(listed, limit);
  return {
    customer: page.map((t) => ({
      external_userid: t.external_userid,
      status: t.status,
      takeover_time: t.status === 3 ? 0 : t.takeover_time,
    })),
    next_cursor: last ? encodeCursor('transfers', [last.external_userid]) : '',
  };
}

export const transferApi = [
  serve(transferCustomers, (call) => begin(call, 'in-service', call.body)),
  serve(transferLeaverCustomers, (call) => begin(call, 'resigned', call.body)),
  serve(listTransfers, (call) => results(call, 'in-service')),
  serve(listLeaverTransfers, (call) => results(call, 'resigned')),

  serve(listUnassigned, async (call) => {
    const { corp, app, db, body, limit } = call;
    const gone = [...corp.staff.values()].filter((s) => s.status === LEFT && app.sees(s));
    const place = decodeCursor('unassigned', body.cursor);
    const [afterUser = '', afterCustomer = ''] = place ?? [];
    const offset = place ? 0 : (body.page_id ?? 0) * limit;
    const listed = await rows<{ userid: string; external_userid: string }>(
      db,
      `select r.userid, r.external_userid from relationship r
        where r.corp_id = $1 and r.userid = any($2) and not r.half
          and r.deleted_by_staff_at is null and (r.userid, r.external_userid) > ($3, $4)
          and not exists (
            select 1 from transfer t where t.corp_id = r.corp_id and t.handover = r.userid
               and t.external_userid = r.external_userid and t.status in (1, 2))
        order by r.userid, r.external_userid limit $5 offset $6`,
      [corp.corpId, gone.map((s) => s.userid), afterUser, afterCustomer, limit + 1, offset],
    );
    const { page, last } = pageOf(listed, limit);
    return {
      info: page.map((r) => ({
        handover_userid: r.userid,
        external_userid: r.external_userid,
        dimission_time: corp.staff.get(r.userid.toLowerCase())?.leftAt ?? 0,
      })),
      is_last: !last,
      next_cursor: last ? encodeCursor('unassigned', [last.userid, last.external_userid]) : '',
    };
  }),

  serve(transferOld, async (call) => {
    const staff = call.corp.staff.get(call.body.handover_userid.toLowerCase());
    const kind = staff?.status === LEFT ? 'resigned' : 'in-service';
    const started = await begin(call, kind, {
      ...call.body,
      external_userid: [call.body.external_userid],
    });
    const errcode = started.customer[0]?.errcode ?? 0;
    demand(errcode === 0, errcode);
    return {};
  }),

  serve(getOldTransfer, async ({ corp, db, body }) => {
    const transfer = found(
      await row<TransferRow>(
        db,
        `select * from transfer where corp_id = $1 and lower(handover) = lower($2)
            and lower(takeover) = lower($3) and external_userid = $4
          order by started_at desc limit 1`,
        [corp.corpId, body.handover_userid, body.takeover_userid, body.external_userid],
      ),
      40096,
    );
    return { status: transfer.status, takeover_time: transfer.takeover_time };
  }),
];
