import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();
/** A page is loaded for each look. */
const PATIENT = { timeout: 60_000, interval: 500 };

test('an operator sets the payroll pack up, step by step, and a compliance officer launches it', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('总行运营'));
  await go('/segments');
  // The one to begin with says why.
  await page.getByText('最适合作为第一个试点').waitFor();
  // Each pack says how it stands.
  await page.getByText('内容持续').first().waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-packs.png', fullPage: true });
  const card = page.getByRole('article').filter({ hasText: '企业走访 + 工资卡服务' }).last();
  await card.getByRole('button', { name: '开始设置' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('给这次设置起个名字').fill('江海代发试点');
  await dialog.getByLabel('主办机构').click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^开\s*始$/ }).click();

  await page.getByLabel('客户需要什么').fill('发薪后钱去得快，想有个简单的安排办法');
  await page.getByRole('button', { name: '发薪日固定，联系理由天然成立' }).click();
  await page.getByRole('button', { name: '企业入职宣讲' }).click();
  await page.getByText('分行自营', { exact: true }).click();
  await page.getByLabel('为什么这样选').fill('分行最了解本地企业');
  await page.screenshot({ path: '.cache/journeys/segments-brief.png', fullPage: true });
  await page.getByRole('button', { name: '保存并继续' }).click();

  await page.getByLabel('行业或客群类型').fill('制造');
  for (const field of await page.getByRole('textbox').all())
    if ((await field.inputValue()) === '') await field.fill('已经了解清楚');
  await page.getByRole('button', { name: '增加一份' }).click();
  await page.getByPlaceholder('名称').fill('制造业薪酬报告');
  await page.getByPlaceholder('出处与日期').fill('人力资源协会，2026 年 6 月');
  await page.screenshot({ path: '.cache/journeys/segments-research.png', fullPage: true });
  await page.getByRole('button', { name: '确认调研完成' }).click();
  await page.getByText(/已于 .+ 确认调研/).waitFor();
  await page.getByRole('button', { name: /^继\s*续$/ }).click();

  await page.getByRole('button', { name: /^社交型/ }).click();
  await page.getByText('场景与联系时段').waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-mode.png', fullPage: true });
  await page.getByRole('button', { name: /^继\s*续$/ }).click();

  await page.getByRole('button', { name: '按规则新建' }).first().click();
  await page.getByText(/已新建客群/).waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-audience.png', fullPage: true });
  await page.getByRole('button', { name: '保存并继续' }).click();

  await page.getByText('只数通过审批').waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-content.png', fullPage: true });
  await page.getByRole('button', { name: /^继\s*续$/ }).click();

  // What every zone has is proposed already.
  await page.getByText('每个专区都有').first().waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-zone.png', fullPage: true });
  await page.getByRole('button', { name: /继\s*续$/ }).click();

  await page.getByText('每完成一项就勾上。').waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: '保存并继续' }).click();
  await page.getByText('全部完成，可以提交审批。').waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-submit.png', fullPage: true });
  await page.getByRole('button', { name: '提交审批', exact: true }).click();
  await page.waitForURL(/\/approvals\//);
  await page.getByText('发薪后钱去得快').waitFor();
  const approval = new URL(page.url()).pathname;

  const officer = await signedIn(browser(), product(), product().person('合规审核'));
  await officer.go(approval);
  await officer.page.screenshot({ path: '.cache/journeys/segments-approval.png', fullPage: true });
  await approve(officer.page);
  await expect
    .poll(async () => {
      await go('/segments');
      return page.getByRole('row').filter({ hasText: '江海代发试点' }).innerText();
    }, PATIENT)
    .toContain('运行中');
  fine();
  officer.fine();
});

test('on a phone the packs and the stepper stay in the page', async () => {
  const options = { viewport: { width: 390, height: 844 } };
  const { page, go, fine } = await signedIn(
    browser(),
    product(),
    product().person('总行运营'),
    options,
  );
  for (const path of ['/segments', '/segments/packs/social_security', '/segments/readiness']) {
    await go(path);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide, path).toBeLessThanOrEqual(390);
  }
  await page.screenshot({ path: '.cache/journeys/segments-phone.png', fullPage: true });
  fine();
});

test('R-005 a readiness assessment gives three scores and a plan that leads to the screens', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('总行运营'));
  await go('/segments/readiness');
  await page.getByRole('button', { name: '开始评估' }).click();
  await page.getByRole('combobox').first().click();
  await page.locator('.ant-select-tree-title').first().click();
  for (const question of await page.getByRole('radiogroup').all())
    await question.getByRole('radio').nth(1).check();
  await page.getByRole('checkbox', { name: '本地商户资源' }).check();
  await page.getByRole('button', { name: '完成评估' }).click();
  await page.getByText('前九十天计划').waitFor();
  await page.screenshot({ path: '.cache/journeys/segments-readiness.png', fullPage: true });
  await page.getByRole('link', { name: '去做' }).first().click();
  await page.waitForURL((url) => url.pathname !== '/segments/readiness');
  await page.locator('h1').waitFor();
  fine();
});
