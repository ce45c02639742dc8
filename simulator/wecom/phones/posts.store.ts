import { externalIdOf } from '../acts/people.store.ts';
import { rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import { findPersonCard, needStaff } from './cards.store.ts';
import type { Content, Post } from './contract.ts';

const SHOWN = 30;

interface PostRow {
  moment_id: string;
  userid: string;
  content: Content;
  creator: string | null;
  published_at: number;
  viewers: number;
}

interface ReactionRow {
  moment_id: string;
  userid: string;
  kind: 'like' | 'comment';
  content: string;
  by_userid: string | null;
  person_id: string | null;
  name: string | null;
}

/** Customers do not know each other, so each sees only their own words and the member's. */
async function withReactions(
  work: Work,
  posts: readonly PostRow[],
  viewer: string | null,
): Promise<Post[]> {
  const { corp, db } = work;
  const reactions = await rows<ReactionRow>(
    db,
    `select distinct on (x.moment_id, x.userid, x.created_at, x.kind, x.by_userid,
                         x.external_userid, x.content)
            x.moment_id, x.userid, x.kind, x.content, x.by_userid, c.person_id, p.name
       from moment_reaction x
       join unnest($2::text[], $3::text[]) w(m, u) on x.moment_id = w.m and x.userid = w.u
       left join customer c on c.corp_id = x.corp_id and c.external_userid = x.external_userid
       left join person p on p.person_id = c.person_id
      where x.corp_id = $1 and ($4::text is null or x.external_userid is null or c.person_id = $4)
      order by x.moment_id, x.userid, x.created_at`,
    [corp.corpId, posts.map((p) => p.moment_id), posts.map((p) => p.userid), viewer],
  );
  return posts.map((post) => ({
    momentId: post.moment_id,
    userid: post.userid,
    name: corp.staff.get(post.userid.toLowerCase())?.name ?? post.userid,
    content: post.content,
    at: post.published_at,
    own: post.creator?.toLowerCase() === post.userid.toLowerCase(),
    viewers: post.viewers,
    reactions: reactions
      .filter((r) => r.moment_id === post.moment_id && r.userid === post.userid)
      .map((r) => ({
        kind: r.kind,
        side: r.person_id ? ('customer' as const) : ('staff' as const),
        by: r.person_id ?? r.by_userid ?? '',
        name: r.name ?? corp.staff.get((r.by_userid ?? '').toLowerCase())?.name ?? '',
        text: r.content,
      })),
  }));
}

export async function staffPosts(work: Work, userid: string): Promise<Post[]> {
  const staff = needStaff(work, userid);
  const posts = await rows<PostRow>(
    work.db,
    `select t.moment_id, t.userid, m.content, m.creator, t.published_at,
            (select count(*)::int from moment_audience a where a.corp_id = t.corp_id
                and a.moment_id = t.moment_id and a.userid = t.userid and a.sees) viewers
       from moment_task t join moment m using (corp_id, moment_id)
      where t.corp_id = $1 and t.userid = $2 and t.published_at is not null and not m.deleted
      order by t.published_at desc, t.moment_id limit ${SHOWN}`,
    [work.corp.corpId, staff.userid],
  );
  return withReactions(work, posts, null);
}

export async function personPosts(work: Work, person: string): Promise<Post[]> {
  const { sim, corp, db } = work;
  const { kind } = await findPersonCard(work, person, '');
  const posts = await rows<PostRow>(
    db,
    `select a.moment_id, a.userid, m.content, m.creator, t.published_at, 0 viewers
       from moment_audience a
       join moment m using (corp_id, moment_id)
       join moment_task t using (corp_id, moment_id, userid)
      where a.corp_id = $1 and a.external_userid = $2 and a.sees and not m.deleted
      order by t.published_at desc, a.moment_id limit ${SHOWN}`,
    [corp.corpId, externalIdOf(sim, corp, person, kind)],
  );
  return withReactions(work, posts, person);
}
