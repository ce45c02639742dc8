import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { Channel } from './channel.ts';

/** By which way an audience is best met first. */
export const ChannelAdvice = z.object({
  first: Channel.extract(['moments', 'one_to_one']),
  customers: z.int(),
  /** Of them in the bands `affluent` and `private`. */
  affluent: z.int(),
  /** In the reader's language. */
  why: z.string(),
});
export type ChannelAdvice = z.infer<typeof ChannelAdvice>;

export const adviseChannel = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/audiences/:audienceId/advice',
  permission: 'outreach.plan.read',
  summary: ['客群首选触达方式', 'The first way to reach an audience'],
  params: z.object({ audienceId: z.uuid() }),
  reply: ChannelAdvice,
});
