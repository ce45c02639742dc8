import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import { collectRoutes } from './collect/collect.routes.ts';
import { trackingDataSets } from './data-sets.ts';
import { listEvents, listFigures } from './events/event.service.ts';
import { createKind, updateKind } from './kinds/kind.service.ts';
import { partitionsTicker } from './partitions/partitions.ticker.ts';
import { trackingRetention } from './partitions/retention.ts';
import { listKinds, showKind, showQuality } from './quality/quality.service.ts';
import { checkRollups } from './rollups/rollup.task.ts';
import { scriptRoutes } from './sdk/script.routes.ts';
import type { TrackingSettings } from './settings.ts';
import { trackingEquipment } from './sites/own-pages.ts';
import { createSite, listSites, renewSecret, updateSite } from './sites/site.service.ts';
import { joinOwn, leaveOwn } from './visitors/own.service.ts';

definePermissions(api.trackingPermissions, {
  'tracking.event.read': [
    'administrator',
    'bank_it',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'tracking.kind.manage': ['head_office_operator', 'bank_it'],
  'tracking.site.manage': ['administrator', 'bank_it'],
  'tracking.rollup.check': ['bank_it'],
});
nameActions({
  'tracking.kind-created': ['登记行为事件', 'Kind of event registered'],
  'tracking.kind-changed': ['修改行为事件登记', 'Kind of event changed'],
  'tracking.site-created': ['新建采集站点', 'Tracked site added'],
  'tracking.site-changed': ['修改采集站点', 'Tracked site changed'],
  'tracking.rollups-checked': ['核对行为日汇总', 'Daily roll-ups checked'],
  'tracking.stitch-undone': ['撤销访客归属', 'Stitch of a visitor undone'],
  'tracking.site-secret-renewed': ['更换采集密钥', 'Secret of a tracked site renewed'],
});

export function trackingModule(settings: TrackingSettings): AppModule {
  return {
    name: 'tracking',
    routes: (app) => {
      collectRoutes(app, settings);
      scriptRoutes(app);
      route(app, api.listKinds, async (ctx) => ({ items: await listKinds(ctx) }));
      route(app, api.getKind, (ctx, { params, query }) => showKind(ctx, params.kind, query.days));
      route(app, api.createKind, (ctx, { body }) => createKind(ctx, body));
      route(app, api.updateKind, (ctx, { params, body }) => updateKind(ctx, params.kind, body));
      route(app, api.listSites, async (ctx) => ({
        items: await listSites(ctx),
        script: api.scriptPath,
      }));
      route(app, api.createSite, (ctx, { body }) => createSite(ctx, body));
      route(app, api.updateSite, (ctx, { params, body }) => updateSite(ctx, params.id, body));
      route(app, api.renewSecret, (ctx, { params }) => renewSecret(ctx, params.id));
      route(app, api.listEvents, (ctx, { query }) => listEvents(ctx, query));
      route(app, api.listFigures, (ctx, { query }) => listFigures(ctx, query));
      route(app, api.joinVisitor, (ctx, { body }) => joinOwn(ctx, settings, body));
      route(app, api.leaveVisitor, (ctx, { body }) => leaveOwn(ctx, body.visitor));
      route(app, api.readQuality, (ctx, { query }) => showQuality(ctx, query.days));
      route(app, api.startRollupCheck, (ctx, { body }) => checkRollups(ctx, body));
    },
    tickers: [partitionsTicker],
    equipment: trackingEquipment,
    retention: trackingRetention,
    dataSets: trackingDataSets,
    encrypted: ['secret', 'old_secret'].map((column) => ({
      table: 'tracking.site',
      key: ['org_id', 'id'],
      column,
      place: 'tracking.site.secret',
    })),
  };
}
