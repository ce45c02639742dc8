import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyEndpoint } from '#platform/contract/endpoint.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { apiDocument, describeApi, operationOf } from '#platform/server/openapi/document.ts';
import { serveApiPages } from '#platform/server/openapi/serve.ts';
import type { ApiDocument, Operation, Schema } from '#platform/server/openapi/shape.ts';
import { productModules } from '../modules.ts';
import { apiDescription } from './api-description.ts';
import { testInstallation } from './test-installation.ts';

let app: FastifyInstance;
let document: ApiDocument;
const routes: string[] = [];

beforeAll(async () => {
  const installation = testInstallation();
  app = await buildHttp({
    modules: productModules(installation),
    authenticate: async (request) => ({
      ...installation.ctxFor(NO_BANK, request.id),
      actor: { kind: 'customer', id: 'nobody', name: '', permissions: new Map() },
    }),
    async before(app) {
      await describeApi(app, apiDescription);
      app.addHook('onRoute', ({ method, url }) => {
        if (method !== 'HEAD' && method !== 'OPTIONS') routes.push(`${method} ${url}`);
      });
    },
    more: (app) => serveApiPages(app, { open: true }),
  });
  await app.ready();
  document = apiDocument(app);
});
afterAll(() => app.close());

const each = (check: (endpoint: AnyEndpoint, operation: Operation) => void) => {
  expect(app.endpoints.length).toBeGreaterThan(5);
  for (const endpoint of app.endpoints) {
    const operation = operationOf(document, endpoint);
    expect(operation, `${endpoint.method} ${endpoint.path}`).toBeDefined();
    check(endpoint, operation!);
  }
};

test('every route below /api/v1 is an endpoint with a contract, and none is served twice', () => {
  const served = routes.filter((route) => route.includes(' /api/v1/'));
  const contracts = app.endpoints.map(({ method, path }) => `${method} ${path}`);
  expect(served.sort()).toEqual([...new Set(contracts)].sort());
});

test('every endpoint is described: who may call, what it takes, what it answers, what may go wrong', () => {
  each((endpoint, operation) => {
    const name = `${endpoint.method} ${endpoint.path}`;
    expect(operation.summary, name).toBe(endpoint.summary[0]);
    expect(operation['x-summary-en'], name).toBe(endpoint.summary[1]);
    expect(operation['x-permission'], name).toBe(endpoint.permission);
    expect(operation.security, name).toHaveLength(endpoint.permission === 'public' ? 0 : 1);

    const inPath = operation.parameters?.filter((p) => p.in === 'path').map((p) => p.name) ?? [];
    expect(inPath, name).toEqual([...endpoint.path.matchAll(/:(\w+)/g)].map(([, p]) => p));
    const shape = (endpoint.query as { shape?: object }).shape ?? {};
    const inQuery = operation.parameters?.filter((p) => p.in === 'query').map((p) => p.name) ?? [];
    expect(inQuery, name).toEqual(Object.keys(shape));

    const body = Object.values(operation.requestBody?.content ?? {});
    const takes =
      endpoint.upload ||
      Object.keys((endpoint.body as { shape?: object }).shape ?? { any: 1 }).length > 0;
    expect(body.length > 0, `${name} has a body`).toBe(takes);
    for (const { schema } of body) expect(schema, name).toBeDefined();

    const reply = operation.responses['200'];
    expect(Object.values(reply?.content ?? {})[0]?.schema, `${name} has a reply`).toBeDefined();
    expect(Object.keys(operation.responses), name).toEqual(
      expect.arrayContaining(['400', '429', '500', '503']),
    );
    if (endpoint.permission !== 'public')
      expect(Object.keys(operation.responses), name).toEqual(
        expect.arrayContaining(['401', '403']),
      );
  });
});

test('every endpoint has a name of its own and words in both languages', () => {
  const names: string[] = [];
  each((endpoint, operation) => {
    names.push(operation.operationId!);
    const [zh, en] = endpoint.summary;
    expect(zh, endpoint.path).toMatch(/\p{Script=Han}/u);
    expect(en, endpoint.path).toMatch(/^[A-Z]/);
    const title = apiDescription.titles[endpoint.path.split('/')[3]!];
    expect(title, `${endpoint.path}: its module has a title`).toBeDefined();
  });
  expect(new Set(names).size).toBe(names.length);
});

test('every field of the description says what it is, and every reference leads somewhere', () => {
  const nameless: string[] = [];
  const walk = (schema: Schema | undefined, at: string) => {
    if (!schema) return;
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1)!;
      expect(
        document.components.schemas?.[name] ?? document.components.responses?.[name],
        at,
      ).toBeDefined();
      return;
    }
    const { type, properties, items, anyOf, oneOf, allOf, additionalProperties } = schema;
    const known = type ?? schema.enum ?? schema.const ?? anyOf ?? oneOf ?? allOf;
    if (known === undefined && Object.keys(schema).length > 0) nameless.push(at);
    for (const [name, inner] of Object.entries(properties ?? {})) walk(inner, `${at}.${name}`);
    walk(items, `${at}[]`);
    if (typeof additionalProperties === 'object') walk(additionalProperties, `${at}.*`);
    for (const part of [anyOf, oneOf, allOf].flatMap((list) => list ?? [])) walk(part, `${at}|`);
  };
  each(({ method, path }, operation) => {
    for (const { name, schema } of operation.parameters ?? []) {
      expect(schema, `${method} ${path} ${name}`).toBeDefined();
      walk(schema, `${method} ${path} ${name}`);
    }
    for (const part of [operation.requestBody, ...Object.values(operation.responses)]) {
      for (const { schema } of Object.values(part?.content ?? {}))
        walk(schema, `${method} ${path}`);
    }
  });
  expect(nameless).toEqual([]);
});

test('the page shows every endpoint in both languages with a call to copy', async () => {
  for (const lang of ['zh-CN', 'en'] as const) {
    const { body, headers } = await app.inject(`/api/docs?lang=${lang}`);
    expect(headers['content-type']).toContain('text/html');
    each((endpoint, operation) => {
      expect(body).toContain(`id="${operation.operationId}"`);
      expect(body).toContain(
        endpoint.summary[lang === 'en' ? 1 : 0].replace(/&/g, '&#38;').replace(/'/g, '&#39;'),
      );
    });
    expect(body.match(/curl &#39;/g)!.length).toBeGreaterThan(app.endpoints.length);
  }
  const { headers } = await app.inject('/api/docs');
  expect(headers['content-security-policy'], 'the page needs no inline script').toContain(
    "script-src 'self'",
  );
});

test('in production the description is for people who are signed in', async () => {
  const installation = testInstallation({ YUHANG_MODE: 'production' });
  const closed = await buildHttp({
    modules: [],
    authenticate: async () => ({
      ...installation.ctxFor(NO_BANK),
      actor: { kind: 'customer', id: 'nobody', name: '', permissions: new Map() },
    }),
    before: (app) => describeApi(app, apiDescription),
    more: (app) => serveApiPages(app, { open: false }),
  });
  expect((await closed.inject('/api/openapi.json')).statusCode).toBe(401);
  expect((await closed.inject('/api/docs')).statusCode).toBe(401);
});
