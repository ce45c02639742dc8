import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AnyEndpoint, type Input, none, type Reply } from '../contract/endpoint.ts';
import { platformErrors } from '../contract/errors.ts';
import { type Ctx, NO_BANK } from './ctx.ts';
import { fileReply, isFileReply } from './file-reply.ts';

declare module 'fastify' {
  interface FastifyRequest {
    ctx: Ctx;
  }
  interface FastifyInstance {
    /** Every endpoint the product serves, in order of registration. */
    endpoints: AnyEndpoint[];
    /** True while a bank's changes are refused because its audit chain is broken (CR-146). */
    readOnly: (orgId: string) => boolean;
  }
}

/** What only sign-in, uploads and downloads need of the HTTP call itself. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The one file of an upload endpoint; its stream must be read to the end. */
  readonly file?: MultipartFile;
}

export type Handler<E extends AnyEndpoint> = (
  ctx: Ctx,
  input: Input<E>,
  call: Call,
) => Promise<Reply<E>>;

/**
 * Serves an endpoint: permission first, then the schemas, then the handler. The reply carries only
 * what its schema names, so a column nobody meant to show cannot slip out.
 */
export function route<E extends AnyEndpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: Handler<E>,
): void {
  app.endpoints.push(endpoint);
  const hasBody = (endpoint.body as unknown) !== none;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: {
      summary: endpoint.summary[0],
      description: endpoint.summary[1],
      tags: [endpoint.path.split('/')[3]!],
      params: endpoint.params,
      querystring: endpoint.query,
      ...(hasBody && !endpoint.upload ? { body: endpoint.body } : {}),
      ...(endpoint.upload ? { consumes: ['multipart/form-data'] } : {}),
      ...(endpoint.produces === 'json' ? { response: { 200: endpoint.reply } } : {}),
    },
    config: { endpoint },
    onRequest: async (request) => admit(app, endpoint, request),
    handler: async (request, reply) => {
      const { ctx } = request;
      const file = endpoint.upload ? await request.file() : undefined;
      if (endpoint.upload && !file) throw platformErrors.invalid({ issues: [{ path: 'file' }] });
      const input = {
        params: request.params,
        query: request.query,
        body: request.body ?? {},
      } as Input<E>;
      const result = await handler(ctx, input, { request, reply, file });
      if (endpoint.audited && ctx.trail.recorded === 0)
        ctx.log.error({ path: endpoint.path }, 'a change left no audit entry');
      return isFileReply(result) ? fileReply(reply, result) : result;
    },
  });
}

function admit(app: FastifyInstance, endpoint: AnyEndpoint, request: FastifyRequest): void {
  const { ctx } = request;
  if (endpoint.permission === 'customer') {
    if (ctx.actor.kind !== 'customer' || ctx.orgId === NO_BANK) throw platformErrors.notSignedIn();
  } else if (endpoint.permission !== 'public') {
    if (ctx.actor.kind !== 'staff') throw platformErrors.notSignedIn();
    if (endpoint.permission !== 'signed-in' && !ctx.actor.permissions.has(endpoint.permission))
      throw platformErrors.forbidden({ permission: endpoint.permission });
  }
  if (endpoint.method === 'GET') return;
  // A form on another site cannot set this header, so it cannot borrow the session cookie.
  if (endpoint.permission !== 'public' && request.headers['x-yuhang-csrf'] === undefined)
    throw platformErrors.forbidden({ header: 'x-yuhang-csrf' });
  if (endpoint.audited && endpoint.permission !== 'public' && app.readOnly(ctx.orgId))
    throw platformErrors.readOnly();
}
