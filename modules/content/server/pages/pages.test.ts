import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { anApprovedText, ownCookie, someCustomers } from '#modules/customers/server/fixtures.ts';
import { giveConsents } from '#modules/customers/server/index.ts';
import { aStaff, orgHttp } from '#modules/org/server/fixtures.ts';
import { eventsOf } from '#modules/tracking/server/index.ts';
import { APP, aCorp } from '#modules/wecom/server/fixtures.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { aReleasedItem } from '../fixtures.ts';
import { withdrawItem } from '../items/item.service.ts';
import { contentModule } from '../module.ts';
import { createProduct } from '../products/product.service.ts';
import { contentLinks, staffCardLinks } from './link.service.ts';
import { findUse } from './page.repo.ts';

let ctx: TestOrg;
let system: TestOrg;
let http: FastifyInstance;
let itemId: string;
let staff: Awaited<ReturnType<typeof aStaff>>;
let li: number;
let wang: number;

const article = {
  carrier: {
    format: 'article',
    title: '开学前的三笔开销',
    summary: '先写再花',
    blocks: [
      { kind: 'heading', text: '第一笔' },
      { kind: 'text', text: '我是{rm_name}。<script>alert(1)</script>{customer_title}先写预算。' },
      { kind: 'list', items: ['学费', '文具'] },
    ],
  },
} as const;

beforeEach(async () => {
  ctx = testOrg();
  system = asSystem(ctx, ctx.orgId);
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  http = await orgHttp(ctx, [
    contentModule({ mode: 'production', publicUrl: 'https://bank.example', ctxFor }),
  ]);
  staff = await aStaff(ctx, { name: '林晓' });
  itemId = await aReleasedItem(ctx, { body: article as never });
  const customers = await someCustomers(ctx, [{ name: '李小花' }, { name: '王一' }]);
  [li, wang] = [customers[0]!, customers[1]!];
  await anApprovedText(ctx, 'personalisation');
});

async function agree(customerId: number) {
  const evidence = { kind: 'counter', id: 'C-1' } as const;
  const one = {
    customerId,
    purpose: 'personalisation',
    channel: 'any',
    evidence,
    at: ctx.now(),
  } as const;
  await inTx(system, (ctx) => giveConsents(ctx, [one]));
}

const linkFor = async (customerId: number | null, mark = 'touch-1', id = itemId) => {
  const [url] = await contentLinks(ctx, [
    { itemId: id, version: 1, customerId, staffId: staff.id, mark },
  ]);
  return new URL(url!).pathname;
};

/** A browser with its cookies, as far as their paths reach. */
function aPhone(headers: Record<string, string> = {}) {
  const jar: { name: string; value: string; path: string }[] = [];
  const cookies = (path: string) =>
    [
      headers.cookie,
      ...jar.filter((c) => path.startsWith(c.path)).map((c) => `${c.name}=${c.value}`),
    ]
      .filter(Boolean)
      .join('; ');
  const request = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const response = await http.inject({
      method,
      url: path,
      headers: { ...headers, cookie: cookies(path) },
      ...(payload ? { payload } : {}),
    });
    for (const { name, value, path = '/' } of response.cookies) jar.push({ name, value, path });
    return response;
  };
  const open = async (path: string): Promise<{ at: string; status: number; body: string }> => {
    const response = await request('GET', path);
    const to = response.headers.location;
    if (response.statusCode === 302 && String(to).startsWith('/h5/c/')) return open(String(to));
    return { at: path, status: response.statusCode, body: response.body };
  };
  const read = async (path: string, piece: object = {}) => {
    const { statusCode } = await request('POST', `${path}/read`, {
      id: randomUUID(),
      first: true,
      read: true,
      seconds: 8,
      depth: 60,
      ...piece,
    });
    expect(statusCode).toBe(204);
  };
  return { request, open, read };
}

const readings = async (customerId: number) =>
  (await eventsOf(ctx, customerId, { limit: 50 }))
    .filter(({ kind }) => kind === 'content.read')
    .map(({ subject, properties }) => ({ subject, ...(properties as { seconds?: number }) }));

