import { expect, test } from 'vitest';
import { aCustomer, someCustomers } from '#modules/customers/server/fixtures.ts';
import { setAttributes } from '#modules/customers/server/index.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import type { Rendered, RenderFor } from '../../contract/sending.ts';
import { aReleasedItem } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { renderContent } from './render.service.ts';

const ADDRESS = /^https:\/\/bank\.example\/h5\/c\/[A-Za-z0-9_-]{20}$/;
contentModule({ mode: 'production', publicUrl: 'https://bank.example' });

async function aSender(ctx: TestOrg) {
  const system = asSystem(ctx, ctx.orgId);
  const modules = customersModule({ texts: 'approved' } as never);
  await inTx(system, (ctx) => modules.equipment!.bring(ctx));
  return aStaff(ctx, { name: '林晓' });
}

const shared = { kind: 'shared', mark: 'handover-1' } as const;
const ready = (rendered: Rendered | undefined) => {
  if (rendered?.outcome !== 'ready') throw new Error(JSON.stringify(rendered));
  return rendered;
};

async function render(
  ctx: TestOrg,
  itemId: string,
  wanted: Partial<RenderFor> & Pick<RenderFor, 'staffId'>,
) {
  const given = { customerIds: [], channel: 'one_to_one', links: shared, ...wanted } as const;
  return renderContent(ctx, { itemId, version: 1 }, given);
}

test('each customer is addressed as they are, by the sender, and who has no name is refused with the place named', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const [li, ouyang, nobody] = await someCustomers(ctx, [
    { name: '李小花' },
    { name: '欧阳晓', nameFrom: 'bank' },
    { name: null, nameFrom: null } as never,
  ]);
  const gender = { code: 'gender', value: 'female', source: 'bank', at: ctx.now() } as never;
  await inTx(asSystem(ctx, ctx.orgId), (ctx) =>
    setAttributes(ctx, [{ ...(gender as object), customerId: li! } as never]),
  );
  const itemId = await aReleasedItem(ctx, {
    text: '{customer_title}好，我是{branch_name}的{rm_name}（{rm_no}）。',
  });
  const all = await render(ctx, itemId, {
    customerIds: [li!, ouyang!, nobody!],
    staffId: staff.id,
  });
  const from = `我是${staff.unit.name}的林晓（${staff.number}）。`;
  expect(ready(all[0]).text).toBe(`李女士好，${from}`);
  expect(ready(all[1]).text).toBe(`欧阳先生/女士好，${from}`);
  expect(all[2]).toMatchObject({
    outcome: 'refused',
    customerId: nobody,
    why: 'variable_missing',
    field: 'customer_title',
    text: ['“客户称呼”没有值（{customer_title}）', expect.any(String)],
  });
});

test('those who get the very same message can share one task; a name, another address, another plan is another message', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const [a, b] = await someCustomers(ctx, [{ name: '王一' }, { name: '王二' }]);
  const itemId = await aReleasedItem(ctx, { text: '{customer_title}好，{benefit_name}还在。' });
  const both = { customerIds: [a!, b!], staffId: staff.id };
  const lacking = await render(ctx, itemId, both);
  expect(lacking.map((r) => r.outcome === 'refused' && r.field)).toEqual([
    'benefit_name',
    'benefit_name',
  ]);
  const [one, two] = await render(ctx, itemId, { ...both, values: { benefit_name: '影票' } });
  expect(ready(one).same).toBe(ready(two).same);
  const [other] = await render(ctx, itemId, { ...both, values: { benefit_name: '车位' } });
  expect(ready(other).same).not.toBe(ready(one).same);

  const article = await aReleasedItem(ctx, {
    text: '给您一篇短文。',
    body: {
      carrier: {
        format: 'article',
        title: '{rm_name}的开学清单',
        blocks: [{ kind: 'text', text: '先写后花。' }],
      },
    },
  });
  const [forA, forB] = await render(ctx, article, {
    ...both,
    links: {
      kind: 'each',
      marks: new Map([
        [a!, 'touch-a'],
        [b!, 'touch-b'],
      ]),
    },
  });
  expect(ready(forA).same).not.toBe(ready(forB).same);
  const [card] = ready(forA).attachments;
  expect(card).toMatchObject({
    kind: 'link',
    title: '林晓的开学清单',
    url: expect.stringMatching(ADDRESS),
  });
  const shared = await render(ctx, article, both);
  expect(ready(shared[0]).same).toBe(ready(shared[1]).same);
});

