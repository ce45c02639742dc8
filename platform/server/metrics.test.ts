import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../contract/endpoint.ts';
import { createClock } from './clock.ts';
import type { Ctx } from './ctx.ts';
import { buildHttp } from './http.ts';
import { createMetrics, serveMetrics } from './metrics.ts';
import type { AppModule } from './module.ts';
import { logRequests } from './request-log.ts';
import { route } from './route.ts';
import { testDatabase } from './test/test-database.ts';
import { testOrg } from './test/test-org.ts';

const hello = endpoint({
  method: 'GET',
  path: '/api/v1/things/:id',
  permission: 'public',
  summary: ['', ''],
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional() }),
  reply: z.object({ id: z.string() }),
});
const things: AppModule = {
  name: 'things',
  routes: (app) => route(app, hello, async (_ctx, { params }) => params),
};

async function aServer({ token, ctx = testOrg() }: { token?: string; ctx?: Ctx } = {}) {
  const metrics = createMetrics({ role: 'api', version: '1', mode: 'demo' });
  const { db } = testDatabase();
  metrics.watchDatabase(testDatabase(), createClock(db, { movable: false }));
  const app = await buildHttp({
    modules: [things],
    authenticate: async (request) => ({ ...ctx, requestId: request.id, trail: { recorded: 0 } }),
    before(app) {
      metrics.watchHttp(app);
      logRequests(app);
    },
    more: (app) => serveMetrics(app, metrics, token),
  });
  return { app, metrics };
}

test('requests are counted by route and status, never by address', async () => {
  const { app, metrics } = await aServer();
  await app.inject('/api/v1/things/42?q=13812345678');
  await app.inject('/nowhere/at/all');
  metrics.job('things.send', 'done', 0.2);
  metrics.tick(7, 0.01);

  const { body } = await app.inject('/metrics');
  expect(body).toContain(
    'yuhang_http_request_duration_seconds_count{method="GET",route="/api/v1/things/:id",status="200"} 1',
  );
  expect(body).toContain('route="none",status="404"} 1');
  expect(body).toContain('yuhang_job_duration_seconds_count{job="things.send",outcome="done"} 1');
  expect(body).toContain('yuhang_ticker_rows_total 7');
  expect(body).toMatch(/yuhang_queue_jobs\{state="waiting"\} \d/);
  expect(body).toMatch(/yuhang_db_connections\{state="idle"\} \d/);
  expect(body).toContain('process_resident_memory_bytes');
  expect(body).not.toContain('13812345678');
});

test('metrics are for this machine: not for a proxy’s callers, nor for other machines', async () => {
  const { app } = await aServer();
  const ask = async (headers: Record<string, string>, remoteAddress?: string) =>
    (await app.inject({ url: '/metrics', headers, remoteAddress })).statusCode;
  expect(await ask({})).toBe(200);
  expect(await ask({ 'x-forwarded-for': '203.0.113.9' })).toBe(404);
  expect(await ask({}, '10.0.0.8')).toBe(404);
});

test('with a token, metrics are for whoever bears it', async () => {
  const { app } = await aServer({ token: 'a-token-of-some-length' });
  const ask = async (authorization?: string) =>
    (
      await app.inject({
        url: '/metrics',
        headers: authorization ? { authorization } : {},
        remoteAddress: '10.0.0.8',
      })
    ).statusCode;
  expect(await ask('Bearer a-token-of-some-length')).toBe(200);
  expect(await ask('Bearer another-token-entirely')).toBe(404);
  expect(await ask()).toBe(404);
});

test('a request leaves one line with its id and route, without address, query or network address (CR-037)', async () => {
  const lines: object[] = [];
  const ctx = testOrg();
  const log = { ...ctx.log, info: (line: object) => lines.push(line) } as unknown as Ctx['log'];
  const { app } = await aServer({ ctx: { ...ctx, log } });
  await app.inject({
    url: '/api/v1/things/13812345678?q=13812345678',
    headers: { 'x-request-id': 'from-the-bank-1' },
  });
  expect(lines).toEqual([
    {
      method: 'GET',
      route: '/api/v1/things/:id',
      status: 200,
      ms: expect.any(Number),
      orgId: ctx.orgId,
      actor: ctx.actor.id,
    },
  ]);
});
