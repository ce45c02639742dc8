import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildPageScript } from '#apps/start/console-build.ts';
import { scriptPath } from '#modules/tracking/contract.ts';
import { aSite, collectHttp } from '#modules/tracking/server/fixtures.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { openBrowser } from './visitor.ts';

/** What a builder of pages makes: blocks with names, and not a word about tracking but the one tag. */
const page = (api: string, key: string, consent: string) => `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>养老专区</title>
<script async src="${api}${scriptPath}" data-key="${key}" data-consent="${consent}" data-text="privacy-3"></script>
</head><body style="margin:0">
<section data-block="hero" style="height:600px"><h1>养老专区</h1>
  <button id="apply">立即预约</button> <div><button><b>领取</b>权益</button></div></section>
<section data-block="products" style="height:2400px"><a href="#more" data-yh="more">更多产品</a>
  <span>不是按钮</span></section>
<form data-block="booking" onsubmit="return false"><input name="phone"><button name="send">提交</button></form>
</body></html>`;

let browser: Browser;
let ctx: TestOrg;
let app: FastifyInstance;
let api: string;
let pages: ReturnType<typeof createServer>;
let site: string;
let visited: URL;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

beforeAll(async () => {
  await buildPageScript(
    fileURLToPath(new URL('..', import.meta.url)),
    AbortSignal.timeout(150_000),
  );
  const bank = testOrg();
  // A browser has the machine's time.
  ctx = { ...bank, now: () => new Date(), realNow: () => new Date() };
  pages = createServer((request, response) => {
    const consent = request.url?.startsWith('/ask') ? 'ask' : 'granted';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page(api, site, consent));
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  visited = new URL(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/zone`);
  const made = await aSite(ctx, { kind: 'h5', code: 'zone', origins: [visited.origin] });
  site = made.key;
  app = await collectHttp(ctx);
  api = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  pages?.close();
  await app?.close();
});

async function open(path = '/zone'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 600 } });
  const page = await context.newPage();
  await page.goto(new URL(path, visited).href);
  await page.waitForFunction('window.yuhang');
  return page;
}

const stored = () =>
  ctx.db
    .selectFrom('tracking.visitorEvent')
    .select(['kind', 'subject', 'properties', 'source', 'visitorId'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('at')
    .execute();

const arrived = (kind: string, subject: string | null = null) =>
  expect
    .poll(async () => (await stored()).filter((e) => e.kind === kind && e.subject === subject), {
      timeout: 30_000,
    })
    .not.toEqual([]);

test('a page with blocks sends view, stay, scroll, button and form events with ids, without extra code', async () => {
  const page = await open();
  await page.getByText('立即预约').click();
  await page.getByText('领取').click();
  await page.getByText('不是按钮').click();
  await page.getByText('更多产品').click();
  await page.getByRole('textbox').fill('13812345678');
  await page.getByRole('button', { name: '提交' }).click();
  await page.mouse.wheel(0, 4_000);
  await page.waitForTimeout(1_200);
  await page.goto('about:blank');

  await arrived('page.left');
  await arrived('button.clicked', 'booking/send');
  const events = await stored();
  const clicked = events.filter(({ kind }) => kind === 'button.clicked');
  expect(clicked.map(({ subject }) => subject)).toEqual([
    'hero/apply',
    'hero/div:1>button:1',
    'products/more',
    'booking/send',
  ]);
  expect(clicked[1]!.properties).toMatchObject({ label: '领取权益', page: '/zone' });
  const left = events.find(({ kind }) => kind === 'page.left')!.properties as Record<
    string,
    number
  >;
  expect(left.seconds).toBeGreaterThan(1);
  expect(left.depth).toBe(100);
  expect(events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['page.viewed', 'page.scrolled', 'form.started', 'form.submitted']),
  );
  expect(new Set(events.map(({ visitorId }) => visitorId)).size).toBe(1);
  expect(events.every(({ source }) => source === 'zone')).toBe(true);
  expect(JSON.stringify(events), 'what was written into the form').not.toContain('13812345678');
  await page.context().close();
});

test('nothing leaves the page or stays in the browser before the visitor agrees', async () => {
  const page = await open('/ask');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  const before = (await stored()).length;
  await page.getByText('立即预约').click();
  await page.waitForTimeout(3_000);
  expect(sent).toEqual([]);
  expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toBe('{}');
  expect(await stored()).toHaveLength(before);

  await page.evaluate("window.yuhang.consent(true, 'privacy-3')");
  await expect.poll(async () => (await stored()).length, { timeout: 30_000 }).toBe(before + 2);
  await page.evaluate('window.yuhang.consent(false)');
  await page.getByText('更多产品').click();
  await page.waitForTimeout(3_000);
  expect(await stored()).toHaveLength(before + 2);
  await page.context().close();
});

test('what happens without a network is kept, also over a closed page, and arrives once', async () => {
  const page = await open('/tunnel');
  await expect.poll(() => page.evaluate('localStorage["yh.o"]'), { timeout: 20_000 }).toBeTruthy();
  const context = page.context();
  await context.setOffline(true);
  await page.getByText('立即预约').click();
  await page.getByText('更多产品').click();
  await page.waitForTimeout(3_000);
  const clicks = async () =>
    (await stored()).filter(
      ({ kind, properties }) =>
        kind === 'button.clicked' && (properties as { page: string }).page === '/tunnel',
    );
  expect(await clicks()).toEqual([]);
  await page.close();
  await context.setOffline(false);

  const next = await context.newPage();
  await next.goto(visited.href);
  await expect.poll(async () => (await clicks()).length, { timeout: 30_000 }).toBe(2);
  await next.close();
  expect((await clicks()).map(({ subject }) => subject)).toEqual(['hero/apply', 'products/more']);
  await context.close();
});

test('a browser whose clock is forty days wrong is set right', async () => {
  const context = await browser.newContext();
  await context.clock.install({ time: Date.now() - 40 * 86_400_000 });
  await context.clock.resume();
  const page = await context.newPage();
  await page.goto(new URL('/clock', visited).href);
  await page.waitForFunction('window.yuhang');
  const mine = async () =>
    (await stored()).filter(({ properties }) => (properties as { page: string }).page === '/clock');
  await expect.poll(async () => (await mine()).length, { timeout: 40_000 }).toBeGreaterThan(0);
  const { at } = await ctx.db
    .selectFrom('tracking.visitorEvent')
    .select('at')
    .where('orgId', '=', ctx.orgId)
    .where('visitorId', '=', (await mine())[0]!.visitorId)
    .executeTakeFirstOrThrow();
  expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(600_000);
  await context.close();
});
