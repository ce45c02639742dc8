import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type Tag, type TagDraft, TagGroup, type TagGroupDraft } from '../../contract/tag.ts';

export async function findGroups(ctx: Ctx): Promise<TagGroup[]> {
  const [groups, tags] = await Promise.all([
    ctx.db
      .selectFrom('customers.tagGroup')
      .select([
        'groupId as id',
        'code',
        'name',
        'kind',
        'exclusive',
        'recommends',
        'builtIn',
        'version',
      ])
      .where('orgId', '=', ctx.orgId)
      .orderBy('position')
      .orderBy('groupId')
      .execute(),
    ctx.db
      .selectFrom('customers.tag')
      .select([
        'tagId as id',
        'groupId',
        'code',
        'name',
        'description',
        'ownerId',
        'days',
        'pushName',
        'state',
        'builtIn',
        'version',
      ])
      .where('orgId', '=', ctx.orgId)
      .orderBy('position')
      .orderBy('tagId')
      .execute(),
  ]);
  return groups.map((group) =>
    TagGroup.parse({ ...group, tags: tags.filter((tag) => tag.groupId === group.id) }),
  );
}

/** Null when its code is taken. */
export async function insertGroup(
  ctx: TxCtx,
  draft: TagGroupDraft,
  builtIn: boolean,
  position: number,
): Promise<number | null> {
  const { code, name, kind, exclusive, recommends } = draft;
  const { rows } = await sql<{ id: number }>`
    insert into customers.tag_group (org_id, group_id, code, name, kind, exclusive, recommends,
        built_in, position, version)
    select ${ctx.orgId}, nextval('customers.word_id_seq'), ${code}, ${[...name]}::text[], ${kind},
           ${exclusive}::boolean, ${recommends}::boolean, ${builtIn}::boolean, ${position}::int, 1
    on conflict (org_id, code) do nothing
    returning group_id as id`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

export async function insertTag(
  ctx: TxCtx,
  draft: TagDraft,
  builtIn: boolean,
  position: number,
): Promise<number | null> {
  const { groupId, code, name, description, ownerId, days, pushName } = draft;
  const { rows } = await sql<{ id: number }>`
    insert into customers.tag (org_id, tag_id, group_id, code, name, description, owner_id, days,
        push_name, state, built_in, position, version)
    select ${ctx.orgId}, nextval('customers.word_id_seq'), ${groupId}::int, ${code},
           ${[...name]}::text[], ${description}, ${ownerId}::uuid, ${days}::int, ${pushName},
           'active', ${builtIn}::boolean, ${position}::int, 1
    on conflict (org_id, code) do nothing
    returning tag_id as id`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

export type TagSettings = Pick<
  Tag,
  'name' | 'description' | 'ownerId' | 'days' | 'pushName' | 'state'
>;

/** False when it is no longer at this version. */
export async function setTag(
  ctx: TxCtx,
  code: string,
  version: number,
  settings: TagSettings,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.tag')
    .set({ ...settings, name: [...settings.name], version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('code', '=', code)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
