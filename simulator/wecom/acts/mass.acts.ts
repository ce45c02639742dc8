import { z } from 'zod';
import { dayOf } from '../core/clock.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import {
  capOf,
  findMassMessage,
  insertCustomers,
  insertGroups,
  insertMassMessage,
  type MassMessageRow,
} from '../sends/mass-message.store.ts';
import { act, staffOf } from './act.ts';
import { externalIdOf } from './people.store.ts';

/**
 * Sends what the member has confirmed: to friends whose cap is not reached. 2: the customer is no
 * friend any more; 3: the cap of the period is reached.
 */
async function deliver(
  work: Work,
  message: MassMessageRow,
  userid: string,
): Promise<{ sent: number; notFriend: number; capped: number }> {
  const { corp, db, now } = work;
  const { since, most } = capOf(corp, now);
  const single = message.chat_type === 'single';
  const judged = await rows<{ target: string; status: number }>(
    db,
    `select i.target,
            case when ${
              single
                ? `r.external_userid is null or r.half or r.deleted_by_staff_at is not null
                     or r.deleted_by_customer_at is not null`
                : 'g.chat_id is null or g.dissolved_at is not null'
            } then 2
                 when coalesce(used.n, 0) >= $5 then 3 else 1 end status
       from mass_item i
       ${
         single
           ? `left join relationship r on r.corp_id = i.corp_id and r.userid = i.userid
                   and r.external_userid = i.target`
           : 'left join group_chat g on g.corp_id = i.corp_id and g.chat_id = i.target'
       }
       left join lateral (select sum(count) n from mass_receipt m
            where m.corp_id = i.corp_id and m.target = i.target and m.day >= $4) used on true
      where i.corp_id = $1 and i.msgid = $2 and i.userid = $3 and i.status = 0
      order by i.target`,
    [corp.corpId, message.msgid, userid, since, most],
  );
  const having = (status: number) => judged.flatMap((j) => (j.status === status ? j.target : []));
  const [reached, lost, capped] = [having(1), having(2), having(3)];
  await run(
    db,
    `insert into mass_receipt (corp_id, target, day, count)
     select $1, t, $2, 1 from unnest($3::text[]) t
     on conflict (corp_id, target, day) do update set count = mass_receipt.count + 1`,
    [corp.corpId, dayOf(now), reached],
  );
  // Without a join: the planner takes a message that was just written for an empty one.
  await run(
    db,
    `update mass_item set send_time = $4,
            status = case when target = any($5) then 2 when target = any($6) then 3 else 1 end
      where corp_id = $1 and msgid = $2 and userid = $3 and status = 0`,
    [corp.corpId, message.msgid, userid, now, lost, capped],
  );
  const parts = [
    ...(message.content.text?.content
      ? [{ msgtype: 'text', content: { content: message.content.text.content } }]
      : []),
    ...(message.content.attachments ?? []).map((a) => ({
      msgtype: a.msgtype,
      content: a[a.msgtype],
    })),
  ];
  await run(
    db,
    `insert into chat_message (corp_id, userid, external_userid, chat_id, sender, msgtype, content,
                               source, created_at, msgid)
     select $1, case when $5 then $3 end, case when $5 then i.target end,
            case when not $5 then i.target end, $3, p->>'msgtype', p->'content', 'mass', $4,
            $2 || '.' || n || '.' || i.target
       from mass_item i cross join jsonb_array_elements($6::jsonb) with ordinality e(p, n)
      where i.corp_id = $1 and i.msgid = $2 and i.userid = $3 and i.status = 1
      order by i.target, n`,
    [corp.corpId, message.msgid, userid, now, single, JSON.stringify(parts)],
  );
  return { sent: reached.length, notFriend: lost.length, capped: capped.length };
}

async function confirmTask(work: Work, msgid: string, userid: string): Promise<MassMessageRow> {
  const { corp, db, now } = work;
  const message = found(await findMassMessage(db, corp.corpId, msgid), 41047);
  demand(message.cancelled_at === null, 41093);
  demand(message.ready_at <= now, 41063);
  const changed = await run(
    db,
    `update mass_task set status = 2, send_time = $4
      where corp_id = $1 and msgid = $2 and userid = $3 and status = 0`,
    [corp.corpId, msgid, userid, now],
  );
  demand(changed > 0, 41047, 'no such task, or sent already');
  return message;
}

const confirm = act(
  'staff.confirm-mass',
  z.object({
    userid: z.string(),
    msgid: z.string(),
    /** Customers the member leaves out, where the task allows it. */
    except: z.array(z.string()).default([]),
  }),
  async (work, input) => {
    const { sim, corp, db } = work;
    const staff = staffOf(corp, input.userid);
    const message = await confirmTask(work, input.msgid, staff.userid);
    if (input.except.length > 0) {
      demand(message.allow_select, 40058, 'the task does not allow a selection');
      const out = input.except.map((p) => externalIdOf(sim, corp, p, 1));
      await run(
        db,
        `delete from mass_item
          where corp_id = $1 and msgid = $2 and userid = $3 and target = any($4)`,
        [corp.corpId, input.msgid, staff.userid, out],
      );
    }
    return deliver(work, message, staff.userid);
  },
);

/** A member's own mass message: no task, but the same cap. */
const own = act(
  'staff.own-mass',
  z.object({
    userid: z.string(),
    chatType: z.enum(['single', 'group']).default('single'),
    persons: z.array(z.string()).optional(),
    chatIds: z.array(z.string()).optional(),
    text: z.string(),
  }),
  async (work, input) => {
    const { sim, corp } = work;
    const staff = staffOf(corp, input.userid);
    const msgid = sim.ids.next('msg');
    await insertMassMessage(work, {
      msgid,
      agentId: null,
      creator: staff.userid,
      chatType: input.chatType,
      content: { text: { content: input.text } },
      allowSelect: false,
    });
    if (input.chatType === 'group')
      await insertGroups(work, msgid, staff.userid, input.chatIds ?? null);
    else
      await insertCustomers(work, msgid, {
        senders: [staff.userid],
        customers: input.persons?.map((p) => externalIdOf(sim, corp, p, 1)) ?? null,
        tags: [],
      });
    const message = found(await findMassMessage(work.db, corp.corpId, msgid), 41047);
    await run(
      work.db,
      'update mass_task set status = 2, send_time = $3 where corp_id = $1 and msgid = $2',
      [corp.corpId, msgid, work.now],
    );
    return { msgid, ...(await deliver(work, message, staff.userid)) };
  },
);

/** What waits for the member's confirmation. */
export const waitingTasks = ({ corp, db, now }: Work, userid: string) =>
  rows<{
    msgid: string;
    chat_type: string;
    content: object;
    created_at: number;
    reminders: number;
  }>(
    db,
    `select m.msgid, m.chat_type, m.content, m.created_at, m.reminders
       from mass_task t join mass_message m using (corp_id, msgid)
      where t.corp_id = $1 and t.userid = $2 and t.status = 0 and m.cancelled_at is null
        and m.ready_at <= $3 order by m.created_at, m.msgid`,
    [corp.corpId, userid, now],
  );

export const receiptsOf = async ({ corp, db, now }: Work, target: string): Promise<number> =>
  (
    await row<{ n: number }>(
      db,
      `select coalesce(sum(count), 0)::int n from mass_receipt
        where corp_id = $1 and target = $2 and day >= $3`,
      [corp.corpId, target, capOf(corp, now).since],
    )
  )?.n ?? 0;

export const massActs = [confirm, own];
