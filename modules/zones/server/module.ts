import { defineAudienceUse } from '#modules/audiences/server/index.ts';
import { usesRules } from '#modules/compliance/server/index.ts';
import { usesContent } from '#modules/content/server/index.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { zonePermissions } from '../contract.ts';
import { setZonesAddress } from './pages/address.ts';
import { zonePages } from './pages/page.routes.ts';
import { findZonesOf, findZonesWith } from './zone.repo.ts';
import { zoneRoutes } from './zone.routes.ts';
import './zone-release.kind.ts';

definePermissions(zonePermissions, {
  'zones.zone.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'relationship_manager',
    'auditor',
  ],
  'zones.zone.manage': ['head_office_operator', 'branch_operator'],
  'zones.zone.approve': ['compliance_officer'],
});
nameActions({
  'zones.zone-created': ['新建客群专区', 'Zone created'],
  'zones.zone-changed': ['修改客群专区草稿', 'Zone draft changed'],
  'zones.zone-released': ['客群专区上线', 'Zone released'],
  'zones.zone-withdrawn': ['客群专区下线', 'Zone taken offline'],
});
usesRules('zones', {
  'CR-013': ['关闭个性化后展示通用内容', 'Without personalisation, what everybody sees'],
  'CR-014': ['只用客户可见可删的标签', 'Only tags that customers see and may delete'],
  'CR-057': ['私募产品不进专区', 'No private offerings in a zone'],
  'CR-079': ['专区须经第二人审批', 'A zone is approved by a second person'],
});
defineAudienceUse(async (ctx, audienceId) =>
  (await findZonesOf(ctx, audienceId)).map(({ id, name, online }) => ({
    ...{ kind: 'zones.zone', id, title: name, link: `/zones/${id}`, active: online },
  })),
);
usesContent('zones', async (ctx, itemId) =>
  (await findZonesWith(ctx, itemId)).map(({ id, name }) => ({
    ...{ kind: 'zone', name, link: `/zones/${id}`, waiting: 0 },
  })),
);

export interface ZoneSettings {
  /** The address customers reach the product under. */
  readonly publicUrl?: string | undefined;
  /** Speaks for the product itself in one bank; without it there are no pages for customers. */
  readonly ctxFor?: (orgId: string) => Ctx;
}

export function zonesModule({ publicUrl, ctxFor }: ZoneSettings = {}): AppModule {
  setZonesAddress(publicUrl);
  return {
    name: 'zones',
    routes: (app) => {
      zoneRoutes(app);
      if (ctxFor) zonePages(app, ctxFor);
    },
  };
}
