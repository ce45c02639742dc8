import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract/attribute.ts';
import { giveConsents } from '../consents/consent.service.ts';
import { anApprovedText } from '../consents/fixtures.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { knownModules } from '../own/fixtures.ts';
import { replaces } from './content.ts';
import { type AttributeInput, attributesOf, setAttributes } from './value.service.ts';

const everything = allow(
  'customers.customer.read',
  'customers.unit.read',
  'customers.attribute.read',
  'customers.attribute.manage',
  'customers.attribute.set',
);
const bank = () => {
  const org = testOrg(everything);
  return { org, call: async () => testHttp(org, knownModules(org)) };
};
const set = (org: TestOrg, ...inputs: AttributeInput[]) =>
  inTx(org, (ctx) => setAttributes(ctx, inputs));
const held = async (org: TestOrg, id: number, code: string) =>
  (await attributesOf(org, [id], { codes: [code], purpose: 'service' })).get(id)?.get(code)?.value;

test('a better source wins, its own word is renewed, and what is stale gives way', async () => {
  const { org } = bank();
  const customerId = await aCustomer(org);
  const at = (day: string) => new Date(`2026-${day}T00:00:00Z`);
  const hobby = (value: string, source: AttributeInput['source'], day: string) =>
    set(org, { customerId, code: 'hobbies', value: [value], source, at: at(day) });

  await hobby('games', 'behaviour', '02-01');
  await hobby('sports', 'questionnaire', '01-15');
  expect(await held(org, customerId, 'hobbies')).toEqual(['sports']);
  await hobby('film', 'behaviour', '02-20');
  expect(await held(org, customerId, 'hobbies')).toEqual(['sports']);
  await hobby('travel', 'questionnaire', '01-01');
  expect(await held(org, customerId, 'hobbies')).toEqual(['sports']);
  await hobby('travel', 'questionnaire', '01-20');
  expect(await held(org, customerId, 'hobbies')).toEqual(['travel']);

  org.advance(400 * 24 * 60);
  await set(org, {
    customerId,
    code: 'hobbies',
    value: ['food'],
    source: 'behaviour',
    at: org.now(),
  });
  expect(await held(org, customerId, 'hobbies')).toEqual(['food']);
});

test('the rule in memory and the rule in the database agree', async () => {
  const { org } = bank();
  const moments = [0, 300, 500].map((days) => new Date(Date.UTC(2025, 0, 1 + days)));
  const sources = ['bank_data', 'manual', 'behaviour'] as const;
  const claims = sources.flatMap((source, s) =>
    moments.map((at) => ({ source, at, rank: [1, 4, 7][s]! })),
  );
  const pairs = claims.flatMap((held) => claims.map((next) => ({ held, next })));
  const ids = await someCustomers(
    org,
    pairs.map(() => ({})),
  );
  const stale = new Date(org.now().getTime() - 366 * 86_400_000);
  const row = (i: number, claim: (typeof claims)[number], value: string) => ({
    customerId: ids[i]!,
    code: 'hobbies',
    value: [value],
    source: claim.source,
    at: claim.at,
  });
  await set(org, ...pairs.map(({ held }, i) => row(i, held, 'games')));
  await set(org, ...pairs.map(({ next }, i) => row(i, next, 'film')));
  const stored = await attributesOf(org, ids, { codes: ['hobbies'], purpose: 'service' });
  for (const [i, { held, next }] of pairs.entries())
    expect([i, stored.get(ids[i]!)?.get('hobbies')?.value]).toEqual([
      i,
      [replaces(next, held, stale) ? 'film' : 'games'],
    ]);
});

