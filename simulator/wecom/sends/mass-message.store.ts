import { dayOf, monthOf } from '../core/clock.ts';
import { type Db, row, rows, run } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';
import { demand } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import type { Content } from './chat.store.ts';

export interface MassMessageRow {
  msgid: string;
  agent_id: number | null;
  creator: string | null;
  chat_type: 'single' | 'group';
  content: Content;
  allow_select: boolean;
  created_at: number;
  ready_at: number;
  cancelled_at: number | null;
  reminders: number;
  /** Unix seconds; of a list the driver makes text. */
  reminder_times: string[];
  reminded_at: number;
}

export const findMassMessage = (db: Db, corpId: string, msgid: string) =>
  row<MassMessageRow>(db, 'select * from mass_message where corp_id = $1 and msgid = $2', [
    corpId,
    msgid,
  ]);

/** Who each customer hears it from: the member who last chatted with them. */
export interface Audience {
  /** Members that may send. */
  readonly senders: readonly string[];
  readonly customers: readonly string[] | null;
  /** OR inside, AND between. */
  readonly tags: readonly (readonly string[])[];
}

export async function insertMassMessage(
  work: Work,
  message: {
    msgid: string;
    agentId: number | null;
    creator: string | null;
    chatType: 'single' | 'group';
    content: Content;
    allowSelect: boolean;
  },
): Promise<void> {
  const { corp, db, now } = work;
  await run(
    db,
    `insert into mass_message
       (corp_id, msgid, agent_id, creator, chat_type, content, allow_select, created_at, ready_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      corp.corpId,
      message.msgid,
      message.agentId,
      message.creator,
      message.chatType,
      JSON.stringify(message.content),
      message.allowSelect,
      now,
      now + corp.settings.massDispatchSeconds,
    ],
  );
}

/** One item for each customer of the audience, one task for each member who has any. */
export async function insertCustomers(
  { corp, db }: Work,
  msgid: string,
  audience: Audience,
): Promise<void> {
  const inserted = await run(
    db,
    `insert into mass_item (corp_id, msgid, userid, target)
     select $1, $2, userid, external_userid from (
       select distinct on (r.external_userid) r.userid, r.external_userid from relationship r
        where r.corp_id = $1 and not r.half and r.deleted_by_staff_at is null
          and r.userid = any($3) and ($4::text[] is null or r.external_userid = any($4))
          and not exists (
            select 1 from jsonb_array_elements($5::jsonb) g
             where not r.tag_ids && array(select jsonb_array_elements_text(g)))
        order by r.external_userid, r.last_chat_at desc, r.createtime desc, r.userid) c`,
    [corp.corpId, msgid, audience.senders, audience.customers, JSON.stringify(audience.tags)],
  );
  demand(inserted > 0, 41048);
  await insertTasks(db, corp.corpId, msgid);
}

export async function insertGroups(
  { corp, db }: Work,
  msgid: string,
  owner: string,
  chatIds: readonly string[] | null,
): Promise<void> {
  const inserted = await run(
    db,
    `insert into mass_item (corp_id, msgid, userid, target)
     select $1, $2, $3, chat_id from group_chat
      where corp_id = $1 and owner = $3 and dissolved_at is null and not internal
        and ($4::text[] is null or chat_id = any($4))`,
    [corp.corpId, msgid, owner, chatIds],
  );
  demand(inserted > 0, 41048);
  await insertTasks(db, corp.corpId, msgid);
}

const insertTasks = (db: Db, corpId: string, msgid: string) =>
  run(
    db,
    `insert into mass_task (corp_id, msgid, userid)
     select distinct corp_id, msgid, userid from mass_item where corp_id = $1 and msgid = $2`,
    [corpId, msgid],
  );

export const findTargets = (db: Db, corpId: string, msgid: string) =>
  rows<{ target: string }>(db, 'select target from mass_item where corp_id = $1 and msgid = $2', [
    corpId,
    msgid,
  ]);

/** From which day on receipts count, and how many there may be. */
export function capOf(corp: Corp, now: number): { since: number; most: number } {
  const today = dayOf(now);
  switch (corp.settings.massMessageCap) {
    case 'one-a-day':
      return { since: today, most: 1 };
    case 'seven-a-week':
      // Weeks begin on Monday; day 0 was a Thursday.
      return { since: today - ((today + 3) % 7), most: 7 };
    case 'days-of-month': {
      const { firstDay, days } = monthOf(now);
      return { since: firstDay, most: days };
    }
  }
}
