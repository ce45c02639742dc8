import { expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { Occasion } from '../../contract/calendar.ts';
import { ProductDraft } from '../../contract/product.ts';
import { aReleasedItem } from '../fixtures.ts';
import { insertProduct } from '../products/product.repo.ts';
import { addOccasion, dropOccasion, marketingCalendar } from './calendar.service.ts';
import { bringOccasions } from './starting-occasions.ts';

async function aCalendar() {
  const ctx: TestOrg = testOrg();
  await aBank(ctx);
  const system = asSystem(ctx, ctx.orgId);
  const month = async (name: string) =>
    (await marketingCalendar(system, name)).days.flatMap(({ proposals }) => proposals);
  return { ctx, system, month };
}

test('festivals, solar terms and holidays of a month stand on their days, with when to begin', async () => {
  const { month } = await aCalendar();
  const september = await month('2026-09');
  const of = (name: string) => september.find((p) => p.name === name);
  expect(of('中秋节')).toMatchObject({
    day: '2026-09-25',
    kind: 'festival',
    beginBy: '2026-09-15',
  });
  expect(of('白露')).toMatchObject({ kind: 'term' });
  const october = (await month('2026-10')).map(({ day, kind, name }) => [day, kind, name]);
  expect(october).toContainEqual(['2026-10-01', 'holiday', '国庆节']);
  expect(october.filter(([, , name]) => name === '国庆节')).toHaveLength(1);
});

test('a payday that is no workday comes on the workday before, and a short month has its last day', async () => {
  const { system, month } = await aCalendar();
  await inTx(system, (ctx) => bringOccasions(ctx));
  await inTx(system, (ctx) => bringOccasions(ctx));
  const paydays = (found: Awaited<ReturnType<typeof month>>) =>
    found.filter(({ kind }) => kind === 'payday').map(({ day }) => day);
  expect(paydays(await month('2026-04'))).toEqual(['2026-04-10', '2026-04-15']);
  // 10 May 2026 is a Sunday after a make-up Saturday: wages come on that Saturday.
  expect(paydays(await month('2026-05'))).toEqual(['2026-05-09', '2026-05-15']);
  const last = Occasion.parse({ name: '月末', kind: 'own', dayOfMonth: 31 });
  const { id } = await addOccasion(system, last);
  expect((await month('2026-04')).find((p) => p.name === '月末')?.day).toBe('2026-04-30');
  await dropOccasion(system, id);
  expect((await month('2026-04')).find((p) => p.name === '月末')).toBeUndefined();
});

test('an offer of a listed product stands on the day it begins; one that is not listed does not', async () => {
  const { system, month } = await aCalendar();
  const product = (code: string) =>
    ProductDraft.parse({
      ...{ code, name: `存单${code}`, kind: 'deposit' },
      offers: [{ name: '开学季加息', from: '2026-03-20', to: '2026-04-10' }],
    });
  await inTx(system, async (ctx) => {
    const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as never;
    await insertProduct(ctx, id(1), product('A1'), 'listed');
    await insertProduct(ctx, id(2), product('A2'), 'draft');
  });
  const march = (await month('2026-03')).filter(({ kind }) => kind === 'offer');
  expect(march.map(({ day, name }) => [day, name])).toEqual([['2026-03-20', '存单A1：开学季加息']]);
  const april = (await month('2026-04')).filter(({ kind }) => kind === 'offer');
  expect(april.map(({ day }) => day)).toEqual(['2026-04-01']);
});

test('what must be begun now says so until there is content for it', async () => {
  const { ctx, system, month } = await aCalendar();
  await addOccasion(system, Occasion.parse({ name: '开学季', kind: 'own', day: '2026-03-06' }));
  const due = async () => (await month('2026-03')).find((p) => p.name === '开学季');
  expect(await due()).toMatchObject({ beginBy: '2026-02-27', items: 0, due: true });
  await aReleasedItem(ctx, { facets: { scenes: ['开学季'] } });
  expect(await due()).toMatchObject({ items: 1, due: false });
});
