import type { Ctx } from '#platform/server/ctx.ts';
import { type ActivityState, activityStates, Band, type bands } from '../../../contract/score.ts';
import { findPopulation } from '../../profile/population.repo.ts';
import { type Asked, pageOf } from '../page-of.ts';
import { countBands, findInBand } from './band.repo.ts';

export async function valueBands(ctx: Ctx, unitId: string | undefined) {
  const [cells, { builtAt }] = await Promise.all([countBands(ctx, unitId), findPopulation(ctx)]);
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const counted = (of: (cell: (typeof cells)[number]) => boolean) => {
    const count = cells.filter(of).reduce((sum, cell) => sum + cell.count, 0);
    return { count, share: total === 0 ? 0 : count / total };
  };
  return {
    total,
    bands: Band.options.map((band) => ({ band, ...counted((cell) => cell.band === band) })),
    states: activityStates.map((state) => ({ state, ...counted((cell) => cell.state === state) })),
    cells,
    builtAt: builtAt?.toISOString() ?? null,
  };
}

export async function listBand(
  ctx: Ctx,
  asked: Asked & {
    band?: (typeof bands)[number] | 'unknown' | undefined;
    state?: ActivityState | undefined;
    unitId?: string | undefined;
  },
) {
  const rows = await findInBand(ctx, asked, Number(asked.cursor ?? 0), asked.size);
  return pageOf(ctx, rows, asked, ({ band, state, lastActiveAt }) => ({
    band,
    state,
    lastActiveAt: lastActiveAt?.toISOString() ?? null,
  }));
}
