import { hashedId } from '#platform/server/ids.ts';

/**
 * Under which a visitor is kept: a hash of the bank and of what the browser made up. So one bank's
 * pages cannot write to another's visitors, and nobody who sees a row can act as that browser.
 */
export const visitorKey = (orgId: string, given: string): string =>
  hashedId('visitor', orgId, given.toLowerCase());
