import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { ProductFacts, Refusal } from './suitability.ts';

/** What is to be done with somebody; what protects a person depends on it. */
export const dealings = {
  service: ['服务通知', 'A message of service'],
  marketing: ['营销触达', 'Marketing'],
  call: ['营销外呼', 'A marketing call'],
  activity: ['参加活动', 'Taking part in an activity'],
  draw: ['参加抽奖', 'Taking part in a draw'],
  reward: ['发放奖励', 'Being given a reward'],
} as const;
export const Dealing = z.object({
  kind: z.enum(Object.keys(dealings) as [keyof typeof dealings, ...(keyof typeof dealings)[]]),
  /** A programme chose the person; nobody of the bank looked at this one. */
  automated: z.boolean().default(true),
  /** To this person alone: a chat, a call, an SMS. Groups and Moments are not. */
  oneToOne: z.boolean().default(true),
  /** Kind of the product it brings up; null when it brings up none. */
  product: ProductFacts.shape.kind.nullable().default(null),
});
export type Dealing = z.infer<typeof Dealing>;

/** What protects a person: what is unknown is false or null. */
export const PersonFacts = z.object({
  /** Full years; null when unknown. */
  age: z.int().min(0).max(150).nullable(),
  deceased: z.boolean(),
  /** Works for the bank, or is close family of somebody who does. */
  staff: z.boolean(),
  /** Stands on a list of money laundering, sanctions or fraud. */
  listed: z.boolean(),
  doNotCall: z.boolean(),
  complaintOpen: z.boolean(),
  /** Day the last complaint was closed. */
  complaintClosedOn: z.iso.date().nullable(),
  /** Day the customer last removed somebody of the bank from the contacts. */
  deletedOn: z.iso.date().nullable(),
});
export type PersonFacts = z.infer<typeof PersonFacts>;

export const checkProtected = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/protection-checks',
  permission: 'compliance.text.check',
  summary: ['试算受保护客户', 'Try who is protected'],
  body: z.object({ person: PersonFacts, dealing: Dealing }),
  reply: z.object({ allowed: z.boolean(), refusal: Refusal.nullable() }),
  audited: false,
});
