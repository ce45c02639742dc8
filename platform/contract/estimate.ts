/** 19 times of 20. */
const Z = 1.96;

/** A part of a sample that was drawn as a whole: the customers of one colleague. */
export interface Cluster {
  readonly customers: number;
  readonly hits: number;
}

/**
 * How many of a population fit when `hits` of `sampled` customers drawn from it do: Wilson's interval,
 * narrowed by how much of the population was looked at. Customers who were drawn in clusters are alike:
 * the interval is as wide as their clusters differ (design effect, Kish 1965; Student's t for as many
 * as there are), and never narrower than that of single customers.
 */
export function estimateOf(
  hits: number,
  sampled: number,
  population: number,
  clusters: readonly Cluster[] = [],
): { count: number; low: number; high: number } {
  if (sampled === 0) return { count: 0, low: 0, high: population };
  const p = hits / sampled;
  const unseen = Math.max(0, 1 - sampled / Math.max(population, sampled));
  const z = clusters.length > 1 ? student(clusters.length - 1) : Z;
  const size = sampled / designEffect(p, sampled, clusters);
  const z2 = z * z * unseen;
  const middle = (p + z2 / (2 * size)) / (1 + z2 / size);
  const reach =
    (z * Math.sqrt(unseen) * Math.sqrt((p * (1 - p)) / size + z2 / (4 * size * size))) /
    (1 + z2 / size);
  const scale = (share: number) => share * population;
  return {
    count: Math.round(scale(p)),
    // What was seen is there, whatever the rest.
    low: Math.max(hits, Math.floor(scale(Math.max(0, middle - reach)))),
    high: Math.min(population, Math.ceil(scale(Math.min(1, middle + reach)))),
  };
}

/** How much more a share varies between clusters than between as many single customers. */
function designEffect(p: number, sampled: number, clusters: readonly Cluster[]): number {
  const m = clusters.length;
  const single = (p * (1 - p)) / sampled;
  if (m < 2 || single === 0) return 1;
  const off = clusters.reduce((sum, { customers, hits }) => sum + (hits - p * customers) ** 2, 0);
  return Math.max(1, ((m / (m - 1)) * off) / sampled ** 2 / single);
}

/** Student's t in place of 1.96 (Cornish and Fisher's series). */
function student(degrees: number): number {
  const z3 = Z ** 3;
  return Z + (z3 + Z) / (4 * degrees) + (5 * Z ** 5 + 16 * z3 + 3 * Z) / (96 * degrees ** 2);
}
