import pg from 'pg';
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

/** Adds a condition by typing its name, without the pointer. */
async function addCondition({ page }: Visitor, group: string, name: string, complete = true) {
  const picker = page
    .getByRole('group', { name: group, exact: true })
    .first()
    .getByRole('combobox', { name: '添加条件' })
    .last();
  await picker.focus();
  await page.keyboard.type(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  if (complete) await page.getByTestId('sentence').getByText(name).waitFor();
}

/** Every state the preview shows from now on. Runs in the page, which these types know nothing of. */
async function statesOf({ page }: Visitor): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    window.seen = [];
    new MutationObserver(() => {
      const now = document.querySelector('[data-testid=preview-count]')?.getAttribute('data-state');
      if (now && window.seen.at(-1) !== now) window.seen.push(now);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    undefined`);
  return () => page.evaluate<string[]>('window.seen');
}

async function asIfLarge(): Promise<void> {
  const client = new pg.Client(product().env.DATABASE_URL);
  await client.connect();
  // Whoever makes the profiles anew counts the customers anew.
  await expect
    .poll(
      async () => {
        const { rows } = await client.query(`select 1 from audiences.population
          where built_at is null or build_task_id is not null`);
        return rows.length;
      },
      { timeout: 60_000 },
    )
    .toBe(0);
  await client.query('update audiences.population set customers = 60000');
  await client.end();
}

const counted = (who: Visitor, n: number) =>
  who.page
    .locator('[data-testid=preview-count][data-state=exact]', { hasText: String(n) })
    .waitFor();

test('a rule is built by keyboard, its count follows, its members are seen and frozen', {
  timeout: 400_000,
}, async () => {
  const who = await operator();
  const { page, go, fine } = who;
  const ids: string[] = [];
  for (const [name, phone] of [
    ['司空见', '13900003301'],
    ['司空远', '13900003302'],
    ['司空明', '13900003303'],
  ] as const)
    ids.push(await addCustomer(who, name, phone));
  await go(`/customers?q=${encodeURIComponent('司空')}`);
  await page.getByText('共 3 位客户').waitFor();
  await page.getByRole('checkbox', { name: '选择本页' }).check();
  await page.getByRole('button', { name: '打标签' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '标签' }).click();
  await page.keyboard.type('理财需求');
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: /备注/ }).fill('沙龙上说起');
  await dialog.getByRole('button', { name: '确定' }).click();
  await page.getByRole('heading', { name: /批量打标签的结果.*已完成/ }).waitFor();

  await go('/audiences');
  await page.getByRole('button', { name: '新建客群' }).click();
  await page.getByText('全部客户', { exact: true }).waitFor();
  await counted(who, 3);
  // As if there were many more of whom to choose: the estimate says that it is one, and gives way.
  const states = await statesOf(who);
  await asIfLarge();
  await addCondition(who, '圈选', '理财需求');
  await counted(who, 3);
  await expect.poll(() => states()).toEqual(expect.arrayContaining(['counting', 'exact']));
  await page.locator('p', { hasText: '0% 可以营销触达（0 人）' }).waitFor();
  await page
    .getByRole('region', { name: /样例客户/ })
    .getByText('139****3301')
    .waitFor();

  // What is not filled in is left out, named when one wants to save, and taken back with one key.
  await addCondition(who, '圈选', '管理资产 AUM', false);
  await page.getByText('还没填完，暂不计入人数').waitFor();
  await page.getByRole('textbox', { name: '名称' }).fill('沙龙上的理财客户');
  await page.getByRole('button', { name: '保存并启用' }).click();
  await page.getByText('有 1 处还没填完，已标出').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('还没填完，暂不计入人数').waitFor({ state: 'detached' });

  // An exclusion takes somebody out again.
  await page.getByRole('button', { name: '添加排除条件' }).click();
  await addCondition(who, '排除', '基金需求');
  await page.getByTestId('sentence').getByText('排除：有标签“基金需求”').waitFor();
  await counted(who, 3);

  await page.getByRole('button', { name: '保存并启用' }).click();
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { name: /沙龙上的理财客户.*实时/ }).waitFor();
  await page.getByRole('tab', { name: '成员' }).click();
  await page.getByRole('cell', { name: '139****3302' }).waitFor();
  expect(await page.getByText('司空远').count()).toBe(0);

  await page.getByRole('button', { name: '冻结为名单' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '冻结为名单' }).click();
  await page.getByRole('cell', { name: '已冻结' }).waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: '已冻结' })
    .getByRole('link', { name: '成员' })
    .click();
  await page.getByRole('cell', { name: '139****3303' }).waitFor();
  fine();
});

test('unsaved work is not lost by leaving, and a ready group is copied with one tap', async () => {
  const who = await operator();
  const { page, go, fine } = who;
  await go(`/audiences?ready=yes&q=${encodeURIComponent('信用卡')}`);
  await page.getByRole('button', { name: '复制 信用卡客群' }).click();
  await page.getByTestId('sentence').getByText('持有产品包含“信用卡”').waitFor();
  expect(await page.getByRole('textbox', { name: '名称' }).inputValue()).toBe('信用卡客群 副本');
  await page.getByRole('textbox', { name: '名称' }).fill('本行信用卡客群');
  await page.getByRole('link', { name: '冻结名单' }).click();
  const guard = page.getByRole('dialog');
  await guard.getByRole('button', { name: '继续填写' }).click();
  await page.getByRole('button', { name: '保存并启用' }).click();
  await page.getByRole('heading', { name: /本行信用卡客群/ }).waitFor();
  fine();
});

test('a list of numbers becomes an audience, and what was not found is named line by line', async () => {
  const who = await operator();
  const { page, go, fine } = who;
  await go('/audiences/lists/new');
  await page.getByRole('textbox', { name: '名称' }).fill('沙龙签到名单');
  await page.locator('input[type=file]').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('\uFEFF序号,客户号\r\n1,NOBODY-1\r\n2,NOBODY-2\r\n'),
  });
  await page.getByRole('heading', { name: '没有找到的行' }).waitFor();
  await page.getByRole('cell', { name: 'NOBODY-2' }).waitFor();
  await page.getByRole('button', { name: '打开客群' }).click();
  await page.getByRole('heading', { name: /沙龙签到名单/ }).waitFor();
  fine();
});
