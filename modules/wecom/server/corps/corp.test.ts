import { expect, test } from 'vitest';
import { z } from 'zod';
import { aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { ENDPOINTS } from '#protocol/wecom/endpoints.ts';
import * as api from '../../contract.ts';
import { aCorp, aWecomAdmin, wecomSettings } from '../fixtures.ts';

const CORPID = 'ww0123456789abcdef';

test('two corps with several apps each, each with people of its own who see no other', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx);
  const [east, west] = [await aUnit(ctx, { name: '城东分行' }), await aUnit(ctx)];
  const admin = await aWecomAdmin(ctx, settings);
  const inEast = await aWecomAdmin(ctx, settings, [east.id]);
  const { app } = admin;
  const make = (corpid: string, unitId: string) =>
    callHttp(app, api.createCorp, { body: { corpid, name: corpid, unitId } }, admin.headers);
  const one = await make(CORPID, east.id);
  const two = await make('wwfedcba9876543210', west.id);
  for (const { id } of [one, two])
    for (const [kind, agentId] of [
      ['self_built', 1_000_002],
      ['self_built', 1_000_003],
      ['contact_sync', undefined],
    ] as const) {
      const body = { kind, name: kind, agentId, secret: 'a-secret-of-wecom' };
      await callHttp(app, api.addApp, { params: { id }, body }, admin.headers);
    }

  const all = await callHttp(app, api.listCorps, {}, admin.headers);
  expect(all.items.map((corp) => corp.apps.length)).toEqual([3, 3]);
  const seen = await callHttp(app, api.listCorps, {}, inEast.headers);
  expect(seen.items.map((corp) => corp.corpid)).toEqual([CORPID]);
  const foreign = { params: { id: two.id }, body: { name: '改名', version: 1 } };
  await expect(callHttp(app, api.updateCorp, foreign, inEast.headers)).rejects.toMatchObject({
    code: 'wecom.corpNotFound',
  });
  await expect(
    callHttp(
      app,
      api.createCorp,
      { body: { corpid: 'ww1111111111111111', name: '越界', unitId: west.id } },
      inEast.headers,
    ),
  ).rejects.toMatchObject({ code: 'wecom.unitNotFound' });
});

test('R-134 every way to WeCom is an official interface; a personal account cannot be connected', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp } = await aCorp(ctx, 'https://wecom.example', { apps: [] });
  for (const kind of ['personal', 'wechat', 'phone', 'robot']) {
    const body = { kind: kind as 'archive', name: kind, secret: 'a-secret-of-wecom' };
    await expect(
      callHttp(app, api.addApp, { params: { id: corp.id }, body }, headers),
    ).rejects.toMatchObject({ code: 'platform.invalid' });
  }
  expect(ENDPOINTS.length).toBeGreaterThan(100);
  expect(ENDPOINTS.filter(({ path, source }) => !path.startsWith('/cgi-bin/') || !source)).toEqual(
    [],
  );
});

test('R-135 nothing that the product can ask of WeCom makes a customer of somebody who has not acted', () => {
  // What a call can do to the list of a colleague's customers: describe them, or hand them over to a
  // colleague, which each of them may refuse. New ones come by a code, a link or a card alone.
  const OF_CUSTOMERS = /^(customer|transfer)\./;
  const changing = ENDPOINTS.filter(({ effect }) => effect !== 'read');
  expect(
    changing.flatMap(({ name }) => (OF_CUSTOMERS.test(name) ? [name] : [])).toSorted(),
  ).toEqual([
    'customer.remark',
    'transfer.customers',
    'transfer.groups',
    'transfer.leaver-customers',
    'transfer.leaver-groups',
    'transfer.old',
  ]);
  // Nobody is found by a phone number or a WeChat name in order to be added: no call that changes
  // anything takes one.
  const fields = changing.flatMap((endpoint) =>
    namesIn(z.toJSONSchema(endpoint.body, { unrepresentable: 'any', io: 'input' })).map(
      (field) => `${endpoint.name} ${field}`,
    ),
  );
  expect(fields.length).toBeGreaterThan(200);
  expect(fields.filter((field) => /mobile|phone|wechat|weixin|openid|unionid/.test(field))).toEqual(
    [
      // Numbers noted of somebody who is a customer already.
      'customer.remark remark_mobiles',
      // A code for one person, who has to scan it.
      'contact-way.add unionid',
      'contact-way.update unionid',
      // What the data zone hides of an archived text.
      'zone.set-masking hide_mobile',
    ],
  );
});

