import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/approval.ts';
import { getApproval, listApprovals, listKinds } from './approval.view.ts';
import { decideApproval } from './decision.service.ts';
import {
  delegateApprovals,
  endDelegation,
  myDelegations,
  possibleDelegates,
} from './delegation.service.ts';
import {
  commentApproval,
  requestApproval,
  reviseApproval,
  submitApproval,
  withdrawApproval,
} from './request.service.ts';

export function approvalRoutes(app: FastifyInstance): void {
  route(app, api.listApprovalKinds, async (ctx) => listKinds(ctx));
  route(app, api.listApprovals, (ctx, { query }) => listApprovals(ctx, query));
  route(app, api.getApproval, (ctx, { params }) => getApproval(ctx, params.id));
  route(app, api.requestApproval, (ctx, { body }) => requestApproval(ctx, body));
  route(app, api.reviseApproval, (ctx, { params, body }) => reviseApproval(ctx, params.id, body));
  route(app, api.submitApproval, (ctx, { params, body }) =>
    submitApproval(ctx, params.id, body.note),
  );
  route(app, api.withdrawApproval, (ctx, { params, body }) =>
    withdrawApproval(ctx, params.id, body.reason),
  );
  route(app, api.commentApproval, (ctx, { params, body }) =>
    commentApproval(ctx, params.id, body.text),
  );
  route(app, api.decideApproval, (ctx, { params, body }) => decideApproval(ctx, params.id, body));
  route(app, api.listDelegations, (ctx) => myDelegations(ctx));
  route(app, api.findDelegates, (ctx, { query }) => possibleDelegates(ctx, query.q));
  route(app, api.delegateApprovals, (ctx, { body }) => delegateApprovals(ctx, body));
  route(app, api.endDelegation, (ctx, { params }) => endDelegation(ctx, params.id));
}
