import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { joinVisitor, leaveVisitor } from '../../contract.ts';
import { aCustomer, aSite, aView, aVisitor, sendFromPage, trackingSettings } from '../fixtures.ts';
import { eventsOf, releaseCustomers } from '../index.ts';
import { trackingModule } from '../module.ts';

/** The door as a customer finds it who has signed in on their phone. */
const doorOf = (ctx: TestOrg, customerId: number, agreed: () => boolean) =>
  buildHttp({
    modules: [
      trackingModule(
        trackingSettings(ctx, { agreesToJoin: async () => (agreed() ? 'privacy-2' : null) }),
      ),
    ],
    authenticate: async () => ({
      ...ctx,
      actor: { kind: 'customer', id: String(customerId), name: '', permissions: new Map() },
      trail: { recorded: 0 },
    }),
  });

test('R-305 a customer signs in on a page: with consent what was done before joins, after signing out nothing more', async () => {
  const ctx = testOrg();
  const [site, customerId, visitor] = [await aSite(ctx), await aCustomer(ctx), aVisitor()];
  let agreed = false;
  const app = await doorOf(ctx, customerId, () => agreed);
  const view = async () => {
    ctx.advance(1);
    await sendFromPage(app, site, [aView(ctx)], { visitor });
  };
  const known = async () => (await eventsOf(ctx, customerId, { limit: 50 })).length;
  await view();
  const join = () => callHttp(app, joinVisitor, { body: { visitor, page: 'mall' } });
  expect(await join()).toEqual({ outcome: 'no-consent', visitor });
  expect(await known()).toBe(0);

  agreed = true;
  expect(await join()).toEqual({ outcome: 'stitched', visitor });
  await view();
  expect(await known()).toBe(2);
  await callHttp(app, leaveVisitor, { body: { visitor } });
  await view();
  expect(await known()).toBe(2);

  await join();
  expect(await known(), 'signed in again on the same device').toBe(3);
  await inTx(ctx, (ctx) => releaseCustomers(ctx, [customerId], 'consent withdrawn'));
  await view();
  expect(await known()).toBe(3);
});

test('nobody joins a device to another customer, and nobody does it unknown', async () => {
  const ctx = testOrg();
  const [site, visitor] = [await aSite(ctx), aVisitor()];
  const [owner, stranger] = [await aCustomer(ctx), await aCustomer(ctx)];
  const mine = await doorOf(ctx, owner, () => true);
  await sendFromPage(mine, site, [aView(ctx)], { visitor });
  await callHttp(mine, joinVisitor, { body: { visitor } });
  const theirs = await doorOf(ctx, stranger, () => true);
  await callHttp(theirs, leaveVisitor, { body: { visitor } });
  await sendFromPage(mine, site, [aView(ctx)], { visitor });
  expect(await eventsOf(ctx, owner, { limit: 50 })).toHaveLength(2);
  const answer = await callHttp(theirs, joinVisitor, { body: { visitor } });
  expect(answer.outcome).toBe('other-person');
  expect(await eventsOf(ctx, stranger, { limit: 50 })).toEqual([]);
});
