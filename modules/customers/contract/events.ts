import { z } from 'zod';
import { defineEvent } from '#platform/contract/event.ts';
import { CustomerId } from './ids.ts';

/** Something of these customers is not as it was: themselves, attributes, tags, consent, relationships. */
export const customersChanged = defineEvent(
  'customers.changed',
  z.object({ customerIds: z.array(CustomerId).min(1).max(1000) }),
  { joins: { list: 'customerIds', most: 1_000 } },
);

/** `mergedId` is now part of `customerId`; rows of theirs have moved in the same transaction. */
export const customersMerged = defineEvent(
  'customers.merged',
  z.object({ customerId: CustomerId, mergedId: CustomerId, mergeId: z.uuid() }),
);

/** A merge was undone: `mergedId` stands alone again. */
export const customersSplit = defineEvent(
  'customers.split',
  z.object({ customerId: CustomerId, mergedId: CustomerId, mergeId: z.uuid() }),
);

const pair = z.object({
  customerId: CustomerId,
  corpId: z.uuid(),
  userid: z.string(),
  staffId: z.uuid().nullable(),
  at: z.iso.datetime(),
});
export const relationshipStarted = defineEvent(
  'customers.relationship-started',
  pair.extend({ source: z.string(), channel: z.string().nullable() }),
);
export const relationshipEnded = defineEvent(
  'customers.relationship-ended',
  pair.extend({ endedBy: z.enum(['customer', 'staff', 'bank']).nullable() }),
);
