import type { Attribute, AttributeContent, Source } from '../../contract/attribute.ts';
import { sources } from '../../contract/attribute.ts';
import { authenticationContent } from './authentication-data.ts';

/** How much a source is trusted, 1 the most. */
export const rankOf = (source: Source): number => sources.indexOf(source) + 1;

/** A value in the column of its type; the others stay empty. */
export interface Columns {
  number: number | null;
  words: readonly string[] | null;
  day: string | null;
  /** Plain; whoever stores it encrypts what is of class C2. */
  text: string | null;
}

const empty: Columns = { number: null, words: null, day: null, text: null };
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

type Typed = Pick<Attribute, 'type' | 'choices'>;
type Judged = { readonly columns: Columns } | { readonly why: string };

/** Puts a value into its column, or says why it does not fit. */
export function columnsOf(attribute: Typed, value: AttributeContent): Judged {
  switch (attribute.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? { columns: { ...empty, number: value } }
        : { why: 'number' };
    case 'money':
      return typeof value === 'number' && Number.isSafeInteger(value)
        ? { columns: { ...empty, number: value } }
        : { why: 'fen' };
    case 'flag':
      return typeof value === 'boolean'
        ? { columns: { ...empty, number: value ? 1 : 0 } }
        : { why: 'flag' };
    case 'day':
      return typeof value === 'string' && DAY.test(value) && isDay(value)
        ? { columns: { ...empty, day: value } }
        : { why: 'day' };
    case 'text':
      return typeof value === 'string' && value.trim() !== ''
        ? textual(value.trim())
        : { why: 'text' };
    case 'choice':
      return chosen(attribute, typeof value === 'string' ? [value] : null);
    case 'choices':
      return chosen(attribute, Array.isArray(value) ? [...new Set(value)].sort() : null);
  }
}

function textual(text: string): Judged {
  const found = authenticationContent(text);
  return found ? { why: `C3:${found}` } : { columns: { ...empty, text } };
}

function chosen({ choices }: Typed, words: readonly string[] | null): Judged {
  if (!words) return { why: 'choice' };
  const unknown = words.find((word) => !choices.some(({ code }) => code === word));
  return unknown === undefined ? { columns: { ...empty, words } } : { why: `choice:${unknown}` };
}

/** 30 February is no day. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export function contentOf({ type }: Typed, columns: Columns): AttributeContent | null {
  switch (type) {
    case 'number':
    case 'money':
      return columns.number;
    case 'flag':
      return columns.number === null ? null : columns.number === 1;
    case 'day':
      return columns.day;
    case 'text':
      return columns.text;
    case 'choice':
      return columns.words?.[0] ?? null;
    case 'choices':
      return columns.words ? [...columns.words] : null;
  }
}

/** What decides between two values of one attribute of one customer. */
export interface Claim {
  readonly rank: number;
  readonly at: Date;
}

/**
 * A better source wins; the same source wins when it is not older; and what the attribute counts as
 * stale gives way to anything newer. The statement that stores values says the same in SQL.
 */
export function replaces(next: Claim, held: Claim, staleBefore: Date | null): boolean {
  if (next.rank < held.rank) return true;
  if (next.rank === held.rank) return next.at >= held.at;
  return staleBefore !== null && held.at < staleBefore && next.at > held.at;
}
