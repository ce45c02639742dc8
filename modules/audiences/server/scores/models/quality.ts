/** How well probabilities tell what happened, on samples the model has not seen. */
export interface Quality {
  readonly samples: number;
  readonly positives: number;
  /** Chance that a sample that happened scores above one that did not; ties count half. */
  readonly auc: number;
  /** Share of positives among the tenth that scores highest, over their share among all. */
  readonly lift10: number;
  /** Of all positives, how many lie in that tenth. */
  readonly captured10: number;
  /** Mean squared error of the probability; the base rate alone has p(1−p). */
  readonly brier: number;
  /** In ten groups of equal size, from low to high: what was said and what happened. */
  readonly calibration: readonly { readonly said: number; readonly happened: number }[];
  /** Mean distance between the two, weighted by size. */
  readonly calibrationError: number;
}

export function measure(probabilities: readonly number[], labels: readonly boolean[]): Quality {
  const order = probabilities
    .map((p, i) => ({ p, label: labels[i]! }))
    .toSorted((a, b) => a.p - b.p);
  const samples = order.length;
  const positives = order.filter(({ label }) => label).length;
  const tenth = order.slice(samples - Math.ceil(samples / 10));
  const inTenth = tenth.filter(({ label }) => label).length;
  const calibration = groups(order, 10).map((group) => ({
    said: mean(group.map(({ p }) => p)),
    happened: mean(group.map(({ label }) => (label ? 1 : 0))),
  }));
  return {
    samples,
    positives,
    auc: auc(order, positives),
    lift10: inTenth / tenth.length / (positives / samples),
    captured10: inTenth / positives,
    brier: mean(order.map(({ p, label }) => (p - (label ? 1 : 0)) ** 2)),
    calibration,
    calibrationError: mean(calibration.map(({ said, happened }) => Math.abs(said - happened))),
  };
}

/** By ranks; samples of equal score share the middle of their ranks. */
function auc(order: readonly { p: number; label: boolean }[], positives: number): number {
  let ranks = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]!.p === order[from]!.p) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (order[i]!.label) ranks += rank;
    from = to;
  }
  const negatives = order.length - positives;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

function groups<T>(items: readonly T[], count: number): T[][] {
  const bound = (i: number) => Math.round((i * items.length) / count);
  return Array.from({ length: count }, (_, i) => items.slice(bound(i), bound(i + 1)));
}
