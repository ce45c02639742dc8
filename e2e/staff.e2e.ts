import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn, signIn, visitor } from './visitor.ts';

const { browser, product } = journeys();

test('a draft of a new colleague survives leaving the page, and the colleague is created from it', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/staff/new');
  await page.getByRole('textbox', { name: '姓名' }).fill('欧阳若兰');
  await page.getByRole('textbox', { name: /工号/ }).fill('ND9001');
  await page.getByText('草稿已自动保存在本机').waitFor();

  await page.getByRole('navigation').getByRole('link', { name: '机构' }).click();
  await page.getByRole('button', { name: '离开' }).click();
  await page.waitForURL('**/units');
  await go('/staff/new');
  await page.getByRole('button', { name: '放弃草稿' }).waitFor();
  expect(await page.getByRole('textbox', { name: '姓名' }).inputValue()).toBe('欧阳若兰');

  await page.getByRole('button', { name: '新建员工' }).click();
  await page.getByText('还有 1 处需要修改').waitFor();
  await page.getByRole('combobox', { name: '机构' }).click();
  await page.keyboard.type('临江滨河路支行');
  await page.locator('.ant-select-tree-title', { hasText: '临江滨河路支行' }).click();
  await page.getByRole('textbox', { name: /手机号/ }).fill('13900001234');
  await page.getByRole('button', { name: '新建员工' }).click();
  await page.getByRole('heading', { name: '欧阳若兰' }).waitFor();
  await page.getByText('139****1234').waitFor();

  // What was sent is no longer a draft.
  await go('/staff/new');
  expect(await page.getByRole('textbox', { name: '姓名' }).inputValue()).toBe('');
  fine();
});

test('CR-038 a phone number shows in full only with a reason, and hides again', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/staff?q=JH0172');
  await page.getByText('JH0172').first().click();
  await page.getByRole('button', { name: '查看完整信息 手机号' }).click();
  await page.getByRole('radio', { name: '核对资料' }).click();
  await page.getByRole('button', { name: '查看完整信息', exact: true }).click();
  await page.getByText('19900000172').waitFor();
  await page.getByRole('button', { name: '重新遮盖' }).click();
  await page.getByText('199****0172').waitFor();
  fine();
});

test('CR-148 a person who is deactivated is thrown out at the next step and cannot return', async () => {
  const leaver = product().person('客户经理');
  const admin = await signedIn(browser(), product(), product().person('系统管理员'));
  const them = await signedIn(browser(), product(), leaver);
  await them.go('/staff');
  await them.page.getByRole('heading', { name: '员工', exact: true }).waitFor();

  await admin.go(`/staff?q=${leaver.account}`);
  await admin.page.getByText(leaver.account).first().click();
  await admin.page.getByRole('button', { name: '停用或离职' }).click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByText(/立即退出全部 \d+ 个登录/).waitFor();
  await dialog.getByRole('textbox', { name: /原因/ }).fill('长期休假');
  await dialog.getByRole('button', { name: '立即停用' }).click();
  await admin.page.getByText(/这名员工已停用，不能登录/).waitFor();

  await them.go('/units');
  await them.page.getByRole('heading', { name: '登录运营台' }).waitFor();
  await signIn(them.page, leaver.account, leaver.password);
  await them.page.getByRole('alert').getByText('账号或密码不正确').waitFor();
  admin.fine();
  them.fine();
});

test('R-130 staffing counts part time as full-time equivalents, in a sentence', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('总行运营'));
  await go('/staffing');
  const sentence = await page.getByText(/人次任职/).textContent();
  expect(sentence).toMatch(/专职 \d+，兼职 \d+，折合专职 [\d.]+ 人/);
  await page.getByRole('cell', { name: '企微经理' }).first().waitFor();
  fine();
});

test('a colleague without rights over staff is told so instead of seeing an empty page', async () => {
  const who = await visitor(browser(), product());
  await who.go('/sign-in');
  const { account, password } = product().person('科技运维');
  await signIn(who.page, account, password);
  await who.page.getByRole('navigation').first().waitFor();
  await who.go('/staff');
  await who.page.getByText('您没有进入此页面的权限').waitFor();
  // In words, and with somebody to ask: a code says nothing to whoever stands before the door.
  await who.page.getByText('需要权限：查看员工').waitFor();
  await who.page.getByText(new RegExp(`请联系 .*${product().person('系统管理员').name}`)).waitFor();
  who.fine();
});

test('CR-136 a licence that ends soon is found in the list, and is off it when it is renewed on the page of the colleague', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/staff?licence=ends_soon');
  await page.getByText('JH0064').first().click();
  const row = page.getByRole('row', { name: /理财销售资格/ });
  await row.getByText('即将到期').waitFor();
  await row.getByRole('button', { name: '修改或续期' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('到期日期').fill('2030-12-31');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '保存' }).click();
  await row.getByText('有效', { exact: true }).waitFor();
  await row.getByText('2030-12-31').waitFor();
  await go('/staff?licence=ends_soon');
  await page.getByText('JH0078').first().waitFor();
  expect(await page.getByText('JH0064').count()).toBe(0);
  fine();
});
