/** Values of a statement, each bound once and with its type, in the order in which they are asked for. */
export interface Params {
  readonly values: readonly unknown[];
  /** bind(3, 'int') → `$1::int` */
  bind(value: unknown, type: string): string;
}

export function collectParams(): Params {
  const values: unknown[] = [];
  const known = new Map<string, string>();
  return {
    values,
    bind(value, type) {
      const key = `${type} ${JSON.stringify(value)}`;
      const place = known.get(key) ?? `$${values.push(value)}::${type}`;
      known.set(key, place);
      return place;
    },
  };
}

/** The statement with only the values it still speaks of: what was simplified away took its own along. */
export function settle(text: string, { values }: Params): { text: string; values: unknown[] } {
  const kept: unknown[] = [];
  const places = new Map<string, number>();
  const settled = text.replace(/\$(\d+)::/g, (_, no: string) => {
    const place = places.get(no) ?? kept.push(values[Number(no) - 1]);
    places.set(no, place);
    return `$${place}::`;
  });
  return { text: settled, values: kept };
}
