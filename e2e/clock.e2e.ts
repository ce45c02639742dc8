import { test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('the demo clock stands, jumps a week ahead, and an approval nobody decided has expired', async () => {
  const admin = await signedIn(browser(), product(), product().person('系统管理员'));
  await admin.go('/approvals?box=mine');
  await admin.page
    .getByText(/授予.*“企微经理”/)
    .first()
    .click();
  await admin.page.getByText('等待审批人处理').waitFor();
  const approval = new URL(admin.page.url()).pathname;

  await admin.go('/system/clock');
  await admin.page.getByText(/与机器时间一致 ·/).waitFor();
  await admin.page.getByRole('button', { name: '停住', exact: true }).click();
  await admin.page.getByText(/停住不走/).waitFor();
  await admin.page.getByRole('button', { name: '+30 天' }).click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByText(/向前跳过 30 天/).waitFor();
  await dialog.getByRole('button', { name: '跳转' }).click();
  await admin.page.getByText(/比机器时间快 30 天/).waitFor();

  await admin.go(approval);
  await admin.page.getByText('已过期', { exact: true }).first().waitFor();

  await admin.go('/system/clock');
  await admin.page.getByRole('button', { name: '恢复机器时间' }).click();
  await admin.page.getByText(/与机器时间一致 ·/).waitFor();
  admin.fine();
});

test('who may not move the clock is told who may', async () => {
  const rm = await signedIn(browser(), product(), product().person('审计'));
  await rm.go('/system/clock');
  await rm.page.getByText('您没有进入此页面的权限').waitFor();
  rm.fine();
});

test('a day is made a day off for the bank and returned to the public arrangement', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/system/holidays?month=2027-03');
  await page.getByText(/2027 年的放假安排还没有公布/).waitFor();
  await page.getByRole('cell', { name: /^15/ }).getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '名称' }).fill('行庆');
  await dialog.getByRole('button', { name: '设定' }).click();
  await page.getByRole('cell', { name: /15.*行庆.*本行安排/ }).waitFor();
  await page.getByRole('cell', { name: /^15/ }).getByRole('button').click();
  await dialog.getByRole('button', { name: '恢复国家安排' }).click();
  await page.getByRole('cell', { name: /行庆/ }).waitFor({ state: 'detached' });
  fine();
});
