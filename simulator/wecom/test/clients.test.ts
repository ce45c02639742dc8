import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as wecomCrypto from '@wecom/crypto';
// The package's own door needs a file that the newest node-socialite no longer has.
import ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js';
import Work from 'node-easywechat/dist/Work/Application.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP, aBank, type Bank } from './bank.ts';
import { png } from './files.ts';

/** Clients made by others, as they come from the registry; nothing is changed but the base URL. */

const TOKEN = 'QDG6eK';
const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';

let bank: Bank;
let folder: string;
let work: Work;
beforeAll(async () => {
  bank = await aBank();
  folder = await mkdtemp(join(tmpdir(), 'easywechat-'));
  await writeFile(join(folder, 'a.png'), png);
  work = new Work({
    corp_id: bank.corpId,
    secret: 'secret-app-1',
    agent_id: APP,
    token: TOKEN,
    aes_key: AES_KEY,
    http: { baseURL: `${bank.url}/` },
    file_cache: { path: `${folder}/` },
  } as never);
});
afterAll(async () => {
  await bank.close();
  await rm(folder, { recursive: true, force: true });
});

type Json = Record<string, never>;
const get = async (path: string, params: object = {}) =>
  (await work.getClient().get(path, { params })).toObject() as Json;
const post = async (path: string, json: object) =>
  (await work.getClient().postJson(path, json)).toObject() as Json;
const customerContact = (path: string, json: object) =>
  post(`/cgi-bin/externalcontact/${path}`, json);

test('node-easywechat speaks with the simulator as with WeCom: 22 calls', async () => {
  const calls: Json[] = [];
  const ok = async (answer: Promise<Json>) => {
    const json = await answer;
    expect(json.errcode).toBe(0);
    calls.push(json);
    return json as Record<string, never> & Record<string, string>;
  };

  expect(await work.getAccessToken().getToken()).toHaveLength(218);
  expect(await ok(get('/cgi-bin/user/get', { userid: 'zhangsan' }))).toMatchObject({
    name: '张三',
  });
  expect((await ok(get('/cgi-bin/department/list'))).department).toHaveLength(4);
  expect((await ok(get('/cgi-bin/user/list', { department_id: 2 }))).userlist).toHaveLength(3);
  expect((await ok(get('/cgi-bin/externalcontact/get_follow_user_list'))).follow_user).toContain(
    'zhangsan',
  );

  const added = await ok(
    customerContact('add_corp_tag', { group_name: '客群', tag: [{ name: '代发' }] }),
  );
  const tag = (added.tag_group as unknown as { tag: { id: string }[] }).tag[0]!.id;
  expect((await ok(customerContact('get_corp_tag_list', {}))).tag_group).toHaveLength(1);

  const way = await ok(
    customerContact('add_contact_way', { type: 1, scene: 2, user: ['zhangsan'], state: 's1' }),
  );
  const [met] = await bank.act({ do: 'customer.scan', person: 'p1', configId: way.config_id });
  const { externalUserid, welcomeCode } = met as unknown as Record<string, string>;
  const pair = { userid: 'zhangsan', external_userid: externalUserid };

  const upload = await ok(
    work
      .getClient()
      .withFile(join(folder, 'a.png'), 'media')
      .post('/cgi-bin/media/upload', { params: { type: 'image' } })
      .then((r) => r.toObject() as Json),
  );
  await ok(
    customerContact('send_welcome_msg', {
      welcome_code: welcomeCode,
      text: { content: '您好，我是张三' },
      attachments: [{ msgtype: 'image', image: { media_id: upload.media_id } }],
    }),
  );
  const file = await work.getClient().get('/cgi-bin/media/get', {
    params: { media_id: upload.media_id },
    responseType: 'arraybuffer',
  } as never);
  expect(Buffer.from(file.getContent() as never)).toEqual(png);

  expect(
    (await ok(get('/cgi-bin/externalcontact/list', { userid: 'zhangsan' }))).external_userid,
  ).toEqual([externalUserid]);
  await ok(customerContact('mark_tag', { ...pair, add_tag: [tag] }));
  await ok(customerContact('remark', { ...pair, remark: '城东 / 老客户' }));
  const detail = await ok(get('/cgi-bin/externalcontact/get', { external_userid: externalUserid }));
  expect(detail.follow_user).toMatchObject([
    { remark: '城东 / 老客户', state: 's1', tags: [{ tag_name: '代发', type: 1 }] },
  ]);
  const batch = await ok(
    customerContact('batch/get_by_user', { userid_list: ['zhangsan'], limit: 100 }),
  );
  expect(batch.external_contact_list).toHaveLength(1);

  const mass = await ok(
    customerContact('add_msg_template', { sender: 'zhangsan', text: { content: '活动' } }),
  );
  expect((await ok(customerContact('get_groupmsg_task', { msgid: mass.msgid }))).task_list).toEqual(
    [{ userid: 'zhangsan', status: 0 }],
  );
  await ok(
    customerContact('groupchat/list', { limit: 10, owner_filter: { userid_list: ['lisi'] } }),
  );
  await ok(
    post('/cgi-bin/message/send', {
      touser: 'zhangsan',
      agentid: APP,
      msgtype: 'text',
      text: { content: '待办' },
    }),
  );
  await ok(
    work
      .getClient()
      .postJson(
        '/cgi-bin/menu/create',
        { button: [{ type: 'click', name: '今日', key: 'today' }] },
        { params: { agentid: APP } },
      )
      .then((r) => r.toObject() as Json),
  );
  expect(calls.length).toBeGreaterThanOrEqual(18);
});

