import { randomBytes } from 'node:crypto';
import { findOpenUnits, unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { trackingErrors } from '../../contract/errors.ts';
import type { Site, SiteDraft, SiteId } from '../../contract/site.ts';
import * as repo from './site.repo.ts';

const READ = 'tracking.event.read';
const MANAGE = 'tracking.site.manage';
const OLD_SECRET_MS = 24 * 3_600_000;

const shown = (row: repo.SiteRow, lastAt: Date | undefined): Site => ({
  ...row,
  lastAt: lastAt?.toISOString() ?? null,
});

export async function listSites(ctx: Ctx): Promise<Site[]> {
  const [rows, last] = await Promise.all([
    repo.findSites(ctx, await unitScope(ctx, READ)),
    repo.findLastIntake(ctx),
  ]);
  return rows.map((row) => shown(row, last.get(row.code)));
}

export function createSite(ctx: Ctx, draft: SiteDraft): Promise<Site & { secret: string | null }> {
  return inTx(ctx, async (ctx) => {
    const [unit] = await findOpenUnits(ctx, [draft.unitId]);
    if (!unit || !mayAt(ctx, MANAGE, unit.path))
      throw trackingErrors.unitNotFound({ id: draft.unitId });
    const secret = draft.kind === 'server' ? newSecret() : null;
    const site = { ...draft, id: newId(ctx.now()) as SiteId, key: newKey() };
    const sealed = secret && ctx.vault.encrypt('tracking.site.secret', secret);
    if (!(await repo.insertSite(ctx, { ...site, secret: sealed })))
      throw trackingErrors.siteCodeTaken({ code: draft.code });
    audit(ctx, {
      action: 'tracking.site-created',
      subject: { kind: 'site', id: site.id, name: site.name },
      unitId: site.unitId,
      after: { code: site.code, kind: site.kind, origins: site.origins },
    });
    return { ...shown({ ...site, state: 'active', version: 1 }, undefined), secret };
  });
}

type SiteChange = Parameters<typeof repo.setSite>[3];

export function updateSite(
  ctx: Ctx,
  id: SiteId,
  { version, ...change }: SiteChange & { version: number },
): Promise<Site> {
  return inTx(ctx, async (ctx) => {
    const before = await siteFor(ctx, id);
    const { name, origins, eventsPerSecond, state } = { ...before, ...definedOf(change) };
    const after = { name, origins, eventsPerSecond, state };
    if (!(await repo.setSite(ctx, id, version, after))) throw trackingErrors.changed({ id });
    audit(ctx, {
      action: 'tracking.site-changed',
      subject: { kind: 'site', id, name },
      unitId: before.unitId,
      before: {
        name: before.name,
        origins: before.origins,
        eventsPerSecond: before.eventsPerSecond,
        state: before.state,
      },
      after,
    });
    return shown({ ...before, ...after, version: version + 1 }, undefined);
  });
}

export function renewSecret(ctx: Ctx, id: SiteId): Promise<Site & { secret: string | null }> {
  return inTx(ctx, async (ctx) => {
    const site = await siteFor(ctx, id);
    if (site.kind !== 'server') throw trackingErrors.siteNotFound({ id });
    const secret = newSecret();
    const oldUntil = new Date(ctx.realNow().getTime() + OLD_SECRET_MS);
    await repo.setSecret(ctx, id, ctx.vault.encrypt('tracking.site.secret', secret), oldUntil);
    audit(ctx, {
      action: 'tracking.site-secret-renewed',
      subject: { kind: 'site', id, name: site.name },
      unitId: site.unitId,
    });
    return { ...shown({ ...site, version: site.version + 1 }, undefined), secret };
  });
}

async function siteFor(ctx: Ctx, id: SiteId): Promise<repo.SiteRow> {
  const site = await repo.findSite(ctx, id, await unitScope(ctx, MANAGE));
  if (!site) throw trackingErrors.siteNotFound({ id });
  return site;
}

const definedOf = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
export const newKey = () => `yh_${[...randomBytes(24)].map((byte) => LETTERS[byte & 31]).join('')}`;
const newSecret = () => randomBytes(32).toString('base64url');
