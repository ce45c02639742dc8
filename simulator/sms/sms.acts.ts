import { z } from 'zod';
import { act } from '../wecom/acts/act.ts';
import { insertReply } from './reply.store.ts';

/** A customer answers a text message. */
const reply = act(
  'customer.reply-sms',
  z.object({
    person: z.string(),
    text: z.string().trim().min(1).max(500),
    /** Whose message is answered; without it the last. */
    appId: z.string().optional(),
  }),
  insertReply,
);

export const smsActs = [reply];
