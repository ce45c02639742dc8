import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { asSystem } from '#platform/server/ctx.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { listDepartmentIds } from '#protocol/wecom/endpoints/contacts.ts';
import { setSecret } from '../corps/app.service.ts';
import { aCorp, running, wecomSettings } from '../fixtures.ts';
import { otherProcess } from '../test/other-process.ts';
import { aStub, tokenDesk } from '../test/wecom-stub.ts';
import { createGateway } from './gateway.ts';

const ok = { department_id: [] };

test('fifty callers in two processes need a token at once: one is fetched', async () => {
  const ctx = running(testOrg());
  const desk = tokenDesk();
  const stub = await aStub(async (call) => {
    if (call.path === '/cgi-bin/gettoken') await pause(150);
    return desk.answer(call) ?? ok;
  });
  const other = otherProcess(ctx);
  const { corp } = await aCorp(ctx, stub.url);
  const [here, there] = [createGateway(), createGateway()];
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      i % 2
        ? here.call(ctx, { corpId: corp.id }, listDepartmentIds)
        : there.call(other.ctx, { corpId: corp.id }, listDepartmentIds),
    ),
  );
  expect(results.every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect(desk.issued()).toBe(1);
  expect(stub.to('/cgi-bin/department/simplelist')).toHaveLength(50);
  await other.close();
  await stub.close();
});

test('a token that WeCom voids early is replaced once, however many notice', async () => {
  const ctx = running(testOrg());
  const desk = tokenDesk();
  const stub = await aStub((call) => desk.answer(call) ?? ok);
  const other = otherProcess(ctx);
  const { corp } = await aCorp(ctx, stub.url);
  const gateways = [
    { gateway: createGateway(), ctx },
    { gateway: createGateway(), ctx: other.ctx },
  ];
  const everybody = () =>
    Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const { gateway, ctx } = gateways[i % 2]!;
        return gateway.call(ctx, { corpId: corp.id }, listDepartmentIds);
      }),
    );
  await everybody();
  desk.voidToken();
  const results = await everybody();
  expect(results.map(({ outcome }) => outcome)).toEqual(Array(40).fill('ok'));
  expect(desk.issued()).toBe(2);
  await other.close();
  await stub.close();
});

test('a token is renewed before it ends, and what is left of a short one is used up', async () => {
  let now = Date.now();
  const ctx = { ...testOrg(), realNow: () => new Date(now) };
  const desk = tokenDesk();
  const stub = await aStub((call) => desk.answer(call) ?? ok);
  const { corp } = await aCorp(ctx, stub.url);
  const gateway = createGateway();
  const call = () => gateway.call(ctx, { corpId: corp.id }, listDepartmentIds);
  await call();
  now += 6_900_000;
  await call();
  expect(desk.issued()).toBe(1);
  now += 200_000;
  await call();
  expect(desk.issued()).toBe(2);
  await stub.close();
});

test('a wrong secret is asked for once, not by everybody, and its replacement works at once', async () => {
  const ctx = running(testOrg());
  let asked = 0;
  const stub = await aStub(({ path, query }) => {
    if (path !== '/cgi-bin/gettoken') return ok;
    asked += 1;
    return query.corpsecret === 'the-right-secret'
      ? { errcode: 0, access_token: 't', expires_in: 7200 }
      : { errcode: 40001, errmsg: 'invalid credential' };
  });
  const { corp, apps } = await aCorp(ctx, stub.url);
  const gateway = createGateway();
  const call = () => gateway.call(ctx, { corpId: corp.id }, listDepartmentIds);
  const results = await Promise.all(Array.from({ length: 20 }, call));
  expect(results[0]).toMatchObject({ outcome: 'refused', code: 40001 });
  expect(new Set(results.map((r) => JSON.stringify(r))).size).toBe(1);
  expect(asked).toBe(1);
  const change = { secret: 'the-right-secret', version: 1 };
  await setSecret(asSystem(ctx, ctx.orgId), wecomSettings(ctx), corp.id, apps[0]!.id, change);
  expect(await call()).toMatchObject({ outcome: 'ok' });
  expect(asked).toBe(2);
  await stub.close();
});

test('the token lies encrypted, and neither it nor the secret is in the call log', async () => {
  const ctx = running(testOrg());
  const desk = tokenDesk();
  const stub = await aStub((call) => desk.answer(call) ?? ok);
  const { corp } = await aCorp(ctx, stub.url);
  await createGateway().call(ctx, { corpId: corp.id }, listDepartmentIds);
  const token = await ctx.db
    .selectFrom('wecom.token')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  expect(token.token).not.toContain('token-1');
  expect(await ctx.vault.decrypt('wecom.token', token.token!)).toBe('token-1');
  const calls = await ctx.db
    .selectFrom('wecom.call')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .orderBy('at')
    .execute();
  expect(calls.map((c) => [c.endpoint, c.outcome])).toEqual([
    ['token.get', 'ok'],
    ['department.list-ids', 'ok'],
  ]);
  expect(JSON.stringify(calls)).not.toMatch(/token-1|secret/);
  await stub.close();
});
