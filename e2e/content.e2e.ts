import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { approve, signedIn } from './visitor.ts';

const { browser, product } = journeys();

const as = (role: string) => signedIn(browser(), product(), product().person(role));

test('a text with three violations: each is explained while one writes; mended, it is approved by the officer and may be sent', async () => {
  const operator = await as('总行运营');
  const { page, go } = operator;
  await go('/content/new');
  await page.getByRole('textbox', { name: '名称' }).fill('周末理财小课');
  await page.getByRole('combobox', { name: '归属机构' }).click();
  await page.locator('.ant-select-tree-title').first().click();
  const body = page.getByRole('textbox', { name: '正文' });
  await body.fill('全网最低费率！保本理财，联系 13912345678');
  await page.getByText('“全网最低”属于绝对化用语').waitFor();
  await page.getByText('“保本”属于保本保收益承诺').waitFor();
  await page.getByText('含有手机号').waitFor();
  await page.getByText('缺少“一对一退订”').waitFor();

  await body.fill(
    '{customer_title}，周六上午10点我在网点讲家庭账本，您来坐坐？不想收到可回复“退订”。',
  );
  await page.getByText('没有发现问题').waitFor();
  await page.getByRole('textbox', { name: '回应的客户需求' }).fill('想把家庭收支理清楚');
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name }).click();
    const wanted = page.locator('.ant-select-item-option', { hasText: option }).last();
    const chosen = page.locator('.ant-select-item-option-selected', { hasText: option });
    // A list that is drawn anew under the pointer swallows the click.
    for (let tries = 0; tries < 3 && (await chosen.count()) === 0; tries++) {
      await wanted.click();
      await chosen
        .first()
        .waitFor({ state: 'attached', timeout: 3_000 })
        .catch(() => {});
    }
    await page.keyboard.press('Escape');
  };
  await choose('客群', '代发客群');
  await page.getByRole('combobox', { name: '场景' }).fill('周末沙龙');
  await page.keyboard.press('Enter');
  await choose('阶段', '激发兴趣');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.waitForURL(/\/content\/items\/[0-9a-f-]+$/);
  const address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: '提交审批' }).click();
  await page.waitForURL(/\/approvals\/.+/);
  const approval = new URL(page.url()).pathname;
  operator.fine();

  const officer = await as('合规审核');
  await officer.go(approval);
  await officer.page.getByText('周末理财小课').first().waitFor();
  await approve(officer.page);
  officer.fine();

  await go(address);
  await page.getByText('可用').first().waitFor();
  operator.fine();
});

test('the matrix shows what a bank begins with, and a gap leads to the editor', async () => {
  const { page, go, fine } = await as('总行运营');
  await go('/content/matrix');
  const row = page.getByRole('row', { name: /代发客群/ });
  await row.getByRole('link').first().waitFor();
  expect(await page.getByRole('link', { name: '写一条' }).count()).toBeLessThan(20);
  await row.getByRole('link').first().click();
  await page.waitForURL(/\/content\?segment=payroll/);
  await page.getByRole('row', { name: /可用/ }).first().waitFor();
  fine();
});

test('CR-072 a compliance officer tries a text on the lexicon and runs the cases', async () => {
  const { page, go, fine } = await as('合规审核');
  await go('/compliance/lexicon');
  await page.getByRole('textbox', { name: '试一段文字' }).fill('稳zhuan不赔，保夲保息');
  await page.getByText('发现 2 处').waitFor();
  await page.getByRole('button', { name: '运行用例' }).click();
  await page.getByText('全部用例通过').waitFor();
  await go('/compliance/rules?q=免打扰');
  await page.getByText('CR-094').click();
  await page.getByText('22:00–08:00', { exact: true }).waitFor();
  fine();
});
