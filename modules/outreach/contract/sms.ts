import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

/** The bank's gateway for text messages: without it, or while it is off, no SMS leaves. */
export const SmsSettings = z.object({
  /** Where it answers, without a path's end; encrypted on the way unless it is this machine. */
  url: z
    .url()
    .max(300)
    .refine((url) => /^https:|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url), {
      message: '须为 https 地址|An address that begins with https',
    }),
  appId: z.string().trim().min(1).max(60),
  /** 【…】 in front of every message: the name registered for the number (CR-106). */
  sign: z
    .string()
    .trim()
    .regex(/^[^【】]{2,20}$/, '2 到 20 个字，不含【】|2 to 20 characters, without 【】'),
  on: z.boolean(),
});
export type SmsSettings = z.infer<typeof SmsSettings>;

export const SmsConnection = SmsSettings.extend({
  version: z.int(),
  /** Never shown; whether there is one. */
  hasSecret: z.boolean(),
  /** Where the gateway reports deliveries and answers; null while the product has no address. */
  callbackUrl: z.string().nullable(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
});
export type SmsConnection = z.infer<typeof SmsConnection>;

const PERMISSION = 'outreach.sms.manage';

export const getSmsConnection = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/sms',
  permission: PERMISSION,
  summary: ['短信网关设置', 'The gateway for text messages'],
  reply: z.object({ connection: SmsConnection.nullable() }),
});

export const setSmsConnection = endpoint({
  method: 'PUT',
  path: '/api/v1/outreach/sms',
  permission: PERMISSION,
  summary: ['设置短信网关', 'Set the gateway for text messages'],
  body: SmsSettings.extend({
    /** 0: it is the first. */
    version: z.int().min(0),
    /** Left out: the one that is there stays. */
    secret: z.string().min(12).max(200).optional(),
  }),
  reply: z.object({ connection: SmsConnection }),
});

export const checkSmsConnection = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/sms/check',
  permission: PERMISSION,
  summary: ['测试短信网关', 'Ask the gateway whether it knows us'],
  reply: z.object({ answers: z.boolean() }),
});
