import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { Channel } from './channel.ts';

/** What a bank decides about its contacts beyond the rules of compliance. */
export const OutreachSettings = z.object({
  /** How much each contact tires a customer: Moments less than groups less than one-to-one. */
  fatigue: z.object({
    weights: z.partialRecord(Channel, z.number().min(0).max(10)),
    /** Over how many days, the day itself included. */
    days: z.int().min(1).max(31),
    /** A contact that would take the score above this one is not made. */
    limit: z.number().min(0).max(1000),
  }),
  /** CR-108: all marketing stops at once, for everybody. */
  stopped: z.object({ on: z.boolean(), reason: z.string().trim().max(200) }),
  /** CR-108: days without marketing, besides public holidays. */
  stopDays: z
    .array(z.object({ day: z.iso.date(), reason: z.string().trim().min(1).max(60) }))
    .max(366),
  /** Marketing on public holidays. */
  onHolidays: z.boolean(),
  /** A contact that cannot be made within this many days of when it was meant for is not made. */
  deferDays: z.int().min(0).max(30),
  /** What waits for an hour to begin goes out spread over so many minutes of it. */
  spreadMinutes: z.int().min(0).max(240),
  /** What one colleague can confirm in a day; above it previews warn. */
  staffCapacity: z.int().min(1).max(100_000),
});
export type OutreachSettings = z.infer<typeof OutreachSettings>;

/** What a bank begins with. */
export const readySettings: OutreachSettings = {
  fatigue: {
    weights: {
      one_to_one: 1,
      sidebar: 0.5,
      welcome: 0,
      sms: 1,
      call_list: 1.5,
      group: 0.5,
      moments: 0.2,
    },
    days: 7,
    limit: 5,
  },
  stopped: { on: false, reason: '' },
  stopDays: [],
  onHolidays: false,
  deferDays: 3,
  spreadMinutes: 30,
  staffCapacity: 1_000,
};

const versioned = OutreachSettings.extend({ version: z.int() });

export const getOutreachSettings = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/settings',
  permission: 'outreach.decision.read',
  summary: ['触达设置', 'Settings of outreach'],
  reply: versioned,
});

/** A new version; earlier ones stay for replay. */
export const setOutreachSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/outreach/settings',
  permission: 'outreach.setting.manage',
  summary: ['调整触达设置', 'Change the settings of outreach'],
  body: versioned.extend({ reason: z.string().trim().min(1).max(200) }),
  reply: versioned,
});
