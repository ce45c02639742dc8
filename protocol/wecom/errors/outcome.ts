import type { Advice } from './advice.ts';
import { WECOM_ERRORS } from './catalogue.ts';

/**
 * How a caller goes on after an answer.
 * - `ok`: done
 * - `busy`: refused before any work was done; the same call may be sent again after a pause
 * - `token`: the credential was refused, not the call; fetch a new one and repeat once
 * - `throttled`: refused for its rate; nothing was done; wait for the window, then send again
 * - `permanent`: the same call gives the same answer; do not repeat
 */
export type Outcome = 'ok' | 'busy' | 'token' | 'throttled' | 'permanent';

const byAdvice: Partial<Record<Advice, Outcome>> = {
  busy: 'busy',
  later: 'busy',
  token: 'token',
  slow: 'throttled',
};

/** Codes whose advice is for people, and whose handling is for machines. */
const byCode: Record<number, Outcome> = { 0: 'ok', 40001: 'token', 41094: 'permanent' };

export function outcomeOf(code: number): Outcome {
  const advice = WECOM_ERRORS.get(code)?.advice;
  return byCode[code] ?? (advice && byAdvice[advice]) ?? 'permanent';
}

/**
 * What a call does when it is sent twice. `read` changes nothing, `repeatable` leaves the same
 * state, `once` makes a second thing: after an unknown outcome it must be looked for, not resent.
 */
export type Effect = 'read' | 'repeatable' | 'once';

/** After a broken connection or a time-out nobody knows whether the call was carried out. */
export function mayResendBlindly(effect: Effect): boolean {
  return effect !== 'once';
}

/** After an answer that says so, nothing was carried out. -1 is the exception: it may have been. */
export function mayResend(code: number, effect: Effect): boolean {
  const outcome = outcomeOf(code);
  if (code === -1) return mayResendBlindly(effect);
  return outcome === 'busy' || outcome === 'throttled' || outcome === 'token';
}
