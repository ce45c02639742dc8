import { archiveNotified } from '#protocol/wecom/callbacks/archive-events.ts';
import { ARCHIVE_NOTICE_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { rows, run } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import type { Said } from '../sends/chat.store.ts';

/** Corps that archive, by the time of their last notice. */
const noticed = new WeakMap<object, Map<string, number>>();

/** Keeps a copy when a member who took part is archived, and says so at most every 15 seconds. */
export async function archive(work: Work, said: Said, msgid: string): Promise<void> {
  const { corp } = work;
  const { enabled, expired, staff } = corp.settings.archive;
  if (!enabled || expired || !said.externalUserid === !said.chatId) return;
  const tolist = said.chatId
    ? (await members(work, said.chatId)).filter((id) => id !== said.sender)
    : [said.sender === said.userid ? (said.externalUserid ?? '') : (said.userid ?? '')];
  if (![said.sender, ...tolist].some((id) => staff.includes(id))) return;
  if (said.sender === said.externalUserid) await askOnce(work, said);
  await append(work, `${msgid}_external`, {
    msgid: `${msgid}_external`,
    action: 'send',
    from: said.sender,
    tolist,
    roomid: said.chatId ?? '',
    msgtime: work.now * 1000,
    ...archived(said),
  });
}

/** Whoever writes for the first time is asked once, and answers the same way whenever that is. */
async function askOnce({ corp, db, now }: Work, { userid, externalUserid }: Said): Promise<void> {
  const { agreeing } = corp.settings.archive;
  if (agreeing === 0) return;
  await run(
    db,
    `update relationship
        set agreement = case when (hashtext(external_userid) & 1023) < $4::float8 * 1024
                             then 'Agree' else 'Disagree' end,
            agreement_at = $5
      where corp_id = $1 and userid = $2 and external_userid = $3
        and coalesce(agreement, 'Default_Agree') = 'Default_Agree'`,
    [corp.corpId, userid, externalUserid, agreeing, now],
  );
}

export async function append(work: Work, msgid: string, message: object): Promise<void> {
  const { sim, corp, db, now } = work;
  await db.query('select pg_advisory_xact_lock(hashtext($1))', [`archive ${corp.corpId}`]);
  await run(
    db,
    `insert into archive_entry (corp_id, seq, msgid, message, created_at)
     select $1, coalesce(max(seq), 0) + 1, $2, $3::jsonb, $4 from archive_entry where corp_id = $1`,
    [corp.corpId, msgid, JSON.stringify(message), now],
  );
  const last = noticed.get(sim) ?? new Map<string, number>();
  noticed.set(sim, last);
  const since = last.get(corp.corpId);
  if (since !== undefined && now >= since && now - since < ARCHIVE_NOTICE_SECONDS) return;
  last.set(corp.corpId, now);
  await tell(work, archiveNotified, { fields: {}, subject: 'archive' });
}

const members = async ({ corp, db }: Work, chatId: string): Promise<string[]> =>
  (
    await rows<{ member_id: string }>(
      db,
      `select member_id from group_member
        where corp_id = $1 and chat_id = $2 and left_at is null order by member_id`,
      [corp.corpId, chatId],
    )
  ).map((m) => m.member_id);

/** The archive's shape of what was said. */
function archived({ msgtype, content }: Said): object {
  const c = content as Record<string, string>;
  const file = { md5sum: '0'.repeat(32), filesize: 1024, sdkfileid: c.media_id ?? c.pic_url ?? '' };
  switch (msgtype) {
    case 'text':
      return { msgtype, text: { content: c.content } };
    case 'link':
    case 'news':
      return {
        msgtype: 'link',
        link: {
          title: c.title ?? '',
          description: c.desc ?? '',
          link_url: c.url ?? c.link ?? '',
          image_url: c.picurl ?? '',
        },
      };
    case 'miniprogram':
      return {
        msgtype: 'weapp',
        weapp: { title: c.title, description: '', username: c.appid, displayname: c.title },
      };
    case 'video':
      return { msgtype, video: { ...file, play_length: 10 } };
    case 'file':
      return { msgtype, file: { ...file, filename: c.filename ?? 'file', fileext: 'pdf' } };
    case 'image':
      return { msgtype, image: file };
    default:
      return { msgtype, [msgtype]: content };
  }
}
