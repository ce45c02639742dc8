import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../contract/customer.ts';
import * as merge from '../contract/merge.ts';
import { getTimeline } from '../contract/timeline.ts';
import * as view from '../contract/view.ts';
import { assignCustomers, createCustomer, revealCustomer } from './customers/customer.service.ts';
import { upsertCustomers } from './imports/upsert.service.ts';
import { countCustomers, listCustomers } from './list/list.service.ts';
import { deleteView, listViews, saveView } from './list/view.service.ts';
import {
  mergeCustomers,
  type Owned,
  rejectProposal,
  splitCustomers,
} from './merge/merge.service.ts';
import { proposalsOf, showCustomer } from './page/page.service.ts';
import { showTimeline } from './timeline/timeline.service.ts';

export function customerRoutes(app: FastifyInstance, owned: Owned): void {
  route(app, api.listCustomers, (ctx, { query }) => listCustomers(ctx, query));
  route(app, api.countCustomers, (ctx, { query }) => countCustomers(ctx, query));
  route(app, api.getCustomer, (ctx, { params }) => showCustomer(ctx, owned, params.id));
  route(app, getTimeline, (ctx, { params, query }) => showTimeline(ctx, params.id, query));
  route(app, api.upsertCustomers, (ctx, { body }) => upsertCustomers(ctx, body.records));
  route(app, api.createCustomer, (ctx, { body }) => createCustomer(ctx, body));
  route(app, api.assignCustomers, (ctx, { body }) => assignCustomers(ctx, body));
  route(app, api.revealCustomer, (ctx, { params, body }) => revealCustomer(ctx, params.id, body));

  route(app, merge.listMergeProposals, async (ctx, { query }) => ({
    items: await proposalsOf(ctx, { state: query.state, limit: query.size }),
  }));
  route(app, merge.rejectMergeProposal, (ctx, { body }) => rejectProposal(ctx, body));
  route(app, merge.mergeCustomers, (ctx, { params, body }) =>
    mergeCustomers(ctx, owned, params.id, body),
  );
  route(app, merge.splitCustomers, (ctx, { params, body }) =>
    splitCustomers(ctx, owned, params, body.reason),
  );

  route(app, view.listViews, (ctx) => listViews(ctx));
  route(app, view.saveView, (ctx, { body }) => saveView(ctx, body));
  route(app, view.deleteView, (ctx, { params }) => deleteView(ctx, params.id));
}
