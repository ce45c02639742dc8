/** What needs no quotes in a list of PostgreSQL: hashes, ids, codes, sealed values. */
const PLAIN = /^[\w+/=.:-]+$/;

/**
 * Thousands of values as one parameter: `unnest(${arrayParam(hashes)}::text[])`. The driver would quote
 * and escape each of them; most need neither.
 */
export function arrayParam(values: readonly (string | number | boolean | null)[]): string {
  let text = '';
  for (const value of values) text += `,${element(value)}`;
  return `{${text.slice(1)}}`;
}

function element(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value) && !(value.length === 4 && value.toUpperCase() === 'NULL')) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
