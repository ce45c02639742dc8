import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productModules } from '#apps/modules.ts';
import { type Installation, openInstallation } from '#apps/yuhang/installation.ts';
import { listDataAssets } from '#modules/customers/contract.ts';
import { orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { readConfig } from '#platform/server/config.ts';
import type { AppModule } from '#platform/server/module.ts';
import {
  provideTestDatabase,
  testDatabaseUrl,
  testMasterKey,
} from '#platform/server/test/test-database.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';

provideTestDatabase();
const { tables } = createRequire(import.meta.url)('../architecture.cjs') as {
  tables: Record<string, string>;
};

let installation: Installation;
let modules: AppModule[];
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yuhang-data-sets-'));
  writeFileSync(join(folder, 'master.key'), testMasterKey.toString('base64'));
  installation = await openInstallation(
    readConfig({
      DATABASE_URL: testDatabaseUrl(),
      YUHANG_DATA: folder,
      YUHANG_MASTER_KEY_FILE: join(folder, 'master.key'),
      YUHANG_MODE: 'demo',
      YUHANG_LOG_LEVEL: 'silent',
    }),
  );
  modules = productModules(installation);
});
afterAll(async () => {
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('every table with rows of customers belongs to one data set that knows what an erasure does', () => {
  const sets = modules.flatMap((module) => module.dataSets ?? []);
  const wrong = Object.entries(tables).flatMap(([table, kind]) => {
    if (kind !== 'distributed') return [];
    const own = sets.filter((set) => set.tables.includes(table));
    if (own.length !== 1) return [`${table}: in ${own.length} data sets`];
    return own[0]!.erase ? [] : [`${table}: ${own[0]!.name} cannot erase`];
  });
  expect(wrong).toEqual([]);
  const names = sets.map((set) => set.name);
  expect(names.length).toBe(new Set(names).size);
});

test('R-039 the inventory lists each data set with class, owner, retention and consumers', async () => {
  const org = testOrg();
  const app = await orgHttp(org, modules);
  const { headers } = await signedIn(org, ['customers.asset.read']);
  const { items } = await callHttp(app, listDataAssets, {}, headers);
  const declared = modules.flatMap((module) => module.dataSets ?? []);
  expect(items.map((item) => item.name)).toEqual(declared.map((set) => set.name));
  for (const module of ['org', 'outreach', 'wecom', 'tracking', 'customers', 'audiences'])
    expect(items.map((item) => item.module)).toContain(module);
  for (const item of items) {
    expect(['C2', 'C1', 'none'], item.name).toContain(item.dataClass);
    for (const phrase of [item.title, item.owner, item.retention, ...item.consumers])
      for (const text of phrase) expect(text.length, item.name).toBeGreaterThan(1);
    expect(item.retention, `${item.name} names a rule that there is`).not.toEqual([
      '未设定',
      'Not set',
    ]);
    expect(item.consumers.length, item.name).toBeGreaterThan(0);
    expect(item.tables.length, item.name).toBeGreaterThan(0);
  }
  const consents = items.find((item) => item.name === 'customers.consent-steps');
  expect(consents).toMatchObject({ retention: ['1096 天', '1096 days'], onErasure: 'kept' });
});
