import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { aBank, type Bank } from '../../wecom/test/bank.ts';
import { DAY, HOUR } from '../calendar.ts';
import { populate } from '../population/populate.ts';
import { live } from './live.ts';

/** Pages of the product, as far as the people can tell. */
async function somePages() {
  const opened: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    opened.push({ url: request.url ?? '', headers: request.headers });
    if (request.url === '/p/first') {
      response.writeHead(302, { location: '/p/second', 'set-cookie': 'visitor=v1; Path=/' });
      response.end();
      return;
    }
    response.end('<!doctype html>来晚了，已抢完');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    opened,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

// Days of hundreds of people, on a machine that has other things to do.
vi.setConfig({ testTimeout: 180_000 });

const pages = await somePages();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuhang-people-'));
});
afterAll(async () => {
  pages.close();
  await rm(folder, { recursive: true, force: true });
});

const RMS = ['rm001', 'rm002', 'rm003'];

/** A bank whose product greets nobody, but sends to everybody and has a code for each RM. */
async function aBankWithPeople(customers: number) {
  const bank = await aBank();
  const population = await populate(bank.url, bank.corpId, { customers, rms: 3, seed: 'live' });
  for (const userid of RMS)
    await bank.call(addContactWay, { body: { type: 1, scene: 2, user: [userid], state: userid } });
  return { bank, population };
}

async function sendToAll(bank: Bank, title: string, url: string) {
  for (const sender of RMS)
    await bank.call(addMassMessage, {
      body: {
        sender,
        text: { content: title },
        attachments: [{ msgtype: 'link', link: { title: '点击查看', url } }],
      },
    });
}

const contents = async (bank: Bank) =>
  (
    await bank.simulator.sim.pool.query(
      `select userid, external_userid, sender, content->>'content' said, source, created_at
         from chat_message order by created_at, userid, external_userid, source, said`,
    )
  ).rows as { source: string }[];

test('people who were sent something open its page as WeChat does, and some say what they think', async () => {
  const { bank, population } = await aBankWithPeople(600);
  const world = await live(bank.url, bank.corpId, { population, pollMs: null });
  await sendToAll(bank, '信用卡优惠，理财收益，限时福利', `${pages.url}/p/first`);
  await world.drive(2 * DAY);
  const { acts, visits } = world.status();
  expect(acts['staff.confirm-mass']?.done).toBeGreaterThan(0);
  expect(visits.failed).toBe(0);
  expect(visits.sent).toBeGreaterThan(10);
  const first = pages.opened.filter((p) => p.url === '/p/first');
  expect(first).toHaveLength(visits.sent);
  for (const { headers } of first) {
    expect(headers['user-agent']).toContain('MicroMessenger/8');
    expect(headers.cookie).toMatch(/sim_identity=person%3Ac\d{6}/);
  }
  // Cookies are kept, redirects followed.
  const second = pages.opened.filter((p) => p.url === '/p/second');
  expect(second).toHaveLength(first.length);
  for (const { headers } of second) expect(headers.cookie).toContain('visitor=v1');
  // Strangers scanned; it was taken up as a friendship from that code.
  expect(acts['customer.scan']?.done).toBeGreaterThan(0);
  const scanned = await bank.simulator.sim.pool.query(
    `select count(*)::int n from relationship where state like 'rm%'`,
  );
  expect(scanned.rows[0].n).toBe(acts['customer.scan']?.done);
  expect((await contents(bank)).filter((m) => m.source === 'manual').length).toBe(
    (acts['customer.say']?.done ?? 0) + (acts['staff.say']?.done ?? 0),
  );
  await world.stop();
  await bank.close();
});

test('pages of strangers are never opened, and none when visits are only recorded', async () => {
  const { bank, population } = await aBankWithPeople(300);
  const wanted: string[] = [];
  const world = await live(bank.url, bank.corpId, {
    population,
    pollMs: null,
    mode: 'record',
    onVisit: (visit) => wanted.push(visit.url),
  });
  await sendToAll(bank, '信用卡优惠，理财收益，限时福利', 'https://elsewhere.example/p');
  await world.drive(2 * DAY);
  await world.stop();
  expect(wanted.length).toBeGreaterThan(3);
  expect(world.status().visits).toEqual({ sent: 0, failed: 0, recorded: wanted.length });
  const sending = await live(bank.url, bank.corpId, { population, pollMs: null });
  await bank.advance(1);
  await sendToAll(bank, '信用卡优惠，理财收益，限时福利', 'https://elsewhere.example/p');
  await sending.drive(2 * DAY);
  expect(sending.status().visits.sent + sending.status().visits.failed).toBe(0);
  expect(sending.status().visits.recorded).toBeGreaterThan(0);
  await sending.stop();
  await bank.close();
});

