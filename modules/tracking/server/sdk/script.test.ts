import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { buildPageScript } from '#apps/start/console-build.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { scriptPath } from '../../contract/collect.ts';
import { collectHttp } from '../fixtures.ts';
import { pageScript } from './script.ts';

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  await buildPageScript(root, AbortSignal.timeout(170_000));
}, 180_000);

test('the script for pages is at most 4 kB, compressed either way, and stands alone', () => {
  const { text } = pageScript()!;
  expect(gzipSync(text).length).toBeLessThanOrEqual(4_096);
  expect(brotliCompressSync(text).length).toBeLessThanOrEqual(4_096);
  expect(text).not.toMatch(/\bimport\b|\brequire\(/);
});

test('its address stays for an hour, and for a year with the version in it', async () => {
  const app = await collectHttp(testOrg());
  const lasting = await app.inject({ url: scriptPath });
  expect(lasting.headers).toMatchObject({
    'cache-control': expect.stringContaining('max-age=3600'),
    'cross-origin-resource-policy': 'cross-origin',
  });
  const { version } = pageScript()!;
  const versioned = await app.inject({ url: scriptPath.replace('.js', `-${version}.js`) });
  expect(versioned.headers['cache-control']).toContain('immutable');
  expect(versioned.body).toBe(lasting.body);
  expect((await app.inject({ url: scriptPath.replace('.js', '-old.js') })).statusCode).toBe(404);
});
