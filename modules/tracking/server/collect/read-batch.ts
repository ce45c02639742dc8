import { limits } from '../../contract/collect.ts';
import type { Kinds } from '../kinds/catalogue.ts';
import { type CheckedEvent, checkEvent, type GivenEvent } from '../kinds/check-event.ts';
import type { WhoseEvent } from '../settings.ts';

export interface RefusedAt {
  readonly index: number;
  readonly id: string | null;
  readonly kind: unknown;
  readonly code: string;
  readonly field: string;
}

export interface Envelope {
  readonly key: string;
  readonly visitor: string;
  readonly consent: 'granted' | 'refused' | 'unknown';
  readonly consentText: string;
  readonly sentAt: number;
  readonly events: readonly GivenEvent[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The outside of a page's batch; null when it is not one at all. */
export function readEnvelope(text: string): Envelope | null {
  const given = parse(text);
  if (!given) return null;
  const { key, visitor, consent, consentText, sentAt, events } = given;
  if (typeof key !== 'string' || typeof visitor !== 'string' || !UUID.test(visitor)) return null;
  if (!Array.isArray(events) || events.length > limits.browserEvents) return null;
  return {
    key,
    visitor,
    consent: consent === 'granted' || consent === 'refused' ? consent : 'unknown',
    consentText:
      typeof consentText === 'string' && /^[\w.-]{1,40}$/.test(consentText) ? consentText : '',
    sentAt: Number.isSafeInteger(sentAt) ? (sentAt as number) : 0,
    events,
  };
}

/** The events of a bank system's batch; null when it is not one. */
export function readServerEvents(text: string): GivenEvent[] | null {
  const events = parse(text)?.events;
  return Array.isArray(events) && events.length <= limits.serverEvents ? events : null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

export interface Sorted {
  /** With the place each had in the batch. */
  readonly good: { readonly index: number; readonly event: CheckedEvent }[];
  readonly refused: RefusedAt[];
}

export function sortOut(
  kinds: Kinds,
  events: readonly GivenEvent[],
  circumstances: Parameters<typeof checkEvent>[2],
): Sorted {
  const sorted: Sorted = { good: [], refused: [] };
  events.forEach((given, index) => {
    const event = checkEvent(kinds, given, circumstances);
    if ('refused' in event)
      sorted.refused.push(refusedAt(given, index, event.refused, event.field));
    else sorted.good.push({ index, event });
  });
  return sorted;
}

export const refusedAt = (
  given: GivenEvent | null,
  index: number,
  code: string,
  field: string,
): RefusedAt => ({
  index,
  id: typeof given?.id === 'string' ? given.id.slice(0, 64) : null,
  kind: given?.kind,
  code,
  field,
});

const IDENTITIES = new Set(['bank_no', 'phone', 'unionid', 'external_userid', 'openid']);

/** Whom a bank system says an event is of; null when it does not say it properly. */
export function readWhose(given: GivenEvent): WhoseEvent | null {
  const { customerId, identity } = given as { customerId?: unknown; identity?: unknown };
  if (Number.isSafeInteger(customerId) && (customerId as number) > 0)
    return { customerId: customerId as number };
  if (typeof identity !== 'object' || identity === null) return null;
  const { kind, scope = '', value } = identity as Record<string, unknown>;
  if (typeof kind !== 'string' || !IDENTITIES.has(kind)) return null;
  if (typeof scope !== 'string' || scope.length > 64) return null;
  if (typeof value !== 'string' || value === '' || value.length > 128) return null;
  return { identity: { kind: kind as 'bank_no', scope, value } };
}
