import { type Db, rows, run } from '../core/db.ts';
import { demand } from '../core/refusal.ts';
import type { Caller, Work } from '../core/sim.ts';

export interface TagGroupRow {
  group_id: string;
  name: string;
  sort: number;
  strategy_id: number | null;
  agent_id: number | null;
  created_at: number;
  deleted: boolean;
}

export interface TagRow {
  tag_id: string;
  group_id: string;
  name: string;
  sort: number;
  agent_id: number | null;
  created_at: number;
  deleted: boolean;
}

/** Corp tags, or those of rule groups. */
export type TagScope = 'corp' | 'strategy';

const inScope = (scope: TagScope) =>
  scope === 'corp' ? 'strategy_id is null' : 'strategy_id is not null';

export const findGroups = (db: Db, corpId: string, scope: TagScope) =>
  rows<TagGroupRow>(
    db,
    `select group_id, name, sort, strategy_id, agent_id, created_at, deleted
       from tag_group where corp_id = $1 and ${inScope(scope)}
      order by sort desc, created_at, group_id`,
    [corpId],
  );

export const findTags = (db: Db, corpId: string, groupIds: readonly string[]) =>
  rows<TagRow>(
    db,
    `select tag_id, group_id, name, sort, agent_id, created_at, deleted
       from tag where corp_id = $1 and group_id = any($2)
      order by sort desc, created_at, tag_id`,
    [corpId, groupIds],
  );

/** An app changes what it made; the system secret changes everything. */
export function mayChange({ app }: Caller, agentId: number | null): void {
  demand(app.kind === 'customer-contact' || agentId === app.agentId, 81011);
}

export const tagGroupOf = (g: TagGroupRow, tags: readonly TagRow[], showDeleted: boolean) => ({
  group_id: g.group_id,
  group_name: g.name,
  create_time: g.created_at,
  order: g.sort,
  ...(showDeleted ? { deleted: g.deleted } : {}),
  ...(g.strategy_id ? { strategy_id: g.strategy_id } : {}),
  tag: tags.map((t) => ({
    id: t.tag_id,
    name: t.name,
    create_time: t.created_at,
    order: t.sort,
    ...(showDeleted ? { deleted: t.deleted } : {}),
  })),
});

/** Takes tags off every customer, and groups away that have none left. Which groups went? */
export async function removeTags(
  { corp, db }: Work,
  tagIds: readonly string[],
  groupIds: readonly string[],
): Promise<{ groups: string[]; tags: string[] }> {
  const gone = await rows<{ tag_id: string; group_id: string }>(
    db,
    `update tag set deleted = true
      where corp_id = $1 and not deleted and (tag_id = any($2) or group_id = any($3))
      returning tag_id, group_id`,
    [corp.corpId, tagIds, groupIds],
  );
  const groups = await rows<{ group_id: string }>(
    db,
    `update tag_group g set deleted = true
      where corp_id = $1 and not deleted
        and (group_id = any($2) or (group_id = any($3) and not exists (
          select 1 from tag t where t.corp_id = g.corp_id and t.group_id = g.group_id
             and not t.deleted)))
      returning group_id`,
    [corp.corpId, groupIds, gone.map((t) => t.group_id)],
  );
  const ids = gone.map((t) => t.tag_id);
  await run(
    db,
    `update relationship set tag_ids = array(
       select t from unnest(tag_ids) with ordinality u(t, n) where not t = any($2) order by n)
      where corp_id = $1 and tag_ids && $2`,
    [corp.corpId, ids],
  );
  return { groups: groups.map((g) => g.group_id), tags: ids };
}
