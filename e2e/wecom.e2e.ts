import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  APP,
  aSimulator,
  type SimulatorProcess,
} from '#modules/wecom/server/test/simulator-process.ts';
import { journeys } from './journey.ts';
import { signedIn, type Visitor } from './visitor.ts';

const { browser, product } = journeys({ reachable: true });

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const app = () => `/sim/corps/${simulator.corpid}/apps/${APP.agentId}`;

async function addCorp({ page, go }: Visitor, corp: { id: string; name: string; unit: string }) {
  await go('/wecom');
  await page.getByRole('button', { name: '接入企业' }).first().click();
  await page.getByRole('textbox', { name: '企业 ID' }).fill(corp.id);
  await page.getByRole('textbox', { name: '企业名称' }).fill(corp.name);
  await page.getByRole('combobox', { name: '所属机构' }).click();
  await page.keyboard.type(corp.unit);
  await page.locator('.ant-select-tree-title', { hasText: corp.unit }).first().click();
  await page.getByRole('textbox', { name: /接口地址/ }).fill(simulator.url);
  await page.getByRole('button', { name: '登记并继续' }).click();
  await page.getByRole('heading', { name: `接入向导 · ${corp.name}` }).waitFor();
}

test('bank IT connects a corp step by step, mends what is missing, and replays a callback', async () => {
  const it = await signedIn(browser(), product(), product().person('科技运维'));
  const { page, fine } = it;
  await addCorp(it, { id: simulator.corpid, name: '江海银行企业微信', unit: '江海银行总行' });

  // The app of the bank may not contact customers yet: the wizard says where to tick it.
  await simulator.control('PATCH', app(), { customerContact: false });
  await page.getByRole('spinbutton', { name: 'AgentID' }).fill(String(APP.agentId));
  await page.getByRole('textbox', { name: 'Secret' }).fill(APP.secret);
  await page.getByRole('button', { name: '保存并测试' }).click();
  await page.getByText('读取应用信息').waitFor();
  // The wizard may have opened the failed step by itself: a click would close it again.
  const step = page.getByRole('button', { name: /客户联系权限/ });
  const isOpen = async () => (await step.getAttribute('aria-expanded')) === 'true';
  await expect
    .poll(async () => {
      if (!(await isOpen())) await step.click();
      return isOpen();
    })
    .toBe(true);
  await page.getByText('可调用接口的应用').last().waitFor();
  await page.getByText('48002').first().waitFor();

  await simulator.control('PATCH', app(), { customerContact: true });
  await page.getByRole('button', { name: '重新测试' }).click();
  await page.getByText('读取客户群').waitFor();
  await page.getByRole('button', { name: /下一步：接收事件/ }).click();

  // Another day, another browser: the wizard goes on where it was.
  await page.reload();
  await page.getByRole('button', { name: '生成回调密钥' }).click();
  await page.getByText('只显示这一次').waitFor();
  const [url = '', token = '', encodingAesKey = ''] = await page
    .locator('#step-callback dd code')
    .allTextContents();
  await simulator.control('PUT', `${app()}/callback`, { url, token, encodingAesKey });
  await page.getByText('企业微信已校验通过').waitFor();
  await page.getByText('已接通，可以开始使用').waitFor();

  const acts = [{ do: 'customer.add', person: 'p0', userid: 'zhangsan' }];
  await simulator.control('POST', `/sim/corps/${simulator.corpid}/acts`, { acts });
  await page.getByRole('link', { name: '江海银行企业微信' }).click();
  await page.getByRole('tab', { name: '回调记录' }).click();
  await page.getByRole('cell', { name: /添加客户/ }).click();
  const panel = page.getByRole('dialog', { name: '回调内容' });
  await panel.getByText('已处理').waitFor();
  expect(await panel.textContent()).not.toContain('zhangsan');
  await panel.getByRole('button', { name: '重放' }).click();
  const ask = page.getByRole('dialog', { name: /重放“添加客户”/ });
  await ask.getByRole('textbox', { name: /重放原因/ }).fill('下游漏处理，再通知一次');
  await ask.getByRole('button', { name: '重放' }).click();
  await panel.getByText('2 次').waitFor();

  await page.getByRole('button', { name: 'Close' }).or(page.locator('.ant-drawer-close')).click();
  await page.getByRole('tab', { name: '同步' }).click();
  await page.getByRole('button', { name: '开始全量同步' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '开始全量同步' }).click();
  const run = page.getByRole('row', { name: /全量同步/ });
  await run.getByText('已完成').waitFor();
  await page.getByText('好友关系 1 条').waitFor();
  await page.getByRole('button', { name: '现在对账' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '现在对账' }).click();
  await page.getByText('没有差异：本地副本与企业微信一致。').waitFor();
  fine();
});

test('two corps are managed in one console, each seen by its own people only, and no personal account is offered', async () => {
  const it = await signedIn(browser(), product(), product().person('科技运维'));
  const branch = product().person('分行运营');
  const local = await signedIn(browser(), product(), branch);
  const mine = await local.page.context().request.get('/api/v1/org/session');
  const { roles } = (await mine.json()) as { roles: { code: string; unit: { name: string } }[] };
  const unit = roles.find(({ code }) => code === 'branch_operator')?.unit.name;
  await addCorp(it, { id: 'wwfedcba9876543210', name: '分行企业微信', unit: unit ?? '' });
  await it.go('/wecom');
  for (const name of ['江海银行企业微信', '分行企业微信'])
    await it.page.getByRole('cell', { name, exact: true }).waitFor();

  await it.page.getByRole('cell', { name: '分行企业微信', exact: true }).click();
  await it.page.getByRole('tab', { name: '应用与密钥' }).click();
  await it.page.getByRole('button', { name: '登记应用' }).click();
  await it.page.getByRole('combobox', { name: '种类' }).click();
  const kinds = await it.page.locator('.ant-select-item-option').allTextContents();
  expect(kinds).toEqual(['自建应用', '通讯录同步', '客户联系（系统应用）', '会话内容存档']);

  await local.go('/wecom');
  await local.page.getByRole('cell', { name: '分行企业微信', exact: true }).waitFor();
  expect(await local.page.getByText('江海银行企业微信').count()).toBe(0);
  expect(await local.page.getByRole('button', { name: '接入企业' }).count()).toBe(0);
  const all = await it.page.context().request.get('/api/v1/wecom/corps');
  const { items } = (await all.json()) as { items: { id: string; name: string }[] };
  const head = items.find(({ name }) => name === '江海银行企业微信');
  await local.go(`/wecom/corps/${head?.id}`);
  await local.page.getByText('没有找到这个企业，或它不在您的范围内').waitFor();
  it.fine();
  local.fine();
});
