import { type Db, row, rows, run } from '../core/db.ts';
import type { Work } from '../core/sim.ts';

export interface MomentContent {
  text?: { content: string } | undefined;
  attachments?: readonly MomentAttachment[] | undefined;
  /** Tags that a customer must have one of; none: everybody. */
  tags?: readonly string[] | undefined;
}

export interface MomentAttachment {
  msgtype: string;
  image?: { media_id: string };
  video?: { media_id: string };
  link?: { title?: string | undefined; url: string; media_id: string };
}

export interface MomentRow {
  moment_id: string;
  agent_id: number | null;
  creator: string | null;
  content: MomentContent;
  visible_type: number;
  created_at: number;
  ready_at: number;
  cancelled: boolean;
  deleted: boolean;
}

export const findMoment = (db: Db, corpId: string, momentId: string) =>
  row<MomentRow>(db, 'select * from moment where corp_id = $1 and moment_id = $2', [
    corpId,
    momentId,
  ]);

export const findTask = (db: Db, corpId: string, momentId: string, userid: string) =>
  row<{ published_at: number | null }>(
    db,
    'select published_at from moment_task where corp_id = $1 and moment_id = $2 and userid = $3',
    [corpId, momentId, userid],
  );

export async function insertMoment(
  { corp, db, now }: Work,
  moment: {
    momentId: string;
    agentId: number | null;
    creator: string | null;
    content: MomentContent;
    readyAt: number;
    senders: readonly string[];
  },
): Promise<void> {
  await run(
    db,
    `insert into moment
       (corp_id, moment_id, agent_id, creator, content, visible_type, created_at, ready_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      corp.corpId,
      moment.momentId,
      moment.agentId,
      moment.creator,
      JSON.stringify(moment.content),
      moment.content.tags?.length ? 0 : 1,
      now,
      moment.readyAt,
    ],
  );
  await run(
    db,
    `insert into moment_task (corp_id, moment_id, userid)
     select $1, $2, u from unnest($3::text[]) u`,
    [corp.corpId, moment.momentId, moment.senders],
  );
}

/** The member publishes: who was chosen, and who can see it, is settled now. False: not possible. */
export async function publish(
  { corp, db, now }: Work,
  moment: MomentRow,
  userid: string,
): Promise<boolean> {
  if (moment.cancelled || moment.deleted) return false;
  const published = await run(
    db,
    `update moment_task set published_at = $4, seq = nextval('moment_published_seq')
      where corp_id = $1 and moment_id = $2 and userid = $3 and published_at is null`,
    [corp.corpId, moment.moment_id, userid, now],
  );
  if (!published) return false;
  await run(
    db,
    `insert into moment_audience (corp_id, moment_id, userid, external_userid, sees)
     select r.corp_id, $2, r.userid, r.external_userid, r.deleted_by_customer_at is null
       from relationship r
      where r.corp_id = $1 and r.userid = $3 and not r.half and r.deleted_by_staff_at is null
        and ($4::text[] is null or r.tag_ids && $4)`,
    [
      corp.corpId,
      moment.moment_id,
      userid,
      moment.content.tags?.length ? moment.content.tags : null,
    ],
  );
  return true;
}

/** Followers of customers with one of the tags, or members that have any customer. */
export const sendersFor = (
  db: Db,
  corpId: string,
  among: readonly string[],
  tags: readonly string[],
) =>
  rows<{ userid: string }>(
    db,
    `select u userid from unnest($2::text[]) u where exists (
       select 1 from relationship r where r.corp_id = $1 and r.userid = u and not r.half
          and r.deleted_by_staff_at is null and r.tag_ids && $3)`,
    [corpId, among, tags],
  );
