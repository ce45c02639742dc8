import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/connect.ts';
import type { WecomSettings } from '../settings.ts';
import { showConnection, testConnection } from './connect.service.ts';

export function connectRoutes(app: FastifyInstance, settings: WecomSettings): void {
  route(app, api.getConnection, (ctx, { params }) => showConnection(ctx, settings, params.id));
  route(app, api.testConnection, (ctx, { params }) => testConnection(ctx, settings, params.id));
}
