import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { TagGroup } from '#protocol/wecom/endpoints/tags.ts';
import type { CorpId } from '../../contract/corp.ts';
import { asRows, takeList } from './reading.repo.ts';
import { tellContacts } from './tell.ts';

/** The whole list; what is not in it is gone. Answers the tags that changed. */
export async function replaceTags(
  ctx: TxCtx,
  corpId: CorpId,
  groups: readonly TagGroup[],
  reading: number,
): Promise<{ id: string; gone: boolean }[]> {
  if (!(await takeList(ctx, corpId, 'tags', reading))) return [];
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  const changedGroups = await write(
    ctx,
    corpId,
    reading,
    'group',
    groups.map((g) => ({
      id: g.group_id,
      of: g.strategy_id === undefined ? null : String(g.strategy_id),
      name: g.group_name,
      sort: g.order,
      created_at: at(g.create_time),
    })),
  );
  const changedTags = await write(
    ctx,
    corpId,
    reading,
    'tag',
    groups.flatMap((g) =>
      g.tag.map((t) => ({
        id: t.id,
        of: g.group_id,
        name: t.name,
        sort: t.order,
        created_at: at(t.create_time),
      })),
    ),
  );
  await takeOff(
    ctx,
    corpId,
    changedTags.flatMap(({ id, gone }) => (gone ? [id] : [])),
    reading,
  );
  return [...changedGroups, ...changedTags];
}

/** A tag that goes is taken off every customer, without an event for any of them. */
async function takeOff(
  ctx: TxCtx,
  corpId: CorpId,
  tagIds: readonly string[],
  reading: number,
): Promise<void> {
  if (tagIds.length === 0) return;
  const { rows } = await sql<{ externalUserid: string }>`
    update wecom.follow f
       set tag_ids = array(select t from unnest(f.tag_ids) t where t <> all(${[...tagIds]}::text[])),
           changed_reading = greatest(f.changed_reading, ${reading}), changed_at = ${ctx.now()}
     where f.org_id = ${ctx.orgId} and f.corp_id = ${corpId} and f.tag_ids && ${[...tagIds]}::text[]
    returning f.external_userid`.execute(ctx.db);
  await tellContacts(
    ctx,
    corpId,
    rows.map((row) => row.externalUserid),
  );
}

interface Named {
  id: string;
  /** Of a tag its group, of a group its rule group. */
  of: string | null;
  name: string;
  sort: number;
  created_at: string;
}

async function write(
  ctx: TxCtx,
  corpId: CorpId,
  reading: number,
  what: 'group' | 'tag',
  rows: readonly Named[],
): Promise<{ id: string; gone: boolean }[]> {
  const table = sql.table(what === 'group' ? 'wecom.tag_group' : 'wecom.tag');
  const id = sql.ref(what === 'group' ? 'group_id' : 'tag_id');
  const of = sql.ref(what === 'group' ? 'strategy_id' : 'group_id');
  const ofType = sql.raw(what === 'group' ? 'bigint' : 'text');
  const same = sql`t.gone_at is null and (t.${of}, t.name, t.sort)
    is not distinct from (excluded.${of}, excluded.name, excluded.sort)`;
  const written = await sql<{ id: string; changed: boolean }>`
    insert into ${table} as t (org_id, corp_id, ${id}, ${of}, name, sort, created_at,
                               changed_reading, changed_at)
    select ${ctx.orgId}, ${corpId}, v.id, v.of::${ofType}, v.name, v.sort, v.created_at, ${reading},
           ${ctx.now()}
      from json_to_recordset(${asRows(rows)}::json)
             as v (id text, "of" text, name text, sort bigint, created_at timestamptz)
    on conflict (org_id, corp_id, ${id}) do update
       set ${of} = excluded.${of}, name = excluded.name, sort = excluded.sort, gone_at = null,
           changed_reading = case when ${same} then t.changed_reading else excluded.changed_reading end,
           changed_at = case when ${same} then t.changed_at else excluded.changed_at end
    returning t.${id} as id, t.changed_reading = ${reading} as changed`.execute(ctx.db);
  const gone = await sql<{ id: string }>`
    update ${table} set gone_at = ${ctx.now()}, changed_at = ${ctx.now()}, changed_reading = ${reading}
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and gone_at is null
       and ${id} <> all(${rows.map((row) => row.id)}::text[])
    returning ${id} as id`.execute(ctx.db);
  return [
    ...written.rows.flatMap((row) => (row.changed ? [{ id: row.id, gone: false }] : [])),
    ...gone.rows.map((row) => ({ id: row.id, gone: true })),
  ];
}

export async function findTags(ctx: Ctx, corpId: CorpId) {
  return ctx.db
    .selectFrom('wecom.tag as t')
    .innerJoin('wecom.tagGroup as g', (j) =>
      j
        .onRef('g.orgId', '=', 't.orgId')
        .onRef('g.corpId', '=', 't.corpId')
        .onRef('g.groupId', '=', 't.groupId'),
    )
    .select([
      't.tagId',
      't.name',
      't.sort',
      't.groupId',
      'g.name as groupName',
      'g.sort as groupSort',
      'g.strategyId',
    ])
    .where('t.orgId', '=', ctx.orgId)
    .where('t.corpId', '=', corpId)
    .where('t.goneAt', 'is', null)
    .orderBy('g.sort', 'desc')
    .orderBy('g.groupId')
    .orderBy('t.sort', 'desc')
    .orderBy('t.tagId')
    .execute();
}
