// npm run screenshots: the pictures of the README, taken from a demo bank of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './testing/chromium.ts';

interface Shot {
  readonly file: string;
  /** A role of the demo bank; without one, nobody has signed in. */
  readonly role?: string;
  readonly path: string;
  readonly phone?: boolean;
  /** Taken when the demo bank has lived its first days: there is nothing to see before. */
  readonly later?: true;
  /** To what is worth showing, from the page that `path` opens. */
  readonly steps?: (page: Page) => Promise<void>;
}

const row = (page: Page, words: string) => page.locator('tbody tr', { hasText: words }).first();

const shots: readonly Shot[] = [
  { file: 'sign-in', path: '/sign-in' },
  { file: 'home', role: '总行运营', path: '/', later: true },
  { file: 'staff', role: '系统管理员', path: '/staff' },
  {
    file: 'role-change',
    role: '安全管理员',
    path: '/approvals',
    steps: async (page) => {
      await row(page, '角色变更').click();
      await page.waitForURL(/\/approvals\/.+/);
    },
  },
  { file: 'audit', role: '审计', path: '/audit' },
  {
    file: 'project',
    role: '总行运营',
    path: '/projects',
    steps: async (page) => {
      await row(page, '试点').click();
      await page.waitForURL(/\/projects\/.+/);
    },
  },
  { file: 'gate', role: '合规审核', path: '/outreach' },
  {
    file: 'customers',
    role: '总行运营',
    path: '/customers',
    later: true,
  },
  {
    file: 'customer',
    role: '总行运营',
    path: '/customers',
    later: true,
    steps: async (page) => {
      await page.locator('tbody tr').first().click();
      await page.waitForURL(/\/customers\/\d+/);
    },
  },
  {
    file: 'editor',
    role: '总行运营',
    path: '/content/new',
    steps: async (page) => {
      await page.getByRole('textbox', { name: '名称' }).fill('周末理财小课');
      await page.getByRole('textbox', { name: '正文' }).fill('全网最低费率！保夲理财，稳zhuan不赔');
      await page.getByText('“保夲”').first().waitFor();
    },
  },
  { file: 'rules', role: '合规审核', path: '/compliance/rules' },
  {
    file: 'phones',
    role: '总行运营',
    path: '/',
    steps: async (page) => {
      const demo = await page.request.get('/api/v1/platform/demo');
      await page.goto(`${(await demo.json()).simulatorUrl}/phones`);
      await sleep(4_000);
    },
  },
  { file: 'phone-approvals', role: '安全管理员', path: '/approvals', phone: true },
  {
    file: 'audience',
    role: '总行运营',
    path: '/audiences',
    later: true,
    steps: (page) => into(page, '代发薪', /\/audiences\/.+/),
  },
  {
    file: 'sequence',
    role: '总行运营',
    path: '/sequences',
    later: true,
    steps: (page) => into(page, 'AIDA+3W', /\/sequences\/.+/),
  },
  {
    file: 'plan-report',
    role: '总行运营',
    path: '/insights/plans',
    later: true,
    steps: (page) => into(page, '代发客户', /\/insights\/plans\/.+/),
  },
  {
    file: 'story',
    role: '总行运营',
    path: '/sequences/runs',
    later: true,
    steps: async (page) => {
      const { items: runs } = await ask(page, '/api/v1/sequences/runs?state=running');
      const { items } = await ask(page, `/api/v1/sequences/runs/${runs[0]!.id}/customers`);
      await page.goto(`/sequences/runs/${runs[0]!.id}/customers/${items[0]!.customerId}`);
    },
  },
  {
    file: 'rehearsal',
    role: '总行运营',
    path: '/rehearsals',
    later: true,
    steps: async (page) => {
      const { items: plans } = await ask(page, '/api/v1/rehearsal/plans');
      const subject = { kind: plans[0]!.kind, id: plans[0]!.id };
      const { id } = await ask(page, '/api/v1/rehearsal/rehearsals', {
        subject,
        options: { days: 8, customers: 100, seed: '1', everybodyAdded: true },
      });
      await page.goto(`/rehearsals/${id}`);
      await page.getByText('合规检查').first().waitFor({ timeout: REHEARSAL_MS });
    },
  },
];

