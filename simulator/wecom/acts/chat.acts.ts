import { z } from 'zod';
import { ACQUISITION_CHAT_KEY_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { rows, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import type { Relationship } from '../customers/relationship.store.ts';
import { sayMany } from '../sends/chat.store.ts';
import { attempt, bulkAct, staffOf } from './act.ts';
import { linkEvent } from './adding.acts.ts';
import { knownCustomers } from './people.store.ts';

const message = {
  msgtype: z.string().default('text'),
  content: z.record(z.string(), z.unknown()),
};

/** The third, fifth and tenth message of an acquired customer are told. */
const TOLD = [3, 5, 10];

/** `fresh` of the messages that were received are new. */
async function tellAcquired(work: Work, relationship: Relationship, fresh: number): Promise<void> {
  const { sim, corp, db, now } = work;
  const { link_id: linkId, userid, external_userid: externalUserid, state } = relationship;
  if (!linkId) return;
  const staff = corp.staff.get(userid.toLowerCase());
  const total = relationship.messages_received;
  const common = { LinkId: linkId, State: state ?? undefined };
  for (let count = total - fresh + 1; count <= total; count++) {
    if (count === 1)
      await tell(work, linkEvent('customer_start_chat'), {
        staff,
        subject: externalUserid,
        fields: { UserID: userid, ExternalUserID: externalUserid, ...common },
      });
    if (!TOLD.includes(count)) continue;
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
}

const Line = z.object({ person: z.string(), userid: z.string(), ...message });
type Line = z.output<typeof Line>;

/** What both sides say to each other. */
const says = (by: 'customer' | 'staff') => async (work: Work, lines: Line[]) => {
  const { sim, corp, db, now } = work;
  const customers = await knownCustomers(
    work,
    lines.map((l) => l.person),
  );
  const steps = lines.map((line) =>
    attempt(() => ({
      line,
      userid: staffOf(corp, line.userid).userid,
      externalUserid: found(customers.get(line.person), 40096, `${line.person} is no contact`),
      msgid: sim.ids.next('m'),
    })),
  );
  const possible = steps.flatMap((s) => (s instanceof Refusal ? [] : [s]));
  const heard = await rows<Relationship>(
    db,
    `update relationship r set chatted = true, last_chat_at = $2,
            messages_received = messages_received + case when $5 then l.n else 0 end
       from (select userid, external_userid, count(*)::int n
               from unnest($3::text[], $4::text[]) t(userid, external_userid)
              group by userid, external_userid) l
      where r.corp_id = $1 and r.userid = l.userid and r.external_userid = l.external_userid
        and r.deleted_by_staff_at is null and r.deleted_by_customer_at is null
        and ($5 or not r.half)
      returning r.*`,
    [
      corp.corpId,
      now,
      possible.map((s) => s.userid),
      possible.map((s) => s.externalUserid),
      by === 'customer',
    ],
  );
  const friends = new Map(heard.map((r) => [`${r.userid} ${r.external_userid}`, r]));
  const said = possible.filter((s) => friends.has(`${s.userid} ${s.externalUserid}`));
  await sayMany(
    work,
    said.map(({ line, userid, externalUserid, msgid }) => ({
      userid,
      externalUserid,
      sender: by === 'customer' ? externalUserid : userid,
      msgtype: line.msgtype,
      content: line.content,
      source: 'manual' as const,
      msgid,
    })),
  );
  if (by === 'customer') for (const r of heard) await tellAcquired(work, r, countOf(said, r));
  return steps.map((s) =>
    s instanceof Refusal
      ? s
      : friends.has(`${s.userid} ${s.externalUserid}`)
        ? { msgid: s.msgid }
        : new Refusal(84061),
  );
};

const countOf = (
  said: readonly { userid: string; externalUserid: string }[],
  r: Relationship,
): number =>
  r.link_id
    ? said.filter((s) => s.userid === r.userid && s.externalUserid === r.external_userid).length
    : 0;

const customerSays = bulkAct('customer.say', Line, says('customer'));
const staffSays = bulkAct('staff.say', Line, says('staff'));

const GroupLine = z.object({
  chatId: z.string(),
  userid: z.string().optional(),
  person: z.string().optional(),
  ...message,
});

const groupSays = bulkAct('group.say', GroupLine, async (work, lines) => {
  const { sim, corp, db } = work;
  const chatIds = lines.map((l) => l.chatId);
  const groups = new Map(
    (
      await rows<{ chat_id: string; dissolved_at: number | null }>(
        db,
        'select chat_id, dissolved_at from group_chat where corp_id = $1 and chat_id = any($2)',
        [corp.corpId, chatIds],
      )
    ).map((g) => [g.chat_id, g]),
  );
  const customers = await knownCustomers(
    work,
    lines.flatMap((l) => (l.userid ? [] : (l.person ?? []))),
  );
  const steps = lines.map((line) =>
    attempt(() => {
      const group = found(groups.get(line.chatId), 86003);
      demand(group.dissolved_at === null, 49008);
      const sender = line.userid
        ? staffOf(corp, line.userid).userid
        : found(customers.get(line.person ?? ''), 40096, `${line.person} is no contact`);
      return { line, sender, msgid: sim.ids.next('m') };
    }),
  );
  const possible = steps.flatMap((s) => (s instanceof Refusal ? [] : [s]));
  const present = await rows<{ chat_id: string; member_id: string }>(
    db,
    `select m.chat_id, m.member_id from group_member m
       join unnest($2::text[], $3::text[]) t(chat_id, member_id) using (chat_id, member_id)
      where m.corp_id = $1 and m.left_at is null`,
    [corp.corpId, possible.map((s) => s.line.chatId), possible.map((s) => s.sender)],
  );
  const members = new Set(present.map((m) => `${m.chat_id} ${m.member_id}`));
  const isMember = (s: { line: { chatId: string }; sender: string }) =>
    members.has(`${s.line.chatId} ${s.sender}`);
  await sayMany(
    work,
    possible.filter(isMember).map(({ line, sender, msgid }) => ({
      chatId: line.chatId,
      sender,
      msgtype: line.msgtype,
      content: line.content,
      source: 'manual' as const,
      msgid,
    })),
  );
  return steps.map((s) =>
    s instanceof Refusal ? s : isMember(s) ? { msgid: s.msgid } : new Refusal(86217),
  );
});

export const chatActs = [customerSays, staffSays, groupSays];
