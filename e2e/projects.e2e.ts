import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('R-012 the board of a pilot says what it lacks, and R-020 shows who is late', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('总行运营'));
  await go('/');
  await page
    .getByRole('link', { name: /信用卡商圈权益试点/ })
    .first()
    .click();
  await page.getByText('资源不足', { exact: true }).waitFor();
  await page.getByText(/计划 \d+ 人，实际 \d+ 人，还差 \d+ 人/).waitFor();
  const sales = page.getByRole('region', { name: '销售' });
  await sales.getByText('逾期').waitFor();
  await sales.getByRole('checkbox').click();
  await sales.getByText('完成 1 / 1').waitFor();
  expect(await sales.getByText('逾期').count()).toBe(0);
  fine();
});

test('R-019 a launch lists what is missing, and CR-144 another person lets it run', async () => {
  const owner = await signedIn(browser(), product(), product().person('总行运营'));
  await owner.go('/projects/new');
  const { page } = owner;
  await page.getByRole('textbox', { name: '名称', exact: true }).fill('网周生活圈试点');
  await page.getByRole('combobox', { name: '客群' }).click();
  await page.getByTitle('网周客群').click();
  await chooseUnit(page, '主办部门', '个人金融部');
  await page.locator('#org-project-new_startsOn').fill('2026-11-01');
  await page.keyboard.press('Enter');
  await chooseUnit(page, '试点机构', '青溪分行');
  await page.locator('#org-project-new_endsOn').fill('2027-06-30');
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: '预算（元）' }).fill('200000');
  await page.getByRole('spinbutton', { name: '计划人数' }).fill('4');
  await page.getByRole('button', { name: '保存为筹备中' }).click();
  await page.getByText('还差 4 项才能上线').waitFor();
  await page.getByText('技术没有指定在职的负责人').waitFor();

  await page.getByRole('button', { name: '指定负责人' }).click();
  const naming = page.getByRole('dialog');
  for (const [lane, number] of [
    ['产品', 'JH0004'],
    ['市场', 'JH0010'],
    ['销售', 'JH0002'],
    ['技术', 'JH0030'],
  ] as const) {
    await naming.getByRole('combobox', { name: `${lane}负责人` }).click();
    await page.keyboard.type(number);
    const found = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
    await expect.poll(() => found.locator('.ant-select-item-option').count(), slow).toBe(1);
    await found.locator('.ant-select-item-option').click();
    await page.keyboard.press('Escape');
  }
  await naming.getByRole('button', { name: '保存' }).click();
  await page.getByText('上线条件已齐备').waitFor();
  await page.getByRole('button', { name: '提交上线' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提交上线' }).click();
  await page.getByRole('heading', { name: '项目上线：网周生活圈试点' }).waitFor();
  const approval = new URL(page.url()).pathname;
  expect(await page.getByRole('button', { name: '通过', exact: true }).count()).toBe(0);

  const checker = await signedIn(browser(), product(), product().person('合规审核'));
  await checker.go(approval);
  await checker.page.getByText('青溪分行').waitFor();
  await approve(checker.page);

  await owner.go('/projects?q=网周');
  await page.getByText('网周生活圈试点').click();
  await page.getByText('运行中', { exact: true }).waitFor();
  owner.fine();
  checker.fine();
});

const slow = { timeout: 20_000 };

async function chooseUnit(page: Page, field: string, name: string) {
  await page.getByRole('combobox', { name: field }).click();
  await page.keyboard.type(name);
  await page.locator('.ant-select-tree-title').getByText(name, { exact: true }).click();
}