test('an error body is handed back, and a voided token is the caller’s to renew', async () => {
  expect((await get('/cgi-bin/user/get', { userid: 'nobody' })).errcode).toBe(60111);
  await bank.control('POST', `/sim/corps/${bank.corpId}/apps/${APP}/void-token`);
  expect((await get('/cgi-bin/user/get', { userid: 'zhangsan' })).errcode).toBe(40014);
  await (work.getAccessToken() as unknown as { refresh(): Promise<string> }).refresh();
  expect((await get('/cgi-bin/user/get', { userid: 'zhangsan' })).errcode).toBe(0);
});

test('page signatures of node-easywechat and @wecom/crypto agree on our tickets', async () => {
  const url = 'https://bank.example/h5?a=1';
  const config = await work.getTicket().createConfigSignature(url, 'nonce', 1_790_000_000);
  const ticket = await work.getTicket().getTicket();
  const { signature } = wecomCrypto.getJsApiSignature({
    url,
    ticket,
    nonceStr: 'nonce',
    timestamp: 1_790_000_000,
  });
  expect(config.signature).toBe(signature);
  expect(await work.getTicket().getAgentTicket(APP)).not.toBe(ticket);
});

test('node-easywechat learns who came with a code from our page, by the older path', async () => {
  const query = new URLSearchParams({
    appid: bank.corpId,
    redirect_uri: 'https://bank.example/in',
    response_type: 'code',
    scope: 'snsapi_base',
    agentid: String(APP),
    sim_user: 'lisi',
  });
  const page = await fetch(`${bank.url}/connect/oauth2/authorize?${query}`, { redirect: 'manual' });
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code');
  expect(await get('/cgi-bin/user/getuserinfo', { code })).toMatchObject({ UserId: 'lisi' });
  expect((await get('/cgi-bin/user/getuserinfo', { code })).errcode).toBe(42022);
});

test('both libraries open our callbacks, and we take the answer of one', async () => {
  const seen: Record<string, string>[] = [];
  const opened: string[] = [];
  const server = http.createServer(async (incoming, outgoing) => {
    const request = await ServerRequest.createFromIncomingMessage(incoming);
    const query = request.getQueryParams() as Record<string, string>;
    const body = (await request.getBody())?.toString() ?? '';
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1];
    if (encrypted) {
      const { msg_signature, timestamp, nonce } = query as Record<string, string>;
      expect(wecomCrypto.getSignature(TOKEN, timestamp!, nonce!, encrypted)).toBe(msg_signature);
      const { message, id } = wecomCrypto.decrypt(AES_KEY, encrypted);
      expect(id).toBe(bank.corpId);
      opened.push(message);
    }
    const app = work.setRequest(request).getServer();
    (app as unknown as { handlers: unknown[] }).handlers = [];
    app.with((message, next) => {
      seen.push((message as unknown as { attributes: Record<string, string> }).attributes);
      return (message as unknown as { Event: string }).Event === 'template_card_event'
        ? ({ MsgType: 'update_button', Button: { ReplaceName: '已处理' } } as never)
        : next?.(message as never, undefined as never);
    });
    const response = await app.serve();
    outgoing.end(response.getBody().toString());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  // The check of the address is answered by the library.
  await bank.control('PUT', `/sim/corps/${bank.corpId}/apps/${APP}/callback`, {
    url: `http://127.0.0.1:${port}/`,
    token: TOKEN,
    encodingAesKey: AES_KEY,
  });
  await bank.act({ do: 'customer.add', person: 'p2', userid: 'lisi' });
  await post('/cgi-bin/message/send', {
    touser: 'lisi',
    agentid: APP,
    msgtype: 'template_card',
    template_card: {
      card_type: 'button_interaction',
      task_id: 'todo-1',
      button_list: [{ text: '好', key: 'ok' }],
    },
  });
  await bank.act({
    do: 'staff.answer-card',
    userid: 'lisi',
    agentId: APP,
    taskId: 'todo-1',
    key: 'ok',
  });
  await bank.control('POST', '/sim/callbacks/idle', {});
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  expect(seen.map((m) => m.Event)).toEqual(['change_external_contact', 'template_card_event']);
  expect(seen[0]).toMatchObject({ ChangeType: 'add_external_contact', UserID: 'lisi' });
  expect(opened).toHaveLength(2);
  const card = await bank.simulator.sim.pool.query(
    `select content from card where task_id = 'todo-1'`,
  );
  expect(card.rows[0].content).toMatchObject({ replaced_button: '已处理' });
});
