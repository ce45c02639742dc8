import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { CustomerId, customerParams } from './ids.ts';
import { ConsentChannel, ConsentPurpose } from './purpose.ts';

const customerId = CustomerId;
const moment = z.iso.datetime();
const both = (max: number) =>
  z.tuple([z.string().trim().min(1).max(max), z.string().trim().min(1).max(max)]);

/** What a customer is asked to agree to (CR-002, CR-008). Nothing of it may be empty. */
export const ConsentTextDraft = z.object({
  purpose: ConsentPurpose,
  title: both(60),
  /** The text itself, in paragraphs. */
  body: both(4000),
  /** Which data: 姓名、联系方式、持有产品 … */
  categories: z.array(both(60)).min(1).max(30),
  /** How they are processed. */
  method: both(400),
  retention: both(200),
  /** Who processes them, and how to reach them. */
  controller: both(100),
  contact: both(200),
  /** How to withdraw and to exercise one's rights. */
  rights: both(400),
});
export type ConsentTextDraft = z.infer<typeof ConsentTextDraft>;

export const ConsentText = ConsentTextDraft.extend({
  version: z.int().min(1),
  state: z.enum(['draft', 'in_approval', 'approved', 'retired']),
  /** Purpose, method or categories differ from the version before: who agreed then is asked again (CR-005). */
  renews: z.boolean(),
  approvedAt: moment.nullable(),
});
export type ConsentText = z.infer<typeof ConsentText>;

export const consentStates = ['given', 'withdrawn', 'stale', 'never'] as const;
/** `stale`: given to a text whose purpose, method or categories have changed since (CR-005). */
export const ConsentState = z.enum(consentStates);
export type ConsentState = z.infer<typeof ConsentState>;

export const consentStateText: Record<ConsentState, Phrase> = {
  given: ['已同意', 'Agreed'],
  withdrawn: ['已撤回', 'Withdrawn'],
  stale: ['需重新同意', 'To be renewed'],
  never: ['未同意', 'Never agreed'],
};

/** What proves it; `id` leads to the proof where that is kept. */
export const Evidence = z.object({
  kind: z.enum(['h5', 'paper', 'counter', 'sms', 'call', 'message', 'import', 'wecom']),
  id: z.string().trim().min(1).max(120),
  note: z.string().trim().max(200).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const Consent = z.object({
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  state: ConsentState,
  textVersion: z.int().nullable(),
  at: moment.nullable(),
  evidence: Evidence.nullable(),
});
export type Consent = z.infer<typeof Consent>;

export const ConsentStep = z.object({
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  act: z.enum(['given', 'withdrawn']),
  textVersion: z.int(),
  at: moment,
  evidence: Evidence,
  by: z.object({ kind: z.enum(['customer', 'staff', 'system']), name: z.string() }),
});
export type ConsentStep = z.infer<typeof ConsentStep>;

const ofCustomer = customerParams;

export const getConsents = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/:id/consents',
  permission: 'customers.consent.read',
  summary: ['客户的授权同意', 'Consents of a customer'],
  params: ofCustomer,
  reply: z.object({ consents: z.array(Consent), history: z.array(ConsentStep) }),
});

/** One purpose at a time (CR-003), to the text in force, on evidence. */
export const recordConsent = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/consents',
  permission: 'customers.consent.record',
  summary: ['登记客户同意', 'Record a consent'],
  params: ofCustomer,
  body: z.object({
    purpose: ConsentPurpose,
    channels: z.array(ConsentChannel).min(1).max(7),
    evidence: Evidence,
  }),
  reply: z.object({ consents: z.array(Consent) }),
});

/** Without a purpose: everything, at once. */
export const recordWithdrawal = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/consents/withdraw',
  permission: 'customers.consent.record',
  summary: ['登记客户撤回同意', 'Record a withdrawal'],
  params: ofCustomer,
  body: z.object({
    purpose: ConsentPurpose.optional(),
    channels: z.array(ConsentChannel).min(1).max(7).optional(),
    evidence: Evidence,
  }),
  reply: z.object({ consents: z.array(Consent) }),
});

export const listConsentTexts = endpoint({
  method: 'GET',
  path: '/api/v1/customers/consent-texts',
  permission: 'customers.consent.read',
  summary: ['授权文本', 'Consent texts'],
  query: z.object({ purpose: ConsentPurpose.optional() }),
  reply: z.object({ items: z.array(ConsentText) }),
});

/** A new version; in force once a second person has approved it (`customers.consent-text`). */
export const draftConsentText = endpoint({
  method: 'POST',
  path: '/api/v1/customers/consent-texts',
  permission: 'customers.consent.text',
  summary: ['起草授权文本新版本', 'Draft a consent text'],
  body: ConsentTextDraft,
  reply: ConsentText,
});

export const ConsentTextPayload = z.object({
  purpose: ConsentPurpose,
  version: z.int().min(1),
});

/** Takes effect with the commit: audiences, gates and queues ask or hear (CR-006). */
export const consentWithdrawn = defineEvent(
  'customers.consent-withdrawn',
  z.object({
    customerIds: z.array(customerId).max(1000),
    purpose: ConsentPurpose,
    channels: z.array(ConsentChannel),
    at: moment,
  }),
);

export const consentErrors = defineErrors('customers', {
  /** There is no approved text for this purpose yet. */
  consentTextMissing: 409,
  consentTextNotFound: 404,
  /** A draft of this purpose is open already. */
  consentTextOpen: 409,
  /** details.purpose, details.channel: this purpose is not asked about by that way. */
  consentChannel: 422,
});

export const consentPermissions = {
  'customers.consent.read': ['查看授权同意与文本', 'See consents and their texts'],
  'customers.consent.record': ['登记同意与撤回', 'Record consents and withdrawals'],
  'customers.consent.text': ['起草授权文本', 'Draft consent texts'],
  'customers.consent.approve': ['审批授权文本', 'Approve consent texts'],
} as const satisfies Record<string, Phrase>;
