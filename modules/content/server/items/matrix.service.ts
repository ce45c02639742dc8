import type { Ctx } from '#platform/server/ctx.ts';
import type { Format } from '../../contract/body.ts';
import { type Stage, segments } from '../../contract/facets.ts';
import { countCells, countUnplaced } from './item.repo.ts';
import { READ } from './item.view.ts';

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
  };
}
