import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Stage } from '../../contract/facets.ts';
import { visibleItems } from './item.repo.ts';

export interface TypeCount {
  readonly stage: string;
  readonly type: string;
  readonly items: number;
  readonly sample: string;
}

/** Usable items by stage and type, with the name of one of them. */
export async function countTypes(ctx: Ctx, permission: string): Promise<TypeCount[]> {
  const { rows } = await sql<TypeCount>`
    select v.facets ->> 'stage' as stage, v.facets ->> 'type' as type, count(*)::int as items,
           min(i.name) as sample
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
     where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)}
       and v.facets ->> 'stage' is not null and v.facets ->> 'type' is not null
     group by 1, 2`.execute(ctx.db);
  return rows;
}

/** How much of each stage may be said to a segment on each day, the days in order. */
export async function countOnDays(
  ctx: Ctx,
  permission: string,
  { segment, stages, days }: { segment: string; stages: readonly Stage[]; days: readonly string[] },
): Promise<{ day: string; stage: Stage; items: number }[]> {
  const { rows } = await sql<{ day: string; stage: Stage; items: number }>`
    select d.day::text as day, s.stage,
           (select count(*)::int
              from content.item i
              join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
              join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
             where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)}
               and v.facets ->> 'stage' = s.stage and v.facets -> 'segments' ?| array[${segment}, '*']
               and (v.valid_from is null or v.valid_from <= d.day)
               and (v.valid_to is null or v.valid_to >= d.day)) as items
      from unnest(${[...days]}::date[]) with ordinality as d (day, day_at)
     cross join unnest(${[...stages]}::text[]) with ordinality as s (stage, stage_at)
     order by d.day_at, s.stage_at`.execute(ctx.db);
  return rows;
}

/** By segment: usable activities, and how often its content was opened since a day. */
export async function countDirections(
  ctx: Ctx,
  permission: string,
  {
    segments,
    activityTypes,
    since,
  }: {
    segments: readonly string[];
    activityTypes: readonly string[];
    since: string;
  },
): Promise<{ segment: string; activities: number; opened: number }[]> {
  const { rows } = await sql<{ segment: string; activities: number; opened: number }>`
    select segment.key as segment,
           (count(*) filter (where v.facets ->> 'type' = any (${[...activityTypes]}::text[])))::int as activities,
           coalesce(sum((select sum(d.opened) from content.use_daily d
                          where d.org_id = i.org_id and d.item_id = i.id and d.day >= ${since})), 0)::int as opened
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
      join unnest(${[...segments]}::text[]) as segment (key)
        on v.facets -> 'segments' ?| array[segment.key, '*']
     where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)}
     group by 1`.execute(ctx.db);
  return rows;
}
