import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

const visitor = z.uuid();

/**
 * A page tells after the sign-in which visitor it had: with the customer's consent what was done
 * before joins. The page goes on with the visitor in the answer. Every stitch has a record
 * of its own, with its evidence, so it is not in the audit trail as well.
 */
export const joinVisitor = endpoint({
  method: 'POST',
  path: '/api/v1/tracking/own/visitor',
  permission: 'customer',
  audited: false,
  summary: ['登录后归并本设备的行为', 'Join what was done on this device'],
  body: z.object({ visitor, page: z.enum(['miniprogram', 'mall', 'h5']).default('h5') }),
  reply: z.object({
    outcome: z.enum(['stitched', 'confirmed', 'other-person', 'no-consent']),
    visitor,
  }),
});

/** Signing out: what is done on the device from now on is nobody's. */
export const leaveVisitor = endpoint({
  method: 'DELETE',
  path: '/api/v1/tracking/own/visitor',
  permission: 'customer',
  audited: false,
  summary: ['退出后不再归并本设备的行为', 'Join nothing more from this device'],
  body: z.object({ visitor }),
  reply: z.object({}),
});
