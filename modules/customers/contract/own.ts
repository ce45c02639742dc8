import { z } from 'zod';
import { endpoint, none } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { KeptFile } from '#platform/contract/file.ts';
import { languages } from '#platform/contract/text.ts';
import { Block, ShownValue } from './attribute.ts';
import { Consent, ConsentStep, ConsentText } from './consent.ts';
import { ConsentChannel, ConsentPurpose } from './purpose.ts';
import { Right, RightsRequest } from './rights.ts';
import { HeldTag, TagCode } from './tag.ts';

/** What customers see and do about themselves, on their phones: `permission: 'customer'`. */

export const customerCookie = 'yuhang_customer';

/** Where the browser goes to sign in: `?corp=ww…&to=/h5/…`. */
export const customerSignInPath = '/h5/sign-in';

export const OwnSession = z.object({
  /** 王* */
  name: z.string(),
  bank: z.object({ name: z.string() }),
  lang: z.enum(languages),
  signedInAt: z.iso.datetime(),
});
export type OwnSession = z.infer<typeof OwnSession>;

export const ownSession = endpoint({
  method: 'GET',
  path: '/api/v1/customers/own/session',
  permission: 'customer',
  summary: ['客户本人', 'Who am I, as a customer'],
  reply: OwnSession,
});

export const ownSignOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/customers/own/session',
  permission: 'customer',
  summary: ['客户退出', 'Sign out, as a customer'],
  reply: none,
});

export const OwnConsents = z.object({
  /** One for each purpose that has an approved text. */
  purposes: z.array(
    z.object({ purpose: ConsentPurpose, text: ConsentText, consents: z.array(Consent) }),
  ),
  history: z.array(ConsentStep),
});
export type OwnConsents = z.infer<typeof OwnConsents>;

export const ownConsents = endpoint({
  method: 'GET',
  path: '/api/v1/customers/own/consents',
  permission: 'customer',
  summary: ['我的授权', 'My consents'],
  reply: OwnConsents,
});

/** To the version that was on the screen: a newer one in force is refused, so that it is read first. */
export const ownGive = endpoint({
  method: 'POST',
  path: '/api/v1/customers/own/consents',
  permission: 'customer',
  summary: ['同意', 'Agree'],
  body: z.object({
    purpose: ConsentPurpose,
    channels: z.array(ConsentChannel).min(1).max(7),
    textVersion: z.int().min(1),
  }),
  reply: OwnConsents,
});

/** Without a purpose: all of them. One call, as easy as giving (CR-006). */
export const ownWithdraw = endpoint({
  method: 'POST',
  path: '/api/v1/customers/own/consents/withdraw',
  permission: 'customer',
  summary: ['撤回同意', 'Withdraw'],
  body: z.object({
    purpose: ConsentPurpose.optional(),
    channels: z.array(ConsentChannel).min(1).max(7).optional(),
  }),
  reply: OwnConsents,
});

export const OwnData = z.object({
  blocks: z.array(z.object({ block: Block, values: z.array(ShownValue) })),
  /** How the bank knows them: masked. */
  identities: z.array(z.object({ kind: z.string(), shown: z.string() })),
  /** Those that steer recommendations; they may be deleted (CR-014). */
  tags: z.array(HeldTag),
  requests: z.array(RightsRequest.extend({ file: KeptFile.nullable() })),
});
export type OwnData = z.infer<typeof OwnData>;

export const ownData = endpoint({
  method: 'GET',
  path: '/api/v1/customers/own/data',
  permission: 'customer',
  summary: ['我的信息', 'My data'],
  reply: OwnData,
});

/** Gone, and not given again for 180 days unless by the bank's own people. */
export const ownDeleteTag = endpoint({
  method: 'DELETE',
  path: '/api/v1/customers/own/tags/:code',
  permission: 'customer',
  summary: ['删除我的标签', 'Delete a tag of mine'],
  params: z.object({ code: TagCode }),
  reply: OwnData,
});

export const ownRequest = endpoint({
  method: 'POST',
  path: '/api/v1/customers/own/rights-requests',
  permission: 'customer',
  summary: ['提出个人信息请求', 'Ask about my data'],
  body: z.object({ right: Right, wish: z.string().trim().max(500).default('') }),
  reply: OwnData,
});

export const ownCancelRequest = endpoint({
  method: 'POST',
  path: '/api/v1/customers/own/rights-requests/:requestId/cancel',
  permission: 'customer',
  summary: ['撤销我的请求', 'Take back a request'],
  params: z.object({ requestId: z.uuid() }),
  reply: OwnData,
});

export const ownCopy = endpoint({
  method: 'GET',
  path: '/api/v1/customers/own/rights-requests/:requestId/file',
  permission: 'customer',
  summary: ['下载我的信息副本', 'Download the copy of my data'],
  params: z.object({ requestId: z.uuid() }),
  reply: z.unknown(),
  produces: 'file',
});

export const ownErrors = defineErrors('customers', {
  /** A newer text is in force: read it first; details.version. */
  consentTextNewer: 409,
});
