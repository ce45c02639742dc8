import { createHash } from 'node:crypto';
import { headOffice } from '#modules/org/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Equipment } from '#platform/server/module.ts';
import type { SiteDraft, SiteId } from '../../contract/site.ts';
import { insertSite } from './site.repo.ts';
import { newKey } from './site.service.ts';

/** The product's own pages report from the first day on; a bank may stop it like any other site. */
const ownPages: Omit<SiteDraft, 'unitId'> = {
  code: 'own-pages',
  name: '本系统页面',
  kind: 'h5',
  // Those of this installation only.
  origins: [],
  eventsPerSecond: 2_000,
};

async function bring(ctx: TxCtx): Promise<void> {
  const unit = await headOffice(ctx);
  if (!unit) return;
  const id = newId(ctx.now()) as SiteId;
  await insertSite(ctx, { ...ownPages, id, unitId: unit.id, key: newKey(), secret: null });
}

export const trackingEquipment: Equipment = {
  version: createHash('sha256').update(JSON.stringify(ownPages)).digest('hex').slice(0, 16),
  bring,
};
