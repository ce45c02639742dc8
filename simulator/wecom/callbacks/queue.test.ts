import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aBank, type Bank } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await aBank();
  receiver = await aReceiver(bank);
  await bank.control('PUT', '/sim/callbacks/retry-delays', { ms: [20, 40] });
  await bank.control('POST', `/sim/corps/${bank.corpId}/seed`, {
    people: Array.from({ length: 300 }, (_, i) => ({ person: `q${i}`, name: `路人${i}` })),
  });
});
beforeEach(async () => {
  await receiver.settle();
  receiver.pushes.length = 0;
  receiver.answer((_request, response) => void response.end());
  await bank.control('PUT', '/sim/callbacks/faults', {});
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

let next = 0;
const adds = (count: number) =>
  bank.act(
    ...Array.from({ length: count }, () => ({
      do: 'customer.add',
      person: `q${next++}`,
      userid: 'zhangsan',
    })),
  );
const counts = async () =>
  (await bank.control('GET', '/sim/callbacks?limit=1')).counts as unknown as Record<string, number>;

test('an address is taken only when it answers the check', async () => {
  const put = bank.control('PUT', `/sim/corps/${bank.corpId}/apps/1000003/callback`, {
    url: receiver.url,
    token: 'another',
    encodingAesKey: receiver.keys.encodingAesKey,
  });
  await expect(put).rejects.toThrow('85011');
  const dead = bank.control('PUT', `/sim/corps/${bank.corpId}/apps/1000003/callback`, {
    url: 'http://127.0.0.1:9/',
    token: receiver.keys.token,
    encodingAesKey: receiver.keys.encodingAesKey,
  });
  await expect(dead).rejects.toThrow('ECONNREFUSED');
});

test('a broken connection is tried three times in all, then the push is lost', async () => {
  const before = await counts();
  receiver.answer((request) => request.socket.destroy());
  await adds(1);
  expect(await receiver.settle()).toHaveLength(3);
  expect((await counts()).lost).toBe((before.lost ?? 0) + 1);
  expect(new Set(receiver.pushes.map((p) => p.key)).size).toBe(1);
});

test('any answer ends it, whatever its status', async () => {
  receiver.answer((_request, response) => {
    response.statusCode = 500;
    response.end('broken');
  });
  await adds(1);
  expect(await receiver.settle()).toHaveLength(1);
});

test('a second attempt is enough when the first one fails', async () => {
  let first = true;
  receiver.answer((request, response) => {
    if (first) request.socket.destroy();
    else response.end();
    first = false;
  });
  await adds(1);
  expect(await receiver.settle()).toHaveLength(2);
});

test('what concerns one customer keeps its order', async () => {
  const steps = Array.from({ length: 20 }, (_, i) => ({
    do: 'staff.remark',
    userid: 'zhangsan',
    person: 'q0',
    remark: `备注${i}`,
  }));
  await bank.act({ do: 'customer.add', person: 'q0', userid: 'lisi' });
  await bank.act(...steps.map((s) => ({ ...s, userid: 'lisi' })));
  const names = (await receiver.settle()).map((p) => p.name);
  expect(names).toEqual(['customer.added', ...Array(20).fill('customer.edited')]);
});

test('pushes are doubled, dropped, delayed and overtaken on request', async () => {
  await bank.control('PUT', '/sim/callbacks/faults', { duplicate: 1 });
  await adds(10);
  expect(await receiver.settle()).toHaveLength(20);
  expect(new Set(receiver.pushes.map((p) => p.key)).size).toBe(10);

  receiver.pushes.length = 0;
  await bank.control('PUT', '/sim/callbacks/faults', { drop: 1 });
  await adds(10);
  expect(await receiver.settle()).toHaveLength(0);

  await bank.control('PUT', '/sim/callbacks/faults', { delay: 1, delayMs: 300 });
  const started = Date.now();
  await adds(20);
  expect(await receiver.settle()).toHaveLength(20);
  expect(Date.now() - started).toBeGreaterThan(150);

  receiver.pushes.length = 0;
  await bank.control('PUT', '/sim/callbacks/faults', { reorder: 0.3, delayMs: 200 });
  const from = next;
  await adds(60);
  const order = (await receiver.settle()).map((p) => String(p.fields.ExternalUserID));
  const ids = await Promise.all(
    Array.from({ length: 60 }, (_, i) => bank.customer(`q${from + i}`)),
  );
  expect(order).not.toEqual(ids);
  expect([...order].sort()).toEqual([...ids].sort());
});

test('nothing is sent while paused, everything afterwards; one can be sent again', async () => {
  await bank.control('PUT', '/sim/callbacks/faults', { paused: true });
  await adds(5);
  expect((await bank.control('POST', '/sim/callbacks/idle', { timeoutMs: 50 })).idle).toBe(false);
  expect(receiver.pushes).toHaveLength(0);
  await bank.control('PUT', '/sim/callbacks/faults', {});
  expect(await receiver.settle()).toHaveLength(5);
  const { callbacks } = await bank.control('GET', '/sim/callbacks?limit=1');
  await bank.control(
    'POST',
    `/sim/callbacks/${(callbacks as unknown as { id: number }[])[0]!.id}/resend`,
  );
  expect(await receiver.settle()).toHaveLength(6);
});

test('a burst of a thousand arrives whole', async () => {
  await bank.control('POST', `/sim/corps/${bank.corpId}/seed`, {
    people: Array.from({ length: 1000 }, (_, i) => ({ person: `r${i}`, name: `众人${i}` })),
  });
  const acts = Array.from({ length: 1000 }, (_, i) => ({
    do: 'customer.add',
    person: `r${i}`,
    userid: 'zhouba',
  }));
  await bank.act(...acts);
  expect(await receiver.settle()).toHaveLength(1000);
  expect(new Set(receiver.pushes.map((p) => p.key)).size).toBe(1000);
  expect(receiver.refused).toEqual([]);
}, 120_000);
