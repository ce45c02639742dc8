import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * What a bank's gateway for text messages and the product say to each other, over HTTP with JSON.
 * Every request, of either, is signed: HMAC-SHA256 with the shared secret over method, path, time, a
 * number used once, and the hash of the body. The path is the one below the gateway's own address. A
 * message has an id of the sender's; the gateway takes an id once.
 */
export const SUBMIT_PATH = '/v1/messages';
export const REPORTS_PATH = '/v1/reports';
/** Messages of one request. */
export const SMS_BATCH = 500;

export const SmsMessage = z.object({ id: z.string(), phone: z.string(), text: z.string() });
export type SmsMessage = z.infer<typeof SmsMessage>;

export const SmsSubmission = z.object({
  /** 【…】: the name registered for the number (CR-106). */
  sign: z.string(),
  messages: z.array(SmsMessage).max(SMS_BATCH),
});

export const SmsSubmitted = z.object({
  code: z.int(),
  message: z.string().default(''),
  batch: z.string().optional(),
  rejected: z.array(z.object({ id: z.string(), code: z.string() })).default([]),
});

export const SmsReport = z.object({
  id: z.string(),
  /** 0 on its way, 1 delivered, 2 failed. */
  status: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  code: z.string().default(''),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type SmsReport = z.infer<typeof SmsReport>;
export const SmsReportsAsked = z.object({ ids: z.array(z.string()).max(2 * SMS_BATCH) });
export const SmsReports = z.object({ code: z.int(), reports: z.array(SmsReport).default([]) });

/** What a gateway tells by itself: an outcome makes us look, an answer is heard. */
export const SmsPush = z.object({
  reports: z
    .array(z.object({ id: z.string().max(64) }))
    .max(1000)
    .default([]),
  replies: z
    .array(
      z.object({
        id: z.string().max(64),
        phone: z.string().max(32),
        text: z.string().max(500),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .max(1000)
    .default([]),
});
export type SmsPush = z.infer<typeof SmsPush>;

export interface SignedPart {
  readonly method: string;
  readonly path: string;
  readonly time: string;
  readonly nonce: string;
  readonly body: string;
}

/** A signed request is good for so long. */
export const SIGNED_FOR_MS = 5 * 60_000;

export const smsSignature = (secret: string, { method, path, time, nonce, body }: SignedPart) =>
  createHmac('sha256', secret)
    .update([method, path, time, nonce, createHash('sha256').update(body).digest('hex')].join('\n'))
    .digest('hex');

/** For whoever stands at the other end. */
export function isSigned(secret: string, part: SignedPart, signature: string): boolean {
  const expected = Buffer.from(smsSignature(secret, part));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

const ONE = 70;
const OF_MANY = 67;

/** A long text is sent, and paid for, in parts. */
export const smsParts = (text: string): number =>
  text.length <= ONE ? 1 : Math.ceil(text.length / OF_MANY);
