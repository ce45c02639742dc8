import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract.ts';
import { adviseChannel } from './advice/advice.service.ts';
import {
  cancelBulkSend,
  changeBulkSend,
  countGroupChoice,
  createBulkSend,
  listBulkSends,
  previewBulkSend,
  showBulkSend,
} from './bulk/bulk.service.ts';
import { customerCalendar, staffCalendar } from './explain/calendar.service.ts';
import { explainTouch, listTouches } from './explain/explain.service.ts';
import { describeGate } from './explain/gate.view.ts';
import { precheckOne } from './explain/precheck.service.ts';
import { testSend } from './explain/test-send.service.ts';
import { changePlanState, listPlans, planPage } from './plans/plan-page.service.ts';
import { findGateway } from './senders/sms/connection.service.ts';
import { changeSettings, showSettings } from './settings/setting.service.ts';

const without = (channels: ReadonlySet<string>, one: string): ReadonlySet<string> =>
  new Set([...channels].filter((channel) => channel !== one));

export function outreachRoutes(app: FastifyInstance, connected: ReadonlySet<string>): void {
  route(app, api.testSend, (ctx, { body }) => testSend(ctx, body));
  route(app, api.describeGate, async (ctx) =>
    describeGate(ctx, (await findGateway(ctx)) ? connected : without(connected, 'sms')),
  );
  route(app, api.listTouches, (ctx, { query }) => listTouches(ctx, query));
  route(app, api.explainTouch, (ctx, { params }) =>
    explainTouch(ctx, params.customerId, params.touchId),
  );
  route(app, api.precheckTouch, (ctx, { body }) => precheckOne(ctx, body));
  route(app, api.customerCalendar, (ctx, { params, query }) =>
    customerCalendar(ctx, params.customerId, query),
  );
  route(app, api.staffCalendar, (ctx, { params, query }) =>
    staffCalendar(ctx, params.staffId, query),
  );
  route(app, api.adviseChannel, (ctx, { params }) => adviseChannel(ctx, params.audienceId));
  route(app, api.listPlans, (ctx, { query }) => listPlans(ctx, query));
  route(app, api.planPage, (ctx, { params }) => planPage(ctx, params.id));
  route(app, api.changePlanState, (ctx, { params, body }) => changePlanState(ctx, params.id, body));
  route(app, api.listBulkSends, (ctx, { query }) => listBulkSends(ctx, query));
  route(app, api.getBulkSend, (ctx, { params }) => showBulkSend(ctx, params.id));
  route(app, api.createBulkSend, (ctx, { body }) => createBulkSend(ctx, body));
  route(app, api.changeBulkSend, (ctx, { params, body }) => changeBulkSend(ctx, params.id, body));
  route(app, api.cancelBulkSend, (ctx, { params, body }) => cancelBulkSend(ctx, params.id, body));
  route(app, api.countGroups, (ctx, { body }) => countGroupChoice(ctx, body));
  route(app, api.previewBulkSend, (ctx, { params }) => previewBulkSend(ctx, params.id));
  route(app, api.getOutreachSettings, (ctx) => showSettings(ctx));
  route(app, api.setOutreachSettings, (ctx, { body }) => changeSettings(ctx, body));
}
