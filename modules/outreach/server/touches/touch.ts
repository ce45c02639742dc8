import { createHash } from 'node:crypto';
import type { Candidate } from '../../contract/touch.ts';

/** How long before its hour a contact is decided at the earliest: hours and rules further off may change. */
export const HORIZON_DAYS = 7;

const SEPARATOR = '\u001f';

/** Who, what, why, when → the same id: proposing twice is proposing once. `propose` says the same in SQL. */
export function touchIdOf(
  planId: string,
  {
    customerId,
    recipient,
    itemKey,
    occurrence,
    channel,
  }: Pick<Candidate, 'customerId' | 'recipient' | 'itemKey' | 'occurrence' | 'channel'>,
): string {
  const parts = [planId, customerId, recipient ?? '', itemKey, occurrence, channel];
  const hex = createHash('md5').update(parts.join(SEPARATOR)).digest('hex');
  // Marked as an id of a making of our own (version 8).
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}
