import {
  customerAdded,
  customerDeletedByStaff,
  transferFailed,
} from '#protocol/wecom/callbacks/customer-events.ts';
import { tell } from '../callbacks/tell.ts';
import { findRelationship, isFriend } from '../customers/relationship.store.ts';
import { customersOf, type TransferRow } from '../inheritance/transfer.store.ts';
import { runUpload } from '../media/upload-by-url.api.ts';
import { inTx, rows, run } from './db.ts';
import type { Sim, Work } from './sim.ts';

/** What happens by itself when its time has come. Called often, and whenever the clock is set. */
export async function upkeep(sim: Sim): Promise<number> {
  const now = sim.clock.now();
  const transfers = await rows<TransferRow & { corp_id: string }>(
    sim.pool,
    `select * from transfer where status = 2 and takeover_time <= $1
      order by takeover_time, id limit 1000`,
    [now],
  );
  for (const transfer of transfers) {
    const corp = sim.directory.corp(transfer.corp_id);
    if (corp) await inTx(sim.pool, (db) => complete({ sim, corp, db, now }, transfer));
  }
  const uploads = await rows<Parameters<typeof runUpload>[1]>(
    sim.pool,
    `select corp_id, jobid, agent_id, payload from job
      where kind = 'upload' and result is null and due_at <= $1 limit 20`,
    [now],
  );
  for (const job of uploads) await runUpload(sim, job);
  if (transfers.length > 0) sim.callbacks.wake();
  return transfers.length + uploads.length;
}

const settle = ({ corp, db }: Work, id: string, status: number) =>
  run(db, 'update transfer set status = $3 where corp_id = $1 and id = $2 and status = 2', [
    corp.corpId,
    id,
    status,
  ]);

/** After 24 hours the receiver has the customer, with remark and tags. */
async function complete(work: Work, transfer: TransferRow): Promise<void> {
  const { corp, db, now } = work;
  const { corpId } = corp;
  const { handover, takeover, external_userid: externalUserid } = transfer;
  const receiver = corp.staff.get(takeover.toLowerCase());
  const giver = corp.staff.get(handover.toLowerCase());
  const subject = externalUserid;
  const present = await findRelationship(db, corpId, takeover, externalUserid);
  const full = (await customersOf(db, corpId, takeover)) >= corp.settings.customersPerStaff;
  if (full && !isFriend(present)) {
    if ((await settle(work, transfer.id, 4)) === 0) return;
    await tell(work, transferFailed, {
      staff: receiver,
      subject,
      fields: {
        FailReason: 'customer_limit_exceed',
        UserID: takeover,
        ExternalUserID: externalUserid,
      },
    });
    return;
  }
  if ((await settle(work, transfer.id, 1)) === 0) return;
  await run(
    db,
    `insert into relationship (corp_id, userid, external_userid, seq, createtime, add_way, state,
                               link_id, oper_userid, remark, description, remark_corp_name,
                               remark_mobiles, tag_ids)
     select corp_id, $3, external_userid, nextval('relationship_seq'), $5, 202, state, link_id, $2,
            remark, description, remark_corp_name, remark_mobiles, tag_ids
       from relationship where corp_id = $1 and userid = $2 and external_userid = $4
     on conflict (corp_id, userid, external_userid) do update
        set half = false, deleted_by_staff_at = null, deleted_by_customer_at = null`,
    [corpId, handover, takeover, externalUserid, now],
  );
  await run(
    db,
    `update relationship set deleted_by_staff_at = $4
      where corp_id = $1 and userid = $2 and external_userid = $3`,
    [corpId, handover, externalUserid, now],
  );
  // Not for a friend, nor for somebody who followed the customer before.
  if (!present)
    await tell(work, customerAdded, {
      staff: receiver,
      subject,
      fields: { UserID: takeover, ExternalUserID: externalUserid },
    });
  if (transfer.kind === 'in-service')
    await tell(work, customerDeletedByStaff, {
      staff: giver,
      subject,
      fields: {
        UserID: handover,
        ExternalUserID: externalUserid,
        Source: 'DELETE_BY_TRANSFER',
      },
    });
}
