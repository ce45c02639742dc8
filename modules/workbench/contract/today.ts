import { z } from 'zod';
import { endpoint, type Reply } from '#platform/contract/endpoint.ts';
import { WorkItem, WorkItemKind } from './item.ts';

/** A mass message or Moments post that waits in WeCom for this colleague's confirmation (CR-099). */
export const Waiting = z.object({
  handoverId: z.uuid(),
  channel: z.string(),
  planName: z.string(),
  /** The first line of what it says. */
  opening: z.string(),
  customers: z.int(),
  since: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});
export type Waiting = z.infer<typeof Waiting>;

/**
 * The day of an RM: never more items than the bank set, except that nobody who asked waits
 * until tomorrow: they displace what is least urgent, or come on top.
 */
export const getToday = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/today',
  permission: 'workbench.own.use',
  summary: ['今日待办', 'Today’s list'],
  reply: z.object({
    day: z.iso.date(),
    /** Ranked, the most important first. */
    items: z.array(WorkItem),
    /** Closed today. */
    done: z.array(WorkItem),
    waiting: z.array(Waiting),
    /** Open items beyond the limit: they come up as others are closed. */
    more: z.int(),
    limit: z.int(),
    /** How many of the items come on top of the limit, because customers asked. */
    onTop: z.int(),
    counts: z.record(WorkItemKind, z.int()),
    customers: z.object({
      /** Whom the caller looks after. */
      all: z.int(),
      /** In touch within the cycle, by whatever channel. */
      inCycle: z.int(),
      cycleDays: z.int(),
    }),
  }),
});
export type Today = Reply<typeof getToday>;
