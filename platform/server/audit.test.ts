import { expect, test } from 'vitest';
import { type AuditEntry, audit, auditLink, chainStart } from './audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from './ctx.ts';
import { testOrg } from './test/test-org.ts';

const noted = (ctx: TxCtx, id: string, after: unknown = { id }) =>
  audit(ctx, { action: 'notes.noted', subject: { kind: 'note', id }, after });

const chain = (ctx: Ctx) =>
  ctx.db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq')
    .execute();

test('CR-145 CR-146 a hundred changes at once make one unbroken chain', async () => {
  const ctx = testOrg();
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => inTx(ctx, async (ctx) => noted(ctx, `${i}`))),
  );
  const entries = await chain(ctx);
  expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  let previous: Buffer = chainStart;
  for (const { prevHash, hash, ...entry } of entries) {
    expect(prevHash.equals(previous)).toBe(true);
    expect(auditLink(ctx, previous, entry as AuditEntry).equals(hash)).toBe(true);
    previous = hash;
  }
});

test('CR-145 a change that is rolled back leaves no entry', async () => {
  const ctx = testOrg();
  const change = inTx(ctx, async (ctx) => {
    noted(ctx, 'lost');
    throw new Error('no');
  });
  await expect(change).rejects.toThrow('no');
  expect(await chain(ctx)).toEqual([]);
});

test('CR-145 a change whose audit entry cannot be written does not happen', async () => {
  const ctx = testOrg();
  const change = inTx(ctx, async (ctx) => {
    await ctx.db
      .insertInto('platform.lease')
      .values({ name: ctx.orgId, bucketFrom: 0, bucketTo: 0, done: false })
      .execute();
    audit(ctx, { action: null as unknown as string, subject: { kind: 'note', id: '1' } });
  });
  await expect(change).rejects.toThrow();
  const left = await ctx.db
    .selectFrom('platform.lease')
    .select('name')
    .where('name', '=', ctx.orgId)
    .execute();
  expect(left).toEqual([]);
});

test('a transaction inside a transaction writes its entries once, with the outer one', async () => {
  const ctx = testOrg();
  await inTx(ctx, async (ctx) => {
    await inTx(ctx, async (ctx) => noted(ctx, 'inner'));
    expect(await chain(ctx)).toEqual([]);
    noted(ctx, 'outer');
  });
  expect((await chain(ctx)).map((e) => e.subjectId)).toEqual(['inner', 'outer']);
  expect(ctx.trail.recorded).toBe(2);
});

test('CR-149 what a transaction does for another bank stands in that bank’s chain', async () => {
  const [installation, bank] = [testOrg(), testOrg()];
  await inTx(installation, async (ctx) => {
    noted(ctx, 'here');
    noted(asSystem(ctx, bank.orgId, 'demo'), 'there');
  });
  expect((await chain(installation)).map((e) => e.subjectId)).toEqual(['here']);
  expect((await chain(bank)).map((e) => [e.actorName, e.subjectId])).toEqual([['demo', 'there']]);
});

test('CR-037 R-385 phone and identity numbers never stand in an audit entry, wherever they were written', async () => {
  const ctx = testOrg();
  await inTx(ctx, async (ctx) =>
    noted(ctx, 'x', {
      remark: '中奖用户 13812345678，身份证 11010519491231002X',
      list: ['+86 13912345678'],
    }),
  );
  const text = JSON.stringify((await chain(ctx))[0]!.after);
  expect(text).not.toMatch(/13812345678|13912345678|11010519491231002X/);
  expect(text).toContain('138****5678');
});
