// The people: 20,000 customers and 60 RMs over 24 days, hour by hour, in a running simulator whose
// "product" sends to everybody every other day, posts Moments and asks quizzes in groups. What those
// calls cost is counted apart. The core alone is measured on the same kind of days without a simulator.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres } from '#platform/postgres/start-postgres.ts';
import { live, makePopulation, type Population, populate } from '../simulator/world/index.ts';
import { valuesOf } from '../simulator/world/parameters.ts';
import { understand } from '../simulator/world/people/content.ts';
import { NOTHING, type SeenMessage } from '../simulator/world/people/exchange.ts';
import { createWorld } from '../simulator/world/people/world.ts';
import { cpuSeconds } from './cpu.ts';
import { figure, note, seconds } from './figure.ts';

const CUSTOMERS = Number(process.env.WORLD_CUSTOMERS ?? 20_000);
const RMS = 60;
const DAYS = 24;
const BEGIN = Date.UTC(2026, 2, 1, 16, 0, 0) / 1000; // midnight in Shanghai, a Monday
const HOUR = 3600;
const LIMIT = 60;

const promotions = [
  '本周信用卡餐饮半价，点击领取',
  '大额存单上新，三年期利率查看',
  '社区买菜满减活动，网点领取礼包',
  '养老金客户专属体检福利',
  '理财到期提醒与新品推荐',
];
const QUIZ = '今日问答：存款保险的最高偿付限额是多少？A.50万 B.20万 C.100万';

function coreAlone(population: Population): { spent: number; messages: number; acts: number } {
  const world = createWorld({ population, now: BEGIN });
  const friends = population.customers.filter((c) => c.friendForDays !== null);
  let messages = 0;
  let acts = 0;
  const start = performance.now();
  for (let hour = 0; hour < DAYS * 24; hour++) {
    const now = BEGIN + hour * HOUR;
    const day = Math.floor(hour / 24);
    const sends = hour % 24 === 10 && day % 2 === 0;
    const text = understand('text', { content: promotions[day % promotions.length]! });
    const link = understand('link', { title: '查看详情', url: `http://127.0.0.1/p/${day}` });
    const line = (userid: string, person: string, said: typeof text): SeenMessage => ({
      person,
      userid,
      chatId: null,
      fromStaff: true,
      by: null,
      source: 'mass',
      at: now,
      ...said,
    });
    const seen = sends
      ? friends.flatMap((c) => [line(c.rm, c.person, text), line(c.rm, c.person, link)])
      : [];
    messages += seen.length;
    const deeds = world.step(now, { ...NOTHING, messages: seen });
    acts += deeds.acts.length;
    world.settle(
      deeds.acts,
      deeds.acts.map(() => ({ ok: true })),
    );
  }
  return { spent: (performance.now() - start) / 1000, messages, acts };
}

const values = valuesOf();
const population = makePopulation(
  { customers: CUSTOMERS, rms: RMS, seed: 'bench', today: '2026-03-02' },
  values,
);
const core = coreAlone(population);
note(
  `core alone: ${core.messages} messages heard, ${core.acts} acts in ${core.spent.toFixed(1)} s`,
);
figure('world.core.seconds', core.spent, 's', LIMIT);
figure('world.core.messages', core.messages / core.spent, 'messages/s');

