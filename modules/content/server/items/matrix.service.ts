import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import type { Format } from '../../contract/body.ts';
import {
  type ContentType,
  contentTypes,
  type Stage,
  segments,
  stageOrder,
} from '../../contract/facets.ts';
import { type Cell, countCells, countUnplaced } from './item.repo.ts';
import { READ } from './item.view.ts';
import { countDirections, countTypes } from './matrix.repo.ts';

const ACTIVITIES = [
  'activity',
  'marketing_activity',
  'topic_activity',
] as const satisfies ContentType[];
const DAYS = 90;

/** How much usable content there is of each format for each segment and stage; cells without are not named. */
export async function contentMatrix(ctx: Ctx, segment?: string) {
  const all = Object.entries(segments).map(([key, name]) => ({
    key,
    name: [name[0], name[1]] as [string, string],
  }));
  const shown = segment ? all.filter(({ key }) => key === segment) : all;
  const cells = await countCells(
    ctx,
    READ,
    shown.map(({ key }) => key),
  );
  return {
    segments: shown,
    cells: cells.map((cell) => ({
      ...cell,
      stage: cell.stage as Stage,
      format: cell.format as Format,
    })),
    unplaced: await countUnplaced(ctx, READ),
    board: await boardOf(ctx),
    directions: await directionsOf(
      ctx,
      shown.map(({ key }) => key),
      cells,
    ),
  };
}

/** Every stage with each type it takes, whether there is anything of it or not. */
async function boardOf(ctx: Ctx) {
  const counts = await countTypes(ctx, READ);
  return stageOrder.map((stage) => ({
    stage,
    types: (Object.keys(contentTypes) as ContentType[])
      .filter((type) => contentTypes[type].stage === stage)
      .map((type) => {
        const found = counts.find((c) => c.stage === stage && c.type === type);
        return { type, items: found?.items ?? 0, sample: found?.sample ?? null };
      }),
  }));
}

async function directionsOf(ctx: Ctx, keys: readonly string[], cells: readonly Cell[]) {
  const found = await countDirections(ctx, READ, {
    segments: keys,
    activityTypes: ACTIVITIES,
    since: addDays(dayOf(ctx.now()), 1 - DAYS),
  });
  return keys.map((segment) => {
    const stages = cells.filter((cell) => cell.segment === segment).map(({ stage }) => stage);
    const { activities = 0, opened = 0 } = found.find((row) => row.segment === segment) ?? {};
    return { segment, stagesWithContent: new Set(stages).size, activities, opened };
  });
}
