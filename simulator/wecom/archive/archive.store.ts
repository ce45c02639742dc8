import { archiveNotified } from '#protocol/wecom/callbacks/archive-events.ts';
import { ARCHIVE_NOTICE_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { rows, run } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import type { Said } from '../sends/chat.store.ts';

/** Corps that archive, by the time of their last notice. */
const noticed = new WeakMap<object, Map<string, number>>();

/** Keeps copies where a member who took part is archived, and says so at most every 15 seconds. */
export async function archive(
  work: Work,
  lines: readonly (Said & { readonly msgid: string })[],
): Promise<void> {
  const { corp } = work;
  const { enabled, expired, staff } = corp.settings.archive;
  if (!enabled || expired) return;
  const seats = new Set(staff);
  const asked: Said[] = [];
  const kept: Entry[] = [];
  for (const said of lines) {
    if (!said.externalUserid === !said.chatId) continue;
    const tolist = said.chatId
      ? (await members(work, said.chatId)).filter((id) => id !== said.sender)
      : [said.sender === said.userid ? (said.externalUserid ?? '') : (said.userid ?? '')];
    if (![said.sender, ...tolist].some((id) => seats.has(id))) continue;
    if (said.sender === said.externalUserid) asked.push(said);
    const msgid = `${said.msgid}_external`;
    const common = { msgid, action: 'send', from: said.sender, tolist, roomid: said.chatId ?? '' };
    kept.push({ msgid, message: { ...common, msgtime: work.now * 1000, ...archived(said) } });
  }
  await askOnce(work, asked);
  await append(work, kept);
}

/** Whoever writes for the first time is asked once, and answers the same way whenever that is. */
async function askOnce({ corp, db, now }: Work, asked: readonly Said[]): Promise<void> {
  const { agreeing } = corp.settings.archive;
  if (agreeing === 0 || asked.length === 0) return;
  await run(
    db,
    `update relationship r
        set agreement = case when (hashtext(r.external_userid) & 1023) < $4::float8 * 1024
                             then 'Agree' else 'Disagree' end,
            agreement_at = $5
       from (select distinct u, e from unnest($2::text[], $3::text[]) a(u, e)) a
      where r.corp_id = $1 and r.userid = a.u and r.external_userid = a.e
        and coalesce(r.agreement, 'Default_Agree') = 'Default_Agree'`,
    [corp.corpId, asked.map((a) => a.userid), asked.map((a) => a.externalUserid), agreeing, now],
  );
}

export interface Entry {
  readonly msgid: string;
  readonly message: object;
}

export async function append(work: Work, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { sim, corp, db, now } = work;
  await db.query('select pg_advisory_xact_lock(hashtext($1))', [`archive ${corp.corpId}`]);
  await run(
    db,
    `insert into archive_entry (corp_id, seq, msgid, message, created_at)
     select $1, coalesce(last.seq, 0) + n, m, b, $4
       from (select max(seq) seq from archive_entry where corp_id = $1) last,
            unnest($2::text[], $3::jsonb[]) with ordinality e(m, b, n)`,
    [corp.corpId, entries.map((e) => e.msgid), entries.map((e) => JSON.stringify(e.message)), now],
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
