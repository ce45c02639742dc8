/** Of a sample: how many, their mean, their variance (n − 1). */
export interface Sample {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** Difference of two means with its 95 % interval by Welch; null with fewer than two in an arm. */
export function welch(
  a: Sample,
  b: Sample,
): { mean: number; low: number; high: number; freedom: number } | null {
  if (a.n < 2 || b.n < 2) return null;
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  const mean = a.mean - b.mean;
  if (va + vb === 0) return { mean, low: mean, high: mean, freedom: a.n + b.n - 2 };
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const reach = studentQuantile(0.975, freedom) * Math.sqrt(va + vb);
  return { mean, low: mean - reach, high: mean + reach, freedom };
}

const Z = 1.959963984540054;

/** A share with its 95 % interval by Wilson: honest for few people and for shares near nothing. */
export function wilson(part: number, of: number) {
  if (of === 0) return { part, of, share: 0, low: 0, high: 1 };
  const share = part / of;
  const middle = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const reach =
    (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { part, of, share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** The quantile of Student's t: the point where its distribution function has the value, by bisection. */
export function studentQuantile(probability: number, freedom: number): number {
  let low = -1000;
  let high = 1000;
  for (let i = 0; i < 200 && high - low > 1e-10; i++) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, freedom) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function studentBelow(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The regularised incomplete beta function by its continued fraction (modified Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) /
    a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1), tiny);
  let sum = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d, tiny);
    c = notZero(1 + even / c, tiny);
    sum *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d, tiny);
    c = notZero(1 + odd / c, tiny);
    const step = d * c;
    sum *= step;
    if (Math.abs(step - 1) < 1e-14) break;
  }
  return front * sum;
}

const notZero = (x: number, tiny: number) => (Math.abs(x) < tiny ? tiny : x);

/** Lanczos, g = 7. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  const t = y + 7.5;
  const sum = LANCZOS.reduce((total, part, i) => (i === 0 ? part : total + part / (y + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}
