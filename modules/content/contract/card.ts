import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';

/** A permit to advise: what a customer may check, and until when it holds. */
export const Licence = z.object({
  name: z.string().trim().min(1).max(40),
  number: z.string().trim().min(1).max(60),
  validTo: z.iso.date().nullable().default(null),
});
export type Licence = z.infer<typeof Licence>;

export const StaffCard = z.object({
  staffId: z.uuid(),
  name: z.string(),
  number: z.string(),
  title: z.string().nullable(),
  unit: z.string(),
  /** The page on which anybody can see that this person works here. */
  url: z.string(),
  licences: z.array(Licence),
});
export type StaffCard = z.infer<typeof StaffCard>;

export const listStaffCards = endpoint({
  method: 'GET',
  path: '/api/v1/content/staff-cards',
  permission: 'content.card.manage',
  summary: ['员工名片与核验页', 'Cards of staff and where they are verified'],
  query: z.object({ ...pageQuery, q: z.string().trim().max(60).optional() }),
  reply: pageOf(StaffCard),
});

export const ownStaffCard = endpoint({
  method: 'GET',
  path: '/api/v1/content/staff-cards/own',
  permission: 'content.item.read',
  summary: ['我的名片', 'My card'],
  reply: StaffCard,
});

export const setLicences = endpoint({
  method: 'PUT',
  path: '/api/v1/content/staff-cards/:staffId/licences',
  permission: 'content.card.manage',
  summary: ['登记从业资格', 'Record the licences of a colleague'],
  params: z.object({ staffId: z.uuid() }),
  body: z.object({ licences: z.array(Licence).max(10) }),
  reply: StaffCard,
});

export const cardErrors = defineErrors('content', { staffNotFound: 404 });
