import { archive } from '../archive/archive.store.ts';
import { run } from '../core/db.ts';
import type { Work } from '../core/sim.ts';

export interface Said {
  /** Of a chat between two. */
  userid?: string;
  externalUserid?: string;
  /** Of a group. */
  chatId?: string;
  /** Who said it: a userid or an external_userid. */
  sender: string;
  msgtype: string;
  content: object;
  source: 'manual' | 'welcome' | 'mass' | 'group-welcome' | 'transfer' | 'system';
}

/** One line in a chat; archived when the corp archives the member. */
export async function say(work: Work, said: Said): Promise<string> {
  const { sim, corp, db, now } = work;
  const msgid = sim.ids.next('m');
  await run(
    db,
    `insert into chat_message
       (corp_id, userid, external_userid, chat_id, sender, msgtype, content, source, created_at, msgid)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      corp.corpId,
      said.userid ?? null,
      said.externalUserid ?? null,
      said.chatId ?? null,
      said.sender,
      said.msgtype,
      JSON.stringify(said.content),
      said.source,
      now,
      msgid,
    ],
  );
  await archive(work, said, msgid);
  return msgid;
}

export interface Content {
  text?: { content: string } | undefined;
  attachments?: readonly { msgtype: string; [body: string]: unknown }[] | undefined;
}

/** Text and attachments arrive as separate messages. */
export async function sayAll(
  work: Work,
  content: Content,
  said: Omit<Said, 'msgtype' | 'content'>,
): Promise<void> {
  if (content.text?.content)
    await say(work, { ...said, msgtype: 'text', content: { content: content.text.content } });
  for (const attachment of content.attachments ?? [])
    await say(work, {
      ...said,
      msgtype: attachment.msgtype,
      content: attachment[attachment.msgtype] as object,
    });
}