test('R-057 the portrait of a set has three blocks, each value with its coverage and source', async () => {
  const { org, call } = bank();
  const ids = await someCustomers(
    org,
    Array.from({ length: 20 }, () => ({})),
  );
  const at = org.now();
  await set(
    org,
    ...ids.slice(0, 15).map((customerId, i) => ({
      customerId,
      code: 'gender',
      value: i % 3 === 0 ? 'male' : 'female',
      source: i < 10 ? ('bank_data' as const) : ('manual' as const),
      at,
    })),
    ...ids.slice(0, 6).map((customerId) => ({
      customerId,
      code: 'social_apps',
      value: ['wechat', 'douyin'],
      source: 'questionnaire' as const,
      at,
    })),
    ...ids.slice(0, 8).map((customerId) => ({
      customerId,
      code: 'aum',
      value: 80_000_00,
      source: 'bank_data' as const,
      at,
    })),
  );
  const app = await call();
  const { customers, blocks } = await callHttp(app, api.getSetPortrait);
  expect([customers, blocks.map((b) => b.block)]).toEqual([20, ['basic', 'interest', 'payment']]);
  const of = (code: string) => blocks.flatMap((b) => b.attributes).find((a) => a.code === code)!;
  expect(of('gender')).toMatchObject({
    known: 15,
    percent: 75,
    sources: [
      { source: 'bank_data', count: 10 },
      { source: 'manual', count: 5 },
    ],
    spread: [
      { label: '女', count: 10 },
      { label: '男', count: 5 },
    ],
  });
  expect(of('social_apps')).toMatchObject({ percent: 30, sources: [{ source: 'questionnaire' }] });
  expect(of('aum')).toMatchObject({ percent: 40, spread: [{ label: '5–10 万元', count: 8 }] });

  const one = await callHttp(app, api.getPortrait, { params: { id: ids[0]! } });
  const values = one.blocks.flatMap((b) => b.values);
  expect(one.blocks.map((b) => b.block)).toEqual(['basic', 'interest', 'payment']);
  expect(values.find((v) => v.code === 'gender')).toMatchObject({
    shown: '男',
    source: 'bank_data',
    at: at.toISOString(),
  });
});

test('CR-004 an attribute is refused by name for a purpose it is not registered for', async () => {
  const { org } = bank();
  const id = await aCustomer(org);
  await set(org, { customerId: id, code: 'loans', value: 100, source: 'bank_data', at: org.now() });
  await expect(
    attributesOf(org, [id], { codes: ['aum', 'loans'], purpose: 'marketing' }),
  ).rejects.toMatchObject({
    code: 'customers.attributePurpose',
    details: { purpose: 'marketing', attributes: [{ code: 'loans' }] },
  });
  const all = await attributesOf(org, [id], { purpose: 'marketing' });
  expect(all.get(id)?.has('loans') ?? false).toBe(false);
  expect(await held(org, id, 'loans')).toBe(100);
});

test('CR-009 a sensitive attribute is stored only for who agreed to that by itself', async () => {
  const { org, call } = bank();
  const [yes = 0, no = 0] = await someCustomers(org, [{}, {}]);
  const app = await call();
  await callHttp(app, api.addAttribute, {
    body: {
      code: 'allergy',
      name: ['过敏史', 'Allergies'],
      type: 'text',
      block: 'basic',
      purposes: ['service'],
      dataClass: 'C2',
      sensitive: true,
    },
  });
  await anApprovedText(org, 'sensitive');
  await inTx(org, (ctx) =>
    giveConsents(ctx, [
      {
        customerId: yes,
        purpose: 'sensitive',
        channel: 'any',
        evidence: { kind: 'paper', id: 'P-1' },
        at: org.now(),
      },
    ]),
  );
  const input = (customerId: number): AttributeInput => ({
    customerId,
    code: 'allergy',
    value: '花粉',
    source: 'customer',
    at: org.now(),
  });
  const { refused } = await set(org, input(yes), input(no));
  expect(refused).toEqual([{ index: 1, code: 'allergy', why: 'consent' }]);
  expect(await held(org, yes, 'allergy')).toBe('花粉');
  expect(await held(org, no, 'allergy')).toBeUndefined();
});

test('CR-032 CR-033 every attribute has a class, and what authenticates a customer has no place', async () => {
  const { org, call } = bank();
  const app = await call();
  const draft = {
    code: 'card_note',
    name: ['卡片备注', 'Card note'] as [string, string],
    type: 'text' as const,
    block: 'basic' as const,
    purposes: ['service' as const],
  };
  await expect(callHttp(app, api.addAttribute, { body: draft as never })).rejects.toMatchObject({
    code: 'platform.invalid',
  });
  await expect(
    callHttp(app, api.addAttribute, { body: { ...draft, dataClass: 'C3' as never } }),
  ).rejects.toMatchObject({ code: 'platform.invalid' });
  for (const [code, name] of [
    ['cvv2', '安全码'],
    ['note', '取款密码'],
  ] as const)
    await expect(
      callHttp(app, api.addAttribute, {
        body: { ...draft, code, name: [name, name], dataClass: 'C2' },
      }),
    ).rejects.toMatchObject({ code: 'customers.authenticationData' });

  await callHttp(app, api.addAttribute, { body: { ...draft, dataClass: 'C2' } });
  const id = await aCustomer(org);
  await expect(
    callHttp(app, api.setCustomerAttribute, {
      params: { id, code: 'card_note' },
      body: { value: '卡号尾号 1234，CVV 123' },
    }),
  ).rejects.toMatchObject({ code: 'customers.authenticationData', details: { found: 'CVV' } });
  expect(await held(org, id, 'card_note')).toBeUndefined();
});

