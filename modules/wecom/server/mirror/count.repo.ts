import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { type MirrorKind, mirrorKinds } from '../../contract/sync.ts';

/** How much the copy holds; relationships of customers, members of groups as their parts. */
export async function countCopy(ctx: Ctx, corpId: CorpId) {
  const of = sql`org_id = ${ctx.orgId} and corp_id = ${corpId}`;
  const { rows } = await sql<{ kind: MirrorKind; count: number; parts: number | null }>`
    select 'departments' as kind, count(*) as count, null::bigint as parts
      from wecom.department where ${of} and gone_at is null
    union all
    select 'staff', count(*), null from wecom.member where ${of} and gone_at is null
    union all
    select 'tags', count(distinct group_id), count(*) from wecom.tag where ${of} and gone_at is null
    union all
    select 'customers', count(distinct external_userid), count(*)
      from wecom.follow where ${of} and state = 'live'
    union all
    select 'groups', count(*), coalesce(sum(staff + customers), 0)::bigint
      from wecom.group_chat where ${of} and gone_at is null`.execute(ctx.db);
  return mirrorKinds.map(
    (kind) => rows.find((row) => row.kind === kind) ?? { kind, count: 0, parts: null },
  );
}
