import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openInstallation } from '#apps/yuhang/installation.ts';
import { demoBankId } from '#modules/org/server/index.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import type { Body, WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { sendWelcome } from '#protocol/wecom/endpoints/welcome.ts';
import { journeys } from './journey.ts';
import { visitor } from './visitor.ts';

const { browser, product } = journeys({ simulated: true });
const RM = 'jh0049';
let corp: { id: string; corpid: string };
/** The product once more, as one of its jobs would use it. */
let bank: Ctx;

beforeAll(async () => {
  const installation = await openInstallation(readConfig(product().env));
  const bankId = (await demoBankId(installation.ctxFor(NO_BANK)))!;
  bank = installation.ctxFor(bankId);
  const { items } = await asked<{ items: { id: string; corpid: string; name: string }[] }>(
    '/api/v1/wecom/corps',
  );
  corp = items.find(({ name }) => name === '江海银行')!;
  const people = ['林小满', '周予安', '许知远'].map((name, i) => ({ person: `p${i}`, name }));
  await control('/sim/people', { people });
  return () => installation.close();
});

/** As the administrator's screens ask. */
let cookie = '';
async function asked<T>(path: string): Promise<T> {
  const { url, person } = product();
  if (!cookie) {
    const { account, password } = person('系统管理员');
    const response = await fetch(`${url}/api/v1/org/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yuhang-csrf': '1' },
      body: JSON.stringify({ account, password }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }
  const response = await fetch(`${url}${path}`, { headers: { cookie } });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}
async function control<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${product().simulatorUrl}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}
/** Through the product's only way to WeCom. */
async function call<E extends WecomEndpoint>(endpoint: E, body: Body<E>): Promise<void> {
  const answer = await callWecom(bank, { corpId: corp.id as never }, endpoint, { body } as never);
  expect(answer.outcome, JSON.stringify(answer)).toBe('ok');
}

interface Phones {
  readonly page: Page;
  readonly rm: Locator;
  readonly customer: Locator;
  fine(): void;
}

async function phones(person: string, options: object = {}): Promise<Phones> {
  const { page, fine } = await visitor(browser(), product(), options);
  await page.goto(
    `${product().simulatorUrl}/phones?corp=${corp.corpid}&userid=${RM}&person=${person}`,
  );
  const rm = page.getByRole('region', { name: '客户经理的企业微信' });
  const customer = page.getByRole('region', { name: '客户的微信' });
  return { page, rm, customer, fine };
}

const say = async (phone: Locator, text: string) => {
  await phone.getByLabel('输入消息').fill(text);
  await phone.getByRole('button', { name: '发送', exact: true }).click();
  await phone.getByRole('log').getByText(text).waitFor();
};

/** The code of the newest push of a new customer, as the product's channel would take it from there. */
async function welcomeCode(): Promise<string> {
  const { callbacks } = await control<{ callbacks: { message: string }[] }>('/sim/callbacks');
  const codes = callbacks.map(
    ({ message }) => /<WelcomeCode><!\[CDATA\[(.+?)\]\]>/.exec(message)?.[1],
  );
  return codes.find(Boolean) ?? '';
}

test('a customer scans a code, is welcomed, talks; a mass message waits for the RM and arrives', async () => {
  await call(addContactWay, {
    ...{ type: 1, scene: 2, remark: '滨河路海报', state: 'poster-7', user: [RM] },
  });
  const { page, rm, customer, fine } = await phones('p0');

  await customer.getByRole('button', { name: '扫一扫' }).click();
  await customer.getByRole('button', { name: /滨河路海报/ }).click();
  await customer
    .getByText(/已添加了.+现在可以开始聊天了/)
    .last()
    .waitFor();
  await call(sendWelcome, {
    welcome_code: await welcomeCode(),
    text: { content: '您好，我是您的专属客户经理' },
    attachments: [{ msgtype: 'link', link: { title: '认识一下我们的网点', url: product().url } }],
  });
  await customer.getByRole('log').getByText('您好，我是您的专属客户经理').waitFor();
  await customer.getByRole('button', { name: /认识一下我们的网点/ }).waitFor();

  await rm.getByRole('button', { name: /林小满/ }).click();
  await say(rm, '今天想了解什么？');
  await customer.getByRole('log').getByText('今天想了解什么？').waitFor();
  await say(customer, '代发工资怎么开通？');
  await rm.getByRole('log').getByText('代发工资怎么开通？').waitFor();

  const words = '双十二积分加倍，点开看看';
  await call(addMassMessage, {
    ...{ chat_type: 'single', sender: RM, text: { content: words } },
  });
  await rm.getByRole('button', { name: '返回' }).click();
  await rm.getByRole('button', { name: /群发助手.*1 条群发待发送/ }).click();
  await rm.getByRole('button', { name: words }).click();
  await rm.getByText('发送给 1 位客户').waitFor();
  expect(await customer.getByRole('log').getByText(words).count(), 'before').toBe(0);
  await page.screenshot({ path: '.cache/journeys/phones-mass.png' });
  await rm.getByRole('button', { name: '发送给全部' }).click();
  await rm.getByText('已发送 1 位').waitFor();
  await customer.getByRole('log').getByText(words).waitFor();

  // And the product heard of the new customer, by the callback alone.
  await expect
    .poll(async () => {
      const { items } = await asked<{ items: { name: string; state: string }[] }>(
        `/api/v1/wecom/corps/${corp.id}/callbacks`,
      );
      return items.map(({ name, state }) => `${name} ${state}`);
    })
    .toContain('customer.added processed');
  fine();
});

test('what an RM posts is liked and answered; who is deleted can no longer be written to', async () => {
  await control(`/sim/corps/${corp.corpid}/acts`, {
    acts: [{ do: 'customer.add', person: 'p1', userid: RM }],
  });
  const { page, rm, customer, fine } = await phones('p1');
  await rm.getByRole('button', { name: '朋友圈' }).click();
  await rm.getByRole('button', { name: '发表朋友圈' }).click();
  await rm.getByLabel('这一刻想说点什么').fill('周末厅堂义诊，欢迎街坊');
  await rm.getByRole('button', { name: '发表', exact: true }).click();
  await rm.getByText('周末厅堂义诊，欢迎街坊').waitFor();

  await customer.getByRole('button', { name: '发现' }).click();
  await customer.getByRole('button', { name: /朋友圈/ }).click();
  const post = customer.getByRole('article').filter({ hasText: '周末厅堂义诊' });
  await post.getByRole('button', { name: '赞' }).click();
  await post.getByRole('button', { name: '已赞' }).waitFor();
  await post.getByRole('button', { name: '评论' }).click();
  await post.getByPlaceholder('评论').fill('几点开始？');
  await post.getByRole('button', { name: '发送' }).click();
  await rm.getByText('几点开始？').waitFor();
  await page.screenshot({ path: '.cache/journeys/phones-moments.png' });

  await customer.getByRole('button', { name: '返回' }).click();
  await customer.getByRole('button', { name: '通讯录' }).click();
  await customer.getByRole('button', { name: /刘佳/ }).click();
  await customer.getByRole('button', { name: '删除联系人' }).click();
  await customer.getByRole('button', { name: '确定' }).click();
  await customer.getByText('还没有加过本行').waitFor();

  await rm.getByRole('button', { name: '消息', exact: true }).click();
  await rm.getByRole('button', { name: /周予安/ }).click();
  await rm.getByText('对方已把您删除').waitFor();
  await rm.getByLabel('输入消息').fill('在吗？');
  await rm.getByRole('button', { name: '发送', exact: true }).click();
  await page.getByRole('status').getByText('84061').waitFor();
  fine();
});

test('on a narrow screen the two phones are tabs, and English is English', async () => {
  const { page, rm, customer, fine } = await phones('p2', {
    viewport: { width: 390, height: 844 },
  });
  await rm.getByRole('heading', { name: '消息' }).waitFor();
  expect(await customer.isVisible()).toBe(false);
  await page.getByRole('button', { name: /^客户 许知远/ }).click();
  await customer.getByRole('heading', { name: '微信' }).waitFor();
  expect(await rm.isVisible()).toBe(false);
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  expect(wide, 'nothing hangs over the edge').toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('region', { name: 'The customer’s WeChat' }).waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/[通讯录发现微信]{2}/);
  fine();
});
