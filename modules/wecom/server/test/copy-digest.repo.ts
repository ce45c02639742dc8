import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { type FollowNote, NOTE } from '../mirror/contact-shape.ts';

export interface Digest {
  n: number;
  digest: string;
}

export type CopyDigest = Record<'relationships' | 'groups' | 'tags' | 'staff', Digest>;

/** The copy in the words in which the simulator describes its own state (`/sim/corps/:corp/digest`). */
export async function copyDigest(ctx: Ctx, corpId: CorpId): Promise<CopyDigest> {
  const of = sql`org_id = ${ctx.orgId} and corp_id = ${corpId}`;
  const follows = await sql<{
    userid: string;
    externalUserid: string;
    createdAt: Date;
    channel: string | null;
    note: string | null;
    tagIds: string[];
  }>`select userid, external_userid, created_at, channel, note, tag_ids from wecom.follow
      where ${of} and state = 'live'`.execute(ctx.db);
  const relationships = await Promise.all(
    follows.rows.map(async (row) => {
      const note = row.note ? await ctx.vault.decrypt(NOTE, row.note) : null;
      const remark = note ? (JSON.parse(note) as FollowNote).remark : '';
      const createtime = row.createdAt.getTime() / 1000;
      const tags = sorted(row.tagIds).join() || null;
      return line(row.userid, row.externalUserid, createtime, row.channel ?? '', remark, tags);
    }),
  );
  const lines = (query: ReturnType<typeof sql<{ line: string }>>) =>
    query.execute(ctx.db).then(({ rows }) => rows.map((row) => row.line));
  return {
    relationships: digestOf(relationships),
    groups: digestOf(
      await lines(sql`
        select concat_ws(' ', g.chat_id, g.owner, g.name, g.status,
                 (select string_agg(m.member_id, ',' order by m.member_id collate "C")
                    from wecom.group_member m where m.org_id = g.org_id and m.corp_id = g.corp_id
                     and m.chat_id = g.chat_id and m.left_at is null)) as line
          from wecom.group_chat g where ${of} and g.gone_at is null`),
    ),
    tags: digestOf(
      await lines(sql`
        select concat_ws(' ', t.tag_id, t.name, g.group_id, g.name) as line
          from wecom.tag t join wecom.tag_group g using (org_id, corp_id, group_id)
         where ${of} and t.gone_at is null`),
    ),
    staff: digestOf(
      await lines(sql`
        select concat_ws(' ', userid, status, array_to_string(departments, ',')) as line
          from wecom.member where ${of} and gone_at is null`),
    ),
  };
}

const line = (...parts: (string | number | null)[]) =>
  parts.filter((part) => part !== null).join(' ');

const sorted = (lines: readonly string[]) =>
  lines.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

function digestOf(lines: readonly string[]): Digest {
  const digest = lines.length
    ? createHash('md5').update(sorted(lines).join('\n')).digest('hex')
    : '';
  return { n: lines.length, digest };
}
