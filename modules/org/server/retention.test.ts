import { expect, test } from 'vitest';
import { auditBroken } from '#platform/contract/system.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { tellOfBrokenChain } from './audit/broken-chain.ts';
import { signedIn } from './fixtures.ts';
import { defineNotice } from './notifications/notice.ts';
import { notify } from './notifications/notification.service.ts';
import { orgRetention } from './retention.repo.ts';

const news = defineNotice('test.news', ['新闻', 'News'], 'know');
const kind = (name: string) => orgRetention.find((k) => k.name === name)!;
const purge = (ctx: TestOrg, name: string, before: Date) =>
  inTx(ctx, (ctx) => kind(name).purge(ctx, before, 1_000));

const codes = async (ctx: TestOrg) => {
  const rows = await ctx.db
    .selectFrom('org.notification')
    .select('code')
    .where('orgId', '=', ctx.orgId)
    .orderBy('at')
    .execute();
  return rows.map(({ code }) => code);
};

test('network logs of staff are kept for at least six months, whatever a bank sets (CR-151)', async () => {
  const { least, days } = kind('network_log');
  expect(least).toBeGreaterThanOrEqual(183);
  expect(days).toBeGreaterThanOrEqual(least);

  const [ctx, other] = [testOrg(), testOrg()];
  await signedIn(ctx, []);
  await signedIn(other, []);
  ctx.advance(60 * 24 * 200);
  await signedIn(ctx, []);
  const before = new Date(ctx.realNow().getTime() - 183 * 86_400_000);
  expect(await purge(ctx, 'network_log', before), 'its own old ones').toEqual({ count: 1 });
  expect(await purge(ctx, 'network_log', before)).toEqual({ count: 0 });
  expect(await purge(other, 'network_log', before), 'each bank by itself').toEqual({ count: 1 });
});

test('notifications go when their time is over, and only those of the bank (CR-024)', async () => {
  const [ctx, other] = [testOrg(), testOrg()];
  for (const bank of [ctx, other]) {
    const { staff } = await signedIn(bank, []);
    const tell = () => inTx(bank, (ctx) => notify(ctx, news, { to: { staff: [staff.id] } }));
    await tell();
    bank.advance(60 * 24 * 40);
    await tell();
  }
  const before = new Date(ctx.now().getTime() - 30 * 86_400_000);
  expect(await purge(ctx, 'notification', before)).toEqual({ count: 1 });
  expect(await codes(ctx)).toHaveLength(1);
  expect(await codes(other)).toHaveLength(2);
});

test('who reads the audit of the whole bank is told when its chain is broken (CR-146)', async () => {
  const ctx = testOrg();
  const reader = await signedIn(ctx, ['org.audit.read']);
  await signedIn(ctx, ['org.staff.read']);
  const finding = { kind: 'missing' as const, fromSeq: 3, toSeq: 4, fingerprint: 'x' };
  await inTx(asSystem(ctx, ctx.orgId), (ctx) => publish(ctx, auditBroken, { findings: [finding] }));
  await runDueJobs(ctx, [{ name: 'org', subscriptions: [tellOfBrokenChain] }], { twice: true });
  const rows = await ctx.db
    .selectFrom('org.notification')
    .select(['staffId', 'code', 'params'])
    .where('orgId', '=', ctx.orgId)
    .where('code', '=', 'org.audit-chain-broken')
    .execute();
  expect(rows).toEqual([
    { staffId: reader.staff.id, code: 'org.audit-chain-broken', params: { count: 1 } },
  ]);
});