test('a page is whole in one answer, carries the card of who sent it, and nothing a person wrote becomes a tag', async () => {
  const { status, body } = await aPhone().open(await linkFor(null));
  expect(status).toBe(200);
  for (const words of [
    '开学前的三笔开销',
    '第一笔',
    '<li>文具</li>',
    '我是林晓。',
    '✓ 本行在岗员工',
    staff.number,
  ])
    expect(body).toContain(words);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;尊敬的客户先写预算');
  expect(body).not.toContain('<script>alert');
  expect(body).not.toContain('李');
  // What has to be fetched before it can be read: nothing.
  expect(body.match(/<link(?! rel="icon")|@import|url\(/g)).toBeNull();
  expect(Buffer.byteLength(body)).toBeLessThan(20_000);
});

test('an address that nobody made opens nothing, and neither does one that was altered', async () => {
  const path = await linkFor(li);
  const last = path.at(-1) === 'A' ? 'B' : 'A';
  for (const wrong of [`${path.slice(0, -1)}${last}`, '/h5/c/AAAAAAAAAAAAAAAAAAAA', '/h5/c/x'])
    expect((await aPhone().open(wrong)).status).toBe(404);
  expect((await aPhone().open(path)).status).toBe(200);
});

test('reading counts for whom the address was made, as weak evidence, once they agreed that behaviour is used', async () => {
  const path = await linkFor(li);
  const phone = aPhone();
  const { at } = await phone.open(path);
  await phone.read(at);
  expect(await readings(li)).toEqual([]);
  await agree(li);
  await phone.read(at, { seconds: 12.5, depth: 100 });
  expect(await readings(li)).toEqual([
    {
      subject: itemId,
      seconds: 12.5,
      depth: 100,
      version: 1,
      certainty: 'link',
      staffId: staff.id,
    },
  ]);
  const kinds = (await eventsOf(ctx, li, { limit: 50 })).map(({ kind }) => kind).toSorted();
  expect(kinds).toEqual(['content.finished', 'content.read', 'link.opened']);
  // Without a customer it is counted all the same.
  const [use] = await findUse(ctx, itemId, '2026-01-01');
  expect(use).toMatchObject({ voice: 'text', readings: 2, seconds: 21 });
});

test('what a reader passes on is not theirs to answer for: the address in the browser is for nobody', async () => {
  await agree(li);
  const path = await linkFor(li);
  const phone = aPhone();
  const { at } = await phone.open(path);
  expect(at).not.toBe(path);
  await phone.read(at);
  const friend = aPhone();
  const passedOn = await friend.open(at);
  expect(passedOn.status).toBe(200);
  await friend.read(passedOn.at, { seconds: 300 });
  expect((await readings(li)).map((r) => r.seconds)).toEqual([8]);
});

test('the message itself passed on: on a second phone it is somebody else who reads', async () => {
  await agree(li);
  const path = await linkFor(li);
  const phone = aPhone();
  const first = await phone.open(path);
  await phone.read(first.at);
  const friend = aPhone();
  const second = await friend.open(path);
  await friend.read(second.at, { seconds: 300 });
  await phone.read(first.at, { first: false, seconds: 5 });
  expect((await readings(li)).map((r) => r.seconds).toSorted()).toEqual([5, 8]);
});

test('who has signed in reads for themself, whoever the address was made for', async () => {
  await agree(li);
  await agree(wang);
  const phone = aPhone(await ownCookie(ctx, wang));
  const { at } = await phone.open(await linkFor(li));
  await phone.read(at);
  expect(await readings(li)).toEqual([]);
  expect(await readings(wang)).toMatchObject([{ certainty: 'signed-in', seconds: 8 }]);
});

test('the same piece of reading told twice counts once for the customer', async () => {
  await agree(li);
  const phone = aPhone();
  const { at } = await phone.open(await linkFor(li));
  const id = randomUUID();
  await phone.read(at, { id });
  await phone.read(at, { id });
  expect(await readings(li)).toHaveLength(1);
});

test('one visit is one reading, however often the page was left and taken up again', async () => {
  await agree(li);
  const phone = aPhone();
  const { at } = await phone.open(await linkFor(li));
  await phone.read(at, { read: false, seconds: 0 });
  await phone.read(at, { first: false, seconds: 30, depth: 70 });
  await phone.read(at, { first: false, read: false, seconds: 12, depth: 100 });
  expect(await readings(li)).toMatchObject([{ seconds: 30, depth: 70 }]);
  const kinds = (await eventsOf(ctx, li, { limit: 50 })).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'link.opened')).toHaveLength(1);
  const [use] = await findUse(ctx, itemId, '2026-01-01');
  expect(use).toMatchObject({ opened: 1, readings: 1, seconds: 42, depth: 70 });
});

