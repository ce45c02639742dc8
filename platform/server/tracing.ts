import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ctx } from './ctx.ts';

/** Traces of requests, jobs and their statements, sent by OTLP. Loaded only when an endpoint is configured. */
export interface Tracing {
  watchHttp(app: FastifyInstance): void;
  job(name: string, ctx: Ctx, run: () => Promise<void>): Promise<void>;
  query(text: string, milliseconds: number, failed: boolean): void;
  stop(): Promise<void>;
}

export function startTracing(
  endpoint: string,
  about: { role: string; version: string; mode: string },
): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'yuhang',
      'service.version': about.version,
      'deployment.environment.name': about.mode,
      'yuhang.role': about.role,
      'process.pid': process.pid,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url }),
        scheduledDelayMillis: 2_000,
      }),
    ],
  });
  const tracer = provider.getTracer('yuhang');
  const current = new AsyncLocalStorage<Context>();

  return {
    watchHttp(app) {
      const spans = new WeakMap<FastifyRequest, ReturnType<typeof tracer.startSpan>>();
      app.addHook('onRequest', (request, _reply, done) => {
        const route = request.routeOptions.url ?? 'none';
        const span = tracer.startSpan(
          `${request.method} ${route}`,
          {
            kind: SpanKind.SERVER,
            attributes: {
              'http.request.method': request.method,
              'http.route': route,
              'yuhang.request_id': request.id,
            },
          },
          callersContext(request.headers.traceparent),
        );
        spans.set(request, span);
        current.run(trace.setSpan(ROOT_CONTEXT, span), done);
      });
      app.addHook('onResponse', async (request, reply) => {
        const span = spans.get(request);
        span?.setAttribute('http.response.status_code', reply.statusCode);
        if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
        span?.end();
      });
    },

    async job(name, ctx, run) {
      const attributes = { 'yuhang.job': name, 'yuhang.request_id': ctx.requestId };
      const span = tracer.startSpan(
        `job ${name}`,
        { kind: SpanKind.CONSUMER, attributes },
        ROOT_CONTEXT,
      );
      try {
        await current.run(trace.setSpan(ROOT_CONTEXT, span), run);
      } catch (err) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (err as Error).name });
        throw err;
      } finally {
        span.end();
      }
    },

    // Reported when it has ended, so the span begins in the past. Statements of nobody's request
    // or job, such as looking for work, would only drown the others.
    query(text, milliseconds, failed) {
      const parent = current.getStore();
      if (!parent) return;
      const end = Date.now();
      const span = tracer.startSpan(
        text
          .match(/^\s*\w+/)?.[0]
          .trim()
          .toLowerCase() ?? 'statement',
        {
          kind: SpanKind.CLIENT,
          startTime: end - milliseconds,
          attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, 2_000) },
        },
        parent,
      );
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(end);
    },

    stop: () => provider.shutdown(),
  };
}

/** W3C trace context: a request of a traced caller joins the caller's trace. */
function callersContext(header: string | string[] | undefined): Context {
  const parts =
    typeof header === 'string' && /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(header);
  if (!parts) return ROOT_CONTEXT;
  const [, traceId, spanId, flags] = parts as unknown as [string, string, string, string];
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}
