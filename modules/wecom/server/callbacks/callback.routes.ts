import type { FastifyInstance, FastifyReply } from 'fastify';
import { NO_BANK } from '#platform/server/ctx.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/callback.ts';
import { callbackPath, type WecomSettings } from '../settings.ts';
import { listCallbacks, replay, showCallback } from './callback.service.ts';
import { answerCheck, storePush } from './receive.service.ts';

const MAX_BYTES = 1024 * 1024;
const options = { config: { rateLimit: false as const }, bodyLimit: MAX_BYTES };

export function callbackRoutes(app: FastifyInstance, settings: WecomSettings): void {
  route(app, api.listCallbacks, (ctx, { params, query }) => listCallbacks(ctx, params.id, query));
  route(app, api.getCallback, (ctx, { params }) => showCallback(ctx, params.id, params.callbackId));
  route(app, api.replayCallback, (ctx, { params, body }) =>
    replay(ctx, params.id, params.callbackId, body.reason),
  );
  app.register(async (app) => fromWecom(app, settings));
}

interface Address {
  Params: { key: string };
}

/** Where WeCom calls: no session, no JSON; whoever calls proves it by the signature. */
function fromWecom(app: FastifyInstance, settings: WecomSettings): void {
  const nobody = () => settings.ctxFor(NO_BANK);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((err: { statusCode?: number }, request, reply) => {
    const ours = !err.statusCode || err.statusCode >= 500;
    if (!ours) return refuse(reply, err.statusCode!);
    // Any answer would tell WeCom that it arrived: without one it sends again.
    settings.ctxFor(NO_BANK).log.error({ err }, 'a callback could not be stored');
    reply.hijack();
    request.raw.socket.destroy();
  });

  const path = callbackPath(':key');
  app.get<Address>(path, options, async (request, reply) => {
    const plain = await answerCheck(nobody(), settings, request.params.key, queryOf(request));
    if (plain === null) return refuse(reply, 403);
    return reply.type('text/plain; charset=utf-8').send(plain);
  });
  app.post<Address>(path, options, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const query = queryOf(request);
    if (!(await storePush(nobody(), settings, request.params.key, query, body)))
      return refuse(reply, 403);
    return reply.type('text/plain').send('success');
  });
}

/** A name that comes twice is a list, and no list is taken. */
function queryOf(request: { query: unknown }): Record<string, string | undefined> {
  const given = request.query as Record<string, unknown>;
  const one = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined);
  return {
    msg_signature: one('msg_signature'),
    timestamp: one('timestamp'),
    nonce: one('nonce'),
    echostr: one('echostr'),
  };
}

const refuse = (reply: FastifyReply, status: number) =>
  reply.code(status).type('text/plain').send('');