/** Every field of a schema, however deep. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: Record<string, unknown> };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(namesIn)].filter(
    (name, i, all) => all.indexOf(name) === i,
  );
}

test('a secret is stored encrypted, is never shown, and its change leaves a trace without it', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp, apps } = await aCorp(ctx, 'https://wecom.example');
  const params = { id: corp.id, appId: apps[0]!.id };
  const secret = 'brand-new-secret-of-the-app';
  const shown = await callHttp(
    app,
    api.setAppSecret,
    { params, body: { secret, version: 1 } },
    headers,
  );
  expect(JSON.stringify(shown)).not.toContain(secret);
  const keys = await callHttp(app, api.renewCallbackKeys, { params }, headers);
  expect(keys.encodingAesKey).toMatch(/^[a-zA-Z0-9]{43}$/);
  expect(keys.url).toMatch(/^https:\/\/yuhang\.bank\.example\/wecom\/callback\/[\w-]{32}$/);

  const row = await ctx.db
    .selectFrom('wecom.app')
    .selectAll()
    .where('id', '=', params.appId)
    .executeTakeFirstOrThrow();
  const stored = JSON.stringify(row);
  for (const hidden of [secret, keys.token, keys.encodingAesKey])
    expect(stored).not.toContain(hidden);
  expect(await ctx.vault.decrypt('wecom.app.secret', row.secret)).toBe(secret);

  const trail = await ctx.db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('action', 'like', 'wecom.%')
    .orderBy('seq')
    .execute();
  expect(trail.map((entry) => entry.action)).toEqual([
    'wecom.corp-connected',
    'wecom.app-added',
    'wecom.app-secret-replaced',
    'wecom.callback-keys-renewed',
  ]);
  for (const hidden of [secret, keys.token, keys.encodingAesKey])
    expect(JSON.stringify(trail)).not.toContain(hidden);
});

test('what somebody else changed meanwhile is not overwritten, and doubles are refused', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp } = await aCorp(ctx, 'https://wecom.example', { corpid: CORPID });
  const params = { id: corp.id };
  await callHttp(app, api.updateCorp, { params, body: { name: '一', version: 1 } }, headers);
  await expect(
    callHttp(app, api.updateCorp, { params, body: { name: '二', version: 1 } }, headers),
  ).rejects.toMatchObject({ code: 'wecom.changed' });
  const again = { body: { corpid: CORPID, name: '又一个', unitId: corp.unitId } };
  await expect(callHttp(app, api.createCorp, again, headers)).rejects.toMatchObject({
    code: 'wecom.corpTaken',
  });
  const twin = {
    kind: 'self_built' as const,
    name: '同号',
    secret: '12345678',
    agentId: 1_000_002,
  };
  await expect(callHttp(app, api.addApp, { params, body: twin }, headers)).rejects.toMatchObject({
    code: 'wecom.appTaken',
  });
  await expect(
    callHttp(app, api.addApp, { params, body: { ...twin, agentId: undefined } }, headers),
  ).rejects.toMatchObject({ code: 'wecom.agentIdNeeded' });
});

test('outside demonstrations tokens travel by https alone, and who may only look changes nothing', async () => {
  const ctx = testOrg();
  const settings = wecomSettings(ctx, { mode: 'production' });
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const { corp } = await aCorp(ctx, 'https://wecom.example');
  const change = {
    params: { id: corp.id },
    body: { baseUrl: 'http://wecom.example', version: 1 },
  };
  await expect(callHttp(app, api.updateCorp, change, headers)).rejects.toMatchObject({
    code: 'wecom.addressNotSecure',
  });
  const reader = await signedIn(ctx, ['wecom.corp.read']);
  await expect(callHttp(app, api.updateCorp, change, reader.headers)).rejects.toMatchObject({
    code: 'platform.forbidden',
  });
  expect((await callHttp(app, api.listCorps, {}, reader.headers)).total).toBe(1);
});
