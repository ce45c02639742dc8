import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn } from './visitor.ts';

const { browser, product } = journeys();
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test('every page of a capability fits a phone 390 px wide', async () => {
  const { page, go, fine } = await signedIn(
    browser(),
    product(),
    product().person('系统管理员'),
    phone,
  );
  const tooWide: string[] = [];
  for (const path of [
    '/',
    '/approvals',
    '/units',
    '/staff',
    '/staff/new',
    '/roles',
    '/roles?view=matrix',
    '/grants',
    '/staffing',
    '/imports/new',
    '/tasks',
    '/exports',
    '/me',
    '/notifications',
    '/system/clock',
    '/system/holidays',
    '/system/sign-in',
  ]) {
    await go(path);
    await page.waitForLoadState('networkidle');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    if (width !== 390) tooWide.push(`${path} is ${width} px wide`);
  }
  expect(tooWide).toEqual([]);
  fine();
});

test('on a phone the navigation is a drawer and a list shows cards', async () => {
  const { page, go, fine } = await signedIn(
    browser(),
    product(),
    product().person('系统管理员'),
    phone,
  );
  await go('/');
  await page.getByRole('button', { name: '打开导航' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '员工' }).click();
  await page.getByRole('heading', { name: '员工', exact: true }).waitFor();
  const cards = page.getByRole('list', { name: '员工列表' }).getByRole('listitem');
  await cards.first().waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
  fine();
});

test('the language is switched to English and stays with the person', async () => {
  const person = product().person('合规审核');
  const first = await signedIn(browser(), product(), person);
  await first.go('/approvals');
  await first.page.getByRole('button', { name: `${person.name} 的菜单` }).click();
  await first.page.getByText('English').click();
  await first.page.getByRole('heading', { name: 'Approvals' }).waitFor();
  expect(await first.page.locator('html').getAttribute('lang')).toBe('en');
  first.fine();

  const elsewhere = await signedIn(browser(), product(), person);
  await elsewhere.go('/audit');
  await elsewhere.page.getByRole('heading', { name: 'Audit trail' }).waitFor();
  await elsewhere.page.getByText(/The chain is intact/).waitFor();
  elsewhere.fine();
});

test('the palette opens pages and people by keyboard alone', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /搜索页面/ }).waitFor();
  await page.keyboard.type('节假日');
  await page.getByRole('option', { name: /节假日/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '节假日' }).waitFor();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('JH0172');
  await page.getByRole('option', { name: /JH0172/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/staff/*');
  await page.getByText('JH0172').first().waitFor();
  fine();
});

test('home says what waits for a person, and nothing when nothing does', async () => {
  const checker = await signedIn(browser(), product(), product().person('安全管理员'));
  await checker.go('/');
  await checker.page.getByRole('heading', { name: /件事等您处理/ }).waitFor();
  await checker.page.getByText('域行是什么').waitFor();
  await checker.page.getByRole('button', { name: '知道了' }).click();
  await checker.page.reload();
  await checker.page.getByRole('heading', { name: /件事等您处理/ }).waitFor();
  expect(await checker.page.getByText('域行是什么').count()).toBe(0);
  checker.fine();

  const rm = await signedIn(browser(), product(), product().person('企微经理'));
  await rm.go('/');
  await rm.page.getByRole('heading', { name: /没有等您处理的事/ }).waitFor();
  await rm.page.getByText('都处理完了').waitFor();
  rm.fine();
});
