/**
 * Chance that belongs to somebody. A draw depends on the seed, the person, what it is about and which
 * time it is for that person, on nothing else: whoever is added, and in whatever order things happen,
 * everybody else's draws stay as they are. Two lanes of 32 bits, so that 20,000 people do not share one.
 */
export interface Stream {
  readonly a: number;
  readonly b: number;
}

const mix = (hash: number, value: number): number => {
  let v = Math.imul(value, 0xcc9e2d51);
  v = Math.imul((v << 15) | (v >>> 17), 0x1b873593);
  const h = hash ^ v;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
};

const finish = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const hashText = (text: string, start: number): number => {
  let h = start;
  for (let i = 0; i < text.length; i++) h = mix(h, text.charCodeAt(i));
  return finish(h) | 0;
};

export const streamOf = (seed: string, id: string): Stream => ({
  a: hashText(id, hashText(seed, 0x9747b28c)),
  b: hashText(id, hashText(seed, 0x3c6ef372)),
});

/** What a draw is about. */
export type Topic = number;
export const topic = (name: string): Topic => hashText(name, 0x51ed270b);

/** 0 ≤ x < 1. `n` and `m` count the occasions. */
export function draw({ a, b }: Stream, about: Topic, n = 0, m = 0): number {
  const first = finish(mix(mix(mix(a, about), n), m));
  const second = finish(mix(mix(mix(b, about), m), n));
  return ((first ^ second) >>> 0) / 0x1_0000_0000;
}

/** 0 to count-1. */
export const below = (count: number, who: Stream, about: Topic, n = 0, m = 0): number =>
  Math.floor(draw(who, about, n, m) * count);

export const pick = <T>(from: readonly T[], who: Stream, about: Topic, n = 0, m = 0): T =>
  from[below(from.length, who, about, n, m)]!;

/** One of the names, as often as its share says. */
export function pickShare<K extends string>(shares: Readonly<Record<K, number>>, at: number): K {
  const names = Object.keys(shares) as K[];
  let left = at * names.reduce((sum, name) => sum + shares[name], 0);
  for (const name of names) {
    left -= shares[name];
    if (left < 0) return name;
  }
  return names.at(-1)!;
}

/** Mean 0, deviation 1. */
export function normal(who: Stream, about: Topic, n = 0): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(who, about, n, 1)));
  return radius * Math.cos(2 * Math.PI * draw(who, about, n, 2));
}

/** Around a median: half of the draws are below it, two thirds within the factor. */
export const around = (median: number, factor: number, who: Stream, about: Topic, n = 0): number =>
  median * factor ** normal(who, about, n);
