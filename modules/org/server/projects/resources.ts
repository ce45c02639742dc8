import { type Lang, say } from '#platform/contract/text.ts';
import type { Resources } from '../../contract/project.ts';
import type { ProjectRow } from './project.repo.ts';

/** Fen in words: 1250000 → ¥12,500. */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })}`;
}

/** Planned against actual of a pilot, and in a sentence each what it lacks. */
export function resourcesOf(row: ProjectRow, lang: Lang): Resources | null {
  if (row.budgetFen === null || row.plannedHeadcount === null) return null;
  const reasons: string[] = [];
  if (row.headcountShort)
    reasons.push(
      say(
        [
          '计划 {planned} 人，实际 {actual} 人，还差 {missing} 人',
          '{planned} people planned, {actual} at work: {missing} missing',
        ],
        lang,
        {
          planned: row.plannedHeadcount,
          actual: row.actualHeadcount,
          missing: row.plannedHeadcount - row.actualHeadcount,
        },
      ),
    );
  if (row.spendShort)
    reasons.push(
      say(
        [
          '按进度应投入 {planned}，实际投入 {actual}，少 {missing}（预算 {budget}）',
          '{planned} should be spent by now, {actual} is: {missing} behind a budget of {budget}',
        ],
        lang,
        {
          planned: yuan(row.plannedSpendFen),
          actual: yuan(row.spentFen),
          missing: yuan(row.plannedSpendFen - row.spentFen),
          budget: yuan(row.budgetFen),
        },
      ),
    );
  return {
    plannedHeadcount: row.plannedHeadcount,
    actualHeadcount: row.actualHeadcount,
    budgetFen: row.budgetFen,
    spentFen: row.spentFen,
    plannedSpendFen: row.plannedSpendFen,
    underResourced: reasons.length > 0,
    reasons,
  };
}
