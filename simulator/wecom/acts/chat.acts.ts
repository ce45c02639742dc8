import { z } from 'zod';
import { ACQUISITION_CHAT_KEY_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { row, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import type { Relationship } from '../customers/relationship.store.ts';
import { findGroup } from '../groups/group.store.ts';
import { say } from '../sends/chat.store.ts';
import { act, staffOf } from './act.ts';
import { linkEvent } from './adding.acts.ts';
import { knownCustomer } from './people.store.ts';

const message = {
  msgtype: z.string().default('text'),
  content: z.record(z.string(), z.unknown()),
};

/** The third, fifth and tenth message of an acquired customer are told. */
const TOLD = [3, 5, 10];

async function tellAcquired(work: Work, relationship: Relationship): Promise<void> {
  const { sim, corp, db, now } = work;
  const { link_id: linkId, userid, external_userid: externalUserid, state } = relationship;
  if (!linkId) return;
  const staff = corp.staff.get(userid.toLowerCase());
  const count = relationship.messages_received;
  const common = { LinkId: linkId, State: state ?? undefined };
  if (count === 1)
    await tell(work, linkEvent('customer_start_chat'), {
      staff,
      subject: externalUserid,
      fields: { UserID: userid, ExternalUserID: externalUserid, ...common },
    });
  if (!TOLD.includes(count)) return;
  const key = sim.ids.next('CK', 43);
  await run(
    db,
    `insert into acquisition_chat
       (chat_key, corp_id, link_id, userid, external_userid, messages, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key, corp.corpId, linkId, userid, externalUserid, count, now + ACQUISITION_CHAT_KEY_SECONDS],
  );
  await tell(work, linkEvent('message_from_customer'), {
    staff,
    subject: externalUserid,
    fields: { ...common, ChatKey: key },
  });
}

const customerSays = act(
  'customer.say',
  z.object({ person: z.string(), userid: z.string(), ...message }),
  async (work, input) => {
    const { corp, db, now } = work;
    const staff = staffOf(corp, input.userid);
    const externalUserid = await knownCustomer(work, input.person);
    const relationship = found(
      await row<Relationship>(
        db,
        `update relationship set chatted = true, last_chat_at = $4,
                messages_received = messages_received + 1
          where corp_id = $1 and userid = $2 and external_userid = $3
            and deleted_by_staff_at is null and deleted_by_customer_at is null
          returning *`,
        [corp.corpId, staff.userid, externalUserid, now],
      ),
      84061,
    );
    const msgid = await say(work, {
      userid: staff.userid,
      externalUserid,
      sender: externalUserid,
      msgtype: input.msgtype,
      content: input.content,
      source: 'manual',
    });
    await tellAcquired(work, relationship);
    return { msgid };
  },
);

const staffSays = act(
  'staff.say',
  z.object({ userid: z.string(), person: z.string(), ...message }),
  async (work, input) => {
    const { corp, db, now } = work;
    const staff = staffOf(corp, input.userid);
    const externalUserid = await knownCustomer(work, input.person);
    const changed = await run(
      db,
      `update relationship set chatted = true, last_chat_at = $4
        where corp_id = $1 and userid = $2 and external_userid = $3 and not half
          and deleted_by_staff_at is null and deleted_by_customer_at is null`,
      [corp.corpId, staff.userid, externalUserid, now],
    );
    demand(changed > 0, 84061);
    const msgid = await say(work, {
      userid: staff.userid,
      externalUserid,
      sender: staff.userid,
      msgtype: input.msgtype,
      content: input.content,
      source: 'manual',
    });
    return { msgid };
  },
);

const groupSays = act(
  'group.say',
  z.object({
    chatId: z.string(),
    userid: z.string().optional(),
    person: z.string().optional(),
    ...message,
  }),
  async (work, input) => {
    const { corp, db } = work;
    const group = found(await findGroup(db, corp.corpId, input.chatId), 86003);
    demand(group.dissolved_at === null, 49008);
    const sender = input.userid
      ? staffOf(corp, input.userid).userid
      : await knownCustomer(work, input.person ?? '');
    const member = await row(
      db,
      `select 1 from group_member
        where corp_id = $1 and chat_id = $2 and member_id = $3 and left_at is null`,
      [corp.corpId, input.chatId, sender],
    );
    demand(member, 86217);
    const msgid = await say(work, {
      chatId: input.chatId,
      sender,
      msgtype: input.msgtype,
      content: input.content,
      source: 'manual',
    });
    return { msgid };
  },
);

export const chatActs = [customerSays, staffSays, groupSays];
