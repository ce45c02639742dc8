import { transferGroups, transferLeaverGroups } from '#protocol/wecom/endpoints/inheritance.ts';
import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';
import {
  GROUP_TRANSFERS_PER_OWNER_AND_DAY,
  TRANSFERS_PER_CUSTOMER,
} from '#protocol/wecom/limits.ts';
import { DAY, startOfDay } from '../core/clock.ts';
import { row, run } from '../core/db.ts';
import { LEFT, type Staff } from '../core/directory.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { insertMembers, lockGroup } from '../groups/group.store.ts';
import { checkReceiver } from './transfer.store.ts';

/** Moves one group; the code says why it does not. */
async function move(
  call: Caller,
  kind: 'in-service' | 'resigned',
  chatId: string,
  owner: Staff,
): Promise<number> {
  const { corp, db, now } = call;
  const { corpId } = corp;
  const group = await lockGroup(db, corpId, chatId);
  if (!group) return 86003;
  if (group.internal) return 90501;
  const old = corp.staff.get(group.owner.toLowerCase());
  const gone = !old || old.status === LEFT;
  if (kind === 'resigned' && group.status === 3) return 90508;
  if (kind === 'resigned' && !gone) return 90500;
  if (kind === 'in-service' && gone) return 90502;
  if (group.owner === owner.userid) return 90504;
  const past = await row<{ of_group: number; of_owner: number }>(
    db,
    `select count(*) filter (where chat_id = $2 and kind = 'in-service' and at > $4) of_group,
            count(*) filter (where old_owner = $3 and at >= $5) of_owner
       from group_transfer where corp_id = $1 and (chat_id = $2 or old_owner = $3)`,
    [corpId, chatId, group.owner, now - TRANSFERS_PER_CUSTOMER.days * DAY, startOfDay(now)],
  );
  if (kind === 'in-service' && (past?.of_group ?? 0) >= TRANSFERS_PER_CUSTOMER.count) return 40128;
  if ((past?.of_owner ?? 0) >= GROUP_TRANSFERS_PER_OWNER_AND_DAY) return 45009;
  await run(
    db,
    'update group_chat set owner = $3, status = $4 where corp_id = $1 and chat_id = $2',
    [corpId, chatId, owner.userid, kind === 'resigned' ? 3 : 0],
  );
  await insertMembers(call, chatId, [{ id: owner.userid, kind: 1, scene: 1 }]);
  await run(
    db,
    `insert into group_transfer (corp_id, chat_id, old_owner, new_owner, kind, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [corpId, chatId, group.owner, owner.userid, kind, now],
  );
  return 0;
}

async function moveAll(
  call: Caller,
  kind: 'in-service' | 'resigned',
  { chat_id_list, new_owner }: { chat_id_list: string[]; new_owner: string },
) {
  const owner = checkReceiver(call, new_owner);
  const failed_chat_list = [];
  for (const chat_id of new Set(chat_id_list)) {
    const errcode = await move(call, kind, chat_id, owner);
    if (errcode)
      failed_chat_list.push({ chat_id, errcode, errmsg: wecomErrorText(errcode).meaning[1] });
  }
  return { failed_chat_list };
}

export const groupTransferApi = [
  serve(transferLeaverGroups, (call) => moveAll(call, 'resigned', call.body)),
  serve(transferGroups, (call) => moveAll(call, 'in-service', call.body)),
];
