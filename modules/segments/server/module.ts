import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { segmentPermissions } from '../contract.ts';
import type { HealthSources } from './health/sources.ts';
import { bringPacks, packsVersion, shippedPacks } from './packs/pack.service.ts';
import { segmentRoutes } from './segment.routes.ts';
import './setups/setup.kinds.ts';

definePermissions(segmentPermissions, {
  'segments.pack.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'relationship_manager',
    'auditor',
  ],
  'segments.pack.manage': ['head_office_operator'],
  'segments.setup.manage': ['head_office_operator', 'branch_operator'],
  'segments.setup.approve': ['compliance_officer'],
});
nameActions({
  'segments.pack-brought': ['载入客群经营包', 'Segment pack brought'],
  'segments.setup-begun': ['开始客群经营设置', 'Set-up begun'],
  'segments.setup-changed': ['修改客群经营设置', 'Set-up changed'],
  'segments.setup-copied': ['复制客群经营设置', 'Set-up copied'],
  'segments.research-finished': ['确认客群调研', 'Research finished'],
  'segments.elements-made': ['生成经营对象与项目', 'Objects and project of a set-up made'],
  'segments.readiness-assessed': ['完成就绪评估', 'Readiness assessed'],
  'segments.plan-made': ['生成经营模式与 SOP', 'Plan made'],
  'segments.setup-launched': ['客群经营启动', 'Segment pack launched'],
  'segments.setup-ended': ['客群经营结束', 'Segment pack ended'],
  'segments.review-approved': ['复盘通过', 'Review approved'],
});

export interface SegmentSettings {
  readonly health: HealthSources;
  /** Where the folders of packs stand, if not with the product. */
  readonly root?: string | undefined;
}

export function segmentsModule({ health, root }: SegmentSettings): AppModule {
  const packs = shippedPacks(root);
  return {
    name: 'segments',
    routes: (app) => segmentRoutes(app, health),
    equipment: { version: packsVersion(packs), bring: (ctx) => bringPacks(ctx, packs) },
  };
}
