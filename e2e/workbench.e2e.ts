import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { visitor } from './visitor.ts';

const { browser, product } = journeys({ simulated: true });
const RM = 'jh0049';
let corpid: string;

async function control<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${product().simulatorUrl}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

beforeAll(async () => {
  const { corps } = await control<{ corps: { corpId: string; name: string }[] }>('/sim/corps');
  corpid = corps.find(({ name }) => name === '江海银行')!.corpId;
  await control('/sim/people', { people: [{ person: 'p0', name: '林小满' }] });
  await control(`/sim/corps/${corpid}/acts`, {
    acts: [{ do: 'customer.add', person: 'p0', userid: RM }],
  });
});

const shot = (page: Page, name: string) =>
  page.screenshot({ path: `.cache/journeys/workbench-${name}.png`, fullPage: true });

test('R-362 beside a chat in WeCom the RM sees the customer, what may be said now, and no word goes out that must not be said', async () => {
  const { page, fine } = await visitor(browser(), product());
  await page.goto(`${product().simulatorUrl}/phones?corp=${corpid}&userid=${RM}&person=p0`);
  const rm = page.getByRole('region', { name: '客户经理的企业微信' });
  const frame = page.frameLocator('iframe');
  await rm.getByRole('button', { name: /林小满/ }).click();
  await rm.getByRole('navigation', { name: '聊天工具栏' }).getByText('域行').click();
  await frame.getByRole('heading', { name: /林/, level: 1 }).waitFor();
  // Nobody asked the customer yet: the gate says so before a word is typed.
  await frame.getByText('现在不宜营销').waitFor();
  await frame.getByText(/CR-001/).waitFor();
  await shot(page, 'chat');

  const words = frame.getByRole('textbox', { name: '写给客户' });
  const put = frame.getByRole('button', { name: '复制', exact: true });
  await words.fill('这款产品保本保收益，稳赚不赔');
  await frame.getByText('有不能说的话，请修改').waitFor();
  expect(await put.isDisabled()).toBe(true);
  await shot(page, 'blocked');
  await words.fill('您好，您问的开户资料我整理好了，方便时看看。');
  await frame.getByText('没有不能说的话').waitFor();
  await put.click();
  await frame.getByText(/已复制|长按选中/).waitFor();
  fine();
});

test('in a plain browser the RM signs in as at the desk, and finds the day and the customers', async () => {
  const { page, fine } = await visitor(browser(), product());
  await page.setViewportSize({ width: 390, height: 844 });
  const { account, password } = product().person('客户经理');
  await page.goto(`${product().url}/m/today`);
  await page.getByLabel('工号').fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { name: '今日待办' }).waitFor();
  await shot(page, 'today');
  await page.getByRole('link', { name: '客户', exact: true }).click();
  await page.getByRole('button', { name: /林/ }).click();
  await page.getByRole('heading', { name: '最近动作' }).waitFor();
  await shot(page, 'customer');
  await page.getByRole('button', { name: 'EN' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  fine();
});
