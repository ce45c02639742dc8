import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { trackingErrors } from '../../contract/errors.ts';
import type { KindUse } from '../../contract/kind.ts';
import type { Quality } from '../../contract/quality.ts';
import type { RefusalCode } from '../../contract/refusal.ts';
import { textOf } from '../collect/refusal-text.ts';
import { allKinds } from '../kinds/kind.service.ts';
import { findLastCheck } from '../rollups/rollup.repo.ts';
import {
  countVisitors,
  findIntake,
  findLastOfKinds,
  findRefusals,
  type IntakeDay,
  type RefusalRow,
} from './intake.repo.ts';

const RECENT_DAYS = 14;

/** The days up to today, oldest first. */
const daysUntilToday = (ctx: Ctx, count: number): string[] => {
  const today = dayOf(ctx.now());
  return Array.from({ length: count }, (_, i) => addDays(today, i - count + 1));
};

const sumOf = (rows: readonly IntakeDay[], outcome: IntakeDay['outcome'], day?: string) =>
  rows
    .filter((row) => row.outcome === outcome && (day === undefined || row.day === day))
    .reduce((sum, { count }) => sum + count, 0);

export async function listKinds(ctx: Ctx): Promise<KindUse[]> {
  const days = daysUntilToday(ctx, RECENT_DAYS);
  const [kinds, intake, last] = await Promise.all([
    allKinds(ctx),
    findIntake(ctx, days[0]!),
    findLastOfKinds(ctx),
  ]);
  const byKind = Map.groupBy(intake, ({ kind }) => kind);
  return kinds.map((kind) => {
    const rows = byKind.get(kind.kind) ?? [];
    return {
      ...kind,
      lastAt: last.get(kind.kind)?.toISOString() ?? null,
      recent: days.map((day) => sumOf(rows, 'stored', day)),
      refused: sumOf(rows, 'refused'),
    };
  });
}

export async function showKind(ctx: Ctx, name: string, count: number) {
  const kind = (await listKinds(ctx)).find((one) => one.kind === name);
  if (!kind) throw trackingErrors.kindNotFound({ kind: name });
  const days = daysUntilToday(ctx, count);
  const [rows, refusals] = await Promise.all([
    findIntake(ctx, days[0]!, name),
    findRefusals(ctx, days[0]!, name),
  ]);
  return {
    ...kind,
    days: days.map((day) => ({
      day,
      stored: sumOf(rows, 'stored', day),
      duplicate: sumOf(rows, 'duplicate', day),
      late: sumOf(rows, 'late', day),
      refused: sumOf(rows, 'refused', day),
    })),
    refusals: refusals.map(shownRefusal),
  };
}

export async function showQuality(ctx: Ctx, count: number): Promise<Quality> {
  const days = daysUntilToday(ctx, count);
  const [rows, refusals, visitors, check] = await Promise.all([
    findIntake(ctx, days[0]!),
    findRefusals(ctx, days[0]!),
    countVisitors(ctx),
    findLastCheck(ctx),
  ]);
  return {
    days: days.map((day) => ({
      day,
      stored: sumOf(rows, 'stored', day),
      duplicate: sumOf(rows, 'duplicate', day),
      late: sumOf(rows, 'late', day),
      refused: sumOf(rows, 'refused', day),
      skewed: sumOf(rows, 'skewed', day),
    })),
    refusals: refusals.map(shownRefusal),
    visitors,
    check,
  };
}

const shownRefusal = ({ reason, lastAt, ...row }: RefusalRow) => ({
  ...row,
  code: reason,
  text: textOf(reason as RefusalCode, row.kind, row.field),
  lastAt: lastAt.toISOString(),
});