test('in WeChat somebody unknown is asked once who they are, and goes on to the page when nobody knows them', async () => {
  const { corp } = await aCorp(ctx, 'https://wecom.example', {
    apps: [{ kind: 'self_built', ...APP }],
  });
  const path = await linkFor(null);
  const wechat = aPhone({ 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0' });
  const asked = await wechat.request('GET', path);
  expect(asked.statusCode).toBe(302);
  const to = new URL(String(asked.headers.location), 'https://bank.example');
  expect([to.pathname, to.searchParams.get('corp'), to.searchParams.get('to')]).toEqual([
    '/h5/sign-in',
    corp.corpid,
    path,
  ]);
  expect((await wechat.open(path)).status).toBe(200);
  expect((await aPhone().open(path)).status).toBe(200);
});

test('what was withdrawn opens no more and says where to ask; what was replaced is read in its newest version', async () => {
  const path = await linkFor(null);
  await withdrawItem(system, itemId as never, '活动取消');
  const gone = await aPhone().open(path);
  expect(gone.status).toBe(410);
  expect(gone.body).toContain('这篇内容已下架');
  expect(gone.body).toContain('林晓');
  expect(gone.body).not.toContain('第一笔');
});

test('CR-057 a page about a private offering is read by whom it was sent to, signed in, and by nobody else', async () => {
  const product = await inTx(system, (ctx) =>
    createProduct(ctx, {
      ...{ code: 'PE1', name: '私募一号', kind: 'fund', privateOffering: true },
      ...{
        issuerGrade: 'R5',
        ownGrade: null,
        periodic: false,
        issuer: null,
        facts: {},
        offers: [],
      },
      ...{ saleFrom: null, saleTo: null },
      eligibility: { ageFrom: null, ageTo: null, anyTag: [], noTag: [] },
    } as never),
  );
  const id = await aReleasedItem(ctx, {
    body: article as never,
    facets: { productIds: [product.id] },
  });
  const path = await linkFor(li, 'touch-9', id);
  const stranger = await aPhone().open(path);
  expect([stranger.status, stranger.body.includes('只供收件人阅读')]).toEqual([403, true]);
  expect((await aPhone(await ownCookie(ctx, wang)).open(path)).status).toBe(403);
  const own = await aPhone(await ownCookie(ctx, li)).open(path);
  expect([own.status, own.at]).toEqual([200, path]);
});

test('R-137 a customer checks on the bank’s own page that a colleague works there, by the card and by hand', async () => {
  const url = (await staffCardLinks(ctx, [staff.id])).get(staff.id)!;
  expect((await staffCardLinks(ctx, [staff.id])).get(staff.id)).toBe(url);
  const path = new URL(url).pathname;
  await ctx.db
    .insertInto('content.licence')
    .values([
      {
        orgId: ctx.orgId,
        staffId: staff.id,
        name: '基金从业资格',
        number: 'A2026001',
        validTo: null,
        changedAt: ctx.now(),
      },
      {
        orgId: ctx.orgId,
        staffId: staff.id,
        name: '保险执业证',
        number: 'B1',
        validTo: '2026-01-31',
        changedAt: ctx.now(),
      },
    ])
    .execute();
  const card = (await aPhone().open(path)).body;
  for (const words of ['身份已核验', '林晓', staff.number, staff.unit.name, 'A2026001'])
    expect(card).toContain(words);
  expect(card, 'a licence that has run out').not.toContain('保险执业证');

  const verify = async (number: string, name: string) =>
    (await aPhone().open(`/h5/verify?${new URLSearchParams({ number, name })}`)).body;
  expect(await verify(staff.number, '林晓')).toContain('查到了');
  expect(await verify(staff.number, '林小')).toContain('没有查到');
  await ctx.db
    .updateTable('org.staff')
    .set({ state: 'left' })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', staff.id)
    .execute();
  const left = (await aPhone().open(path)).body;
  expect(left).toContain('此人目前不在岗');
  expect(left).not.toContain(staff.unit.name);
  expect(await verify(staff.number, '林晓')).toContain('没有查到');
});

test('a page with an open place says sorry; the same with the place filled in the content opens', async () => {
  const blocks = [{ kind: 'text', text: '原文在{entry_link}。' }];
  const body = { carrier: { format: 'article', title: '读懂规则', blocks } };
  const open = await aReleasedItem(ctx, { body: body as never });
  const filled = await aReleasedItem(ctx, {
    body: { ...body, values: { entry_link: '官网' } } as never,
  });
  const phone = aPhone();
  expect((await phone.open(await linkFor(null, 'open', open))).status).toBe(410);
  const page = await phone.open(await linkFor(null, 'filled', filled));
  expect(page.status).toBe(200);
  expect(page.body).toContain('原文在官网。');
});

test('a page that was made once shows at once what has changed of it: a colleague who has left', async () => {
  const phone = aPhone();
  const path = await linkFor(null, 'kept');
  expect((await phone.open(path)).body).toContain('林晓');
  expect((await phone.open(path)).body).toContain('本行在岗员工');
  await ctx.db
    .updateTable('org.staff')
    .set({ state: 'left' })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', staff.id)
    .execute();
  expect((await phone.open(path)).body).not.toContain('本行在岗员工');
});
