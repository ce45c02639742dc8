import type { CheckedEvent } from '../kinds/check-event.ts';

/** An event that is about to be stored, with whose it is. */
export interface EventRow extends CheckedEvent {
  readonly customerId: number;
  readonly source: string;
  readonly visitorId: string | null;
}

export interface VisitorRow extends CheckedEvent {
  readonly visitorId: string;
  readonly source: string;
}

/** Rows are written in one order, so that two writers never wait for each other in a circle. */
export function inWritingOrder<R extends CheckedEvent>(
  rows: readonly R[],
  owner: (row: R) => number | string,
): R[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [owner(a), owner(b)];
    return x < y ? -1 : x > y ? 1 : a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  });
}

/** PostgreSQL array literals, made here because the driver's own way costs several times as much. */
export const plainArray = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

export const quotedArray = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;

const SPECIAL = /["\\]/g;
const quoted = (text: string) => `"${text.replace(SPECIAL, '\\$&')}"`;
