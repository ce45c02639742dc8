// What the product's door costs: sign-in, schemas, audit, against Fastify without any of them. The
// load comes from a thread of its own; server and PostgreSQL share the machine with it.
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import Fastify from 'fastify';
import { z } from 'zod';
import { staffAuthenticator } from '#modules/org/server/index.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { inTx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { route } from '#platform/server/route.ts';
import { withBank } from './bank.ts';
import { figure, note } from './figure.ts';

const SECONDS = 5;

const Thing = z.object({ name: z.string().trim().min(1).max(60), n: z.int().min(0) });
const paths = { get: '/api/v1/bench/things', post: '/api/v1/bench/things' } as const;
const readThing = endpoint({
  method: 'GET',
  path: paths.get,
  permission: 'org.unit.read',
  summary: ['读', 'Read'],
  query: z.object({ page: z.coerce.number().int().min(1).default(1) }),
  reply: Thing,
});
const writeThing = endpoint({
  method: 'POST',
  path: paths.post,
  permission: 'org.unit.read',
  summary: ['写', 'Write'],
  body: Thing,
  reply: Thing,
});

await withBank(async (bank) => {
  const { headers } = await bank.person(['org.unit.read']);
  const ours = await buildHttp({
    authenticate: staffAuthenticator(bank.ctx),
    requestsPerMinute: 1_000_000_000,
    modules: [
      {
        name: 'bench',
        routes(app) {
          route(app, readThing, async (_, { query }) => ({ name: 'thing', n: query.page }));
          route(app, writeThing, (ctx, { body }) =>
            inTx(ctx, async (ctx) => {
              audit(ctx, {
                action: 'bench.written',
                subject: { kind: 'thing', id: '1' },
                after: body,
              });
              return body;
            }),
          );
        },
      },
    ],
  });
  const bare = Fastify();
  bare.get(paths.get, async () => ({ name: 'thing', n: 1 }));
  bare.post(paths.post, async (request) => request.body);
  // The least that an audited change can cost: one small row in one transaction.
  await bank.database.pool.query('create table bench_row (id int, body jsonb)');
  bare.post('/insert', async (request) => {
    await bank.database.pool.query('insert into bench_row values (1, $1)', [
      JSON.stringify(request.body),
    ]);
    return request.body;
  });

  await ours.listen({ host: '127.0.0.1', port: 0 });
  await bare.listen({ host: '127.0.0.1', port: 0 });
  const at = (app: { server: { address(): unknown } }) =>
    `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const body = JSON.stringify({ name: 'thing', n: 7 });
  const post = { method: 'POST' as const, body, headers: { 'content-type': 'application/json' } };
  const signed = { ...headers, 'x-yuhang-csrf': '1', 'content-type': 'application/json' };

  const bareGet = await load('bare GET', { url: at(bare) + paths.get });
  const ourGet = await load('authenticated, validated GET', {
    url: `${at(ours)}${paths.get}?page=3`,
    headers,
  });
  const barePost = await load('bare POST', { url: at(bare) + paths.post, ...post });
  const bareInsert = await load('bare POST with one INSERT', {
    url: `${at(bare)}/insert`,
    ...post,
  });
  const ourPost = await load('authenticated, validated, audited POST', {
    url: at(ours) + paths.post,
    ...post,
    headers: signed,
  });
  figure('http.get', ourGet, 'requests/s', bareGet);
  figure('http.audited-post', ourPost, 'requests/s', barePost);
  figure('http.audited-post-against-insert', ourPost, 'requests/s', bareInsert);
  await ours.close();
  await bare.close();
});

async function load(name: string, options: autocannon.Options): Promise<number> {
  const run = (duration: number) =>
    autocannon({ connections: 20, duration, workers: 1, ...options });
  await run(1);
  const result = await run(SECONDS);
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${name}: ${result.non2xx} refused, ${result.errors} failed`);
  note(`${name}: ${Math.round(result.requests.average)} requests/s, p99 ${result.latency.p99} ms`);
  return result.requests.average;
}
