import { limits } from '../../contract/collect.ts';
import type { KindProperty, Reporter } from '../../contract/kind.ts';
import type { RefusalCode } from '../../contract/refusal.ts';
import type { Kinds, KnownKind } from './catalogue.ts';

/** An event as it came in, nothing about it known. */
export interface GivenEvent {
  readonly id?: unknown;
  readonly kind?: unknown;
  readonly at?: unknown;
  readonly subject?: unknown;
  readonly amount?: unknown;
  readonly properties?: unknown;
}

export interface CheckedEvent {
  readonly id: string;
  readonly kind: string;
  /** Milliseconds since 1970. Taken from the event alone, so that a repeat has the same. */
  readonly at: number;
  readonly subject: string | null;
  readonly amount: number | null;
  /** As JSON. */
  readonly properties: string;
}

export interface Refused {
  readonly refused: RefusalCode;
  readonly field: string;
}

export interface Circumstances {
  readonly reporter: Reporter;
  /** Business time. */
  readonly now: number;
  /** The visitor has agreed; what a page cannot work without is taken without. */
  readonly consent: boolean;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const DAY_MS = 86_400_000;
/** How far back each may report; `product` loads history. Below the shortest retention of events. */
const LATE_MS: Record<Reporter, number> = {
  browser: limits.lateDays * DAY_MS,
  server: 90 * DAY_MS,
  product: Number.POSITIVE_INFINITY,
};

/** Either what will be stored, or the first thing that is wrong with it. */
export function checkEvent(
  kinds: Kinds,
  given: GivenEvent,
  { reporter, now, consent }: Circumstances,
): CheckedEvent | Refused {
  if (typeof given !== 'object' || given === null) return refuse('malformed', 'event');
  const id = typeof given.id === 'string' ? given.id.toLowerCase() : '';
  if (!ID.test(id)) return refuse('malformed', 'id');
  if (typeof given.kind !== 'string') return refuse('malformed', 'kind');
  const kind = kinds.get(given.kind);
  if (!kind) return refuse('unknownKind', '');
  if (kind.stopped) return refuse('stoppedKind', '');
  if (!kind.from.includes(reporter)) return refuse('notFromHere', '');
  if (!consent && !kind.necessary) return refuse('noConsent', '');

  const at = momentOf(given.at);
  if (at === null) return refuse('malformed', 'at');
  if (at > now + limits.aheadMs && reporter !== 'product') return refuse('fromFuture', 'at');
  if (at < now - LATE_MS[reporter]) return refuse('tooOld', 'at');

  const subject = given.subject ?? null;
  if (subject === null) {
    if (kind.subject === 'required') return refuse('missingSubject', 'subject');
  } else {
    if (kind.subject === 'none') return refuse('noSubject', 'subject');
    if (!isText(subject, 200) || subject === '') return refuse('malformed', 'subject');
    if (holdsPersonalData(subject)) return refuse('personalData', 'subject');
  }

  const amount = given.amount ?? null;
  if (amount === null) {
    if (kind.amount === 'required') return refuse('missingAmount', 'amount');
  } else {
    if (kind.amount === 'none') return refuse('noAmount', 'amount');
    if (typeof amount !== 'number' || !(Math.abs(amount) <= 1e15))
      return refuse('malformed', 'amount');
  }

  const properties = checkProperties(kind, given.properties ?? {});
  if ('refused' in properties) return properties;
  return { id, kind: kind.kind, at, subject, amount, properties: properties.json };
}

function checkProperties(kind: KnownKind, given: unknown): { json: string } | Refused {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refuse('malformed', 'properties');
  const values = given as Record<string, unknown>;
  let known = 0;
  for (const property of kind.properties) {
    const value = values[property.name];
    if (value === undefined || value === null) {
      if (property.required) return refuse('missingProperty', property.name);
      if (value === null) known += 1;
      continue;
    }
    known += 1;
    if (!fits(property, value)) return refuse('wrongProperty', property.name);
    if (typeof value === 'string' && holdsPersonalData(value))
      return refuse('personalData', property.name);
  }
  const names = Object.keys(values);
  if (names.length === known) return { json: known === 0 ? '{}' : JSON.stringify(values) };
  const stranger = names.find((name) => !kind.properties.some((p) => p.name === name));
  return refuse('unknownProperty', /^[\w.-]{1,40}$/.test(stranger ?? '') ? stranger! : '?');
}

function fits(property: KindProperty, value: unknown): boolean {
  switch (property.type) {
    case 'text':
      return isText(value, property.maxLength ?? 200);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && (property.choices ?? []).includes(value);
    case 'moment':
      return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
  }
}

/** What the database would refuse to store is refused here, where it concerns one event only. */
const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' &&
  value.length <= longest &&
  !value.includes('\0') &&
  value.isWellFormed();

function momentOf(given: unknown): number | null {
  const at = typeof given === 'string' && MOMENT.test(given) ? Date.parse(given) : given;
  // 1900 to 2200: what a date of a bank can be.
  return Number.isSafeInteger(at) && (at as number) > -2_208_988_800_000 && (at as number) < 7.26e12
    ? (at as number)
    : null;
}

const PHONE = /(?<![A-Za-z0-9])1[3-9]\d{9}(?![A-Za-z0-9])/;
const ID_NUMBER = /(?<![A-Za-z0-9])\d{17}[\dXx](?![A-Za-z0-9])/;
const CARD = /(?<![A-Za-z0-9])62\d{14,17}(?![A-Za-z0-9])/;
const ELEVEN_DIGITS = /\d{11}/;

/** Phone, id and card numbers do not belong into events (CR-036, CR-032). */
export function holdsPersonalData(text: string): boolean {
  if (text.length < 11 || !ELEVEN_DIGITS.test(text)) return false;
  return PHONE.test(text) || isIdNumber(text) || CARD.test(text);
}

/** With the right check digit, so that an order number of the same length may pass. */
function isIdNumber(text: string): boolean {
  const found = ID_NUMBER.exec(text)?.[0];
  if (!found) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(found[i]), 0);
  return '10X98765432'[sum % 11] === found[17]!.toUpperCase();
}

const refuse = (refused: RefusalCode, field: string): Refused => ({ refused, field });
