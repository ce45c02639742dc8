import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/content-check.ts';
import { checkContent } from './content-check.service.ts';

export function contentCheckRoutes(app: FastifyInstance): void {
  route(app, api.checkContent, (ctx, { body: { text, facts, scopes } }) =>
    checkContent(ctx, text, facts, { scopes }),
  );
}
