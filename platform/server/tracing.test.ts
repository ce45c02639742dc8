import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../contract/endpoint.ts';
import { openDatabase } from './db.ts';
import { buildHttp } from './http.ts';
import { route } from './route.ts';
import { testDatabaseUrl } from './test/test-database.ts';
import { testOrg } from './test/test-org.ts';
import { startTracing } from './tracing.ts';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number };
}

/** A collector of traces as small as can be: OTLP over HTTP in JSON. */
async function aCollector() {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url === '/v1/traces') {
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { spans, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const attribute = (span: Span, key: string) => {
  const value = span.attributes.find((a) => a.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

const greet = endpoint({
  method: 'GET',
  path: '/api/v1/greet/:name',
  permission: 'public',
  summary: ['', ''],
  params: z.object({ name: z.string() }),
  reply: z.object({}),
});

test('a request joins its caller’s trace and carries its statements, without their values', async () => {
  const collector = await aCollector();
  const tracing = startTracing(collector.endpoint, { role: 'api', version: '1', mode: 'demo' });
  const database = openDatabase(testDatabaseUrl(), { onQuery: tracing.query });
  const ctx = testOrg();
  const app = await buildHttp({
    modules: [
      {
        name: 'greet',
        routes: (app) =>
          route(app, greet, async (ctx, { params }) => {
            await ctx.db
              .selectFrom('platform.auditEntry')
              .select('seq')
              .where('actorName', '=', params.name)
              .execute();
            return {};
          }),
      },
    ],
    authenticate: async (request) => ({
      ...ctx,
      db: database.db,
      requestId: request.id,
      trail: { recorded: 0 },
    }),
    before: tracing.watchHttp,
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await app.inject({
    url: '/api/v1/greet/13812345678',
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-request-id': 'request-0001' },
  });
  await database.db.selectFrom('platform.clock').select('mode').execute();
  await expect(
    tracing.job('greet.send', { ...ctx, requestId: 'request-0001' }, async () => {
      await database.db.selectFrom('platform.clock').select('mode').execute();
      throw new TypeError('王小明 is not a number');
    }),
  ).rejects.toThrow();
  await tracing.stop();

  const [statement, request, inJob, job] = collector.spans;
  expect(collector.spans).toHaveLength(4);
  expect(request).toMatchObject({
    name: 'GET /api/v1/greet/:name',
    traceId,
    parentSpanId: 'b7ad6b7169203331',
  });
  expect(attribute(request!, 'yuhang.request_id')).toBe('request-0001');
  expect(attribute(request!, 'http.response.status_code')).toBe(200);
  expect(statement).toMatchObject({ name: 'select', traceId, parentSpanId: request!.spanId });
  expect(attribute(statement!, 'db.query.text')).toContain('"actor_name" = $1');
  expect(job).toMatchObject({ name: 'job greet.send', status: { code: 2 } });
  expect(inJob).toMatchObject({ name: 'select', parentSpanId: job!.spanId });
  expect(JSON.stringify(collector.spans)).not.toMatch(/13812345678|王小明/);
  await database.close();
  collector.close();
});
