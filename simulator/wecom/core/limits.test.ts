import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getMember, listMembers } from '#protocol/wecom/endpoints/contacts.ts';
import { listGroups } from '#protocol/wecom/endpoints/groups.ts';
import { getAppTicket, getCorpTicket } from '#protocol/wecom/endpoints/jssdk.ts';
import { uploadImage } from '#protocol/wecom/endpoints/media.ts';
import { getGroupStatistic } from '#protocol/wecom/endpoints/statistics.ts';
import { addTags, listTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { getToken } from '#protocol/wecom/endpoints/token.ts';
import { APP, aBank, type Bank, DAY, NOW, SMALL_APP } from '../test/bank.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank({ rateClock: 'simulated' });
});
beforeEach(async () => {
  await bank.token();
  await bank.control('DELETE', '/sim/rates');
  await bank.control('DELETE', '/sim/faults');
});
afterAll(() => bank.close());

const query = { userid: 'zhangsan' };
const codes = async (times: number, ask: () => Promise<number>) => {
  const found: number[] = [];
  for (let i = 0; i < times; i++) found.push(await ask());
  return found;
};

test('over the limit of a minute 45009, until a whole minute has passed', async () => {
  const ask = () => bank.code(getMember, { query: { ...query, debug: '1' } });
  expect(await codes(6, ask)).toEqual([0, 0, 0, 0, 0, 45009]);
  await bank.advance(59);
  expect(await ask()).toBe(45009);
  await bank.advance(2);
  expect(await ask()).toBe(0);
});

test('ten thousand calls a minute for one endpoint of a corp, counted apart for each', async () => {
  const token = await bank.token();
  const url = `${bank.url}/cgi-bin/externalcontact/get_follow_user_list?access_token=${token}`;
  let refused = 0;
  for (let i = 0; i < 101; i++) {
    const answers = await Promise.all(
      Array.from(
        { length: 100 },
        async () => ((await (await fetch(url)).json()) as { errcode: number }).errcode,
      ),
    );
    refused += answers.filter((code) => code === 45009).length;
  }
  expect(refused).toBe(100);
  expect(await bank.code(getMember, { query })).toBe(0);
}, 180_000);

test('a hundred tickets an hour for an app, a thousand pictures a day for the corp', async () => {
  const app = await codes(101, () => bank.code(getAppTicket, { query: { type: 'agent_config' } }));
  expect(app.filter((c) => c === 45009)).toHaveLength(1);
  expect(await bank.code(getAppTicket, { query: { type: 'agent_config' }, agent: SMALL_APP })).toBe(
    0,
  );
  const corp = await codes(101, () => bank.code(getCorpTicket));
  expect(corp.at(-1)).toBe(45009);
  const image = await codes(1001, () => bank.code(uploadImage));
  expect(image.slice(0, 1000)).not.toContain(45009);
  expect(image.at(-1)).toBe(45009);
  await bank.advance(DAY);
  expect(await bank.code(uploadImage)).not.toBe(45009);
}, 120_000);

test('a hundred wrong secrets block the address', async () => {
  const wrong = () => bank.code(getToken, { query: { corpid: bank.corpId, corpsecret: 'wrong' } });
  const found = await codes(101, wrong);
  expect(found[99]).toBe(40001);
  expect(found[100]).toBe(45009);
});

test('too many readers of one endpoint at a time are 45033, two writers of one pair 45035', async () => {
  await bank.control('PATCH', `/sim/corps/${bank.corpId}`, { settings: { concurrentReads: 3 } });
  const readers = await Promise.all(Array.from({ length: 60 }, () => bank.code(listTags)));
  expect(readers).toContain(45033);
  expect(readers).toContain(0);
  await bank.control('PATCH', `/sim/corps/${bank.corpId}`, { settings: { concurrentReads: 500 } });

  await bank.act({ do: 'customer.add', person: 'p1', userid: 'zhangsan' });
  const { tag_group } = await bank.call(addTags, {
    body: { group_name: 'g', tag: [{ name: 'a' }] },
  });
  const body = {
    userid: 'zhangsan',
    external_userid: await bank.customer('p1'),
    add_tag: [tag_group.tag[0]!.id],
  };
  const writers = await Promise.all(
    Array.from({ length: 30 }, () => bank.code(markCustomer, { body })),
  );
  expect(writers).toContain(45035);
  expect(writers).toContain(0);
});

