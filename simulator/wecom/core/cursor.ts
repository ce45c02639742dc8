import { createHash } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** Opaque to the caller: which list, and the place in it. Anything else is refused with 50100. */

const check = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 6);

export function encodeCursor(list: string, place: readonly (string | number)[]): string {
  const text = JSON.stringify([list, ...place]);
  return Buffer.from(text).toString('base64url') + check(text);
}

export function decodeCursor(
  list: string,
  cursor: string | undefined,
): (string | number)[] | undefined {
  if (!cursor) return undefined;
  const text = Buffer.from(cursor.slice(0, -6), 'base64url').toString();
  if (check(text) !== cursor.slice(-6)) throw new Refusal(50100);
  const [name, ...place] = JSON.parse(text) as (string | number)[];
  if (name !== list) throw new Refusal(50100);
  return place;
}

/** One more than the page was asked for: is there another page? */
export function pageOf<T>(found: T[], limit: number): { page: T[]; last: T | undefined } {
  const page = found.slice(0, limit);
  return { page, last: found.length > limit ? page.at(-1) : undefined };
}
