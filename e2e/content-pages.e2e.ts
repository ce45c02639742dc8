import { mkdirSync } from 'node:fs';
import { devices, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openInstallation } from '#apps/yuhang/installation.ts';
import { ownCookie } from '#modules/customers/server/fixtures.ts';
import { giveConsents, resolveCustomers } from '#modules/customers/server/index.ts';
import { demoBankId, headOffice } from '#modules/org/server/index.ts';
import { eventsOf } from '#modules/tracking/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { type Ctx, inTx, NO_BANK } from '#platform/server/ctx.ts';
import { journeys } from './journey.ts';
import { approve, signedIn, visitor } from './visitor.ts';

const { browser, product } = journeys();
const as = (role: string) => signedIn(browser(), product(), product().person(role));

mkdirSync('.cache/journeys', { recursive: true });
const keep = (page: Page, name: string) =>
  page.screenshot({ path: `.cache/journeys/content-${name}.png`, fullPage: true });

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.locator('.ant-select-item-option', { hasText: option }).last().click();
  await page.keyboard.press('Escape');
}

test('an article with three violations is mended, returned once by the officer who compares, and approved', async () => {
  const operator = await as('总行运营');
  const { page, go } = operator;
  await go('/content/new');
  await page.getByRole('textbox', { name: '名称' }).fill('开学前的三笔开销');
  await page.getByRole('combobox', { name: '归属机构' }).click();
  await page.locator('.ant-select-tree-title').first().click();
  await choose(page, '形式', '文章');
  await page.getByRole('textbox', { name: '标题' }).fill('开学前，先把三笔开销写下来');
  await page.getByRole('button', { name: '加一段' }).click();
  const paragraph = page.getByRole('textbox', { name: '段落' });
  await paragraph.fill('全网最低费率！保本理财，联系 13912345678');
  await page.getByText('“全网最低”属于绝对化用语').waitFor();
  await page.getByText('“保本”属于保本保收益承诺').waitFor();
  await page.getByText('含有手机号').waitFor();
  await keep(page, 'violations');

  await paragraph.fill('学费、文具、衣服，先写在纸上，再去商场。写过的单子留着，明年还用得上。');
  const body = page.getByRole('textbox', { name: '正文' });
  await body.fill('{customer_title}，给您一篇两分钟能读完的短文。不想收到可回复“退订”。');
  await page.getByText('没有发现问题').waitFor();
  await page.getByRole('textbox', { name: '回应的客户需求' }).fill('开学前把花费排清楚');
  await choose(page, '客群', '代发客群');
  await page.getByRole('combobox', { name: '场景' }).fill('开学季');
  await page.keyboard.press('Enter');
  await choose(page, '阶段', '引起注意');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.waitForURL(/\/content\/items\/[0-9a-f-]+$/);
  const itemId = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.getByRole('button', { name: '提交审批' }).click();
  await page.waitForURL(/\/approvals\/.+/);
  const approval = new URL(page.url()).pathname;

  const officer = await as('合规审核');
  await officer.go(approval);
  await officer.page.getByText('先写在纸上').first().waitFor();
  await keep(officer.page, 'compare');
  await officer.page.getByRole('button', { name: '退回修改' }).click();
  const returning = officer.page.getByRole('dialog');
  await returning.getByRole('textbox', { name: /原因/ }).fill('请把“商场”改成具体的话');
  await returning.getByRole('button', { name: '退回修改' }).click();
  await officer.page.getByText('已退回', { exact: true }).waitFor();

  await go(approval);
  await page.getByRole('button', { name: '修改后重新提交' }).click();
  await page.getByText('正在修改被退回的申请').waitFor();
  await page
    .getByRole('textbox', { name: '段落' })
    .fill('学费、文具、衣服，先写在纸上，再带着单子去买。');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.waitForURL(new RegExp(`/content/items/${itemId}\\?approval=`));
  await page.getByRole('button', { name: '提交审批' }).click();
  await page.getByText('第 2 次提交').first().waitFor();
  operator.fine();

  await officer.go(approval);
  await officer.page.getByText('再带着单子去买').first().waitFor();
  await approve(officer.page);
  await keep(officer.page, 'approved');
  officer.fine();
});

/** Somebody of the demo bank who agreed that what they do on pages is used, signed in on a phone. */
async function aReader(ctx: Ctx): Promise<{ id: number; cookie: string }> {
  const unit = (await headOffice(ctx))!;
  const [found] = await inTx(ctx, (tx) =>
    resolveCustomers(
      tx,
      [
        {
          identities: [{ kind: 'bank_no', value: 'READER1', verified: true }],
          name: '林小满',
          unitId: unit.id,
        },
      ],
      { source: 'import' },
    ),
  );
  const id = found!.customerId;
  const evidence = { kind: 'import' as const, id: 'reader' };
  const said = { customerId: id, evidence, at: ctx.now() };
  await inTx(ctx, (tx) =>
    giveConsents(tx, [{ ...said, purpose: 'personalisation', channel: 'any' }]),
  );
  return { id, ...(await ownCookie(ctx, id)) };
}

