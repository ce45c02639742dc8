import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/notification.ts';
import { markRead, myNotifications, myUnread } from './notification.service.ts';

export function notificationRoutes(app: FastifyInstance): void {
  route(app, api.listNotifications, (ctx, { query }) => myNotifications(ctx, query));
  route(app, api.countNotifications, (ctx) => myUnread(ctx));
  route(app, api.readNotifications, (ctx, { body }) => markRead(ctx, body.ids));
}
