import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('CR-144 a role is changed by two people: returned once, approved then, and what it permits is there', async () => {
  const maker = await signedIn(browser(), product(), product().person('系统管理员'));
  const checker = await signedIn(browser(), product(), product().person('安全管理员'));
  const holder = await signedIn(browser(), product(), product().person('分行运营'));
  await holder.go('/');
  await expect.poll(() => entries(holder.page), patient).not.toContain('审计');

  await maker.go('/roles');
  await maker.page.getByText('分行运营').first().click();
  await maker.page.getByRole('button', { name: '修改角色' }).click();
  await maker.page.getByRole('checkbox', { name: /导出审计记录/ }).check();
  await maker.page.getByText(/新增 1 项权限，移除 0 项/).waitFor();
  await maker.page.getByRole('textbox', { name: /给审批人的说明/ }).fill('分行自查需要');
  await maker.page.getByRole('button', { name: '提交审批' }).click();
  await maker.page.getByRole('heading', { name: /变更角色：分行运营/ }).waitFor();
  // Nobody decides on their own request.
  expect(await maker.page.getByRole('button', { name: '通过', exact: true }).count()).toBe(0);
  const approval = new URL(maker.page.url()).pathname;

  await checker.go(approval);
  await checker.page.getByText('导出审计记录').waitFor();
  await checker.page.getByRole('button', { name: '退回修改' }).click();
  const returning = checker.page.getByRole('dialog');
  await returning.getByRole('textbox', { name: /原因/ }).fill('只需查看，不需导出');
  await returning.getByRole('button', { name: '退回修改' }).click();
  await checker.page.getByText('已退回', { exact: true }).waitFor();

  await maker.go(approval);
  await maker.page
    .getByText(/只需查看，不需导出/)
    .first()
    .waitFor();
  await maker.page.getByRole('button', { name: '修改后重新提交' }).click();
  await maker.page.getByText('正在修改被退回的申请').waitFor();
  await maker.page.getByRole('checkbox', { name: /导出审计记录/ }).uncheck();
  await maker.page.getByRole('checkbox', { name: /查看审计记录/ }).check();
  await maker.page.getByRole('button', { name: '提交审批' }).click();
  await maker.page.getByText('第 2 次提交').first().waitFor();

  await checker.go(approval);
  await checker.page.getByText('查看审计记录').waitFor();
  expect(await checker.page.getByText('导出审计记录').count()).toBe(0);
  await checker.page.getByRole('button', { name: '通过', exact: true }).click();
  const approving = checker.page.getByRole('dialog');
  await approving.getByText('通过后立即生效。').waitFor();
  await approving.getByRole('button', { name: '通过', exact: true }).click();
  await checker.page.getByText('已通过', { exact: true }).first().waitFor();

  await holder.go('/');
  await expect.poll(() => entries(holder.page), patient).toContain('审计');
  await holder.page.getByRole('navigation').getByRole('link', { name: '审计' }).click();
  await holder.page.getByRole('heading', { name: '审计', exact: true }).waitFor();
  maker.fine();
  checker.fine();
  holder.fine();
});

test('CR-143 a grant beyond the job must expire, and applies once another person approved it', async () => {
  const maker = await signedIn(browser(), product(), product().person('系统管理员'));
  const checker = await signedIn(browser(), product(), product().person('安全管理员'));
  const holder = product().person('企微经理');
  await maker.go(`/staff?q=${holder.account}`);
  await maker.page.getByText(holder.account).first().click();
  await maker.page.getByRole('button', { name: '授予角色' }).click();
  await choose(maker.page, '角色', '分行运营');
  await maker.page.getByRole('combobox', { name: '机构' }).click();
  await maker.page.keyboard.type('望海分行');
  await maker.page.locator('.ant-select-tree-title').getByText('望海分行', { exact: true }).click();
  await maker.page.getByText(/超出“分行运营”的岗位范围/).waitFor();
  await maker.page.getByRole('button', { name: '提交审批' }).click();
  await maker.page
    .getByRole('alert')
    .getByText(/必须设到期日/)
    .waitFor();

  const latest = /最晚 (\d{4}-\d\d-\d\d)/.exec(
    (await maker.page.getByText(/必须填写，最晚/).textContent()) ?? '',
  )?.[1];
  await maker.page.getByRole('textbox', { name: /有效期至/ }).fill(latest ?? '');
  await maker.page.keyboard.press('Enter');
  await maker.page.getByRole('button', { name: '提交审批' }).click();
  await maker.page.getByRole('heading', { name: /授予.*“分行运营”/ }).waitFor();
  const approval = new URL(maker.page.url()).pathname;

  await checker.go('/');
  await checker.page
    .getByRole('link', { name: /授予.*“分行运营”/ })
    .first()
    .click();
  await checker.page.waitForURL(`**${approval}`);
  await approve(checker.page);

  await maker.go(`/grants?q=${holder.account}`);
  await maker.page.getByRole('cell', { name: /望海分行.*超出岗位/ }).waitFor();
  maker.fine();
  checker.fine();
});

const patient = { timeout: 20_000 };
const entries = (page: Page) =>
  page.getByRole('navigation').first().getByRole('link').allTextContents();

async function choose(page: Page, field: string, option: string) {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.locator('.ant-select-item-option').getByText(option, { exact: true }).click();
}