test('R-372 a page made in the editor sends view, stay, scroll and clicks with the ids of buttons, without extra code', async () => {
  const installation = await openInstallation(readConfig(product().env));
  const bank = installation.ctxFor((await demoBankId(installation.ctxFor(NO_BANK)))!);
  try {
    const reader = await aReader(bank);
    const operator = await as('总行运营');
    await operator.go('/content?q=开学前的三笔开销');
    await operator.page.getByText('开学前的三笔开销').first().click();
    await operator.page.waitForURL(/\/content\/items\//);
    const made = operator.page.getByRole('link', { name: '在手机上看' });
    const path = new URL((await made.getAttribute('href'))!).pathname;
    const { page, go, fine } = await visitor(browser(), product(), { ...devices['iPhone 13'] });
    const [name, value] = reader.cookie.split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: product().url }]);
    await go(path);
    await page.waitForFunction('window.yuhang');
    await page.getByRole('button', { name: '大字版' }).click();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await page.waitForTimeout(1_500);
    await page.goto('about:blank');

    const stored = () => eventsOf(bank, reader.id, { limit: 50 });
    const kinds = async () => (await stored()).map(({ kind }) => kind);
    const wanted = ['page.viewed', 'page.scrolled', 'page.left', 'button.clicked'];
    await expect.poll(kinds, { timeout: 30_000 }).toEqual(expect.arrayContaining(wanted));
    const events = await stored();
    const one = (kind: string) => events.find((event) => event.kind === kind)!;
    expect(one('button.clicked')).toMatchObject({
      subject: 'size',
      source: 'own-pages',
      properties: { label: '大字版' },
    });
    expect((one('page.left').properties as { seconds: number }).seconds).toBeGreaterThan(1);
    expect((one('page.left').properties as { depth: number }).depth).toBe(100);
    operator.fine();
    fine();
  } finally {
    await installation.close();
  }
});

test('what was approved opens on a phone, whole, with a card on which the sender can be checked', async () => {
  const { page, go } = await as('总行运营');
  await go('/content?q=开学前的三笔开销');
  await page.getByText('开学前的三笔开销').first().click();
  await page.waitForURL(/\/content\/items\//);
  const open = page.getByRole('link', { name: '在手机上看' });
  const address = await open.getAttribute('href');
  const phone = await visitor(browser(), product(), { ...devices['iPhone 13'] });
  await phone.go(new URL(address!).pathname);
  await phone.page.getByRole('heading', { name: '开学前，先把三笔开销写下来' }).waitFor();
  await phone.page.getByText('再带着单子去买').waitFor();
  await phone.page.getByText('本行在岗员工').waitFor();
  await keep(phone.page, 'phone');
  await phone.page.getByRole('button', { name: '大字版' }).click();
  await keep(phone.page, 'phone-large');
  await phone.page.getByRole('link', { name: /核验身份/ }).click();
  await phone.page.getByText('身份已核验').waitFor();
  await keep(phone.page, 'staff-card');
  const overflow = await phone.page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect(overflow).toBe(false);
  phone.fine();
});

test('scripts are found with a few keys, the calendar says what is due, personas, cards and words stand', async () => {
  const { page, go, fine } = await as('总行运营');
  await go('/content/scripts');
  await page.getByRole('textbox', { name: /场景/ }).fill('qbdq');
  await page.getByRole('heading', { name: '抢不到券' }).waitFor();
  await page.getByRole('heading', { name: '不能说' }).waitFor();
  await keep(page, 'scripts');
  for (const [path, words] of [
    ['/content/calendar', '发薪日'],
    ['/content/personas', '小江'],
    ['/content/cards', '登记资格'],
    ['/content/wording', '3W 文案结构'],
    ['/content/templates', '社群周计划'],
    ['/content/matrix', '三个方向'],
    ['/content', '导出'],
  ] as const) {
    await go(path);
    await page.getByText(words).first().waitFor();
    await keep(page, path.slice(1).replace('/', '-'));
  }
  await go('/content/templates');
  await page.getByRole('link', { name: '信用卡客群周SOP' }).click();
  await page.getByRole('heading', { name: '一周排期' }).waitFor();
  await page.getByRole('region', { name: '周三' }).getByText('5折日开场').waitFor();
  await keep(page, 'template-week');
  fine();
});

test('on a phone the findings stay in sight while one writes', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('总行运营'), {
    viewport: { width: 390, height: 844 },
  });
  await go('/content/new');
  await page.getByRole('textbox', { name: '正文' }).fill('保本理财，稳赚不赔。');
  const findings = page.locator('aside summary');
  await findings.getByText(/处必须改/).waitFor();
  await expect.poll(async () => (await findings.boundingBox())?.y ?? 9_999).toBeLessThan(844);
  await keep(page, 'editor-phone');
  await findings.click();
  await page.getByText('“保本”属于保本保收益承诺').waitFor();
  await keep(page, 'editor-phone-open');
  fine();
});