test('an address is the same whenever it is asked for, another for every touch, and says nothing of anybody', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const customerId = await aCustomer(ctx);
  const itemId = await aReleasedItem(ctx, {
    body: {
      carrier: { format: 'article', title: '短文', blocks: [{ kind: 'text', text: '先写后花。' }] },
    },
  });
  const addressOf = async (mark: string) => {
    const links = { kind: 'each' as const, marks: new Map([[customerId as number, mark]]) };
    const [one] = await render(ctx, itemId, {
      customerIds: [customerId],
      staffId: staff.id,
      links,
    });
    const [link] = ready(one).attachments;
    return link?.kind === 'link' ? link.url : '';
  };
  const first = await addressOf('touch-1');
  expect(await addressOf('touch-1')).toBe(first);
  expect(await addressOf('touch-2')).not.toBe(first);
  expect(first).toMatch(ADDRESS);
  for (const secret of [staff.id, itemId, '李']) expect(first).not.toContain(secret);
});

test('R-137 every welcome carries the card of who sends it, whatever the welcome says', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const customerId = await aCustomer(ctx);
  const itemId = await aReleasedItem(ctx, { text: '{customer_title}您好。' });
  const [welcome] = await render(ctx, itemId, {
    customerIds: [customerId],
    staffId: staff.id,
    channel: 'welcome',
  });
  expect(ready(welcome).attachments).toMatchObject([
    {
      kind: 'link',
      desc: expect.stringContaining(staff.number),
      url: expect.stringMatching(/^https:\/\/bank\.example\/h5\/staff\//),
    },
  ]);
});

test('in a group nobody is addressed, a format goes only where it can, and a text that has grown too long is refused', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const personal = await aReleasedItem(ctx, { text: '{customer_title}您好。' });
  expect(await render(ctx, personal, { staffId: staff.id, channel: 'group' })).toMatchObject([
    { outcome: 'refused', why: 'variable_missing', field: 'customer_title', customerId: null },
  ]);
  const program = await aReleasedItem(ctx, {
    body: {
      carrier: {
        format: 'mini_program',
        title: '办卡',
        appid: 'wx0123456789abcdef',
        path: 'p',
        coverId: '00000000-0000-4000-8000-00000000000a',
      },
    },
  });
  expect(await render(ctx, program, { staffId: staff.id, channel: 'moments' })).toMatchObject([
    { why: 'format_unfit' },
  ]);
  const long = await aReleasedItem(ctx, { text: `${'学'.repeat(1300)}{benefit_name}` });
  const values = { benefit_name: '很长的名称'.repeat(10) };
  expect(await render(ctx, long, { staffId: staff.id, channel: 'group', values })).toMatchObject([
    { why: 'too_long', field: 'text' },
  ]);
});

test('who has left sends nothing, and a version that is not there is not sent', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const itemId = await aReleasedItem(ctx, { text: '您好。' });
  const unknown = '00000000-0000-4000-8000-00000000000b';
  expect(await render(ctx, itemId, { staffId: unknown })).toMatchObject([{ why: 'staff_unknown' }]);
  expect(await render(ctx, unknown, { staffId: staff.id })).toMatchObject([
    { why: 'version_unknown' },
  ]);
});

test('a page with a place that nothing fills for everybody is not sent at all, whatever the plan says', async () => {
  const ctx = testOrg();
  const staff = await aSender(ctx);
  const itemId = await aReleasedItem(ctx, {
    body: {
      carrier: {
        format: 'article',
        title: '{rm_name}的清单',
        blocks: [{ kind: 'text', text: '{customer_title}，{benefit_name}还在。' }],
      },
    },
  });
  const values = { benefit_name: '影票' };
  expect(await render(ctx, itemId, { staffId: staff.id, values })).toMatchObject([
    { outcome: 'refused', why: 'variable_missing', field: 'benefit_name' },
  ]);
});
