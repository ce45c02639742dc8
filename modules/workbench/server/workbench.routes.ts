import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as glanceApi from '../contract/glance.ts';
import * as inviteApi from '../contract/invite.ts';
import * as itemApi from '../contract/item.ts';
import * as loadApi from '../contract/load.ts';
import { signPage } from '../contract/sidebar.ts';
import { getToday } from '../contract/today.ts';
import { chatCustomer } from './customer/chat-customer.service.ts';
import { checkWords } from './customer/check.service.ts';
import { type GlanceSources, glance } from './customer/glance.service.ts';
import { myCustomers } from './customer/my-customers.service.ts';
import { listInvites, markInvited } from './invites/invite.service.ts';
import {
  closeItem,
  type ReportOutcome,
  reopenItem,
  showItem,
  snoozeItem,
} from './items/item.service.ts';
import { listItems } from './items/list.service.ts';
import { type ScriptOf, scriptFor } from './items/script.ts';
import { itemSent, type OwnSends, openItemSend } from './items/send.service.ts';
import { changeSettings, listLoads } from './load/load.service.ts';
import { findSettings } from './settings.repo.ts';
import { signPage as sign } from './sidebar/page-signature.service.ts';
import { today } from './today/today.service.ts';

export interface WorkbenchSources extends GlanceSources {
  readonly report: ReportOutcome;
  readonly scriptOf: ScriptOf;
  readonly sends: OwnSends;
}

export function workbenchRoutes(app: FastifyInstance, sources: WorkbenchSources): void {
  route(app, getToday, (ctx) => today(ctx));
  route(app, itemApi.getWorkItem, async (ctx, { params }) => {
    const { row, item } = await showItem(ctx, params.id);
    return { ...item, script: await scriptFor(ctx, row, sources.scriptOf) };
  });
  route(app, itemApi.closeWorkItem, (ctx, { params, body }) =>
    closeItem(ctx, params.id, body, sources.report),
  );
  route(app, itemApi.snoozeWorkItem, (ctx, { params, body }) => snoozeItem(ctx, params.id, body));
  route(app, itemApi.reopenWorkItem, (ctx, { params, body }) =>
    reopenItem(ctx, params.id, body.version),
  );
  route(app, itemApi.openItemSend, (ctx, { params }) =>
    openItemSend(ctx, params.id, sources.sends),
  );
  route(app, itemApi.itemSent, (ctx, { params, body }) =>
    itemSent(ctx, params.id, body, sources.sends),
  );
  route(app, inviteApi.listInvites, (ctx) => listInvites(ctx));
  route(app, inviteApi.markInvited, (ctx, { body }) => markInvited(ctx, body));
  route(app, itemApi.listWorkItems, (ctx, { query }) => listItems(ctx, query));
  route(app, glanceApi.getGlance, (ctx, { params }) => glance(ctx, params.customerId, sources));
  route(app, glanceApi.findChatCustomer, (ctx, { query }) => chatCustomer(ctx, query));
  route(app, glanceApi.listMyCustomers, (ctx, { query }) => myCustomers(ctx, query));
  route(app, glanceApi.checkWords, (ctx, { body }) => checkWords(ctx, body, sources.advise));
  route(app, loadApi.listLoads, (ctx, { query }) => listLoads(ctx, query));
  route(app, loadApi.getWorkbenchSettings, (ctx) => findSettings(ctx));
  route(app, loadApi.setWorkbenchSettings, (ctx, { body }) => changeSettings(ctx, body));
  route(app, signPage, (ctx, { query }) => sign(ctx, query.url));
}
