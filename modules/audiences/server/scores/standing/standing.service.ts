import { BUCKETS, forgetBuckets, layOutBuckets, workBuckets } from '#platform/server/buckets.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import {
  cellChanged,
  cells,
  needStages,
  nextActionOf,
  rhythmOf,
  type Standing,
} from '../../../contract/score-standing.ts';
import { dayOf } from '../../../rule/day.ts';
import { stepOf } from '../../profile/population.repo.ts';
import { lockProfiles } from '../../profile/profile.repo.ts';
import { findSettings, setRun } from './signal.repo.ts';
import { findStandings, putStanding, type StandingRow } from './standing.repo.ts';

const AT_ONCE = 1_000;

/** Need and recognition of customers who did something, or whose history moved; at most a thousand. */
export async function scoreStanding(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  const { settings } = await findSettings(ctx);
  await tell(ctx, await putStanding(ctx, settings, { customerIds }));
}

/** Everybody's, because every day takes something away; range by range, so that it can be resumed. */
export async function scoreAllStanding(ctx: Ctx): Promise<void> {
  const { settings, version } = await findSettings(ctx);
  const name = `audiences.standing/${dayOf(ctx.now())}/${version}`;
  const ranges = BUCKETS / (await stepOf(ctx, true));
  await inTx(ctx, (ctx) => layOutBuckets(ctx, name, ranges));
  await workBuckets(ctx, name, async (ctx, buckets) => {
    // Somebody who acts meanwhile waits, and is scored after this.
    await lockProfiles(ctx, { buckets });
    await tell(ctx, await putStanding(ctx, settings, { buckets }));
  });
  await inTx(ctx, async (ctx) => {
    await forgetBuckets(ctx, name);
    await setRun(ctx, 'standing', settings, null);
  });
}

async function tell(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  for (let i = 0; i < customerIds.length; i += AT_ONCE)
    await publish(ctx, cellChanged, { customerIds: customerIds.slice(i, i + AT_ONCE) });
}

const beginning = (customerId: number): StandingRow => ({
  customerId,
  need: 0,
  recognition: 0,
  cell: 0,
  needStage: 0,
  cellSince: null,
});

export function standingOf(row: StandingRow): Standing {
  const cell = cells[row.cell]!;
  return {
    customerId: row.customerId,
    need: row.need,
    recognition: row.recognition,
    cell,
    cellSince: row.cellSince?.toISOString() ?? null,
    needStage: needStages[row.needStage]!,
    rhythm: rhythmOf(cell),
    nextAction: nextActionOf(cell),
  };
}

/**
 * Where customers stand, for whoever plans their next contact: scores, cell, next action. Somebody who
 * has done nothing yet stands in the lowest cell. Nobody's permission is asked.
 */
export async function needRecognitionOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<ReadonlyMap<number, Standing>> {
  const rows = await findStandings(ctx, customerIds);
  const known = new Map(rows.map((row) => [row.customerId, row]));
  return new Map(customerIds.map((id) => [id, standingOf(known.get(id) ?? beginning(id))]));
}
