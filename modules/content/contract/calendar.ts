import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { SegmentKey } from './facets.ts';

export const OccasionId = z.uuid().brand<'OccasionId'>();
export type OccasionId = z.infer<typeof OccasionId>;

export const occasionKinds = {
  festival: ['节日', 'Festival'],
  term: ['节气', 'Solar term'],
  holiday: ['假期', 'Holiday'],
  payday: ['发薪日', 'Payday'],
  offer: ['产品优惠', 'Offer'],
  own: ['本行日程', 'The bank’s own'],
} as const satisfies Record<string, Phrase>;
export type OccasionKind = keyof typeof occasionKinds;

/** A day of the bank's own: once, or every month. */
export const Occasion = z
  .object({
    name: z.string().trim().min(1).max(30),
    kind: z.enum(['payday', 'own']),
    /** Once. */
    day: z.iso.date().nullable().default(null),
    /** Every month; a payday that is no workday comes on the workday before. */
    dayOfMonth: z.int().min(1).max(31).nullable().default(null),
    segments: z.array(SegmentKey).max(20).default([]),
    /** Days before it that preparing should begin. */
    leadDays: z.int().min(0).max(60).default(7),
  })
  .refine(({ day, dayOfMonth }) => (day === null) !== (dayOfMonth === null), {
    path: ['day'],
    message: '单次日期与每月日期填一个 / One of the two: once, or every month',
  });
export type Occasion = z.infer<typeof Occasion>;
export const KeptOccasion = z.intersection(Occasion, z.object({ id: OccasionId }));

/** An occasion on its day, with what the calendar proposes. */
export const Proposal = z.object({
  day: z.iso.date(),
  kind: z.enum(Object.keys(occasionKinds) as [OccasionKind, ...OccasionKind[]]),
  name: z.string(),
  segments: z.array(z.string()),
  /** Written and approved by then, it is there in time; a workday. */
  beginBy: z.iso.date(),
  /** Usable content for this scene. */
  items: z.int(),
  /** Begin now: too late to begin later, and there is nothing yet. */
  due: z.boolean(),
  productId: z.string().nullable(),
  occasionId: z.string().nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

export const CalendarCell = z.object({
  day: z.iso.date(),
  workday: z.boolean(),
  lunar: z.string(),
  proposals: z.array(Proposal),
});

export const marketingCalendar = endpoint({
  method: 'GET',
  path: '/api/v1/content/calendar',
  permission: 'content.item.read',
  summary: ['营销日历', 'Marketing calendar'],
  query: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  reply: z.object({
    month: z.string(),
    today: z.iso.date(),
    /** The arrangement of public holidays of the year is known. */
    announced: z.boolean(),
    days: z.array(CalendarCell),
    occasions: z.array(KeptOccasion),
  }),
});

export const addOccasion = endpoint({
  method: 'POST',
  path: '/api/v1/content/occasions',
  permission: 'content.setting.manage',
  summary: ['新增营销日程', 'Add a day to the calendar'],
  body: Occasion,
  reply: KeptOccasion,
});

export const dropOccasion = endpoint({
  method: 'DELETE',
  path: '/api/v1/content/occasions/:id',
  permission: 'content.setting.manage',
  summary: ['删除营销日程', 'Take a day out of the calendar'],
  params: z.object({ id: OccasionId }),
  reply: z.object({}),
});

export const calendarErrors = defineErrors('content', { occasionNotFound: 404 });
