import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import { addArchiveKey as addArchiveKeyEndpoint } from '../../contract/archive.ts';
import * as api from '../../contract/corp.ts';
import { addArchiveKey } from '../archive/key.service.ts';
import type { WecomSettings } from '../settings.ts';
import { addApp, renewCallbackKeys, setSecret, updateApp } from './app.service.ts';
import { createCorp, listCorps, showCorp, updateCorp } from './corp.service.ts';

export function corpRoutes(app: FastifyInstance, settings: WecomSettings): void {
  route(app, api.listCorps, (ctx, { query }) => listCorps(ctx, settings, query));
  route(app, api.createCorp, (ctx, { body }) => createCorp(ctx, settings, body));
  route(app, api.getCorp, (ctx, { params }) => showCorp(ctx, settings, params.id));
  route(app, api.updateCorp, (ctx, { params, body }) => updateCorp(ctx, settings, params.id, body));
  route(app, api.addApp, (ctx, { params, body }) => addApp(ctx, settings, params.id, body));
  route(app, addArchiveKeyEndpoint, async (ctx, { params, body }) => {
    await addArchiveKey(ctx, params.id, body);
    return { version: body.version };
  });
  route(app, api.updateApp, (ctx, { params, body }) =>
    updateApp(ctx, settings, params.id, params.appId, body),
  );
  route(app, api.setAppSecret, (ctx, { params, body }) =>
    setSecret(ctx, settings, params.id, params.appId, body),
  );
  route(app, api.renewCallbackKeys, (ctx, { params }) =>
    renewCallbackKeys(ctx, settings, params.id, params.appId),
  );
}
