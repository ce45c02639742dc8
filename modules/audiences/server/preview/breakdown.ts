import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import {
  type breakdowns,
  type Preview,
  unreachableReasons,
  unreachableText,
} from '../../contract/preview.ts';
import type { Cell } from '../engine/audience-engine.ts';

type By = (typeof breakdowns)[number];
const SHOWN_UNITS = 12;

const keyOf: Record<By, (cell: Cell) => string | null> = {
  unit: (cell) => cell.unitId,
  city_tier: (cell) => cell.cityTier,
  age: (cell) => cell.age,
  value_band: (cell) => cell.qualityBand,
};

/** What keys of breakdowns are called. */
export interface PartNames {
  readonly unit: ReadonlyMap<string, string>;
  option(by: Exclude<By, 'unit'>, key: string): Phrase | undefined;
}

const unknown: Phrase = ['未知', 'Not known'];
const others: Phrase = ['其他机构', 'Other units'];

/** Cells of a sample stand for `times` as many customers. */
export function breakdownOf(
  cells: readonly Cell[],
  names: PartNames,
  lang: Lang,
  times: number,
): Preview['breakdowns'] {
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const by = (dimension: By): Preview['breakdowns'][number] => {
    const counts = new Map<string | null, number>();
    for (const cell of cells) {
      const key = keyOf[dimension](cell);
      counts.set(key, (counts.get(key) ?? 0) + cell.count);
    }
    const parts = [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([key, count]) => ({
        key,
        label: label(dimension, key),
        count: Math.round(count * times),
        share: total === 0 ? 0 : count / total,
      }));
    if (dimension !== 'unit' || parts.length <= SHOWN_UNITS) return { by: dimension, parts };
    const rest = parts.slice(SHOWN_UNITS);
    const sum = (of: 'count' | 'share') => rest.reduce((all, part) => all + part[of], 0);
    const other = { key: null, label: say(others, lang), count: sum('count'), share: sum('share') };
    return { by: dimension, parts: [...parts.slice(0, SHOWN_UNITS), other] };
  };
  const label = (dimension: By, key: string | null): string => {
    if (key === null) return say(unknown, lang);
    if (dimension === 'unit') return names.unit.get(key) ?? key;
    const phrase = names.option(dimension, key);
    return phrase ? say(phrase, lang) : key;
  };
  return (['unit', 'city_tier', 'age', 'value_band'] as const).map(by);
}

export function reachOf(cells: readonly Cell[], lang: Lang, times: number): Preview['reach'] {
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const count = (reason: string | null) =>
    cells.filter((cell) => cell.unreachable === reason).reduce((sum, cell) => sum + cell.count, 0);
  return {
    reachable: Math.round(count(null) * times),
    share: total === 0 ? 0 : count(null) / total,
    unreachable: unreachableReasons.map((reason) => ({
      reason,
      label: say(unreachableText[reason], lang),
      count: Math.round(count(reason) * times),
    })),
  };
}
