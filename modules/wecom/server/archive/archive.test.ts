import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { setZonePublicKey } from '#protocol/wecom/endpoints/zone.ts';
import * as api from '../../contract.ts';
import { aCorp, aWecomAdmin, running, wecomSettings } from '../fixtures.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import { APP, aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';
import { type Conversation, readArchive } from './read.service.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const acts = (...list: object[]) =>
  simulator.control('POST', `/sim/corps/${simulator.corpid}/acts`, { acts: list });

test('CR-031 only chats of customers who agreed are read, each once, and nothing else reaches anybody', async () => {
  const ctx = running(testOrg());
  const corpPath = `/sim/corps/${simulator.corpid}`;
  await simulator.control('PATCH', corpPath, {
    settings: { archive: { enabled: true, expired: false, edition: 2, staff: ['zhangsan'] } },
  });
  await simulator.control('POST', `${corpPath}/apps`, {
    agentId: 2_000_004,
    secret: 'secret-archive',
    kind: 'archive',
  });
  const { corp } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [
      { kind: 'self_built', ...APP },
      { kind: 'archive', secret: 'secret-archive', agentId: 2_000_004 },
    ],
  });
  const { app, headers } = await aWecomAdmin(ctx, wecomSettings(ctx));
  const params = { id: corp.id };
  await expect(
    callHttp(
      app,
      api.addArchiveKey,
      { params, body: { version: 1, privateKey: 'x'.repeat(200) } },
      headers,
    ),
  ).rejects.toMatchObject({ code: 'wecom.archiveKeyInvalid' });
  await callHttp(
    app,
    api.addArchiveKey,
    { params, body: { version: 1, privateKey: pem } },
    headers,
  );
  await callWecom(ctx, { corpId: corp.id }, setZonePublicKey, {
    body: {
      public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      public_key_ver: 1,
    },
  });
  const say = (person: string, content: string) => ({
    do: 'customer.say',
    person,
    userid: 'zhangsan',
    content: { content },
  });
  await acts(
    { do: 'customer.add', person: 'p0', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.agree', person: 'p0', userid: 'zhangsan' },
    say('p0', '利率多少'),
    say('p1', '不要保留我说的话'),
    { do: 'staff.say', userid: 'zhangsan', person: 'p0', content: { content: '三个点' } },
  );
  const taken: Conversation[] = [];
  const read = () =>
    readArchive(ctx, corp.id, 'test', async (_, said) => {
      taken.push(...said.filter((one) => one.text !== null));
    });
  expect(await read()).toMatchObject({ outcome: 'read' });
  expect(taken.map(({ text, fromCustomer, userid }) => [text, fromCustomer, userid])).toEqual([
    ['利率多少', true, 'zhangsan'],
    ['三个点', false, 'zhangsan'],
  ]);
  expect(await read()).toMatchObject({ outcome: 'read', messages: 0 });

  // What fails in the middle is read again, and what was said meanwhile comes after it.
  await acts(say('p0', '退订'));
  await expect(
    readArchive(ctx, corp.id, 'test', async () => {
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  await read();
  expect(taken.map(({ text }) => text)).toEqual(['利率多少', '三个点', '退订']);
  // Where the corp asks whoever writes first, nobody has to be told to agree.
  await simulator.control('PATCH', corpPath, {
    settings: {
      archive: { enabled: true, expired: false, edition: 2, staff: ['zhangsan'], agreeing: 1 },
    },
  });
  await acts({ do: 'customer.add', person: 'p2', userid: 'zhangsan' }, say('p2', '领'));
  await read();
  expect(taken.at(-1)).toMatchObject({ text: '领', fromCustomer: true });
  await inTx(ctx, async (ctx) => {
    const rows = await ctx.db.selectFrom('wecom.archiveKey').select('privateKey').execute();
    expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY');
  });
});
