import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import { getPackHealth } from '../contract/health.ts';
import * as packs from '../contract/pack.ts';
import { assessReadiness, getReadiness } from '../contract/readiness.ts';
import * as setups from '../contract/setup.ts';
import { proposeZone as proposeZoneEndpoint } from '../contract/zone.ts';
import { makeElements } from './elements/element.service.ts';
import { packLights } from './health/health.service.ts';
import type { HealthSources } from './health/sources.ts';
import { importPack, listPacks, showPack } from './packs/pack.service.ts';
import { assess, showReadiness } from './readiness/readiness.service.ts';
import { findReviews } from './setups/setup.repo.ts';
import {
  changeSetup,
  copySetup,
  createSetup,
  endSetup,
  finishResearch,
  makePlan,
  packFromSetup,
} from './setups/setup.service.ts';
import { listSetups, READ, reportOf, showSetup } from './setups/setup.view.ts';
import { proposeZone } from './zone/zone.service.ts';

export function segmentRoutes(app: FastifyInstance, health: HealthSources): void {
  route(app, packs.listPacks, async (ctx) => ({ items: await listPacks(ctx) }));
  route(app, packs.getPack, (ctx, { params }) => showPack(ctx, params.key));
  route(app, packs.importPack, (ctx, { body }) => importPack(ctx, body.content));
  route(app, getPackHealth, async (ctx, { params }) => ({
    lights: await packLights(ctx, health, params.key),
  }));
  route(app, getReadiness, showReadiness);
  route(app, assessReadiness, (ctx, { body }) => assess(ctx, body));
  route(app, proposeZoneEndpoint, (ctx, { params }) => proposeZone(ctx, params.id));
  route(app, setups.makeElements, (ctx, { params, body }) => makeElements(ctx, params.id, body));
  route(app, setups.listSetups, async (ctx, { query }) => ({
    items: await listSetups(ctx, query.packKey),
  }));
  route(app, setups.getSetup, (ctx, { params }) => showSetup(ctx, params.id));
  route(app, setups.createSetup, (ctx, { body }) => createSetup(ctx, body));
  route(app, setups.changeSetup, (ctx, { params, body }) => changeSetup(ctx, params.id, body));
  route(app, setups.finishResearch, (ctx, { params, body }) =>
    finishResearch(ctx, params.id, body.version),
  );
  route(app, setups.researchReport, (ctx, { params }) => reportOf(ctx, params.id));
  route(app, setups.makePlan, (ctx, { params, body }) => makePlan(ctx, params.id, body));
  route(app, setups.copySetup, (ctx, { params, body }) => copySetup(ctx, params.id, body));
  route(app, setups.endSetup, (ctx, { params, body }) => endSetup(ctx, params.id, body));
  route(app, setups.listReviews, async (ctx, { query }) => ({
    items: await findReviews(ctx, READ, query.q),
  }));
  route(app, setups.packFromSetup, (ctx, { params, body }) => packFromSetup(ctx, params.id, body));
}
