import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('a masked list of staff is made in the background and fetched', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/exports');
  await page.getByRole('button', { name: '申请导出' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '开始导出' }).click();
  await page.getByText('可下载', { exact: true }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载', exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  fine();
});

test('CR-039 personal data in the clear leave only with a reason and a second person', async () => {
  const maker = await signedIn(browser(), product(), product().person('系统管理员'));
  await maker.go('/exports');
  await maker.page.getByRole('button', { name: '申请导出' }).first().click();
  const dialog = maker.page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: '导出未脱敏的个人信息' }).check();
  await dialog.getByRole('button', { name: '开始导出' }).click();
  await dialog.getByText('未脱敏导出要写明原因').waitFor();
  await dialog.getByRole('textbox', { name: /原因/ }).fill('监管现场检查调阅');
  await dialog.getByRole('button', { name: '开始导出' }).click();
  await maker.page.getByRole('cell', { name: '待审批' }).waitFor();

  const checker = await signedIn(browser(), product(), product().person('安全管理员'));
  await checker.go('/approvals');
  await checker.page.getByText(/导出未脱敏的员工/).click();
  await approve(checker.page);

  await maker.page.getByRole('row', { name: /未脱敏.*可下载/ }).waitFor();
  maker.fine();
  checker.fine();
});
