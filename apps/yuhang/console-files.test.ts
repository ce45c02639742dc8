import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildHttp } from '#platform/server/http.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { consoleFiles } from './console-files.ts';

async function aConsole({ built = true } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'console-'));
  if (built) {
    await mkdir(join(root, 'assets'));
    await writeFile(join(root, 'index.html'), '<title>域行</title>');
    await writeFile(join(root, 'assets', 'main-3f2a.js'), 'export {}');
  }
  const ctx = testOrg();
  const app = await buildHttp({
    modules: [],
    authenticate: async (request) => ({ ...ctx, requestId: request.id }),
    more: (app) => consoleFiles(app, root),
  });
  return (url: string, accept = 'text/html') => app.inject({ url, headers: { accept } });
}

test('every address of the console opens its page, which is asked for each time', async () => {
  const get = await aConsole();
  for (const url of ['/', '/org/units/1?tab=staff', '/design']) {
    const { statusCode, body, headers } = await get(url);
    expect({ url, statusCode, body }).toEqual({
      url,
      statusCode: 200,
      body: '<title>域行</title>',
    });
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  }
});

test('what carries a hash in its name is kept for good', async () => {
  const get = await aConsole();
  const { headers } = await get('/assets/main-3f2a.js');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('an asset of an older version, an unknown endpoint and other requests are not answered with the page', async () => {
  const get = await aConsole();
  for (const [url, accept] of [
    ['/assets/main-0000.js', '*/*'],
    ['/assets/main-0000.js', 'text/html'],
    ['/api/v1/nowhere', 'text/html'],
    ['/somewhere', 'application/json'],
  ] as const) {
    const { statusCode, json } = await get(url, accept);
    expect(statusCode, url).toBe(404);
    expect(json().error.code).toBe('platform.notFound');
  }
});

test('before the screens are built the API answers all the same', async () => {
  const get = await aConsole({ built: false });
  expect((await get('/')).statusCode).toBe(404);
});
