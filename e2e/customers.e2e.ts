import { expect, test } from 'vitest';
import { journeys } from './journey.ts';
import { signedIn, type Visitor } from './visitor.ts';

const { browser, product } = journeys();

const operator = () => signedIn(browser(), product(), product().person('总行运营'));

async function addCustomer({ page, go }: Visitor, name: string, phone: string): Promise<string> {
  await go('/customers/new');
  await page.getByRole('textbox', { name: '姓名' }).fill(name);
  await page.getByRole('textbox', { name: '手机号' }).fill(phone);
  await page.getByRole('combobox', { name: '机构' }).click();
  await page.keyboard.type('临江滨河路支行');
  await page.locator('.ant-select-tree-title', { hasText: '临江滨河路支行' }).click();
  await page.getByRole('button', { name: '新建客户' }).click();
  await page.waitForURL(/\/customers\/\d+$/);
  return page.url().split('/').at(-1) ?? '';
}

test('a customer is created once, found by name and number, shown masked, and in full with a reason', async () => {
  const who = await operator();
  const { page, go, fine } = who;
  const id = await addCustomer(who, '欧阳若兰', '13900007788');
  await page.getByRole('heading', { name: /欧\*\*\*/ }).waitFor();
  await page.getByText('139****7788').waitFor();
  await page.getByRole('button', { name: '查看完整信息 手机号' }).click();
  await page.getByRole('radio', { name: '核对资料' }).click();
  await page.getByRole('button', { name: '查看完整信息', exact: true }).click();
  await page.getByText('13900007788').waitFor();

  // The same number again leads to the same customer.
  expect(await addCustomer(who, '欧阳若兰', '13900007788')).toBe(id);

  for (const q of ['若兰', '13900007788']) {
    await go(`/customers?q=${encodeURIComponent(q)}`);
    await page.getByRole('cell', { name: '139****7788' }).waitFor();
    await page.getByText('共 1 位客户').waitFor();
  }
  expect(await page.getByText('欧阳若兰').count()).toBe(0);
  fine();
});

test('a search is kept as a view, customers are tagged in bulk, and the batch is undone', async () => {
  const who = await operator();
  const { page, go, fine } = who;
  const ids = [
    await addCustomer(who, '司马长风', '13900001101'),
    await addCustomer(who, '司马长云', '13900001102'),
  ];
  await go('/customers?friends=no');
  await page.getByRole('button', { name: '存为视图' }).click();
  await page.getByRole('textbox', { name: '视图名称' }).fill('还没加上');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByText('已存为“还没加上”').waitFor();
  await go('/customers');
  await page.getByRole('combobox', { name: '视图' }).click();
  await page.locator('.ant-select-item-option', { hasText: '还没加上' }).click();
  await page.waitForURL(/friends=no/);

  await go(`/customers?q=${encodeURIComponent('司马长')}`);
  await page.getByText('共 2 位客户').waitFor();

  await page.getByRole('checkbox', { name: '选择本页' }).check();
  await page.getByRole('button', { name: '打标签' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '标签' }).click();
  await page.keyboard.type('理财需求');
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: /备注/ }).fill('沙龙上说起');
  await dialog.getByRole('button', { name: '确定' }).click();
  await page.getByRole('heading', { name: /批量打标签的结果.*已完成/ }).waitFor();
  const batch = page.url();
  for (const id of ids) await page.getByRole('row', { name: id }).getByText('已更新').waitFor();

  await go(`/customers/${ids[0]}?view=tags`);
  await page.getByRole('cell', { name: /理财需求/ }).waitFor();
  await page.getByText('沙龙上说起').waitFor();
  await go(`/customers/${ids[0]}?view=timeline`);
  await page.getByText('打上标签：理财需求').waitFor();

  await page.goto(batch);
  await page.getByRole('button', { name: '撤销这次打标' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销这次打标' }).click();
  await page.getByRole('heading', { name: /批量打标签的结果.*已撤销/ }).waitFor();
  await go(`/customers/${ids[0]}?view=tags`);
  await page.getByText('还没有标签').waitFor();
  fine();
});

test('two records of one person are merged with a reason, and taken apart again', async () => {
  const who = await operator();
  const { page, go, fine } = who;
  const kept = await addCustomer(who, '上官云', '13900002201');
  const merged = await addCustomer(who, '上官芸', '13900002202');
  await go(`/customers/${kept}`);
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '与另一位客户合并' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: '另一位客户的编号' }).fill(merged);
  await dialog.getByRole('textbox', { name: /原因/ }).fill('同一人换了手机号');
  await dialog.getByRole('button', { name: '合并' }).click();
  await page.getByText('已合并').first().waitFor();

  await go(`/customers/${kept}?view=identities`);
  await page.getByText(`并入客户 ${merged}`).waitFor();
  await page.getByText('139****2202').waitFor();
  await page.getByRole('button', { name: '撤销合并' }).click();
  const ask = page.getByRole('dialog');
  await ask.getByRole('textbox', { name: /原因/ }).fill('其实是两姐妹');
  await ask.getByRole('button', { name: '撤销合并' }).click();
  await page.getByText(/由 .* 撤销：其实是两姐妹/).waitFor();
  await go(`/customers/${merged}`);
  await page.getByText('139****2202').waitFor();
  fine();
});

test('names in full leave the bank only when a second person agrees; a colleague without customers sees none', async () => {
  const { page, go, fine } = await operator();
  await go('/customers');
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('textbox', { name: '导出原因' }).fill('监管现场检查要求提供名单');
  await dialog.getByRole('button', { name: '导出', exact: true }).click();
  await page.getByText('已提交审批，通过后生成').waitFor();

  const rm = await signedIn(browser(), product(), product().person('客户经理'));
  await rm.go('/customers');
  await rm.page.getByText('范围内还没有客户').waitFor();
  expect(await rm.page.getByRole('button', { name: '新建客户' }).count()).toBe(0);
  fine();
  rm.fine();
});