test('CR-036 CR-037 text of class C2 lies encrypted and is shown masked, amounts as a range', async () => {
  const { org, call } = bank();
  const id = await aCustomer(org);
  const at = org.now();
  await set(
    org,
    { customerId: id, code: 'employer', value: '江海造船厂', source: 'manual', at },
    {
      customerId: id,
      code: 'residence',
      value: '上海市浦东新区世纪大道 1 号',
      source: 'manual',
      at,
    },
    { customerId: id, code: 'salary', value: 12_345_00, source: 'bank_data', at },
    { customerId: id, code: 'birth_date', value: '1963-05-06', source: 'bank_data', at },
  );
  const { rows } = await sql<{ text: string | null; sealed: string | null }>`
    select text, sealed from customers.attribute_value
     where customer_id = ${id} and (text is not null or sealed is not null)`.execute(org.db);
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row.text).toBeNull();
    expect(row.sealed).toMatch(/^v1\./);
    expect(row.sealed).not.toContain('江海');
  }
  const app = await call();
  const { blocks } = await callHttp(app, api.getPortrait, { params: { id } });
  const shown = Object.fromEntries(
    blocks.flatMap((b) => b.values).map((v) => [v.code, [v.shown, v.value]]),
  );
  expect(shown).toEqual({
    employer: ['江****', null],
    residence: ['上海市浦东新区***', null],
    salary: ['1–5 万元', null],
    birth_date: ['1960 年代', null],
  });
  expect(JSON.stringify(blocks)).not.toMatch(/12345|世纪大道|造船|1963/);
});

test('an operator adds an attribute and it can be filled at once, without a migration', async () => {
  const { org, call } = bank();
  const id = await aCustomer(org);
  const app = await call();
  const added = await callHttp(app, api.addAttribute, {
    body: {
      code: 'pet',
      name: ['宠物', 'Pet'],
      type: 'choice',
      block: 'interest',
      purposes: ['service', 'marketing'],
      dataClass: 'none',
      choices: [
        { code: 'cat', name: ['猫', 'Cat'] },
        { code: 'dog', name: ['狗', 'Dog'] },
      ],
    },
  });
  const { value } = await callHttp(app, api.setCustomerAttribute, {
    params: { id, code: 'pet' },
    body: { value: 'cat' },
  });
  expect(value).toMatchObject({ shown: '猫', source: 'manual' });
  await expect(
    callHttp(app, api.setCustomerAttribute, {
      params: { id, code: 'pet' },
      body: { value: 'bird' },
    }),
  ).rejects.toMatchObject({ code: 'customers.attributeValue' });
  await callHttp(app, api.changeAttribute, {
    params: { code: 'pet' },
    body: { state: 'retired', version: added.version },
  });
  await expect(
    callHttp(app, api.changeAttribute, {
      params: { code: 'pet' },
      body: { hot: true, version: added.version },
    }),
  ).rejects.toMatchObject({ code: 'customers.attributeChanged' });
  const { refused } = await set(org, {
    customerId: id,
    code: 'pet',
    value: 'dog',
    source: 'manual',
    at: org.now(),
  });
  expect(refused).toMatchObject([{ why: 'unknown' }]);
});

test('the same file again changes nobody', async () => {
  const { org } = bank();
  const ids = await someCustomers(org, [{}, {}, {}]);
  const file = ids.map((customerId) => ({
    customerId,
    code: 'aum',
    value: 5_000_00,
    source: 'bank_data' as const,
    at: org.now(),
  }));
  expect((await set(org, ...file)).changed.toSorted()).toEqual(ids.toSorted());
  expect((await set(org, ...file)).changed).toEqual([]);
});
