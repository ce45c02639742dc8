import type { OwnConsents, OwnSession } from '../contract/own.ts';

interface First {
  readonly session?: OwnSession;
  readonly consents?: OwnConsents;
}

const found = JSON.parse(document.getElementById('first')?.textContent || '{}') as First;
let fresh = true;

/** What the server put into the page, so that the first screen needs no second request. */
export const first = (): First => found;

/** The same for the consents, once: shown again later, they are asked for again. */
export function firstConsents(): OwnConsents | null {
  if (!fresh) return null;
  fresh = false;
  return found.consents ?? null;
}
