import { serviceMessagesWaiting } from '#protocol/wecom/callbacks/archive-events.ts';
import { tell } from '../callbacks/tell.ts';
import { type Db, row, run } from '../core/db.ts';
import { found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';

export interface AccountRow {
  open_kfid: string;
  name: string;
  media_id: string;
  servicers: string[];
  departments: number[];
}

export interface SessionRow {
  state: number;
  servicer: string | null;
  written_at: number;
  answers: number;
  scene: string;
  scene_param: string;
}

export const needAccount = async (db: Db, corpId: string, openKfid: string): Promise<AccountRow> =>
  found(
    await row<AccountRow>(
      db,
      'select * from service_account where corp_id = $1 and open_kfid = $2 and not deleted',
      [corpId, openKfid],
    ),
    95004,
  );

export const findSession = (db: Db, corpId: string, openKfid: string, externalUserid: string) =>
  row<SessionRow>(
    db,
    `select state, servicer, written_at, answers, scene, scene_param from service_session
      where corp_id = $1 and open_kfid = $2 and external_userid = $3`,
    [corpId, openKfid, externalUserid],
  );

/** A line of the account's message list; apps are told that something waits. */
export async function appendMessage(
  work: Work,
  openKfid: string,
  externalUserid: string,
  message: { msgid?: string; origin: number; msgtype: string; [body: string]: unknown },
): Promise<string> {
  const { sim, corp, db, now } = work;
  const msgid = message.msgid ?? sim.ids.next('kfmsg');
  await run(
    db,
    `insert into service_message (corp_id, open_kfid, external_userid, msgid, message, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      corp.corpId,
      openKfid,
      externalUserid,
      msgid,
      JSON.stringify({
        ...message,
        msgid,
        open_kfid: openKfid,
        external_userid: externalUserid,
        send_time: now,
      }),
      now,
    ],
  );
  if (message.origin !== 5) {
    const fields = { Token: sim.ids.next('ENC', 43), OpenKfId: openKfid };
    await tell(work, serviceMessagesWaiting, { fields, subject: openKfid });
  }
  return msgid;
}
