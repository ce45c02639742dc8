import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { collectPaths, listSites } from '#modules/tracking/contract.ts';
import { journeys } from './journey.ts';
import { signedIn } from './visitor.ts';

const { browser, product } = journeys();

test('a site is added with its line of code, and what its pages send, or may not send, is found', async () => {
  const { page, go, fine } = await signedIn(browser(), product(), product().person('系统管理员'));
  await go('/tracking/sites');
  await page.getByRole('button', { name: '新建站点' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('掌声商城');
  await dialog.getByLabel('代码').fill('mall');
  await dialog.getByLabel('所属机构').click();
  await page.locator('.ant-select-tree-title').first().click();
  await dialog.getByRole('button', { name: '新建', exact: true }).click();
  await page.getByText('已新建 掌声商城').waitFor();
  await page.getByRole('cell', { name: '掌声商城' }).first().click();
  await page.getByText('data-key="yh_').first().waitFor();
  await page.keyboard.press('Escape');

  const { request } = page.context();
  const { items } = listSites.reply.parse(
    await (await request.get(`${product().url}${listSites.path}`)).json(),
  );
  const key = items.find(({ code }) => code === 'mall')!.key;
  const { now } = await (await send([])).json();
  const event = (kind: string) => ({
    id: randomUUID(),
    kind,
    at: now,
    properties: { page: '/spring' },
  });
  function send(events: object[]) {
    return request.post(`${product().url}${collectPaths.events}`, {
      headers: { 'content-type': 'text/plain' },
      data: JSON.stringify({ key, visitor: randomUUID(), consent: 'granted', events }),
    });
  }
  const answer = await send([event('page.viewed'), event('page.danced')]);
  expect(await answer.json()).toMatchObject({ stored: 1, refused: [{ code: 'unknownKind' }] });

  await go('/tracking/events?who=visitors');
  await page.getByText('/spring').first().waitFor();
  await page.getByText('共 1 条').waitFor();
  await go('/tracking/quality');
  await page.getByText('未登记的事件：page.danced').waitFor();
  await go('/tracking/kinds/page.viewed');
  await page.getByText(/近 30 天收到 1 条/).waitFor();
  fine();
});
