import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import {
  batchGetCustomers,
  countContacts,
  getCustomer,
  listCustomers,
  remarkCustomer,
} from '#protocol/wecom/endpoints/customers.ts';
import { addTags, listTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { sendWelcome } from '#protocol/wecom/endpoints/welcome.ts';
import { aBank, type Bank, CUSTOMERS, SMALL_APP } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await aBank();
  receiver = await aReceiver(bank);
});
beforeEach(async () => {
  await receiver.settle();
  receiver.pushes.length = 0;
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

const text = { content: '您好' };
const names = async () => (await receiver.settle()).map((p) => p.name);

test('a scanned code makes a friend, tells its state, and allows one greeting', async () => {
  const { config_id } = await bank.call(addContactWay, {
    body: { type: 2, scene: 2, user: ['zhangsan', 'lisi'], state: 'live-7' },
  });
  const [first, second] = await bank.act(
    { do: 'customer.scan', person: 'p1', configId: config_id },
    { do: 'customer.scan', person: 'p2', configId: config_id },
  );
  // In turn.
  expect([first!.userid, second!.userid].sort()).toEqual(['lisi', 'zhangsan']);
  const [push] = await receiver.settle();
  expect(push).toMatchObject({
    name: 'customer.added',
    fields: { State: 'live-7', WelcomeCode: expect.any(String) },
  });
  const welcome_code = String(push?.fields.WelcomeCode);
  expect(await bank.code(sendWelcome, { body: { welcome_code, text } })).toBe(0);
  expect(await bank.code(sendWelcome, { body: { welcome_code, text } })).toBe(41051);
  const inbox = await bank.control('GET', `/sim/corps/${bank.corpId}/people/p1/inbox`);
  expect(inbox.messages).toMatchObject([{ source: 'welcome', content: text }]);
  const customer = await bank.call(getCustomer, {
    query: { external_userid: await bank.customer('p1') },
  });
  expect(customer.follow_user).toMatchObject([{ add_way: 1, state: 'live-7' }]);
  expect(customer.external_contact.unionid).toMatch(/^o/);
});

test('who skips the check is half a friend until the member confirms', async () => {
  const { config_id } = await bank.call(addContactWay, {
    body: { type: 1, scene: 2, user: ['zhouba'] },
  });
  await bank.act({ do: 'customer.scan', person: 'p3', configId: config_id, confirm: 'later' });
  const external_userid = await bank.customer('p3');
  const pair = { userid: 'zhouba', external_userid };
  expect(await bank.code(remarkCustomer, { body: { ...pair, remark: 'x' } })).toBe(84061);
  await bank.act({ do: 'staff.accept', userid: 'zhouba', person: 'p3' });
  expect(await names()).toEqual(['customer.half-added', 'customer.added']);
  expect(await bank.code(remarkCustomer, { body: { ...pair, remark: 'x' } })).toBe(0);
});

test('who must be checked is nobody until accepted, and tells nothing', async () => {
  const { config_id } = await bank.call(addContactWay, {
    body: { type: 1, scene: 2, user: ['zhouba'], skip_verify: false },
  });
  const [asked] = await bank.act({ do: 'customer.scan', person: 'p4', configId: config_id });
  expect(asked).toMatchObject({ pending: true });
  expect(await names()).toEqual([]);
  await bank.act({ do: 'staff.accept', userid: 'zhouba', person: 'p4' });
  expect(await names()).toEqual(['customer.added']);
});

test('a member whom the customer deleted keeps the customer; a customer whom the member deleted is gone', async () => {
  await bank.act(
    { do: 'customer.add', person: 'p5', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p6', userid: 'zhangsan' },
    { do: 'customer.delete-staff', person: 'p5', userid: 'zhangsan' },
    { do: 'staff.delete-customer', person: 'p6', userid: 'zhangsan' },
  );
  expect(await names()).toEqual([
    'customer.added',
    'customer.added',
    'customer.left',
    'customer.deleted-by-staff',
  ]);
  const { external_userid } = await bank.call(listCustomers, { query: { userid: 'zhangsan' } });
  expect(external_userid).toContain(await bank.customer('p5'));
  expect(external_userid).not.toContain(await bank.customer('p6'));
  // Coming back is news again.
  await bank.act({ do: 'customer.add', person: 'p5', userid: 'zhangsan' });
  expect((await names()).at(-1)).toBe('customer.added');
});

test('what the API changes raises no event; what a member changes does', async () => {
  const external_userid = await bank.customer('p5');
  const { tag_group } = await bank.call(addTags, {
    body: { group_name: '客群', tag: [{ name: '代发' }, { name: '代发' }, { name: '社保' }] },
  });
  expect(tag_group.tag).toHaveLength(2);
  const pair = { userid: 'zhangsan', external_userid };
  await bank.call(markCustomer, { body: { ...pair, add_tag: [tag_group.tag[0]!.id] } });
  await bank.call(remarkCustomer, {
    body: { ...pair, remark: '刘女士', remark_mobiles: ['13800000000'] },
  });
  expect(await names()).toEqual([]);
  await bank.act({ do: 'staff.remark', userid: 'zhangsan', person: 'p5', remark: '刘总' });
  expect(await names()).toEqual(['customer.edited']);
  await bank.call(remarkCustomer, { body: { ...pair, remark_mobiles: [''] } });
  const { follow_user } = await bank.call(getCustomer, { query: { external_userid } });
  expect(follow_user[0]).toMatchObject({
    remark: '刘总',
    remark_mobiles: [],
    tags: [{ tag_name: '代发', group_name: '客群' }],
  });
});

test('tag events of the console: a group that goes is one event, and it goes with its last tag', async () => {
  const [made] = await bank.act({ do: 'admin.create-tags', group: '来源', tags: ['网点', '直播'] });
  const tags = made!.tags as unknown as Record<string, string>;
  await bank.act(
    { do: 'admin.rename-tag', id: tags.网点, name: '柜面' },
    { do: 'admin.delete-tags', tagIds: [tags.网点] },
    { do: 'admin.delete-tags', tagIds: [tags.直播] },
    { do: 'admin.shuffle-tags' },
  );
  const told = (await receiver.settle()).map((p) => `${p.name} ${p.fields.TagType ?? ''}`.trim());
  expect(told).toEqual([
    'tag.created tag_group',
    'tag.created tag',
    'tag.created tag',
    'tag.updated tag',
    'tag.deleted tag',
    'tag.deleted tag_group',
    'tag.shuffled',
  ]);
  const { tag_group } = await bank.call(listTags);
  expect(tag_group.map((g) => g.group_name)).not.toContain('来源');
  const byId = await bank.call(listTags, { body: { group_id: [String(made!.groupId)] } });
  expect(byId.tag_group).toMatchObject([
    { deleted: true, tag: [{ deleted: true }, { deleted: true }] },
  ]);
});

test('an app hears and sees only customers of members in its range', async () => {
  const small = await aReceiver(bank, SMALL_APP);
  await bank.act(
    { do: 'customer.add', person: 'p7', userid: 'lisi' },
    { do: 'customer.add', person: 'p8', userid: 'WangWu' },
  );
  const pushes = await small.settle();
  expect(pushes.map((p) => p.fields.UserID)).toEqual(['WangWu']);
  await small.close();
  const query = { external_userid: await bank.customer('p7') };
  expect(await bank.code(getCustomer, { query, agent: SMALL_APP })).toBe(40096);
  expect(await bank.code(getCustomer, { query, agent: CUSTOMERS })).toBe(0);
});

test('all customers of several members come once each through the cursor, in any page size', async () => {
  await bank.control('POST', `/sim/corps/${bank.corpId}/seed`, {
    relationships: Array.from({ length: 30 }, (_, i) => ({
      userid: ['zhangsan', 'lisi', 'zhouba'][i % 3],
      person: `p${i + 1}`,
    })),
  });
  const userid_list = ['lisi', 'zhangsan', 'zhouba'];
  const collect = async (limit: number) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await bank.call(batchGetCustomers, {
        body: { userid_list, limit, ...(cursor ? { cursor } : {}) },
      });
      for (const c of page.external_contact_list)
        seen.push(`${c.follow_info.userid} ${c.external_contact.external_userid}`);
      cursor = page.next_cursor || undefined;
    } while (cursor);
    return seen;
  };
  const whole = await collect(100);
  expect(new Set(whole).size).toBe(whole.length);
  expect(whole.length).toBeGreaterThanOrEqual(30);
  expect(await collect(7)).toEqual(whole);
  expect(await collect(1)).toEqual(whole);
  // Grouped by member, in the order that was asked for.
  const order = [...new Set(whole.map((line) => line.split(' ')[0]))];
  expect(order).toEqual(userid_list);
});

test('contacts are counted once a person and traversal, with a cursor that lives four hours', async () => {
  const first = await bank.call(countContacts, { body: { limit: 5 } });
  expect(first.info_list).toHaveLength(5);
  expect(first.info_list[0]).toMatchObject({ is_customer: true, name: expect.any(String) });
  const body = { limit: 1000, cursor: first.next_cursor ?? '' };
  const rest = await bank.call(countContacts, { body });
  expect(rest.next_cursor).toBe('');
  const ids = [...first.info_list, ...rest.info_list];
  const people = new Set(ids.map((c) => c.external_userid));
  expect(new Set(ids.map((c) => c.tmp_openid)).size).toBe(people.size);
  await bank.advance(4 * 3600 + 1);
  expect(await bank.code(countContacts, { body })).toBe(50100);
});

test('people of another corp carry its name and no unionid', async () => {
  await bank.act({ do: 'customer.add', person: 'p40', userid: 'lisi' });
  const external_userid = await bank.customer('p40');
  expect(external_userid).toMatch(/^wo/);
  const { external_contact } = await bank.call(getCustomer, { query: { external_userid } });
  expect(external_contact).toMatchObject({ type: 2, corp_name: '别的公司' });
  expect(external_contact.unionid).toBeUndefined();
  const [push] = (await receiver.settle()).slice(-1);
  expect(push?.fields.WelcomeCode).toBeUndefined();
});
