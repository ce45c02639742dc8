import { expect, test } from 'vitest';
import { readReference, referenceFile } from '#platform/server/test/reference-data.ts';
import { encode, featureNames, learnEncoding } from './encode.ts';
import { fitLogistic, sigmoid } from './logistic.ts';
import { explain, type Labelled, probability, trainPropensity } from './propensity.ts';
import { measure } from './quality.ts';

const bank = referenceFile('bank-full.csv.gz');
const cdnow = referenceFile('cdnow_master.csv.gz');

const NUMBERS = ['age', 'balance', 'day', 'duration', 'campaign', 'pdays', 'previous'];

/** In the order of the calls. */
function bankSamples(): Labelled[] {
  return readReference(bank!, ';').map(({ y, ...row }) => ({
    happened: y === 'yes',
    sample: Object.fromEntries(
      Object.entries(row).map(([k, v]) => [k, NUMBERS.includes(k) ? Number(v) : v]),
    ),
  }));
}
const featuresOf = (samples: readonly Labelled[]) =>
  Object.keys(samples[0]!.sample).filter((name) => name !== 'duration');

/** Five folds of every fifth sample; the mean of their AUC. */
function crossValidated(samples: readonly Labelled[], features: readonly string[]) {
  const folds = [0, 1, 2, 3, 4].map((fold) => {
    const test = samples.filter((_, i) => i % 5 === fold);
    const train = samples.filter((_, i) => i % 5 !== fold);
    const share = train.length / samples.length;
    return trainPropensity([...train, ...test], features, { train: share, calibrate: 0 }).quality;
  });
  const mean = (of: (q: (typeof folds)[number]) => number) =>
    folds.reduce((sum, q) => sum + of(q), 0) / folds.length;
  return { auc: mean((q) => q.auc), lift10: mean((q) => q.lift10) };
}

test.skipIf(!bank)(
  'the model on the bank’s calls is as good as the reference: with every column, without the one that leaks, and over time',
  () => {
    const samples = bankSamples();
    expect(samples).toHaveLength(45_211);
    const features = featuresOf(samples);
    // Reference figures of an independent implementation, ±0.005.
    expect(crossValidated(samples, [...features, 'duration']).auc).toBeCloseTo(0.907, 2);
    const honest = crossValidated(samples, features);
    expect(honest.auc).toBeCloseTo(0.765, 2);
    expect(honest.lift10).toBeCloseTo(4.11, 0);
    const overTime = trainPropensity(samples, features, { train: 0.8, calibrate: 0 }).quality;
    expect(overTime.positives / overTime.samples).toBeCloseTo(0.316, 2);
    expect(Math.abs(overTime.auc - 0.683)).toBeLessThan(0.015);
  },
);

test.skipIf(!bank)(
  'calibrated on the newest calls before, a probability is closer to what happens than without',
  () => {
    const samples = bankSamples();
    const features = featuresOf(samples);
    const raw = trainPropensity(samples, features, { train: 0.7, calibrate: 0 });
    const split = { train: 0.7, calibrate: 0.1 };
    const { model, quality } = trainPropensity(samples, features, split);
    const newest = samples.slice(Math.round(samples.length * 0.8));
    const uncalibrated = measure(
      newest.map(({ sample }) => probability(raw.model, sample)),
      newest.map(({ happened }) => happened),
    );
    expect(quality.samples).toBe(newest.length);
    expect(quality.calibrationError).toBeLessThan(uncalibrated.calibrationError);
    expect(quality.brier).toBeLessThan(uncalibrated.brier);
    expect(quality.auc).toBeCloseTo(uncalibrated.auc, 5);

    const best = newest.toSorted(
      (a, b) => probability(model, b.sample) - probability(model, a.sample),
    )[0]!;
    const reasons = explain(model, best.sample);
    expect(reasons).toHaveLength(5);
    const sum = explain(model, best.sample, 1_000).reduce((z, { effect }) => z + effect, 0);
    const base = model.calibration.slope * model.logistic.intercept + model.calibration.offset;
    expect(sigmoid(base + sum)).toBeCloseTo(probability(model, best.sample), 10);
  },
);

