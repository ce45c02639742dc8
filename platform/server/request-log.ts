import type { FastifyInstance } from 'fastify';

/**
 * One line for each call of the API: what, how it ended, how long it took. The route's pattern
 * instead of the address, so that neither ids nor query strings are written down; the caller's
 * network address stands in the audit, where it is asked for.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { ctx } = request;
    if (!ctx) return;
    const { kind, id } = ctx.actor;
    ctx.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(kind === 'staff' ? { orgId: ctx.orgId, actor: id } : {}),
      },
      'request',
    );
  });
}
