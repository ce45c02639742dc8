import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoBankId, seedDemoBank } from '#modules/org/server/index.ts';
import { asSystem, NO_BANK } from '#platform/server/ctx.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { listFollowUsers } from '#protocol/wecom/endpoints/customers.ts';
import { getConnection, getSync, listCorps } from '../../contract.ts';
import { type Conversation, readArchive } from '../archive/read.service.ts';
import { aWecomAdmin, running, wecomSettings } from '../fixtures.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import { aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';
import { connectDemoCorps, foundDemoCorps } from './connect-demo-corps.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

test('the demo bank has two corps in the simulator, connected, tested and called back', async () => {
  const base = running(testOrg());
  await seedDemoBank(asSystem(base, NO_BANK));
  const ctx = { ...base, orgId: (await demoBankId(asSystem(base, NO_BANK)))! };
  const settings = wecomSettings(ctx);
  const { app, headers } = await aWecomAdmin(ctx, settings);
  const productUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const where = { simulatorUrl: simulator.url, productUrl };
  const connect = () => connectDemoCorps(asSystem(ctx, ctx.orgId), settings, where);
  const corpsOf = async () => (await callHttp(app, listCorps, {}, headers)).items;

  expect(await connect()).toHaveLength(2);
  const corps = await corpsOf();
  expect(new Set(corps.map((corp) => corp.name))).toEqual(
    new Set(['江海银行', '江海银行信用卡中心']),
  );
  expect(new Set(corps.map((corp) => corp.unitId)).size, 'each with its own unit').toBe(2);
  for (const { id } of corps) {
    const connection = await callHttp(app, getConnection, { params: { id } }, headers);
    expect(connection.complete, JSON.stringify(connection.steps)).toBe(true);
  }
  const bank = corps.find(({ name }) => name === '江海银行')!;
  const followers = await callWecom(ctx, { corpId: bank.id }, listFollowUsers);
  // Every customer manager of the bank's staff list is a member under the id the bank keeps for them.
  const { follow_user } = (followers as { reply: { follow_user: string[] } }).reply;
  expect(follow_user.length).toBeGreaterThan(100);
  expect(follow_user.every((userid) => /^jh\d{4}$/.test(userid))).toBe(true);

  const { running: sync } = await callHttp(app, getSync, { params: { id: bank.id } }, headers);
  expect(sync, 'a first copy of the corp is under way').toMatchObject({ mode: 'full' });

  const living = await foundDemoCorps(asSystem(ctx, ctx.orgId), simulator.url);
  expect(living!.corpid).toBe(bank.corpid);
  expect(living!.rms.length).toBeGreaterThan(40);
  expect(living!.rms.every(({ userid }) => follow_user.includes(userid))).toBe(true);

  // What a customer writes to a manager who has a seat in the archive is heard, once they agreed.
  const { userid } = living!.rms[1]!;
  const people = Array.from({ length: 8 }, (_, i) => `p-archive-${i}`);
  await simulator.control('POST', `/sim/corps/${bank.corpid}/seed`, {
    people: people.map((person) => ({ person, name: person })),
  });
  await simulator.control('POST', `/sim/corps/${bank.corpid}/acts`, {
    acts: people.flatMap((person) => [
      { do: 'customer.add', person, userid },
      { do: 'customer.say', person, userid, content: { content: '领' } },
    ]),
  });
  const heard: Conversation[] = [];
  await readArchive(asSystem(ctx, ctx.orgId), bank.id, 'test', async (_, said) => {
    heard.push(...said.filter(({ fromCustomer }) => fromCustomer));
  });
  expect(new Set(heard.map(({ text }) => text))).toEqual(new Set(['领']));
  expect(heard.length).toBeGreaterThan(0);

  expect(await connect(), 'nothing is left to do').toEqual([]);
  expect(await corpsOf()).toEqual(corps);
  await app.close();
});
