import type { OwnConsents, OwnSession } from '../contract/own.ts';

interface First {
  readonly session?: OwnSession;
  readonly consents?: OwnConsents;
}

let found: First | null = null;

/** What the server put into the page, so that the first screen needs no second request. */
export function first(): First {
  found ??= JSON.parse(document.getElementById('first')?.textContent || '{}') as First;
  const now = found;
  // It is old once the first page has shown it.
  found = now.session ? { session: now.session } : {};
  return now;
}