test('ended and begun again, even with an answer lost on the way, nobody acts twice', async () => {
  const calm = await aBankWithPeople(400);
  const steady = await live(calm.bank.url, calm.bank.corpId, {
    population: calm.population,
    pollMs: null,
  });
  await sendToAll(calm.bank, '信用卡优惠，理财收益', `${pages.url}/q`);
  await steady.drive(3 * DAY);
  const undisturbed = await contents(calm.bank);
  const digest = await calm.bank.control('GET', `/sim/corps/${calm.bank.corpId}/digest`);
  await steady.stop();
  await calm.bank.close();

  const { bank, population } = await aBankWithPeople(400);
  const real = globalThis.fetch;
  let losing = 0;
  let lost = 0;
  // The simulator has done it; the answer does not arrive, and the process ends.
  globalThis.fetch = async (input, init) => {
    const response = await real(input, init);
    if (String(input).endsWith('/acts') && init?.body && losing > 0 && --losing === 0) {
      lost++;
      throw new Error('the answer is lost');
    }
    return response;
  };
  try {
    const state = join(folder, 'restart');
    const begin = () => live(bank.url, bank.corpId, { population, pollMs: null, folder: state });
    let world = await begin();
    await sendToAll(bank, '信用卡优惠，理财收益', `${pages.url}/q`);
    for (let hour = 0; hour < 72; hour++) {
      if (hour % 6 === 4) losing = 1;
      await world.drive(HOUR).catch(async (error) => {
        expect(String(error)).toContain('the answer is lost');
        // Not stopped: what the process knew is gone. What it had written down is not.
        world = await begin();
      });
    }
    await world.stop();
    world = await begin();
    await world.step();
    await world.stop();
  } finally {
    globalThis.fetch = real;
  }
  expect(lost).toBeGreaterThan(3);
  expect(undisturbed.length).toBeGreaterThan(300);
  expect(await contents(bank)).toEqual(undisturbed);
  expect(await bank.control('GET', `/sim/corps/${bank.corpId}/digest`)).toEqual(digest);
  await bank.close();
});

test('the folder of other people is refused', async () => {
  const { bank, population } = await aBankWithPeople(20);
  const state = join(folder, 'others');
  await (await live(bank.url, bank.corpId, { population, pollMs: null, folder: state })).stop();
  const others = await populate(bank.url, bank.corpId, { customers: 21, rms: 3, seed: 'live' });
  await expect(
    live(bank.url, bank.corpId, { population: others, pollMs: null, folder: state }),
  ).rejects.toThrow('state of other people');
  await bank.close();
});

test('each day that ends leaves the bank a file of balances and one of movements', async () => {
  const { bank, population } = await aBankWithPeople(30);
  const state = join(folder, 'bank-days');
  const world = await live(bank.url, bank.corpId, { population, pollMs: null, folder: state });
  await world.drive(3 * DAY);
  await world.stop();
  expect((await readdir(join(state, 'bank'))).sort()).toEqual(
    ['balances', 'transactions'].flatMap((kind) =>
      ['2026-03-02', '2026-03-03', '2026-03-04'].map((day) => `${kind}-${day}.csv`),
    ),
  );
  const text = await readFile(join(state, 'bank', 'balances-2026-03-03.csv'), 'utf8');
  expect(text.trimEnd().split('\r\n')).toHaveLength(31);
  await bank.close();
});

test('while the clock runs they act by themselves', async () => {
  const { bank, population } = await aBankWithPeople(600);
  const world = await live(bank.url, bank.corpId, { population, pollMs: 20 });
  await bank.control('POST', '/sim/clock', { speed: 20_000 });
  await expect
    .poll(() => Object.values(world.status().acts).reduce((n, a) => n + a.done, 0), {
      timeout: 90_000,
    })
    .toBeGreaterThan(15);
  await bank.control('POST', '/sim/clock', { speed: 0 });
  await world.stop();
  expect(world.status().problem).toBeNull();
  await bank.close();
});
