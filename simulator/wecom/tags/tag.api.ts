import type { z } from 'zod';
import {
  addStrategyTags,
  addTags,
  deleteStrategyTags,
  deleteTags,
  editStrategyTag,
  editTag,
  listStrategyTags,
  listTags,
} from '#protocol/wecom/endpoints/tags.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import {
  findGroups,
  findTags,
  mayChange,
  removeTags,
  type TagGroupRow,
  type TagRow,
  type TagScope,
  tagGroupOf,
} from './tag.store.ts';

interface Wanted {
  tag_id?: string[] | undefined;
  group_id?: string[] | undefined;
  strategy_id?: number | undefined;
}

async function list(call: Caller, scope: TagScope, wanted: Wanted) {
  const { corp, app, db } = call;
  const byGroup = (wanted.group_id?.length ?? 0) > 0;
  const byTag = !byGroup && (wanted.tag_id?.length ?? 0) > 0;
  const groups = (await findGroups(db, corp.corpId, scope)).filter(
    (g) =>
      (!wanted.strategy_id || g.strategy_id === wanted.strategy_id) &&
      // Of rule groups an app sees its own.
      (scope === 'corp' || app.kind === 'customer-contact' || g.agent_id === app.agentId),
  );
  const tags = await findTags(
    db,
    corp.corpId,
    groups.map((g) => g.group_id),
  );
  const showDeleted = byGroup || byTag;
  const shown = tags.filter(
    (t) => (showDeleted || !t.deleted) && (!byTag || wanted.tag_id?.includes(t.tag_id)),
  );
  const ofGroup = Map.groupBy(shown, (t) => t.group_id);
  return {
    tag_group: groups
      .filter((g) =>
        byGroup
          ? wanted.group_id?.includes(g.group_id)
          : byTag
            ? ofGroup.has(g.group_id)
            : !g.deleted,
      )
      .map((g) => tagGroupOf(g, ofGroup.get(g.group_id) ?? [], showDeleted)),
  };
}

type NewTags = z.output<(typeof addTags)['body']> & { strategy_id?: number };

async function add(call: Caller, scope: TagScope, body: NewTags) {
  const { sim, corp, app, db, now } = call;
  const { corpId } = corp;
  if (body.strategy_id)
    found(
      await row(
        db,
        `select 1 from strategy
          where corp_id = $1 and strategy_id = $2 and kind = 'customer' and agent_id = $3`,
        [corpId, body.strategy_id, app.agentId],
      ),
      60030,
    );
  const groups = (await findGroups(db, corpId, scope)).filter(
    (g) => !g.deleted && (g.strategy_id ?? undefined) === body.strategy_id,
  );
  const given = groups.find((g) =>
    body.group_id ? g.group_id === body.group_id : g.name === body.group_name,
  );
  if (body.group_id && !given) throw new Refusal(40068);
  const present = given
    ? (await findTags(db, corpId, [given.group_id])).filter((t) => !t.deleted)
    : [];
  // The same name twice in one request is one tag.
  const wanted = [...new Map(body.tag.map((t) => [t.name, t])).values()];
  demand(!wanted.some((t) => present.some((p) => p.name === t.name)), 40071);
  const count = await row<{ n: number }>(
    db,
    'select count(*) n from tag where corp_id = $1 and not deleted',
    [corpId],
  );
  demand((count?.n ?? 0) + wanted.length <= corp.settings.corpTags, 40126);

  const group: TagGroupRow = given ?? {
    group_id: sim.ids.next('et'),
    name: body.group_name ?? '',
    sort: body.order ?? 0,
    strategy_id: body.strategy_id ?? null,
    agent_id: app.agentId,
    created_at: now,
    deleted: false,
  };
  if (!given)
    await run(
      db,
      `insert into tag_group (corp_id, group_id, name, sort, strategy_id, agent_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [corpId, group.group_id, group.name, group.sort, group.strategy_id, app.agentId, now],
    );
  const added: TagRow[] = wanted.map((t) => ({
    tag_id: sim.ids.next('et'),
    group_id: group.group_id,
    name: t.name,
    sort: t.order ?? 0,
    agent_id: app.agentId,
    created_at: now,
    deleted: false,
  }));
  await run(
    db,
    `insert into tag (corp_id, tag_id, group_id, name, sort, agent_id, created_at)
     select $1, t.id, $2, t.name, t.sort, $3, $4
       from unnest($5::text[], $6::text[], $7::bigint[]) t(id, name, sort)`,
    [
      corpId,
      group.group_id,
      app.agentId,
      now,
      added.map((t) => t.tag_id),
      added.map((t) => t.name),
      added.map((t) => t.sort),
    ],
  );
  return { tag_group: tagGroupOf(group, added, false) };
}

async function edit(call: Caller, body: z.output<(typeof editTag)['body']>) {
  const { corp, db } = call;
  const { corpId } = corp;
  const values = [corpId, body.id, body.name ?? null, body.order ?? null];
  const group = await row<TagGroupRow>(
    db,
    'select * from tag_group where corp_id = $1 and group_id = $2 and not deleted',
    [corpId, body.id],
  );
  if (group) {
    mayChange(call, group.agent_id);
    const same = await row(
      db,
      `select 1 from tag_group where corp_id = $1 and group_id <> $2 and name = $3 and not deleted
          and strategy_id is not distinct from $4`,
      [corpId, body.id, body.name ?? null, group.strategy_id],
    );
    demand(!same, 40071);
    await run(
      db,
      `update tag_group set name = coalesce($3, name), sort = coalesce($4, sort)
        where corp_id = $1 and group_id = $2`,
      values,
    );
    return {};
  }
  const tag = found(
    await row<TagRow>(db, 'select * from tag where corp_id = $1 and tag_id = $2 and not deleted', [
      corpId,
      body.id,
    ]),
    40068,
  );
  mayChange(call, tag.agent_id);
  const same = await row(
    db,
    `select 1 from tag where corp_id = $1 and group_id = $2 and tag_id <> $3 and name = $4
        and not deleted`,
    [corpId, tag.group_id, body.id, body.name ?? null],
  );
  demand(!same, 40071);
  await run(
    db,
    `update tag set name = coalesce($3, name), sort = coalesce($4, sort)
      where corp_id = $1 and tag_id = $2`,
    values,
  );
  return {};
}

async function remove(call: Caller, body: z.output<(typeof deleteTags)['body']>) {
  const { corp, db } = call;
  const { tag_id = [], group_id = [] } = body;
  const owners = await rows<{ agent_id: number | null }>(
    db,
    `select agent_id from tag where corp_id = $1 and tag_id = any($2) and not deleted
     union all
     select agent_id from tag_group where corp_id = $1 and group_id = any($3) and not deleted`,
    [corp.corpId, tag_id, group_id],
  );
  demand(owners.length > 0, 40068);
  for (const { agent_id } of owners) mayChange(call, agent_id);
  await removeTags(call, tag_id, group_id);
  return {};
}

export const tagApi = [
  serve(listTags, (call) => list(call, 'corp', call.body)),
  serve(addTags, (call) => add(call, 'corp', call.body)),
  serve(editTag, (call) => edit(call, call.body)),
  serve(deleteTags, (call) => remove(call, call.body)),
  serve(listStrategyTags, (call) => list(call, 'strategy', call.body)),
  serve(addStrategyTags, (call) => add(call, 'strategy', call.body as NewTags)),
  serve(editStrategyTag, (call) => edit(call, call.body)),
  serve(deleteStrategyTags, (call) => remove(call, call.body)),
];
