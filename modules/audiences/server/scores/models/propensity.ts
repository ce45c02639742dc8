import { type Encoding, encode, featureNames, learnEncoding, type Sample } from './encode.ts';
import { fitLogistic, type Logistic, logit, sigmoid } from './logistic.ts';
import { measure, type Quality } from './quality.ts';

export interface Labelled {
  readonly sample: Sample;
  readonly happened: boolean;
}

/** A trained model as it is kept: plain data, the same on every machine. */
export interface Propensity {
  readonly encoding: Encoding;
  readonly logistic: Logistic;
  /** Turns the logit into a probability that is as often right as it says (Platt 1999). */
  readonly calibration: { readonly slope: number; readonly offset: number };
}

export interface Training {
  readonly model: Propensity;
  /** On the newest samples, which neither weights nor calibration have seen. */
  readonly quality: Quality;
  /** The same samples by a random split would flatter: what it says there. */
  readonly trainedOn: number;
  readonly calibratedOn: number;
}

export interface Split {
  /** Shares of the samples in the order of time: to learn from, then to calibrate on; the rest measures. */
  readonly train: number;
  readonly calibrate: number;
}

/**
 * Learns what makes something likely from samples in the order of time, oldest first. What is only
 * known afterwards must not be among `features`: it would look splendid and be of no use.
 */
export function trainPropensity(
  samples: readonly Labelled[],
  features: readonly string[],
  { train, calibrate }: Split = { train: 0.7, calibrate: 0.1 },
): Training {
  const [a, b] = [
    Math.round(samples.length * train),
    Math.round(samples.length * (train + calibrate)),
  ];
  const [learning, calibrating, measuring] = [
    samples.slice(0, a),
    samples.slice(a, b),
    samples.slice(b),
  ];
  const encoding = learnEncoding(
    learning.map(({ sample }) => sample),
    features,
  );
  const rows = (part: readonly Labelled[]) => part.map(({ sample }) => encode(encoding, sample));
  const labels = (part: readonly Labelled[]) => part.map(({ happened }) => happened);
  const logistic = fitLogistic(rows(learning), labels(learning));
  const calibration =
    calibrating.length > 0
      ? platt(
          rows(calibrating).map((row) => logit(logistic, row)),
          labels(calibrating),
        )
      : { slope: 1, offset: 0 };
  const model = { encoding, logistic, calibration };
  return {
    model,
    quality: measure(
      measuring.map(({ sample }) => probability(model, sample)),
      labels(measuring),
    ),
    trainedOn: learning.length,
    calibratedOn: calibrating.length,
  };
}

/** Logistic regression on the logit alone, hardly penalised. */
function platt(logits: readonly number[], labels: readonly boolean[]) {
  const { weights, intercept } = fitLogistic(
    logits.map((z) => Float64Array.of(z)),
    labels,
    { c: 1e6 },
  );
  return { slope: weights[0]!, offset: intercept };
}

export function probability({ encoding, logistic, calibration }: Propensity, sample: Sample) {
  const z = logit(logistic, encode(encoding, sample));
  return sigmoid(calibration.slope * z + calibration.offset);
}

export interface Reason {
  /** `balance`, or `job=student`. */
  readonly feature: string;
  /** What it adds to the log odds, against the average sample the model has learnt from. */
  readonly effect: number;
  /** The customer has more of it than the average, or the word at all. */
  readonly above: boolean;
}

/** What moved one customer's score most, strongest first. */
export function explain(
  { encoding, logistic, calibration }: Propensity,
  sample: Sample,
  most = 5,
): Reason[] {
  const row = encode(encoding, sample);
  return featureNames(encoding)
    .map((feature, j) => ({
      feature,
      effect: calibration.slope * logistic.weights[j]! * row[j]!,
      above: row[j]! > 0,
    }))
    .filter(({ effect }) => Math.abs(effect) > 1e-9)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, most);
}
