/** 19 times of 20. */
const Z = 1.96;

/**
 * How many of a population fit when `hits` of `sampled` customers drawn from it do: Wilson's interval,
 * narrowed by how much of the population was looked at.
 */
export function estimateOf(
  hits: number,
  sampled: number,
  population: number,
): { count: number; low: number; high: number } {
  if (sampled === 0) return { count: 0, low: 0, high: population };
  const p = hits / sampled;
  const unseen = Math.max(0, 1 - sampled / Math.max(population, sampled));
  const z2 = Z * Z * unseen;
  const middle = (p + z2 / (2 * sampled)) / (1 + z2 / sampled);
  const reach =
    (Z * Math.sqrt(unseen) * Math.sqrt((p * (1 - p)) / sampled + z2 / (4 * sampled * sampled))) /
    (1 + z2 / sampled);
  const scale = (share: number) => share * population;
  return {
    count: Math.round(scale(p)),
    // What was seen is there, whatever the rest.
    low: Math.max(hits, Math.floor(scale(Math.max(0, middle - reach)))),
    high: Math.min(population, Math.ceil(scale(Math.min(1, middle + reach)))),
  };
}
