import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { defineErrors } from './errors.ts';

const moment = z.iso.datetime({ offset: true });
const phrase = z.tuple([z.string(), z.string()]);
const recordName = z.string().regex(/^[a-z_]+$/);

export const Hold = z.object({
  id: z.uuid(),
  record: recordName,
  /** What is older may still be deleted; without it nothing is. */
  since: moment.nullable(),
  reason: z.string(),
  placedAt: moment,
  placedBy: z.string(),
});
export type Hold = z.infer<typeof Hold>;

/** How long records of a kind are kept, and why. */
export const RetentionRule = z.object({
  record: recordName,
  title: phrase,
  basis: phrase,
  days: z.int(),
  /** The law, or this product's own safety, allows no less and no more. */
  least: z.int(),
  most: z.int().nullable(),
  /** The bank set it; otherwise the default holds. */
  own: z.boolean(),
  holds: z.array(Hold),
  /** What is older may be deleted today; null while a hold keeps everything. */
  keepsSince: moment.nullable(),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

const reason = z.string().trim().min(2).max(200);

export const listRetention = endpoint({
  method: 'GET',
  path: '/api/v1/platform/retention',
  permission: 'platform.system.read',
  summary: ['查看各类记录的保存期限', 'How long records of each kind are kept'],
  reply: z.object({ items: z.array(RetentionRule) }),
});

export const setRetention = endpoint({
  method: 'PUT',
  path: '/api/v1/platform/retention/:record',
  permission: 'platform.retention.manage',
  summary: ['设定一类记录的保存期限', 'Set how long records of a kind are kept'],
  params: z.object({ record: recordName }),
  body: z.object({ days: z.int().min(1).max(36_500), reason }),
  reply: RetentionRule,
});

export const placeHold = endpoint({
  method: 'POST',
  path: '/api/v1/platform/retention/:record/holds',
  permission: 'platform.retention.manage',
  summary: ['冻结删除（争议、调查期间）', 'Hold deletion, for a dispute or an inquiry'],
  params: z.object({ record: recordName }),
  body: z.object({ since: moment.optional(), reason }),
  reply: Hold,
});

export const releaseHold = endpoint({
  method: 'POST',
  path: '/api/v1/platform/retention/holds/:id/release',
  permission: 'platform.retention.manage',
  summary: ['解除冻结', 'Release a hold'],
  params: z.object({ id: z.uuid() }),
  body: z.object({ reason }),
  reply: z.object({}),
});

export const retentionErrors = defineErrors('platform', {
  /** Shorter than the law asks; details.least says how long (CR-024, CR-151). */
  retentionTooShort: 422,
  /** Longer than the purpose needs (CR-024). */
  retentionTooLong: 422,
});
