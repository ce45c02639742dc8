import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** Where a page ended. Entries of one moment go by kind, then by key; events come last. */
export interface Place {
  readonly at: Date;
  readonly kind: string;
  readonly key: string;
}

export interface Entry extends Place {
  readonly what: string;
  readonly data: Record<string, unknown>;
}

/** What this module knows of a customer's past, each source as (at, kind, key, what, data). */
const sources = (ctx: Ctx, customerId: number) => ({
  relationship: sql`
    select r.at, 'relationship' as kind, r.kind || ':' || r.corp_id || ':' || r.userid as key,
           'relationship.' || r.kind as what,
           jsonb_build_object('staff', coalesce(s.name, r.userid), 'source', r.source,
                              'channel', r.channel, 'endedBy', r.ended_by) as data
      from customers.relationship_change r
      left join org.staff s on s.org_id = r.org_id and s.id = r.staff_id
     where r.customer_id = ${customerId} and r.org_id = ${ctx.orgId}`,
  consent: sql`
    select c.at, 'consent', c.step_id || ':' || c.purpose || ':' || c.channel, 'consent.' || c.act,
           jsonb_build_object('purpose', c.purpose, 'channel', c.channel,
                              'version', c.text_version, 'by', c.by_name)
      from customers.consent_step c
     where c.customer_id = ${customerId} and c.org_id = ${ctx.orgId}`,
  tag: sql`
    select t.at, 'tag', t.change_id || ':' || t.tag_id, 'tag.' || t.act,
           jsonb_build_object('name', to_jsonb(d.name), 'source', t.source, 'by', t.by_name)
      from customers.tag_change t join customers.tag d on d.tag_id = t.tag_id
     where t.customer_id = ${customerId} and t.org_id = ${ctx.orgId}`,
  merge: sql`
    select m.at, 'merge', m.merge_id || ':merged', 'merge.merged',
           jsonb_build_object('by', m.by_name, 'reason', m.reason, 'other', m.merged_id)
      from customers.merge m
     where m.customer_id = ${customerId} and m.org_id = ${ctx.orgId}
    union all
    select m.split_at, 'merge', m.merge_id || ':split', 'merge.split',
           jsonb_build_object('by', m.split_by_name, 'reason', m.split_reason, 'other', m.merged_id)
      from customers.merge m
     where m.customer_id = ${customerId} and m.org_id = ${ctx.orgId} and m.split_at is not null`,
  group: sql`
    select m.joined_at, 'group', 'joined:' || g.chat_id || ':' || m.member_id, 'group.joined',
           jsonb_build_object('group', g.name)
      from customers.identity i
      join wecom.group_member m on m.org_id = i.org_id and m.corp_id::text = i.scope
       and m.member_id = i.value
      join wecom.group_chat g on g.org_id = m.org_id and g.corp_id = m.corp_id
       and g.chat_id = m.chat_id
     where i.customer_id = ${customerId} and i.org_id = ${ctx.orgId}
       and i.kind = 'external_userid'
    union all
    select m.left_at, 'group', 'left:' || g.chat_id || ':' || m.member_id, 'group.left',
           jsonb_build_object('group', g.name)
      from customers.identity i
      join wecom.group_member m on m.org_id = i.org_id and m.corp_id::text = i.scope
       and m.member_id = i.value
      join wecom.group_chat g on g.org_id = m.org_id and g.corp_id = m.corp_id
       and g.chat_id = m.chat_id
     where i.customer_id = ${customerId} and i.org_id = ${ctx.orgId}
       and i.kind = 'external_userid' and m.left_at is not null`,
});

export type OwnSource = keyof ReturnType<typeof sources>;
export const ownSources: readonly OwnSource[] = [
  'relationship',
  'consent',
  'tag',
  'merge',
  'group',
];

/** Newest first, those before a place only. */
export async function pastOf(
  ctx: Ctx,
  customerId: number,
  kinds: readonly OwnSource[],
  before: Place | null,
  limit: number,
): Promise<Entry[]> {
  if (kinds.length === 0) return [];
  const all = sources(ctx, customerId);
  const union = sql.join(
    kinds.map((kind) => all[kind]),
    sql` union all `,
  );
  // Events of the same moment come last, so a page that ended with one has shown all of these.
  const beyond =
    before === null
      ? sql`true`
      : before.kind === 'event'
        ? sql`e.at < ${before.at}`
        : sql`(e.at < ${before.at} or e.at = ${before.at} and (e.kind, e.key) > (${before.kind}, ${before.key}))`;
  const { rows } = await sql<Entry>`
    with e (at, kind, key, what, data) as (${union})
    select at, kind, key, what, data from e where ${beyond}
     order by at desc, kind collate "C", key collate "C" limit ${limit}`.execute(ctx.db);
  return rows;
}