interface Life {
  readonly days: readonly string[];
  readonly amounts: readonly number[];
}

function livesOf(file: string): Life[] {
  const by = new Map<string, { days: string[]; amounts: number[] }>();
  for (const { customer_id: id, date, amount } of readReference(file)) {
    const life = by.get(id!) ?? { days: [], amounts: [] };
    life.days.push(date!);
    life.amounts.push(Number(amount));
    by.set(id!, life);
  }
  return [...by.values()];
}

const daysBetween = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / 86_400_000;

/** What was known of a customer on a day, and whether they were lost in the days after. */
function churnSample({ days, amounts }: Life, on: string, until: string): Labelled | null {
  const before = days.flatMap((day, i) => (day < on ? [i] : []));
  if (before.length === 0) return null;
  const [first, last] = [days[before[0]!]!, days[before.at(-1)!]!];
  const spent = before.reduce((sum, i) => sum + amounts[i]!, 0);
  const age = daysBetween(first, on);
  return {
    happened: !days.some((day) => day >= on && day < until),
    sample: {
      recency: Math.log1p(daysBetween(last, on)),
      frequency: Math.log(before.length),
      spent: Math.log1p(spent),
      age: Math.log1p(age),
      pace: daysBetween(last, on) / Math.max(1, age / before.length),
    },
  };
}

test.skipIf(!cdnow)(
  'R-088 churn risk learnt on one half-year ranks customers of the next better than the time since the last purchase',
  () => {
    const lives = livesOf(cdnow!);
    const at = (on: string, until: string) =>
      lives.flatMap((life) => churnSample(life, on, until) ?? []);
    const learning = at('1997-07-01', '1998-01-01');
    const measuring = at('1998-01-01', '1998-07-01');
    const share = learning.length / (learning.length + measuring.length);
    const { quality } = trainPropensity(
      [...learning, ...measuring],
      ['recency', 'frequency', 'spent', 'age', 'pace'],
      { train: share, calibrate: 0 },
    );
    const baseline = measure(
      measuring.map(({ sample }) => sample.recency as number),
      measuring.map(({ happened }) => happened),
    );
    expect(quality.samples).toBe(measuring.length);
    expect(quality.auc).toBeGreaterThan(baseline.auc + 0.005);
  },
);

test('weights are found where they are known: a coin that depends on one feature only', () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
  const rows = Array.from({ length: 20_000 }, () => Float64Array.of(random() * 4 - 2, random()));
  const labels = rows.map((row) => random() < sigmoid(1.5 * row[0]! - 0.5));
  const { weights, intercept } = fitLogistic(rows, labels, { c: 1e6 });
  expect(weights[0]).toBeCloseTo(1.5, 0);
  expect(Math.abs(weights[1]!)).toBeLessThan(0.15);
  expect(intercept).toBeCloseTo(-0.5, 0);
});

test('what is unknown or was never seen counts as the average, not as an error', () => {
  const encoding = learnEncoding(
    [
      { age: 20, job: 'a' },
      { age: 40, job: null },
    ],
    ['age', 'job'],
  );
  expect(featureNames(encoding)).toEqual(['age', 'job=', 'job=a']);
  expect([...encode(encoding, { age: null, job: 'b' })]).toEqual([0, 0, 0]);
  expect([...encode(encoding, { age: 40, job: 'a' })]).toEqual([1, 0, 1]);
});

test('AUC counts ties half, and a score that says nothing has one half', () => {
  expect(measure([0.1, 0.2, 0.3, 0.4], [false, false, true, true]).auc).toBe(1);
  expect(measure([0.5, 0.5, 0.5, 0.5], [false, true, false, true]).auc).toBe(0.5);
  expect(measure([0.1, 0.4, 0.4, 0.9], [false, true, false, true]).auc).toBe(0.875);
});
