import type { Ctx } from '#platform/server/ctx.ts';

export const NAME_PLACE = 'customers.customer.name';

/** The later a source stands here, the more its name is trusted. */
export const nameSources = ['wecom', 'staff', 'self', 'bank'] as const;
export type NameSource = (typeof nameSources)[number];

export const trustsMore = (given: NameSource, known: NameSource | null): boolean =>
  known === null || nameSources.indexOf(given) >= nameSources.indexOf(known);

const known = new Map<string, number>();
const KNOWN = 200_000;

/**
 * Pairs of characters of a name as keyed 32-bit hashes: 张小明 is found by 张小, 小明 and 张小明. A name of
 * one character is a pair by itself.
 */
export function nameGrams(ctx: Ctx, name: string): number[] {
  const chars = [...name.normalize('NFKC').replace(/\s/g, '').toLowerCase()];
  const pairs = chars.length < 2 ? chars : chars.slice(1).map((char, i) => `${chars[i]}${char}`);
  return [...new Set(pairs.map((pair) => gram(ctx, pair)))];
}

/** Pairs repeat from name to name, so most are not computed again. */
function gram(ctx: Ctx, pair: string): number {
  const key = `${ctx.orgId}:${pair}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const hash = ctx.vault.hash('customers.customer.name', key).readInt32BE(0);
  if (known.size >= KNOWN) known.clear();
  known.set(key, hash);
  return hash;
}
