import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { AppError, platformErrors } from '../contract/errors.ts';
import type { Ctx } from './ctx.ts';
import { newId } from './ids.ts';
import type { AppModule } from './module.ts';

export interface HttpOptions {
  readonly modules: readonly AppModule[];
  /** Says on whose behalf a request is made; a nobody (`kind: 'customer'`, no permissions) when not signed in. */
  readonly authenticate: (request: FastifyRequest) => Promise<Ctx>;
  readonly readOnly?: (orgId: string) => boolean;
  readonly trustedProxies?: number;
  /** Who else may show our pages in a frame of theirs: the phones of a demo. */
  readonly framedBy?: string | undefined;
  /** Requests a minute from one address, over all endpoints. */
  readonly requestsPerMinute?: number;
  /** New requests are put off while the process has not breathed for so long; never unless said. */
  readonly busyAfterMs?: number;
  /** What watches every request, registered first: measurements, documentation. */
  readonly before?: (app: FastifyInstance) => void | Promise<void>;
  /** Pages and metrics, registered after the API. */
  readonly more?: (app: FastifyInstance) => void | Promise<void>;
}

const MAX_BODY = 2 * 1024 * 1024;
const MAX_UPLOAD = 512 * 1024 * 1024;

/** The API of the product on one Fastify; the caller listens. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: MAX_BODY,
    trustProxy: (_address, hop) => hop < (options.trustedProxies ?? 0),
    genReqId: requestIdOf,
    requestTimeout: 120_000,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('ctx', null as unknown as Ctx);
  app.decorate('endpoints', []);
  app.decorate('readOnly', options.readOnly ?? (() => false));
  await options.before?.(app);

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        upgradeInsecureRequests: null,
        // Whoever frames a page as a phone does also gives it the phone's script.
        ...(options.framedBy && {
          frameAncestors: ["'self'", options.framedBy],
          scriptSrc: ["'self'", options.framedBy],
        }),
      },
    },
    // It knows no list; whoever is framed by another relies on the policy above.
    ...(options.framedBy && { xFrameOptions: false }),
  });
  await app.register(underPressure, {
    maxEventLoopDelay: options.busyAfterMs ?? 0,
    retryAfter: 2,
    pressureHandler: () => {
      throw platformErrors.busy({ retryAfter: 2 });
    },
  });
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? 6_000,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      platformErrors.tooMany({ retryAfter: Math.ceil(ttl / 1000) }),
  });
  await app.register(compress, { threshold: 2_048, encodings: ['br', 'gzip'] });
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fileSize: MAX_UPLOAD, fields: 20 } });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) {
      reply.header('cache-control', 'no-store');
      request.ctx = await options.authenticate(request);
    }
  });
  app.setErrorHandler((err: FastifyError, request, reply) => {
    const known = appErrorOf(err);
    if (!known) request.ctx?.log.error({ err, url: request.routeOptions.url }, 'request failed');
    const error = known ?? new AppError('platform.bug', 500);
    if (typeof error.details.retryAfter === 'number')
      reply.header('retry-after', error.details.retryAfter);
    return reply.code(error.status).send({
      error: { code: error.code, details: error.details, requestId: request.id },
    });
  });
  for (const module of options.modules) module.routes?.(app);
  await options.more?.(app);
  return app;
}

/** A caller's own id when it is a plausible one, so that a request can be followed through a bank's systems. */
function requestIdOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : newId();
}

function appErrorOf(err: FastifyError | AppError): AppError | null {
  if (err instanceof AppError) return err;
  if (hasZodFastifySchemaValidationErrors(err)) {
    const issues = err.validation.map(({ instancePath, message, params }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message,
      rule: (params as { issue?: { code?: string } }).issue?.code,
    }));
    return platformErrors.invalid({ in: err.validationContext, issues });
  }
  if (err.code === 'FST_REQ_FILE_TOO_LARGE' || err.statusCode === 413)
    return platformErrors.tooLarge();
  if (err.statusCode && err.statusCode >= 400 && err.statusCode < 500)
    return new AppError('platform.invalid', err.statusCode, { reason: err.code });
  // The database went away or refuses new connections: worth another try, and not the caller's fault.
  if (
    /^(57P0|08|53300)/.test(err.code ?? '') ||
    /ECONNREFUSED|ECONNRESET|Connection terminated|connection error and is not queryable|timeout exceeded/.test(
      err.message,
    )
  )
    return platformErrors.busy({ retryAfter: 2 });
  return null;
}
