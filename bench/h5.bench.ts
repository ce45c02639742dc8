// What a customer waits for: a content page at 500 requests a second, and the same page opened on a
// slow phone (a fourth of this processor, 1.6 Mbit/s, 150 ms to the server), with what it weighs. The
// budget stands behind each figure: 50 ms, one second, 120 kB of compressed script.
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { type BrowserContext, chromium, devices } from 'playwright-core';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { contentLinks } from '#modules/content/server/index.ts';
import { contentModule } from '#modules/content/server/module.ts';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { staffAuthenticator } from '#modules/org/server/index.ts';
import { asSystem } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { findChromium } from '../scripts/testing/chromium.ts';
import { withBank } from './bank.ts';
import { figure, note } from './figure.ts';

const RATE = 500;
const SECONDS = Number(process.env.YUHANG_BENCH_SECONDS ?? 10);
const TIMES = 5;
const BUDGET = { serverMs: 50, paintMs: 1000, scriptKb: 120 } as const;

/** As long as people write: ten paragraphs with two headings and a list. */
const paragraph = {
  kind: 'text',
  text: '学费、文具、衣服，先写在纸上，再带着单子去买。'.repeat(6),
};
const body = {
  text: '{customer_title}，给您一篇两分钟能读完的短文。',
  carrier: {
    format: 'article',
    title: '开学前，先把三笔开销写下来',
    summary: '先写，再花。',
    blocks: [
      { kind: 'heading', text: '第一笔' },
      ...Array.from({ length: 5 }, () => paragraph),
      { kind: 'heading', text: '第二笔' },
      { kind: 'list', items: ['学费', '文具', '衣服'] },
      ...Array.from({ length: 5 }, () => paragraph),
    ],
  },
};

await withBank(async ({ ctx }) => {
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  const app = await buildHttp({
    authenticate: staffAuthenticator(ctx),
    requestsPerMinute: 1_000_000_000,
    modules: [contentModule({ mode: 'production', publicUrl: 'https://bank.example', ctxFor })],
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const staff = await aStaff(ctx, { name: '林晓' });
  const itemId = await aReleasedItem(ctx, { body: body as never });
  const [url] = await contentLinks(ctx, [
    { itemId, version: 1, customerId: null, staffId: staff.id, mark: 'bench' },
  ]);
  const { port } = app.server.address() as AddressInfo;
  const page = `http://127.0.0.1:${port}${new URL(url!).pathname}`;

  // What one answer costs whatever else the machine does.
  const one = () =>
    app.inject({ url: new URL(page).pathname, headers: { 'accept-encoding': 'br' } });
  for (let i = 0; i < 200; i++) await one();
  const before = process.cpuUsage();
  for (let i = 0; i < 500; i++) await one();
  const { user, system } = process.cpuUsage(before);
  note(`${((user + system) / 500 / 1000).toFixed(2)} ms of the processor for each page`);

  const run = (duration: number) =>
    autocannon({ url: page, connections: 20, overallRate: RATE, duration, workers: 1 });
  await run(2);
  const { latency, requests, non2xx, errors } = await run(SECONDS);
  if (non2xx + errors > 0) throw new Error(`${non2xx} refused, ${errors} failed`);
  note(`${Math.round(requests.average)} of ${RATE} requests/s`);
  figure('h5.page-p99', latency.p99, 'ms', BUDGET.serverMs);

  const executablePath = findChromium();
  if (executablePath) {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const opened = [];
    for (let i = 0; i < TIMES; i++) {
      const phone = await browser.newContext({ ...devices['iPhone 13'], locale: 'zh-CN' });
      opened.push(await openOn(phone, page));
      await phone.close();
    }
    await browser.close();
    const middle = opened.toSorted((a, b) => a.paint - b.paint)[Math.floor(TIMES / 2)]!;
    note(`${middle.requests} requests, ${(middle.bytes / 1000).toFixed(1)} kB over the network`);
    figure('h5.first-contentful-paint', middle.paint, 'ms', BUDGET.paintMs);
    figure('h5.page-bytes', middle.bytes / 1000, 'kB');
  } else note('no Chromium: what a phone sees is not measured');
  await app.close();
});

const assets = fileURLToPath(new URL('../dist/h5/assets', import.meta.url));
const script = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .reduce((sum, name) => sum + gzipSync(readFileSync(`${assets}/${name}`)).length, 0);
figure('h5.script', script / 1000, 'kB compressed', BUDGET.scriptKb);

/** A new phone, nothing of the page in its memory. */
async function openOn(phone: BrowserContext, url: string) {
  const page = await phone.newPage();
  const tools = await phone.newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 150 },
    downloadThroughput: (1_600 * 1000) / 8,
    uploadThroughput: (750 * 1000) / 8,
  });
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  let requests = 0;
  tools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.goto(url, { waitUntil: 'load' });
  const paint = await page.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'first-contentful-paint') done(entry.startTime);
    }).observe({ type: 'paint', buffered: true }))`,
  );
  return { paint, bytes, requests };
}
