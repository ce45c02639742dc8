import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBank, type Bank } from './bank.ts';

/** What other people's clients were seen to send. */

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
  await bank.act({ do: 'customer.add', person: 'p1', userid: 'zhangsan' });
});
afterAll(() => bank.close());

/** As raw as a socket allows: no header that is not given. */
function raw(method: string, path: string, body = '', headers: Record<string, string> = {}) {
  const { port } = new URL(bank.url);
  return new Promise<Record<string, never> & { errcode: number }>((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(JSON.parse(text)));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
const path = async (name: string, before = '') =>
  `/cgi-bin/${name}?${before}access_token=${await bank.token()}`;

test('JSON without a content type, or under a wrong one, is JSON', async () => {
  const body = JSON.stringify({ userid_list: ['zhangsan'] });
  const url = await path('externalcontact/batch/get_by_user');
  expect((await raw('POST', url, body)).external_contact_list).toHaveLength(1);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await raw('POST', url, body, form)).errcode).toBe(0);
  const plain = { 'content-type': 'text/plain; charset=utf-8' };
  expect((await raw('POST', url, body, plain)).errcode).toBe(0);
});

test('numbers may be text, empty segments may stand in the query', async () => {
  const way = JSON.stringify({ type: '1', scene: '2', user: ['zhangsan'] });
  expect((await raw('POST', await path('externalcontact/add_contact_way', '&'), way)).errcode).toBe(
    0,
  );
  const ticket = await raw('GET', await path('ticket/get', '&type=agent_config&'));
  expect(ticket).toMatchObject({ errcode: 0, expires_in: expect.any(Number) });
  const list = `${await path('user/list', 'department_id=2&&fetch_child=0&status=0&')}`;
  expect((await raw('GET', list)).userlist).toHaveLength(3);
});

test('older fields, empty lists and empty receivers are taken', async () => {
  const batch = await path('externalcontact/batch/get_by_user');
  expect((await raw('POST', batch, '{"userid":"zhangsan","limit":"10"}')).errcode).toBe(0);
  const unassigned = await path('externalcontact/get_unassigned_list');
  expect(await raw('POST', unassigned, '{"page_id":0,"page_size":10}')).toMatchObject({
    errcode: 0,
    is_last: true,
  });
  const tags = await path('externalcontact/get_corp_tag_list');
  expect((await raw('POST', tags, '{"tag_id":[],"group_id":[]}')).errcode).toBe(0);
  const message = {
    touser: 'ZhangSan',
    toparty: '',
    totag: '',
    msgtype: 'text',
    agentid: 1000002,
    text: { content: 'a' },
    safe: 0,
  };
  const sent = await raw('POST', await path('message/send'), JSON.stringify(message));
  expect(sent).toMatchObject({ errcode: 0, invaliduser: '', invalidparty: '', invalidtag: '' });
});

test('escaped slashes and old paths work', async () => {
  const escaped = '{"type":1,"scene":2,"user":["zhangsan"],"state":"a\\/b"}';
  const way = await raw('POST', await path('crm/add_contact_way'), escaped);
  expect(way.errcode).toBe(0);
  const read = await raw(
    'POST',
    await path('crm/get_contact_way'),
    JSON.stringify({ config_id: way.config_id }),
  );
  expect(read.contact_way).toMatchObject({ state: 'a/b' });
});

test('types in replies are the platform’s, where strict clients trip', async () => {
  const { url } = bank;
  const token = await bank.token(2000002);
  const member = (await (
    await fetch(`${url}/cgi-bin/user/get?userid=zhangsan&access_token=${token}`)
  ).json()) as Record<string, unknown>;
  expect(member).toMatchObject({ gender: '1', is_leader_in_dept: [0], status: 1, order: [0] });
  const customer = await raw(
    'GET',
    await path('externalcontact/get', `external_userid=${await bank.customer('p1')}&`),
  );
  expect(customer).toMatchObject({
    external_contact: { gender: 1, type: 1 },
    follow_user: [{ add_way: 2, createtime: expect.any(Number) }],
  });
});

test('an unknown path is a transport error, not an API one', async () => {
  const answer = await fetch(
    `${bank.url}/cgi-bin/no/such/thing?access_token=${await bank.token()}`,
  );
  expect(answer.status).toBe(404);
});
