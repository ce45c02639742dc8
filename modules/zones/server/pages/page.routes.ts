import type { FastifyInstance, FastifyReply } from 'fastify';
import { customerAuthenticator } from '#modules/customers/server/index.ts';
import { AppError } from '#platform/contract/errors.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { zonePath } from './address.ts';
import { openZone } from './page.service.ts';
import { sorryPage } from './zone-page.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What customers open: it stands beside `route()`, because whoever opens it is nobody yet. */
export function zonePages(app: FastifyInstance, ctxFor: (orgId: string) => Ctx): void {
  app.register(async (app) => {
    const nobody = ctxFor(NO_BANK);
    const session = customerAuthenticator(nobody);
    app.addHook('onError', async (request, _reply, err) => {
      if (err instanceof AppError && err.status < 500) return;
      nobody.log.error({ err, url: request.routeOptions.url }, 'a zone failed');
    });
    app.get<{ Params: { id: string }; Querystring: { corp?: unknown } }>(
      `${zonePath}:id`,
      async (request, reply) => {
        const { id } = request.params;
        const who = await session(request);
        if (who.orgId === NO_BANK) {
          const query = new URLSearchParams({ to: `${zonePath}${id}` });
          if (typeof request.query.corp === 'string') query.set('corp', request.query.corp);
          return reply.header('cache-control', 'no-store').redirect(`/h5/sign-in?${query}`, 302);
        }
        const ctx = ctxFor(who.orgId);
        const page = ID.test(id) ? await openZone(ctx, id, Number(who.actor.id)) : null;
        return page ? html(reply, 200, page) : html(reply, 404, await sorryPage(ctx));
      },
    );
  });
}

const html = (reply: FastifyReply, status: number, text: string) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text);
