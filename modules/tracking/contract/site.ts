import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

export const SiteId = z.uuid().brand<'SiteId'>();
export type SiteId = z.infer<typeof SiteId>;

/** Where events come from: pages with a public key, or a bank system with a secret. */
export const siteKinds = ['web', 'h5', 'miniprogram', 'server'] as const;
export const SiteKind = z.enum(siteKinds);
export type SiteKind = z.infer<typeof SiteKind>;

const origin = z
  .string()
  .trim()
  .max(200)
  .regex(/^https?:\/\/[\w.-]+(:\d{1,5})?$/);

export const Site = z.object({
  id: SiteId,
  /** Whose it is. */
  unitId: z.uuid(),
  /** The word events carry as their source. */
  code: z.string(),
  name: z.string(),
  kind: SiteKind,
  /** Public: it says which site, and proves nothing. */
  key: z.string(),
  /** Pages that may report; empty: those of this installation only. */
  origins: z.array(z.string()),
  /** Events a second that one process takes from it; above that it is told to wait. */
  eventsPerSecond: z.int(),
  state: z.enum(['active', 'stopped']),
  lastAt: z.iso.datetime().nullable(),
  version: z.int(),
});
export type Site = z.infer<typeof Site>;

const name = z.string().trim().min(1).max(40);
const eventsPerSecond = z.int().min(1).max(200_000);

export const SiteDraft = z.object({
  unitId: z.uuid(),
  code: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  name,
  kind: SiteKind,
  origins: z.array(origin).max(50).default([]),
  eventsPerSecond: eventsPerSecond.default(2_000),
});
export type SiteDraft = z.infer<typeof SiteDraft>;

/** With the secret of a `server` site, shown this once. */
const withSecret = Site.extend({ secret: z.string().nullable() });
const ofSite = z.object({ id: SiteId });

export const listSites = endpoint({
  method: 'GET',
  path: '/api/v1/tracking/sites',
  permission: 'tracking.event.read',
  summary: ['采集站点', 'Sites that are tracked'],
  reply: z.object({ items: z.array(Site), script: z.string() }),
});

export const createSite = endpoint({
  method: 'POST',
  path: '/api/v1/tracking/sites',
  permission: 'tracking.site.manage',
  summary: ['新建采集站点', 'Add a site'],
  body: SiteDraft,
  reply: withSecret,
});

export const updateSite = endpoint({
  method: 'PUT',
  path: '/api/v1/tracking/sites/:id',
  permission: 'tracking.site.manage',
  summary: ['修改、停用采集站点', 'Change or stop a site'],
  params: ofSite,
  body: z.object({
    name: name.optional(),
    origins: z.array(origin).max(50).optional(),
    eventsPerSecond: eventsPerSecond.optional(),
    state: z.enum(['active', 'stopped']).optional(),
    version: z.int().min(1),
  }),
  reply: Site,
});

/** The old secret is taken for a day, so that no event is lost while systems change over. */
export const renewSecret = endpoint({
  method: 'POST',
  path: '/api/v1/tracking/sites/:id/secret',
  permission: 'tracking.site.manage',
  summary: ['更换服务端密钥（仅显示一次）', 'Renew the secret, shown once'],
  params: ofSite,
  reply: withSecret,
});
