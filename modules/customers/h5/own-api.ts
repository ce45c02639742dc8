import { filled, send } from '#platform/web/phone/send.ts';
import type { OwnConsents, OwnData, OwnSession } from '../contract/own.ts';
import type { ConsentChannel, ConsentPurpose } from '../contract/purpose.ts';
import type { Certificate, Right } from '../contract/rights.ts';

/**
 * The endpoints of `contract/own.ts` without their schemas: what checks and documents them on the
 * server would be most of what a phone has to load. A test holds the two together.
 */
export const ownPaths = {
  ownSession: ['GET', '/api/v1/customers/own/session'],
  ownSignOut: ['DELETE', '/api/v1/customers/own/session'],
  ownConsents: ['GET', '/api/v1/customers/own/consents'],
  ownGive: ['POST', '/api/v1/customers/own/consents'],
  ownWithdraw: ['POST', '/api/v1/customers/own/consents/withdraw'],
  ownData: ['GET', '/api/v1/customers/own/data'],
  ownDeleteTag: ['DELETE', '/api/v1/customers/own/tags/:code'],
  ownRequest: ['POST', '/api/v1/customers/own/rights-requests'],
  ownCancelRequest: ['POST', '/api/v1/customers/own/rights-requests/:requestId/cancel'],
  ownCopy: ['GET', '/api/v1/customers/own/rights-requests/:requestId/file'],
} as const satisfies Record<string, readonly [string, string]>;

export const certificatePath = '/api/v1/customers/erasure-certificates/:number';

export const own = {
  session: () => send<OwnSession>(ownPaths.ownSession),
  signOut: () => send<object>(ownPaths.ownSignOut),
  consents: () => send<OwnConsents>(ownPaths.ownConsents),
  give: (purpose: ConsentPurpose, channels: readonly ConsentChannel[], textVersion: number) =>
    send<OwnConsents>(ownPaths.ownGive, { body: { purpose, channels, textVersion } }),
  withdraw: (what: { purpose?: ConsentPurpose; channels?: readonly ConsentChannel[] }) =>
    send<OwnConsents>(ownPaths.ownWithdraw, { body: what }),
  data: () => send<OwnData>(ownPaths.ownData),
  deleteTag: (code: string) => send<OwnData>(ownPaths.ownDeleteTag, { params: { code } }),
  ask: (right: Right, wish: string) =>
    send<OwnData>(ownPaths.ownRequest, { body: { right, wish } }),
  cancel: (requestId: string) =>
    send<OwnData>(ownPaths.ownCancelRequest, { params: { requestId } }),
  copyAddress: (requestId: string) => filled(ownPaths.ownCopy[1], { requestId }),
  certificate: (number: string) =>
    send<Certificate>(['GET', certificatePath], { params: { number } }),
};
