import { createHash } from 'node:crypto';
import { canonicalJson } from '#platform/server/canonical-json.ts';
import type { Touch } from '../contract.ts';

/**
 * Who, what, why, when → the same id, so that proposing twice is proposing once. Everything a rule may
 * look at belongs to it: a touch for another unit or another version of the content is another touch.
 */
export function touchId(touch: Touch): string {
  const at = new Date(touch.at).toISOString();
  return createHash('sha256')
    .update(canonicalJson({ ...touch, at }))
    .digest('base64url')
    .slice(0, 32);
}

/** Rows of customers lie with their customer; those of groups and colleagues with none. */
export const customerOf = ({ recipient }: Touch): number =>
  recipient.kind === 'customer' ? recipient.customerId : 0;

/** The recipient in a list: an id of the product's own, never a name or a number. */
export function recipientText({ recipient }: Touch): string {
  switch (recipient.kind) {
    case 'customer':
      return `customer:${recipient.customerId}`;
    case 'group':
      return `group:${recipient.groupId}`;
    case 'staff':
      return `staff:${recipient.staffId}`;
  }
}
