import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();
const as = (role: string) => signedIn(browser(), product(), product().person(role));

test('R-154 the timeline shows both lanes of each day; what is wrong is told at its place while one edits', async () => {
  const { page, go, fine } = await as('总行运营');
  await go('/sequences');
  await page.getByText('AIDA+3W').first().click();
  await page.waitForURL(/\/sequences\/[0-9a-f-]+$/);
  await page.getByRole('region', { name: '第 1 轮' }).waitFor();
  const first = page.getByRole('region', { name: '第 1 轮' });
  await first.getByText('一对一', { exact: true }).waitFor();
  await first.getByText('朋友圈', { exact: true }).waitFor();
  await page.getByText('没有需要修改的地方').waitFor();

  await page.getByRole('button', { name: '起草新版本' }).click();
  await page.waitForURL(/version=2/);
  const card = page.getByRole('button', { name: /三个口袋记账法/ }).first();
  await card.focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  // On T+1 only letters for attention are taken, and its quota is full.
  await page.getByText(/处必须修改后才能提交/).waitFor();
  expect(await page.getByRole('button', { name: '提交审批' }).isDisabled()).toBe(true);
  await first.getByText(/应有/).first().waitFor();
  await card.press('Alt+ArrowRight');
  await card.press('Alt+ArrowRight');
  await card.click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox', { name: '标题' }).fill('三个口袋记账法（新版）');
  await page.keyboard.press('Escape');
  await page.getByText('有未保存的修改').waitFor();
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText('已保存').waitFor();
  fine();
});

test('the guide leads over the real pages: a run is set up step by step, and begins when a second person has approved it', async () => {
  const operator = await as('总行运营');
  const { page, go } = operator;
  await go('/');
  await page.getByRole('button', { name: /带我做第一个计划/ }).click();
  const guide = page.getByRole('complementary', { name: '五分钟，第一个计划' });
  const led = () => guide.getByRole('button', { name: '带我去' }).click();
  const main = page.getByRole('main');
  await led();
  await main.getByText('代发薪客群').first().click();
  await guide.getByText('第 2 / 8 步').waitFor();
  await led();
  await main.getByText('AIDA+3W').first().click();
  await guide.getByText('第 3 / 8 步').waitFor();
  await led();
  await page.getByRole('textbox', { name: '运行名称' }).fill('代发薪培育');
  await page.getByRole('textbox', { name: '客户需求' }).fill('发薪后想把结余管起来');
  // What was looked at on the way is chosen already, and no button is under the guide.
  const next = () => page.getByRole('button', { name: '下一步' }).click();
  await main
    .getByText(/代发薪客群（/)
    .first()
    .waitFor();
  await next();
  await main
    .getByText(/AIDA\+3W.*第 1 版/)
    .first()
    .waitFor();
  await next();
  await page.getByRole('combobox', { name: '项目' }).click();
  await page.locator('.ant-select-item-option').last().click();
  await next();
  await page.getByRole('button', { name: '填入示例' }).click();
  await page.getByText('已全部填写').waitFor();
  await next();
  await page.getByText('可以入组').waitFor();
  await page.getByRole('button', { name: '保存草稿' }).click();
  await guide.getByText('第 4 / 8 步').waitFor();
  await page.getByRole('button', { name: '提交启动审批' }).click();
  await page.waitForURL(/\/approvals\/.+/);
  const approval = new URL(page.url()).pathname;
  operator.fine();

  const officer = await as('合规审核');
  await officer.go(approval);
  await officer.page.getByText('启动序列：代发薪培育').first().waitFor();
  await approve(officer.page);
  officer.fine();

  await guide.getByText('第 6 / 8 步').waitFor();
  await guide.getByRole('button', { name: '我做好了' }).click();
  await guide.getByRole('heading', { name: '看它到手机上' }).waitFor();
  await guide.getByRole('button', { name: '我做好了' }).click();
  await led();
  await page.waitForURL(/\/insights\/plans\/.+/);
  await guide.getByText('您已经走完一个完整的计划').waitFor();

  await go('/sequences/runs');
  await page.getByText('代发薪培育').first().click();
  await page.getByText('运行中').first().waitFor();
  operator.fine();
});
