/** Weights of a logistic regression; the last is the intercept. */
export interface Logistic {
  readonly weights: readonly number[];
  readonly intercept: number;
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/**
 * Logistic regression with an L2 penalty of strength 1/C on the weights, not on the intercept, by
 * Newton's method (iteratively reweighted least squares). Deterministic; stops when no weight moves
 * by more than 1e-8 or after 50 steps.
 */
export function fitLogistic(
  rows: readonly Float64Array[],
  labels: readonly boolean[],
  { c = 1 }: { c?: number } = {},
): Logistic {
  const width = rows[0]?.length ?? 0;
  const size = width + 1;
  const beta = new Float64Array(size);
  for (let step = 0; step < 50; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (const [i, row] of rows.entries()) accumulate(row, labels[i]!, beta, gradient, hessian);
    for (let j = 0; j < width; j++) {
      gradient[j]! += beta[j]! / c;
      hessian[j * size + j]! += 1 / c;
    }
    const move = solve(hessian, gradient, size);
    let moved = 0;
    for (let j = 0; j < size; j++) {
      beta[j]! -= move[j]!;
      moved = Math.max(moved, Math.abs(move[j]!));
    }
    if (moved < 1e-8) break;
  }
  return { weights: [...beta.subarray(0, width)], intercept: beta[width]! };
}

/** Adds one sample to gradient and (lower half of the) Hessian; most features of a sample are 0. */
function accumulate(
  row: Float64Array,
  label: boolean,
  beta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const width = row.length;
  const size = width + 1;
  const used: number[] = [];
  let z = beta[width]!;
  for (let j = 0; j < width; j++)
    if (row[j] !== 0) {
      used.push(j);
      z += beta[j]! * row[j]!;
    }
  const p = sigmoid(z);
  const error = p - (label ? 1 : 0);
  const weight = Math.max(p * (1 - p), 1e-12);
  for (const j of used) {
    gradient[j]! += error * row[j]!;
    for (const k of used) if (k <= j) hessian[j * size + k]! += weight * row[j]! * row[k]!;
    hessian[width * size + j]! += weight * row[j]!;
  }
  gradient[width]! += error;
  hessian[width * size + width]! += weight;
}

/** Solves H x = g for a symmetric positive matrix given by its lower half (Cholesky). */
function solve(h: Float64Array, g: Float64Array, size: number): Float64Array {
  const l = h.slice();
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) {
      const factor = l[j * size + k]!;
      for (let i = j; i < size; i++) l[i * size + j]! -= l[i * size + k]! * factor;
    }
    const pivot = Math.sqrt(Math.max(l[j * size + j]!, 1e-12));
    for (let i = j; i < size; i++) l[i * size + j]! /= pivot;
  }
  const x = g.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * size + k]! * x[k]!;
    x[i]! /= l[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= l[k * size + i]! * x[k]!;
    x[i]! /= l[i * size + i]!;
  }
  return x;
}

/** The logit: above 0 it is more likely than not. */
export function logit({ weights, intercept }: Logistic, row: Float64Array): number {
  let z = intercept;
  for (let j = 0; j < row.length; j++) z += weights[j]! * row[j]!;
  return z;
}
