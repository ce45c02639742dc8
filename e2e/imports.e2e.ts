import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn } from './visitor.ts';

const { browser, product } = journeys();

const header = '工号,姓名,机构号,岗位,手机号';
const good = Array.from(
  { length: 30 },
  (_, at) => `IM${1000 + at},导入员工${at},210100,客户经理,139000${10_000 + at}`,
);
const bad = [
  'IM2001,号码不对,210100,客户经理,12345',
  'IM2002,没有机构,999999,客户经理,13900099999',
];
const sheet = `\ufeff${[header, ...good, ...bad].join('\r\n')}\r\n`;

test('a file with bad rows: they are named, the good ones come in, the rest can be fetched', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/imports/new?kind=org.staff');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '新员工.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await page.getByText('共 32 行：30 行可以导入，2 行有问题。').waitFor();
  await page.getByRole('cell', { name: /第 32 行/ }).waitFor();
  await page.getByRole('cell', { name: /机构号.*999999.*不存在/ }).waitFor();
  // Personal data are masked before anybody asked for them.
  expect(await page.getByText('13900010000').count()).toBe(0);
  await page.getByText('139****0000').first().waitFor();

  await page.getByRole('button', { name: '导入 30 行' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 个有问题的行不会导入').waitFor();
  await dialog.getByRole('button', { name: '导入 30 行' }).click();
  await page.getByText('新建 30，更新 0，未变 0，未导入 2。').waitFor();

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载问题行' }).click(),
  ]);
  const errors = await readFile(await file.path(), 'utf8');
  expect(errors).toContain('IM2001');
  expect(errors).toContain('IM2002');
  expect(errors).not.toContain('IM1000');

  await page.getByRole('button', { name: '查看员工' }).click();
  await page.getByRole('searchbox').fill('IM1029');
  await page.getByText('导入员工29').waitFor();
  await go('/tasks');
  await page
    .getByText(/导入.*新员工\.csv/)
    .first()
    .waitFor();
  fine();
});

test('columns that were not recognised are mapped by hand and checked again', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/imports/new?kind=org.staff');
  const odd = sheet.replace('工号', '一号列').replaceAll('IM1', 'IN1').replaceAll('IM2', 'IN2');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '怪表.csv', mimeType: 'text/csv', buffer: Buffer.from(odd) });
  await page.getByText('还缺：工号').waitFor();
  await page.getByRole('combobox', { name: /一号列/ }).click();
  await page.locator('.ant-select-item-option').getByText('工号', { exact: true }).click();
  await page.getByRole('button', { name: '按此重新预检' }).click();
  await page.getByText('共 32 行：30 行可以导入，2 行有问题。').waitFor();
  await page.getByRole('button', { name: '放弃' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click();
  await page.getByText('这次导入已放弃').waitFor();
  fine();
});
