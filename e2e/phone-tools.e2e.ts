import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signJssdk } from '#protocol/wecom/endpoints/jssdk.ts';
import { journeys } from './journey.ts';
import { visitor } from './visitor.ts';

const { browser, product } = journeys({ simulated: true });
const RM = 'jh0049';
const AGENT = 1000099;
const SECRET = 'secret-of-the-tool';
let corpid: string;

async function control<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${product().simulatorUrl}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

/** As a server of the bank asks WeCom. */
async function wecom(path: string, query: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(
    `${product().simulatorUrl}/cgi-bin/${path}?${new URLSearchParams(query)}`,
  );
  return (await response.json()) as Record<string, string>;
}

/** A page somebody else could have made: it knows WeCom's SDK and nothing of a simulator. */
const tool = (signatures: object) => `<!doctype html><meta charset="utf-8"><title>工具</title>
<script src="${product().simulatorUrl}/wwopen/js/jwxwork-1.0.0.js"></script>
<p id="who"></p><p id="old"></p><button id="send">发送资料</button>
<script>
const signed = ${JSON.stringify(signatures)};
const names = ['getContext', 'getCurExternalContact', 'sendChatMessage'];
ww.register({ corpId: '${corpid}', agentId: ${AGENT}, jsApiList: names,
  getConfigSignature: async () => signed.config, getAgentConfigSignature: async () => signed.agent });
(async () => {
  const { entry } = await ww.getContext();
  const { userId } = await ww.getCurExternalContact();
  who.textContent = entry + ' ' + userId;
  wx.invoke('getCurExternalContact', {}, (res) => { old.textContent = res.err_msg; });
})().catch((error) => { who.textContent = error.message; });
send.onclick = () => ww.sendChatMessage({ msgtype: 'text', text: { content: '附上开户须知' }, enterChat: true });
</script>`;

beforeAll(async () => {
  const { corps } = await control<{ corps: { corpId: string; name: string }[] }>('/sim/corps');
  corpid = corps.find(({ name }) => name === '江海银行')!.corpId;
  await control('/sim/people', { people: [{ person: 'p0', name: '林小满' }] });
  await control(`/sim/corps/${corpid}/acts`, {
    acts: [{ do: 'customer.add', person: 'p0', userid: RM }],
  });
  let url = '';
  const server = createServer(async (_request, response) => {
    const { access_token = '' } = await wecom('gettoken', { corpid, corpsecret: SECRET });
    const corp = await wecom('get_jsapi_ticket', { access_token });
    const app = await wecom('ticket/get', { access_token, type: 'agent_config' });
    const now = Math.floor(Date.now() / 1000);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(
      tool({
        config: signJssdk(corp.ticket!, url, now),
        agent: signJssdk(app.ticket!, url, now),
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}/tool`;
  await control(`/sim/corps/${corpid}/apps`, {
    ...{ agentId: AGENT, name: '工具', secret: SECRET },
    settings: { redirectDomain: host, toolbar: [{ name: '客户资料', url }] },
  });
  return () => server.close();
});

async function phones(): Promise<{ page: Page; frame: FrameLocator; fine: () => void }> {
  const { page, fine } = await visitor(browser(), product());
  await page.goto(`${product().simulatorUrl}/phones?corp=${corpid}&userid=${RM}&person=p0`);
  return { page, frame: page.frameLocator('iframe'), fine };
}

test('a tool in the RM’s chat knows the customer by the JS-SDK, and what it sends arrives', async () => {
  const { page, frame, fine } = await phones();
  const rm = page.getByRole('region', { name: '客户经理的企业微信' });
  const customer = page.getByRole('region', { name: '客户的微信' });
  await rm.getByRole('button', { name: /林小满/ }).click();
  await rm.getByRole('navigation', { name: '聊天工具栏' }).getByText('客户资料').click();
  const { externalUserid } = await control<{ externalUserid: string }>(
    `/sim/corps/${corpid}/people/p0/inbox`,
  );
  await frame.getByText(`single_chat_tools ${externalUserid}`).waitFor();
  await frame.getByText('getCurExternalContact:ok').waitFor();
  await page.screenshot({ path: '.cache/journeys/phones-tool.png' });
  await frame.getByRole('button', { name: '发送资料' }).click();
  await rm.getByRole('log').getByText('附上开户须知').waitFor();
  // With what is unread in its name.
  await customer.getByRole('button', { name: /微信/ }).waitFor();
  await customer.getByRole('button', { name: /附上开户须知/ }).click();
  await customer.getByRole('log').getByText('附上开户须知').waitFor();
  fine();
});

test('the consent centre opens in the browser of the customer’s phone, and knows whose it is', async () => {
  const { page, frame, fine } = await phones();
  const customer = page.getByRole('region', { name: '客户的微信' });
  await customer.getByRole('button', { name: '发现' }).click();
  await customer.getByRole('button', { name: '网页' }).click();
  await customer.getByLabel('网址').fill(`${product().url}/h5/consents?corp=${corpid}`);
  await customer.getByLabel('网址').press('Enter');
  await frame.getByRole('heading', { name: '我的授权', level: 1 }).waitFor();
  const sms = frame.getByRole('switch', { name: /短信/ });
  expect(await sms.getAttribute('aria-checked')).toBe('false');
  await sms.click();
  await frame.getByRole('button', { name: '同意', exact: true }).click();
  await frame.getByText('已记录您的同意。').waitFor();
  expect(await sms.getAttribute('aria-checked')).toBe('true');
  await page.screenshot({ path: '.cache/journeys/phones-consents.png' });
  await sms.click();
  await frame.getByText('已撤回，立即生效。').waitFor();
  fine();
});