// biome-ignore lint/suspicious/noExplicitAny: whatever the door answers
async function ask(page: Page, path: string, body?: object): Promise<any> {
  const headers = { 'x-yuhang-csrf': '1' };
  const reply = body
    ? await page.request.post(path, { data: body, headers })
    : await page.request.get(path);
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** Through the first row that says so. */
async function into(page: Page, words: string, address: RegExp): Promise<void> {
  await page.getByText(words).first().click();
  await page.waitForURL(address);
}

const DESKTOP = { width: 1440, height: 810 };
const PHONE = { width: 390, height: 844 };
const START_MS = 180_000;
const WHOLE_MS = 1_200_000;
const REHEARSAL_MS = 300_000;
const MOST_BYTES = 200_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'screenshots');

const executablePath = findChromium();
if (!executablePath) {
  console.error('No Chromium: npm test brings one, or set YUHANG_CHROMIUM');
  process.exit(1);
}
const dataDir = await mkdtemp(join(tmpdir(), 'yuhang-screenshots-'));
const url = `http://127.0.0.1:${await freePort()}`;
const product = start();
setTimeout(() => {
  product.kill('SIGTERM');
  console.error('The pictures took too long.');
  process.exitCode = 1;
}, WHOLE_MS).unref();
const lived = firstDaysPassed(product);
try {
  await ready(product);
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    for (const shot of shots) if (!shot.later) await take(browser, shot);
    await lived;
    for (const shot of shots) if (shot.later) await take(browser, shot);
  } finally {
    await browser.close();
  }
} finally {
  product.kill('SIGTERM');
  if (product.exitCode === null) await once(product, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

function start(): ChildProcess {
  return spawn(process.execPath, ['apps/start/bootstrap.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: new URL(url).port,
      YUHANG_DATA: dataDir,
    },
  });
}

async function ready(child: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(300)) {
    if (child.exitCode !== null) throw new Error('npm start ended before it was ready');
    if (
      await fetch(`${url}/readyz`).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return;
  }
  throw new Error('npm start was not ready in time');
}

/** Resolves when the demo bank has lived its first days: its reports have something to say then. */
async function firstDaysPassed(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('npm start says nothing');
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('前几天已过完')) {
      child.stdout.resume();
      return;
    }
}

async function take(browser: Browser, { file, role, path, phone, steps }: Shot): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: phone ? PHONE : DESKTOP,
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    if (role) await signIn(page, role);
    await page.goto(path);
    await settled(page);
    await steps?.(page);
    await settled(page);
    const target = join(folder, `${file}.png`);
    await page.screenshot({ path: target, animations: 'disabled', caret: 'hide' });
    const { size } = await stat(target);
    console.log(`docs/screenshots/${file}.png  ${Math.round(size / 1000)} kB`);
    if (size > MOST_BYTES) process.exitCode = 1;
  } finally {
    await context.close();
  }
}

async function signIn(page: Page, role: string): Promise<void> {
  const people: { role: string; account: string; password: string }[] = JSON.parse(
    await readFile(join(dataDir, 'demo-sign-ins.json'), 'utf8'),
  );
  const person = people.find((one) => one.role === role);
  if (!person) throw new Error(`The demo bank has no ${role}`);
  const reply = await page.context().request.post('/api/v1/org/session', {
    data: { account: person.account, password: person.password },
    headers: { 'x-yuhang-csrf': '1' },
  });
  if (!reply.ok()) throw new Error(`${role} could not sign in: ${reply.status()}`);
}

/** Loaded, drawn, and nothing waited for any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => null)');
  await sleep(400);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
