/** What is known of one customer: numbers and words; null where nothing is known. */
export type Sample = Readonly<Record<string, number | string | null>>;

/** How samples become numbers: learnt on the training samples only. */
export interface Encoding {
  readonly numbers: readonly {
    readonly name: string;
    readonly mean: number;
    readonly deviation: number;
  }[];
  readonly words: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** A feature of the encoded sample: `balance`, or `job=student`. */
export const featureNames = ({ numbers, words }: Encoding): string[] => [
  ...numbers.map(({ name }) => name),
  ...words.flatMap(({ name, values }) => values.map((value) => `${name}=${value}`)),
];

/** Which value of a word counts as unknown. */
const UNKNOWN = '';

export function learnEncoding(samples: readonly Sample[], names: readonly string[]): Encoding {
  const numbers: Encoding['numbers'][number][] = [];
  const words: Encoding['words'][number][] = [];
  for (const name of names) {
    const values = samples.map((sample) => sample[name] ?? null);
    if (values.some((value) => typeof value === 'string')) {
      const distinct = new Set(values.map((value) => String(value ?? UNKNOWN)));
      words.push({ name, values: [...distinct].toSorted() });
    } else {
      const known = values.filter((value): value is number => typeof value === 'number');
      const mean = known.reduce((sum, v) => sum + v, 0) / Math.max(1, known.length);
      const variance =
        known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, known.length);
      numbers.push({ name, mean, deviation: Math.sqrt(variance) || 1 });
    }
  }
  return { numbers, words };
}

/** Standardised numbers, then one 0 or 1 for each known word; an unknown number is the mean. */
export function encode({ numbers, words }: Encoding, sample: Sample): Float64Array {
  const size = numbers.length + words.reduce((n, { values }) => n + values.length, 0);
  const row = new Float64Array(size);
  let at = 0;
  for (const { name, mean, deviation } of numbers) {
    const value = sample[name];
    row[at++] = typeof value === 'number' ? (value - mean) / deviation : 0;
  }
  for (const { name, values } of words) {
    const index = values.indexOf(String(sample[name] ?? UNKNOWN));
    if (index >= 0) row[at + index] = 1;
    at += values.length;
  }
  return row;
}
