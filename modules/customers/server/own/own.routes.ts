import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/own.ts';
import * as own from './own.service.ts';

export function ownRoutes(app: FastifyInstance): void {
  route(app, api.ownSession, (ctx) => own.ownSession(ctx));
  route(app, api.ownSignOut, async (ctx, _, { reply }) => {
    await own.ownSignOut(ctx);
    reply.clearCookie(api.customerCookie, { path: '/' });
    return {};
  });
  route(app, api.ownConsents, (ctx) => own.ownConsents(ctx));
  route(app, api.ownGive, (ctx, { body }) => own.ownGive(ctx, body));
  route(app, api.ownWithdraw, (ctx, { body }) => own.ownWithdraw(ctx, body));
  route(app, api.ownData, (ctx) => own.ownData(ctx));
  route(app, api.ownDeleteTag, (ctx, { params }) => own.ownDeleteTag(ctx, params.code));
  route(app, api.ownRequest, (ctx, { body }) => own.ownRequest(ctx, body));
  route(app, api.ownCancelRequest, (ctx, { params }) => own.ownCancel(ctx, params.requestId));
  route(app, api.ownCopy, (ctx, { params }) => own.ownCopy(ctx, params.requestId));
}
