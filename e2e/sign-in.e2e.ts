import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn, signIn, visitor } from './visitor.ts';

const { browser, product } = journeys();

test('a person signs in with number and password and lands where they wanted to go', async () => {
  const who = await visitor(browser(), product());
  const { account, password, name } = product().person('系统管理员');
  await who.page.goto('/staff');
  await who.page.getByRole('heading', { name: '登录运营台' }).waitFor();
  await signIn(who.page, account, password);
  await who.page.getByRole('heading', { name: '员工', exact: true }).waitFor();
  await who.page.getByRole('button', { name: `${name} 的菜单` }).waitFor();
  who.fine();
});

test('a wrong password is refused in words that tell nobody which part was wrong', async () => {
  const who = await visitor(browser(), product());
  await who.go('/sign-in');
  await signIn(who.page, product().person('审计').account, 'Wrong-password-1');
  const refusal = who.page.getByRole('alert');
  await refusal.waitFor();
  expect(await refusal.textContent()).toContain('账号或密码不正确');
  await signIn(who.page, 'NOBODY99', 'Wrong-password-1');
  await expect.poll(() => who.page.getByRole('alert').textContent()).toContain('账号或密码不正确');
  who.fine();
});

test('a person sets up an authenticator, keeps the recovery codes and needs it from then on', async () => {
  const person = product().person('科技运维');
  const who = await signedIn(browser(), product(), person);
  await who.go('/me');
  await who.page.getByRole('button', { name: '绑定动态口令' }).click();
  await confirmIfAsked(who.page, person.password);
  const dialog = who.page.getByRole('dialog').filter({ hasText: '扫描二维码' });
  await dialog.getByRole('img', { name: /验证器/ }).waitFor();
  const secret = (await dialog.locator('code').first().textContent()) ?? '';
  await dialog.getByLabel('6 位数字').fill(await generate({ secret }));
  await dialog.getByRole('button', { name: '完成绑定' }).click();
  const kept = who.page.getByRole('dialog').filter({ hasText: '保存恢复码' });
  await kept.waitFor();
  const codes = await kept.locator('li code').allTextContents();
  expect(codes.length).toBeGreaterThanOrEqual(8);
  await kept.getByRole('button', { name: '我已保存' }).click();
  await who.page.getByText(`恢复码还剩 ${codes.length} 个`).waitFor();
  who.fine();

  const again = await visitor(browser(), product());
  await again.go('/sign-in');
  await signIn(again.page, person.account, person.password);
  await again.page.getByRole('heading', { name: '输入动态口令' }).waitFor();
  await again.page.getByLabel('动态口令').fill(codes[0] ?? '');
  await again.page.getByRole('button', { name: '确认' }).click();
  await again.page.getByRole('button', { name: `${person.name} 的菜单` }).waitFor();
  await again.go('/me');
  await again.page.getByText(`恢复码还剩 ${codes.length - 1} 个`).waitFor();
  again.fine();
});

/** Sensitive steps ask for the password once more, unless it was just given. */
async function confirmIfAsked(page: Page, password: string) {
  const asked = page.getByRole('dialog').filter({ hasText: '确认是您本人' });
  const scan = page.getByRole('dialog').filter({ hasText: '扫描二维码' }).getByLabel('6 位数字');
  await asked.or(scan).first().waitFor();
  if (!(await asked.isVisible())) return;
  await asked.getByLabel('密码', { exact: true }).fill(password);
  await asked.getByRole('button', { name: '确认', exact: true }).click();
}
