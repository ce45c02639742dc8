import { customerErrors } from '#modules/customers/contract.ts';
import { headsOf } from '#modules/customers/server/index.ts';
import { kindsOf } from '#modules/tracking/server/index.ts';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { scoreErrors } from '../../../contract/score-model.ts';
import {
  type Cell,
  cells,
  needStages,
  nextActionOf,
  type Signal,
  type StandingSettings,
} from '../../../contract/score-standing.ts';
import { orderRebuild } from '../../profile/rebuild.task.ts';
import { type Asked, pageOf } from '../page-of.ts';
import { demandForAll } from '../whole-bank.ts';
import { countCells, findInCell } from './matrix.repo.ts';
import {
  addSignals,
  deleteSignals,
  findSettings,
  findSignals,
  setSettings,
} from './signal.repo.ts';
import { findMoved, sumPoints } from './standing.repo.ts';
import { needRecognitionOf } from './standing.service.ts';

const SHOWN = 20;

export async function needMatrix(ctx: Ctx, unitId: string | undefined) {
  const [counts, { settings, runAt }] = [await countCells(ctx, unitId), await findSettings(ctx)];
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return {
    total,
    cells: cells.map((cell, i) => ({
      cell,
      count: counts.get(i) ?? 0,
      share: total === 0 ? 0 : (counts.get(i) ?? 0) / total,
      nextAction: nextActionOf(cell),
    })),
    settings,
    fadedAt: runAt?.toISOString() ?? null,
  };
}

export async function listCell(
  ctx: Ctx,
  asked: Asked & { cell: Cell; unitId?: string | undefined },
) {
  const after = Number(asked.cursor ?? 0);
  const rows = await findInCell(ctx, cells.indexOf(asked.cell), asked.unitId, after, asked.size);
  return pageOf(ctx, rows, asked, (row) => ({
    need: row.need,
    recognition: row.recognition,
    needStage: needStages[row.needStage]!,
  }));
}

/** Both scores with what moved them: each line's part of the score, so that they add up to it. */
export async function customerStanding(ctx: Ctx, id: number) {
  const [head] = await headsOf(ctx, [id], { permission: 'audiences.score.read' });
  if (!head) throw customerErrors.customerNotFound({ id });
  const standing = (await needRecognitionOf(ctx, [id])).get(id)!;
  const [{ settings }, rows, sums, kinds] = await Promise.all([
    findSettings(ctx),
    findMoved(ctx, id, SHOWN),
    sumPoints(ctx, id),
    kindsOf(ctx),
  ]);
  const title = (kind: string) => {
    const known = kinds.get(kind);
    return known ? say(known.title, ctx.lang) : kind;
  };
  return {
    standing,
    settings,
    moved: rows.map((row) => {
      const sum = sums.get(row.dimension) ?? 0;
      const part = sum > 0 ? (standing[row.dimension] * row.left) / sum : 0;
      return { ...row, title: title(row.kind), left: Math.round(part * 10) / 10 };
    }),
  };
}

export async function getSignals(ctx: Ctx) {
  const [{ settings, version }, signals, kinds] = await Promise.all([
    findSettings(ctx),
    findSignals(ctx),
    kindsOf(ctx),
  ]);
  return {
    version,
    settings,
    signals: signals.map((signal) => {
      const known = kinds.get(signal.kind);
      return { ...signal, title: known ? say(known.title, ctx.lang) : signal.kind };
    }),
  };
}

export function saveSignals(
  ctx: Ctx,
  given: { version: number; settings: StandingSettings; signals: readonly Signal[] },
): Promise<{ version: number }> {
  return inTx(ctx, async (ctx) => {
    await demandForAll(ctx);
    const before = {
      settings: (await findSettings(ctx)).settings,
      signals: await findSignals(ctx),
    };
    if (!(await setSettings(ctx, 'standing', given.settings, given.version)))
      throw scoreErrors.settingsChanged();
    const unique = new Map(given.signals.map((s) => [`${s.dimension}/${s.kind}`, s]));
    await deleteSignals(ctx);
    await addSignals(ctx, [...unique.values()]);
    await orderRebuild(asSystem(ctx, ctx.orgId, 'audiences') as TxCtx);
    audit(ctx, {
      action: 'audiences.signals-changed',
      subject: { kind: 'signals', id: ctx.orgId },
      before,
      after: { settings: given.settings, signals: [...unique.values()] },
    });
    return { version: (await findSettings(ctx)).version };
  });
}