test('a token lasts two hours; while it lasts the same one comes again', async () => {
  const first = await bank.token();
  expect(await bank.token()).toBe(first);
  await bank.advance(7199);
  expect(await bank.code(getMember, { query, token: first })).toBe(0);
  await bank.advance(1);
  expect(await bank.code(getMember, { query, token: first })).toBe(42001);
  const second = await bank.token();
  expect(second).not.toBe(first);
  await bank.control('POST', `/sim/corps/${bank.corpId}/apps/${APP}/void-token`);
  expect(await bank.code(getMember, { query, token: second })).toBe(40014);
});

test('a new secret ends the old one and its tokens; a closed app is 50003', async () => {
  const path = `/sim/corps/${bank.corpId}/apps/${SMALL_APP}`;
  const token = await bank.token(SMALL_APP);
  const small = { query: { userid: 'WangWu' }, token, agent: SMALL_APP };
  await bank.control('PATCH', path, { secret: 'secret-renewed' });
  expect(await bank.code(getMember, small)).toBe(40014);
  const old = { corpid: bank.corpId, corpsecret: 'secret-app-2' };
  expect(await bank.code(getToken, { query: old })).toBe(40001);
  const fresh = { ...small, token: await bank.token(SMALL_APP) };
  expect(await bank.code(getMember, fresh)).toBe(0);
  await bank.control('PATCH', path, { closed: true });
  expect(await bank.code(getMember, fresh)).toBe(50003);
  await bank.control('PATCH', path, { closed: false, settings: { trustedIps: ['10.0.0.1'] } });
  expect(await bank.code(getMember, fresh)).toBe(60020);
  await bank.control('PATCH', path, { settings: { trustedIps: ['127.0.0.1'] } });
  expect(await bank.code(getMember, fresh)).toBe(0);
});

test('an app that sees more than a thousand members must name owners', async () => {
  await bank.control('POST', `/sim/corps/${bank.corpId}/seed`, {
    staff: Array.from({ length: 1001 }, (_, i) => ({
      userid: `s${i}`,
      name: `员工${i}`,
      departments: [4],
    })),
  });
  expect(await bank.code(listGroups, { body: { limit: 10 } })).toBe(81017);
  expect(await bank.code(getGroupStatistic, { body: { day_begin_time: NOW - 2 * DAY } })).toBe(
    81017,
  );
  const owner_filter = { userid_list: ['zhangsan'] };
  expect(await bank.code(listGroups, { body: { owner_filter, limit: 10 } })).toBe(0);
  expect((await bank.call(listMembers, { query: { department_id: 4 } })).userlist.length).toBe(
    1003,
  );
});

const member = (token: string, signal?: AbortSignal) =>
  fetch(
    `${bank.url}/cgi-bin/user/get?userid=zhangsan&access_token=${token}`,
    signal ? { signal } : {},
  );
const fault = (body: object) =>
  bank.control('POST', '/sim/faults', { endpoint: 'member.get', ...body });

test('faults: a status, a broken connection, no answer, a slow one; each as often as asked', async () => {
  const token = await bank.token();
  await fault({ kind: 'http', status: 503, times: 2 });
  expect((await member(token)).status).toBe(503);
  expect((await member(token)).status).toBe(503);
  expect((await member(token)).status).toBe(200);
  await fault({ kind: 'reset' });
  await expect(member(token)).rejects.toThrow();
  await fault({ kind: 'timeout', ms: 60_000 });
  await expect(member(token, AbortSignal.timeout(200))).rejects.toThrow();
  await fault({ kind: 'slow', ms: 250 });
  const started = Date.now();
  expect((await member(token)).status).toBe(200);
  expect(Date.now() - started).toBeGreaterThanOrEqual(240);
  await fault({ kind: 'code', code: 45033, skip: 1 });
  expect(await codes(3, () => bank.code(getMember, { query }))).toEqual([0, 45033, 0]);
  const { calls } = await bank.control('GET', '/sim/calls?limit=5');
  expect((calls as unknown as { fault: string | null }[]).map((c) => c.fault)).toContain('slow');
});

test('success whose reply is lost: the work is done, the caller cannot know', async () => {
  await bank.control('POST', '/sim/faults', { endpoint: 'tag.add', kind: 'lost-reply' });
  const ask = bank.code(addTags, { body: { group_name: '失而复得', tag: [{ name: 'x' }] } });
  await expect(ask).rejects.toThrow();
  const { tag_group } = await bank.call(listTags);
  expect(tag_group.map((g) => g.group_name)).toContain('失而复得');
});
