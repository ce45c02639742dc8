import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openInstallation } from '#apps/yuhang/installation.ts';
import { consentFor, customersByIdentity, tagCustomers } from '#modules/customers/server/index.ts';
import { demoBankId } from '#modules/org/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, inTx, NO_BANK } from '#platform/server/ctx.ts';
import { journeys } from './journey.ts';
import { type Visitor, visitor } from './visitor.ts';

const { browser, product } = journeys({ simulated: true });
const RM = 'jh0049';
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let corp: { id: string; corpid: string };
let bank: Ctx;
let customerId: number;

beforeAll(async () => {
  const installation = await openInstallation(readConfig(product().env));
  bank = installation.ctxFor((await demoBankId(installation.ctxFor(NO_BANK)))!);
  corp = await demoCorp();
  await control('/sim/people', {
    people: [
      { person: 'p0', name: '林小满' },
      { person: 'p9', name: '陌生人' },
    ],
  });
  await control(`/sim/corps/${corp.corpid}/acts`, {
    acts: [{ do: 'customer.add', person: 'p0', userid: RM }],
  });
  customerId = await known();
  return () => installation.close();
});

async function control<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${product().simulatorUrl}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

/** As a person of the bank asks from a desk. */
async function askedBy(role: string) {
  const { account, password } = product().person(role);
  const { request } = await browser().newContext({
    baseURL: product().url,
    extraHTTPHeaders: { 'x-yuhang-csrf': '1' },
  });
  await request.post('/api/v1/org/session', { data: { account, password } });
  return async <T>(method: string, path: string, data?: object): Promise<T> => {
    const answer = await request.fetch(path, { method, ...(data ? { data } : {}) });
    expect(answer.status(), `${method} ${path} ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  };
}

/** The corp of the demo bank, as the simulator and the product know it. */
async function demoCorp(): Promise<typeof corp> {
  const admin = await askedBy('系统管理员');
  type Corps = { items: { id: string; corpid: string; name: string }[] };
  const { items } = await admin<Corps>('GET', '/api/v1/wecom/corps');
  return items.find(({ name }) => name === '江海银行')!;
}

/** The callback of the new friend has become a customer. */
async function known(): Promise<number> {
  const { externalUserid: value } = await control<{ externalUserid: string }>(
    `/sim/corps/${corp.corpid}/people/p0/inbox`,
  );
  for (let i = 0; i < 120; i++) {
    const identity = { kind: 'external_userid' as const, scope: corp.id, value };
    const [id] = await customersByIdentity(bank, [identity]);
    if (id) return id;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('The new friend did not become a customer');
}

/** A phone whose WeChat is this person's. */
async function phoneOf(person: string): Promise<Visitor> {
  const who = await visitor(browser(), product(), phone);
  await who.page
    .context()
    .addCookies([
      { name: 'sim_identity', value: `person%3A${person}`, url: product().simulatorUrl },
    ]);
  return who;
}

const open = (page: Page, path = '/h5/consents') => page.goto(`${path}?corp=${corp.corpid}`);
const agreed = async (channel: 'sms' | 'one_to_one') =>
  (await consentFor(bank, [customerId], 'marketing', channel)).has(customerId);

test('CR-006 a customer comes in by WeChat, agrees to one thing, and takes it back with one tap', async () => {
  const { page, fine } = await phoneOf('p0');
  await open(page);
  await page.getByRole('heading', { name: '我的授权', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/h5/consents');
  const sms = page.getByRole('switch', { name: /短信/ });
  const oneToOne = page.getByRole('switch', { name: /一对一/ });
  // Nothing is ticked for anybody (CR-003).
  for (const one of await page.getByRole('switch').all())
    expect(await one.getAttribute('aria-checked')).toBe('false');

  await sms.tap();
  const sheet = page.getByRole('dialog', { name: '接收产品与活动信息' });
  for (const told of ['涉及的信息', '处理方式', '保存期限', '处理者', '联系方式', '您的权利'])
    await sheet.getByText(told, { exact: true }).waitFor();
  expect(await agreed('sms'), 'reading is not agreeing').toBe(false);
  await sheet.getByRole('button', { name: '同意', exact: true }).tap();
  await page.getByText('已记录您的同意。').waitFor();
  expect(await agreed('sms')).toBe(true);
  expect(await agreed('one_to_one')).toBe(false);

  await sms.tap();
  await page.getByText('已撤回，立即生效。').waitFor();
  expect(await sms.getAttribute('aria-checked')).toBe('false');
  expect(await agreed('sms')).toBe(false);

  for (const one of [sms, oneToOne]) {
    await one.tap();
    await page.getByRole('button', { name: '同意', exact: true }).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await expect.poll(() => agreed('one_to_one')).toBe(true);
  await page.getByRole('button', { name: '停止所有营销信息' }).tap();
  await page.getByRole('button', { name: '确认停止' }).tap();
  await page.getByText('已停止所有营销信息，立即生效。').waitFor();
  expect([await agreed('sms'), await agreed('one_to_one')]).toEqual([false, false]);

  await page.getByText('同意与撤回记录').tap();
  expect(await page.locator('.steps li').count()).toBe(6);
  fine();
});

test('a customer sees their data, deletes a tag, and takes a copy home', async () => {
  await inTx(bank, (ctx) =>
    tagCustomers(ctx, [
      {
        customerId,
        tag: 'need_fund',
        source: 'behaviour',
        confidence: 0.7,
        at: ctx.now(),
        evidence: { text: '阅读基金文章', ref: null },
      },
    ]),
  );
  const { page, fine } = await phoneOf('p0');
  await open(page);
  await page.getByRole('link', { name: '我的信息' }).tap();
  await page.getByText('基金需求').waitFor();
  await page.getByRole('button', { name: '删除标签“基金需求”' }).tap();
  await page.getByText('标签已删除。').waitFor();
  expect(await page.getByText('基金需求').count()).toBe(0);

  await page.getByRole('link', { name: '我的请求' }).tap();
  const row = page.locator('li', { hasText: '复制个人信息' });
  await row.getByRole('button', { name: '提出请求' }).tap();
  await page.getByRole('button', { name: '提交' }).tap();
  const link = page.getByRole('link', { name: '下载副本' });
  await link.waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), link.tap()]);
  expect(file.suggestedFilename()).toMatch(/^个人信息副本-.+\.json$/);
  fine();
});

test('CR-153 large type is 18 px at least and stays; the page speaks English too', async () => {
  const { page, fine } = await phoneOf('p0');
  await open(page);
  await page.getByRole('button', { name: '大字' }).tap();
  const size = async (selector: string) =>
    Number.parseFloat(
      await page.evaluate(`getComputedStyle(document.querySelector('${selector}')).fontSize`),
    );
  for (const selector of ['.switch', '.lead', '.note', '.knob b', '.choices button'])
    expect(await size(selector), selector).toBeGreaterThanOrEqual(17.8);
  await page.reload();
  expect(await size('.lead')).toBeGreaterThanOrEqual(18);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);

  await page.getByRole('button', { name: 'EN' }).tap();
  await page.getByRole('heading', { name: 'My consents', level: 1 }).waitFor();
  await page.getByRole('switch', { name: /Text messages/ }).waitFor();
  fine();
});

test('somebody the bank does not know is told what would help, and nobody comes in by a made-up way back', async () => {
  const { page, fine } = await phoneOf('p9');
  await open(page);
  await page.getByText('请先添加您的客户经理').waitFor();
  await page.goto('/h5/signed-in?code=made-up&state=made-up');
  await page.getByText('登录已过期').waitFor();
  const answer = await page.context().request.get('/api/v1/customers/own/data');
  expect(answer.status()).toBe(401);
  fine();
});
