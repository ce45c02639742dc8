import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { deactivateStaff } from '#modules/org/contract.ts';
import { aStaff, aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { eventsOf, recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { assignHandover, getCustomer, getHandover, listHandovers } from '../../contract.ts';
import { someCustomers } from '../fixtures.ts';
import { customersModule } from '../module.ts';

const CORP = '0193a000-0000-7000-8000-000000000001';

test('R-133 who leaves loses access at once and leaves a hand-over of all customers and groups; the history moves with the customer', async () => {
  const ctx = testOrg();
  const outlet = await aUnit(ctx, { kind: 'branch' });
  const leaver = await signedIn(ctx, ['customers.customer.read'], {
    unitId: outlet.id,
    name: '离任经理',
    wecomUserId: 'leaver',
  });
  const successor = await aStaff(ctx, { unitId: outlet.id, name: '接任经理' });
  const ids = await someCustomers(ctx, [
    { unitId: outlet.id, rmId: leaver.staff.id },
    { unitId: outlet.id, rmId: leaver.staff.id },
    { unitId: outlet.id },
    { unitId: outlet.id },
  ]);
  const [first, , friend, stranger] = ids;
  await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, two_way_count)
    values (${friend}, ${CORP}, 'leaver', ${ctx.orgId}, ${leaver.staff.id}, 'active', ${ctx.now()}, 'scan', 0)`.execute(
    ctx.db,
  );
  await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
      created_at, staff, customers, reading, changed_reading, changed_at)
    values (${ctx.orgId}, ${CORP}, 'chat-1', '理财沙龙', '', 'leaver', '{}', 0, ${ctx.now()}, 1, 9, 1, 1, ${ctx.now()})`.execute(
    ctx.db,
  );
  await inTx(ctx, (tx) =>
    recordEvents(tx, [
      { id: newId(), customerId: first!, kind: 'message.replied', at: ctx.now(), source: 'test' },
    ]),
  );

  const modules = [orgModule({ mode: 'demo' }), customersModule()];
  const door = await orgHttp(ctx, modules);
  const administrator = await signedIn(ctx, ['org.staff.manage', 'org.staff.read']);
  await callHttp(
    door,
    deactivateStaff,
    {
      params: { id: leaver.staff.id },
      body: { version: leaver.staff.version, state: 'left', reason: '离职' },
    },
    administrator.headers,
  );
  await expect(
    callHttp(door, getCustomer, { params: { id: first! } }, leaver.headers),
  ).rejects.toMatchObject({ status: 401 });

  await runDueJobs(ctx, modules, { twice: true });
  const operator = ctx.as({
    permissions: allow({
      'customers.handover.manage': [outlet.path],
      'customers.customer.read': [outlet.path],
      'customers.unit.read': [outlet.path],
    }),
  });
  const http = await testHttp(operator, [customersModule()]);
  const { items } = await callHttp(http, listHandovers);
  expect(items).toMatchObject([
    {
      staff: { id: leaver.staff.id, name: '离任经理' },
      state: 'open',
      customers: { waiting: 3, total: 3 },
      groups: { waiting: 1, total: 1 },
    },
  ]);
  const { id } = items[0]!;
  const detail = await callHttp(http, getHandover, { params: { id } });
  expect(detail.items.map(({ customer }) => customer.id)).not.toContain(stranger);
  expect(detail.groupItems).toMatchObject([{ name: '理财沙龙', state: 'waiting' }]);

  await expect(
    callHttp(http, assignHandover, { params: { id }, body: { toStaffId: leaver.staff.id } }),
  ).rejects.toMatchObject({ code: 'customers.successorUnfit' });
  const part = await callHttp(http, assignHandover, {
    params: { id },
    body: { toStaffId: successor.id, customerIds: [first!] },
  });
  expect(part).toMatchObject({ state: 'open', customers: { waiting: 2 }, groups: { waiting: 1 } });
  const all = await callHttp(http, assignHandover, {
    params: { id },
    body: { toStaffId: successor.id },
  });
  expect(all).toMatchObject({ state: 'done', customers: { waiting: 0 }, groups: { waiting: 0 } });

  const page = await callHttp(http, getCustomer, { params: { id: first! } });
  expect(page.head.rm).toEqual({ id: successor.id, name: '接任经理' });
  expect(await eventsOf(ctx, first!, { limit: 5 })).toHaveLength(1);
  const heir = await testHttp(
    ctx.as({ id: successor.id, permissions: allow({ 'customers.customer.read': [outlet.path] }) }),
    [customersModule()],
  );
  expect((await callHttp(heir, getCustomer, { params: { id: friend! } })).head.id).toBe(friend);
});

test('a hand-over of another branch does not exist', async () => {
  const ctx = testOrg();
  const [here, there] = [await aUnit(ctx), await aUnit(ctx)];
  const gone = await aStaff(ctx, { unitId: there.id });
  await sql`insert into customers.handover (org_id, id, staff_id, staff_name, unit_id, state, created_at)
    values (${ctx.orgId}, ${newId()}, ${gone.id}, '某人', ${there.id}, 'open', ${ctx.now()})`.execute(
    ctx.db,
  );
  const http = await testHttp(
    ctx.as({ permissions: allow({ 'customers.handover.manage': [here.path] }) }),
    [customersModule()],
  );
  expect((await callHttp(http, listHandovers)).total).toBe(0);
});