const folder = await mkdtemp(join(tmpdir(), 'yuhang-world-'));
const server = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false, log() {} });
let opened = 0;
const pages = createServer((_, response) => {
  opened++;
  response.end('<!doctype html><title>ok</title>');
});
pages.listen(0, '127.0.0.1');
await once(pages, 'listening');
const pagesUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
let simulator: ChildProcess | null = null;
try {
  simulator = spawn(process.execPath, ['simulator/wecom/main.ts'], {
    env: { ...process.env, DATABASE_URL: server.url('postgres'), PORT: '0', SIM_SEED: 'bench' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: simulator.stdout! }), 'line')) as [string];
  await run((JSON.parse(line) as { listening: string }).listening);
} finally {
  pages.closeAllConnections();
  pages.close();
  if (simulator) {
    simulator.kill('SIGTERM');
    await once(simulator, 'exit');
  }
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function run(url: string): Promise<void> {
  const corp = 'ww00000000000000be';
  const app = { agentId: 1_000_002, secret: 'secret-of-the-bench' };
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return JSON.parse(text) as Record<string, never>;
  };
  await control('POST', '/sim/clock', { now: BEGIN, speed: 0 });
  await control('POST', '/sim/corps', { corpId: corp, name: '江海银行', apps: [app] });
  const filling = await seconds(() =>
    populate(url, corp, { customers: CUSTOMERS, rms: RMS, seed: 'bench' }),
  );
  note(`populated in ${filling.toFixed(1)} s`);

  let token = '';
  const call = async (path: string, body: object) => {
    const answer = await control(
      'POST',
      `/cgi-bin/externalcontact/${path}?access_token=${token}`,
      body,
    );
    const { errcode, errmsg } = answer as Record<string, unknown>;
    if (errcode !== 0) throw new Error(`${path}: ${errcode} ${errmsg}`);
    return answer;
  };
  const signIn = async () => {
    const query = `corpid=${corp}&corpsecret=${app.secret}`;
    token = (await control('GET', `/cgi-bin/gettoken?${query}`)).access_token as unknown as string;
  };

  // This process, with the simulator below it, and the simulator's database.
  const postmaster = Number(
    (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  const cpu = () => cpuSeconds([process.pid, postmaster]) ?? Number.NaN;
  let product = 0;
  let productCpu = 0;
  const asProduct = async (work: () => Promise<unknown>) => {
    await control('DELETE', '/sim/rates');
    await signIn();
    const before = cpu();
    product += await seconds(work);
    productCpu += cpu() - before;
  };
  const chats: { owner: string; chatId: string }[] = [];
  await asProduct(async () => {
    for (const { userid } of population.rms) {
      await call('add_contact_way', { type: 1, scene: 2, user: [userid], state: userid });
      const { results } = await control('POST', `/sim/corps/${corp}/acts`, {
        acts: [{ do: 'staff.create-group', userid, name: `${userid}的客户群` }],
      });
      const chatId = (results as unknown as { chatId: string }[])[0]!.chatId;
      chats.push({ owner: userid, chatId });
      await call('groupchat/add_join_way', { scene: 2, chat_id_list: [chatId] });
    }
    await call('customer_acquisition/create_link', {
      link_name: 'l',
      range: { user_list: population.rms.slice(0, 30).map((r) => r.userid) },
    });
  });

  const world = await live(url, corp, {
    population,
    pages: [pagesUrl],
    pollMs: null,
    folder: join(folder, 'world'),
  });
  product = 0;
  productCpu = 0;
  const begin = cpu();
  const total = await seconds(async () => {
    for (let hour = 0; hour < DAYS * 24; hour++) {
      const day = Math.floor(hour / 24);
      if (hour % 24 === 9) await asProduct(() => send(day));
      await world.drive(HOUR);
      if (hour % 120 === 119)
        note(`day ${day + 1}: ${JSON.stringify(world.status().heard)} messages heard`);
    }
  });
  async function send(day: number): Promise<void> {
    if (day % 2 === 0)
      for (const { userid: sender } of population.rms)
        await call('add_msg_template', {
          chat_type: 'single',
          sender,
          text: { content: promotions[day % promotions.length] },
          attachments: [
            { msgtype: 'link', link: { title: '查看详情', url: `${pagesUrl}/p/${day}` } },
          ],
        });
    else await call('add_moment_task', { text: { content: promotions[day % promotions.length] } });
    if (day % 7 === 3)
      for (const { owner } of chats)
        await call('add_msg_template', {
          chat_type: 'group',
          sender: owner,
          text: { content: QUIZ },
        });
  }
  const used = cpu() - begin - productCpu;
  const { acts, heard, visits, steps } = world.status();
  await world.stop();
  const done = Object.values(acts).reduce((sum, a) => sum + a.done + a.refused, 0);
  note(`${steps} steps, ${heard} messages heard, ${done} acts ${JSON.stringify(acts)}`);
  note(
    `pages opened ${opened} ${JSON.stringify(visits)}; product's own calls ${product.toFixed(1)} s`,
  );
  figure('world.live.seconds', total - product, 's', LIMIT);
  // On a machine that does nothing else this is about the time it takes: one waits for the other.
  figure('world.live.cpu', used, 's of processor', LIMIT);
  figure('world.live.messages', heard / (total - product), 'messages/s');
  figure('world.live.acts', done / (total - product), 'acts/s');
}
