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
  const msgid = work.sim.ids.next('m');
  await sayMany(work, [{ ...said, msgid }]);
  return msgid;
}

export async function sayMany(
  work: Work,
  lines: readonly (Said & { msgid: string })[],
): Promise<void> {
  if (lines.length === 0) return;
  const { corp, db, now } = work;
  const column = <T>(of: (l: Said & { msgid: string }) => T) => lines.map(of);
  await run(
    db,
    `insert into chat_message
       (corp_id, userid, external_userid, chat_id, sender, msgtype, content, source, created_at, msgid)
     select $1, u, e, c, s, t, b, o, $2, m
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
                   $9::text[], $10::text[]) with ordinality l(u, e, c, s, t, b, o, m, n)
      order by n`,
    [
      corp.corpId,
      now,
      column((l) => l.userid ?? null),
      column((l) => l.externalUserid ?? null),
      column((l) => l.chatId ?? null),
      column((l) => l.sender),
      column((l) => l.msgtype),
      column((l) => JSON.stringify(l.content)),
      column((l) => l.source),
      column((l) => l.msgid),
    ],
  );
  await archive(work, lines);
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
