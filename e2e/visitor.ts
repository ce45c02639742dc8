import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { findChromium } from '../scripts/testing/chromium.ts';
import type { DemoPerson } from './demo-bank.setup.ts';
import type { Product } from './product.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium: npm test brings one, or set YUHANG_CHROMIUM');
  return chromium.launch({ executablePath, args: flags });
}

/** Somebody at a screen of their own. */
export interface Visitor {
  readonly page: Page;
  /** To a page of the console, loaded. */
  go(path: string): Promise<void>;
  /** Nothing failed behind the screens: no crash of a page, no error of the server. */
  fine(): void;
}

export async function visitor(
  browser: Browser,
  product: Product,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: product.url,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    // A click on a dialog still on its way in is nobody's.
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  keepSightOfFailure(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`the page threw: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  return {
    page,
    go: async (path) => {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
    },
    fine: () => expect(faults).toEqual([]),
  };
}

let failures = 0;

/** What was on the screen when a journey failed: `.cache/journeys/`. */
function keepSightOfFailure(page: Page): void {
  onTestFailed(async ({ task }) => {
    failures += 1;
    const name = `${task.name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}-${failures}.png`;
    await page.screenshot({ path: `.cache/journeys/${name}` }).catch(() => {});
  });
}

/** Signed in without the sign-in page, which has journeys of its own. */
export async function signedIn(
  browser: Browser,
  product: Product,
  person: Pick<DemoPerson, 'account' | 'password'>,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const who = await visitor(browser, product, options);
  const answer = await who.page.context().request.post('/api/v1/org/session', {
    data: { account: person.account, password: person.password },
    headers: { 'x-yuhang-csrf': '1' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return who;
}

/** Fills the sign-in page and sends it. */
export async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel('工号').fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** On the page of a request that waits: approved, after the product has asked once more. */
export async function approve(page: Page): Promise<void> {
  await page.getByRole('button', { name: '通过', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '通过', exact: true }).click();
  await page.getByText('已通过', { exact: true }).first().waitFor();
}
