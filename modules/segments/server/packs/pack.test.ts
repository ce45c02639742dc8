import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listAttributes } from '#modules/customers/contract.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/pack.ts';
import { aDesk } from '../fixtures.ts';
import { bringPacks, shippedPacks } from './pack.service.ts';

const FOUR = ['credit_card', 'payroll', 'social_security', 'branch_neighbourhood'];

test('R-002 a fresh bank has exactly four packs, and each shows channels, calendar, benefits, content and SOP', async () => {
  const { http, operator } = await aDesk();
  const { items } = await callHttp(http, api.listPacks, {}, operator.headers);
  expect(items.map(({ key }) => key)).toEqual(FOUR);
  for (const key of FOUR) {
    const { content, templates, research } = await callHttp(
      http,
      api.getPack,
      { params: { key } },
      operator.headers,
    );
    const { channels, calendar, benefits, audiences, kpis, scenes } = content;
    for (const part of [channels, calendar, benefits, audiences, kpis, scenes])
      expect(part.length, key).toBeGreaterThan(0);
    expect(content.content.stages.map(({ stage }) => stage)).toHaveLength(5);
    expect(templates.map(({ key }) => key)).toContain(content.sop);
    expect(research.map(({ key }) => key)).toEqual(['financial', 'non_financial', 'operation']);
  }
  // They differ in how they are run.
  expect(new Set(items.map(({ content }) => content.mode_formula[0])).size).toBe(4);
});

test('R-002 a folder with a file adds a fifth group: nothing else is needed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'packs-'));
  try {
    await cp(fileURLToPath(new URL('../../../../packs', import.meta.url)), root, {
      recursive: true,
    });
    const [card] = shippedPacks().filter(({ key }) => key === 'credit_card');
    await mkdir(join(root, 'campus'));
    const campus = { ...card, key: 'campus', order: 5, name: ['高校客群', 'Campus'] };
    await writeFile(join(root, 'campus', 'pack.json'), JSON.stringify(campus));
    const { http, operator, begin } = await aDesk(root);
    const { items } = await callHttp(http, api.listPacks, {}, operator.headers);
    expect(items.map(({ key }) => key)).toEqual([...FOUR, 'campus']);
    const setup = await begin('campus', '高校试点');
    expect(setup).toMatchObject({ packName: ['高校客群', 'Campus'], state: 'draft' });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('R-065 the credit card is recommended as the first pilot, with the reason', async () => {
  const { http, operator } = await aDesk();
  const { items } = await callHttp(http, api.listPacks, {}, operator.headers);
  const recommended = items.filter(({ content }) => content.recommended_first);
  expect(recommended.map(({ key }) => key)).toEqual(['credit_card']);
  expect(recommended[0]!.content.recommended_first![0]).toMatch(/各年龄和职业/);
});

test('a pack goes out as a file and comes back as a new version; what the bank changed stays the bank’s', async () => {
  const { ctx, http, operator } = await aDesk();
  const { content } = await callHttp(
    http,
    api.getPack,
    { params: { key: 'payroll' } },
    operator.headers,
  );
  const changed = { ...content, name: ['代发客群（本行）', 'Payroll, ours'] as [string, string] };
  const body = JSON.parse(JSON.stringify({ content: changed }));
  const imported = await callHttp(http, api.importPack, { body }, operator.headers);
  expect(imported).toMatchObject({ key: 'payroll', version: 2, from: 'bank' });
  await inTx(ctx, (ctx) => bringPacks(ctx, shippedPacks()));
  const after = await callHttp(http, api.getPack, { params: { key: 'payroll' } }, operator.headers);
  expect(after.content.name[0]).toBe('代发客群（本行）');
  expect(after.versions.map(({ version, from }) => [version, from])).toEqual([
    [2, 'bank'],
    [1, 'product'],
  ]);
});

test('a file that names what does not exist is refused by name', async () => {
  const { http, operator } = await aDesk();
  const [card] = shippedPacks().filter(({ key }) => key === 'credit_card');
  const refused = (change: object) =>
    callHttp(
      http,
      api.importPack,
      { body: { content: { ...card!, key: 'other', ...change } as never } },
      operator.headers,
    );
  await expect(refused({ sequence: 'no-such-sequence' })).rejects.toMatchObject({
    code: 'segments.packUnfit',
    details: { fields: ['template no-such-sequence'] },
  });
  await expect(
    refused({ research: { ...card!.research, required: ['financial/身高'] } }),
  ).rejects.toMatchObject({ details: { fields: ['research.required financial/身高'] } });
  await expect(refused({ channels: [] })).rejects.toMatchObject({ status: 400 });
});

test('the payroll pack knows employer and payday, follows AIDA+3W, and brings what its customers need', async () => {
  const { http, operator } = await aDesk();
  const [pack] = shippedPacks().filter(({ key }) => key === 'payroll');
  expect(pack!.sequence).toBe('aida-3w-12day');
  expect(JSON.stringify(pack!.audiences)).toMatch(
    /"attribute":"payday"[\s\S]*"attribute":"employer"/,
  );
  const { items } = await callHttp(
    http,
    listAttributes,
    { query: { state: 'active' } },
    operator.headers,
  );
  expect(items.map(({ code }) => code)).toEqual(expect.arrayContaining(['age_years', 'job_group']));
});
