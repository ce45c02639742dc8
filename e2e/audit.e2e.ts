import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('CR-145 the audit trail is filtered by what was done, and an entry shows before and after', async () => {
  const admin = await signedIn(browser(), product(), product().person('系统管理员'));
  await admin.go('/units');
  await admin.page.getByRole('treeitem', { name: /市场部/ }).click();
  await admin.page.getByRole('heading', { name: /市场部/ }).waitFor();
  await admin.page.getByRole('button', { name: '更多操作' }).click();
  await admin.page.getByRole('menuitem', { name: '修改名称或机构号' }).click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '名称' }).fill('市场与品牌部');
  await dialog.getByRole('button', { name: '保存修改' }).click();
  await admin.page.getByRole('heading', { name: /市场与品牌部/ }).waitFor();
  admin.fine();

  const { page, go, fine } = await signedIn(browser(), product(), product().person('审计'));
  await go('/audit');
  await page.getByText(/审计链完整/).waitFor();
  await page.getByRole('combobox', { name: '操作', exact: true }).click();
  await page.keyboard.type('修改机构');
  await page.locator('.ant-select-item-option', { hasText: '修改机构' }).first().click();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2);
  await page.getByRole('cell', { name: '机构 · 市场与品牌部' }).click();
  const entry = page.getByRole('dialog');
  await entry.getByRole('deletion').getByText('市场部').waitFor();
  await entry.getByRole('insertion').getByText('市场与品牌部').waitFor();
  await entry.getByText('本条校验值').waitFor();
  fine();
});

test('CR-145 taking the trail away needs a reason and is an entry itself', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('审计'));
  await go('/audit');
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '导出', exact: true }).click();
  await dialog.getByText('还有 1 处需要修改').waitFor();
  await dialog.getByRole('textbox', { name: /导出原因/ }).fill('季度内审');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '导出', exact: true }).click(),
  ]);
  const sheet = await readFile(await file.path(), 'utf8');
  expect(sheet.split('\n')[0]).toContain('季度内审');
  expect(sheet).toContain('登录');
  await go('/audit');
  await page.getByRole('cell', { name: '季度内审' }).first().waitFor();
  fine();
});
