import type { FastifyInstance } from 'fastify';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { route } from '#platform/server/route.ts';
import * as api from '../../../contract/sms.ts';
import {
  changeConnection,
  checkConnection,
  showConnection,
  smsCallbackPath,
  takePush,
} from './connection.service.ts';

export interface SmsSettings {
  /** The address under which a gateway reaches the product. */
  readonly publicUrl?: string | undefined;
  /** Speaks for the product itself in one bank: a gateway is nobody's user. */
  readonly ctxFor?: ((orgId: string) => Ctx) | undefined;
}

export function smsRoutes(app: FastifyInstance, { publicUrl, ctxFor }: SmsSettings): void {
  route(app, api.getSmsConnection, (ctx) => showConnection(ctx, publicUrl));
  route(app, api.setSmsConnection, (ctx, { body }) => changeConnection(ctx, publicUrl, body));
  route(app, api.checkSmsConnection, (ctx) => checkConnection(ctx));
  if (ctxFor) app.register(async (app) => fromGateway(app, ctxFor));
}

const options = { config: { rateLimit: false as const }, bodyLimit: 1024 * 1024 };

/** Where a gateway reports: no session; whoever calls proves it by the signature over the very bytes. */
function fromGateway(app: FastifyInstance, ctxFor: (orgId: string) => Ctx): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post<{ Params: { key: string } }>(
    smsCallbackPath(':key'),
    options,
    async (request, reply) => {
      const header = (name: string) => String(request.headers[name] ?? '');
      const part = {
        method: 'POST',
        path: request.url,
        time: header('x-time'),
        nonce: header('x-nonce'),
        body: typeof request.body === 'string' ? request.body : '',
      };
      const { key } = request.params;
      const taken = await takePush(ctxFor(NO_BANK), ctxFor, key, part, header('x-signature'));
      return taken ? { code: 0 } : reply.code(403).send({ code: 403 });
    },
  );
}
