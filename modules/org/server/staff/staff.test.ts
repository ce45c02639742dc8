import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/staff.ts';
import { aBank, aGrant, aStaff, aUnit } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { addStaff } from './staff.service.ts';

const org = [orgModule({ mode: 'production' })];
const everything = () =>
  testOrg(allow('org.staff.read', 'org.staff.manage', 'org.staff.export', 'org.staff.reveal'));
const phone = '19900001234';
const email = 'li.na@jianghai.example';

test('CR-037 the phone and e-mail of staff are encrypted where they are stored and masked wherever they are shown', async () => {
  const ctx = everything();
  const { headOffice } = await aBank(ctx);
  const http = await testHttp(ctx, org);
  const body = { number: 'A001', name: '李娜', phone, email, unitId: headOffice.id };
  const made = await callHttp(http, api.createStaff, { body });
  expect(made).toMatchObject({ phone: '199****1234', email: 'l***@jianghai.example' });

  const { items } = await callHttp(http, api.listStaff);
  expect(items[0]).toMatchObject({ phone: '199****1234', email: 'l***@jianghai.example' });
  const sheet = await http.inject({ url: api.exportStaff.path });
  expect(sheet.body).toContain('199****1234');

  await callHttp(http, api.updateStaff, {
    params: { id: made.id },
    body: { version: made.version, phone: '19900005678' },
  });
  const everywhere = await sql<{ all: string }>`
    select string_agg(t::text, ' ') as all from (
      select to_jsonb(s) t from org.staff s where org_id = ${ctx.orgId}
      union all select to_jsonb(a) from platform.audit_entry a where org_id = ${ctx.orgId}) x`.execute(
    ctx.db,
  );
  const stored = everywhere.rows[0]!.all;
  expect(stored).toContain('199****5678');
  for (const clear of [phone, '19900005678', email, sheet.body])
    expect(stored).not.toContain(clear);
  expect(sheet.body).not.toContain(phone);
});

test('staff are found by part of their name or number, or by their whole phone number or e-mail', async () => {
  const ctx = everything();
  await aStaff(ctx, { number: 'A001', name: '李娜', phone, email });
  await aStaff(ctx, { number: 'A002', name: '李明' });
  await aStaff(ctx, { number: 'B001', name: '王芳' });
  const http = await testHttp(ctx, org);
  const found = async (q: string) =>
    (await callHttp(http, api.listStaff, { query: { q } })).items.map((s) => s.number);

  expect(await found('李')).toEqual(['A001', 'A002']);
  expect(await found('a00')).toEqual(['A001', 'A002']);
  expect(await found(phone)).toEqual(['A001']);
  expect(await found('LI.NA@jianghai.example')).toEqual(['A001']);
  expect(await found('1234')).toEqual([]);
});

test('staff are paged, sorted and filtered by unit, state, role and employment', async () => {
  const ctx = everything();
  const branch = await aUnit(ctx);
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: branch.id });
  const [a, b] = [
    await aStaff(ctx, { number: 'A001', name: '赵一', unitId: outlet.id }),
    await aStaff(ctx, { number: 'A002', name: '白二', unitId: branch.id }),
  ];
  await aStaff(ctx, { number: 'A003', name: '孙三' });
  await aGrant(ctx, a.id, 'wecom_manager', {
    unitId: outlet.id,
    employment: 'part_time',
    load: { maxCustomers: 200, sharePercent: null },
  });
  const http = await testHttp(ctx, org);
  const numbers = async (query: object) => {
    const { items, total } = await callHttp(http, api.listStaff, { query });
    return [total, ...items.map((s) => s.number)];
  };

  expect(await numbers({ size: 2, sort: '-number' })).toEqual([3, 'A003', 'A002']);
  expect(await numbers({ size: 2, page: 2, sort: '-number' })).toEqual([3, 'A001']);
  expect(await numbers({ sort: 'name' })).toEqual([3, 'A002', 'A003', 'A001']);
  expect(await numbers({ under: branch.id })).toEqual([2, 'A001', 'A002']);
  expect(await numbers({ employment: 'part_time' })).toEqual([1, 'A001']);
  expect(await numbers({ state: 'left,suspended' })).toEqual([0]);
  const shown = await callHttp(http, api.getStaff, { params: { id: a.id } });
  expect(shown.roles).toMatchObject([{ code: 'wecom_manager', employment: 'part_time' }]);
  expect(shown.above.map((u) => u.name)).toEqual(['总行', branch.name]);
  expect(b.roles).toEqual([]);
});

test('a number belongs to one person of a bank, in small or capital letters', async () => {
  const [ctx, other] = [everything(), everything()];
  const { headOffice } = await aBank(ctx);
  await aStaff(ctx, { number: 'A001' });
  const http = await testHttp(ctx, org);
  const body = { number: 'a001', name: '张三', unitId: headOffice.id };
  await expect(callHttp(http, api.createStaff, { body })).rejects.toThrow('org.staffNumberTaken');
  await expect(aStaff(other, { number: 'A001' })).resolves.toMatchObject({ number: 'A001' });
});

test('CR-142 staff of another branch are not there for a branch, to read, change, reveal, take along or move', async () => {
  const ctx = everything();
  const [east, west] = [await aUnit(ctx), await aUnit(ctx)];
  const ours = await aStaff(ctx, { unitId: east.id, phone });
  const theirs = await aStaff(ctx, { unitId: west.id, phone });
  const permissions = allow(
    ...['read', 'manage', 'export', 'reveal'].map((verb) => ({
      [`org.staff.${verb}`]: [east.path],
    })),
  );
  const http = await testHttp(ctx.as({ permissions }), org);

  const { items, total } = await callHttp(http, api.listStaff);
  expect([total, items[0]!.id]).toEqual([1, ours.id]);
  const sheet = (await http.inject({ url: api.exportStaff.path })).body;
  expect(sheet).toContain(ours.number);
  expect(sheet).not.toContain(theirs.number);

  const params = { id: theirs.id };
  const refused = { code: 'org.staffNotFound', status: 404 };
  const reason = '核对联系方式';
  const body = { version: 1, name: '改名' };
  const reveal = { field: 'phone' as const, reason };
  const suspend = { version: 1, state: 'suspended' as const, reason };
  await expect(callHttp(http, api.getStaff, { params })).rejects.toMatchObject(refused);
  await expect(callHttp(http, api.updateStaff, { params, body })).rejects.toMatchObject(refused);
  await expect(callHttp(http, api.revealStaff, { params, body: reveal })).rejects.toMatchObject(
    refused,
  );
  await expect(
    callHttp(http, api.deactivateStaff, { params, body: suspend }),
  ).rejects.toMatchObject(refused);
  await expect(
    callHttp(http, api.updateStaff, {
      params: { id: ours.id },
      body: { version: 1, unitId: west.id },
    }),
  ).rejects.toMatchObject({ code: 'org.unitNotFound', status: 404 });
});

test('CR-149 staff of another bank are not there', async () => {
  const [ctx, other] = [everything(), everything()];
  const theirs = await aStaff(ctx, { phone });
  await aBank(other);
  const http = await testHttp(other, org);
  const params = { id: theirs.id };
  await expect(callHttp(http, api.getStaff, { params })).rejects.toMatchObject({ status: 404 });
  await expect(
    callHttp(http, api.revealStaff, { params, body: { field: 'phone', reason: '核对' } }),
  ).rejects.toMatchObject({ status: 404 });
  expect((await callHttp(http, api.listStaff, { query: { q: phone } })).total).toBe(0);
});

test('a change made from an old version is refused, an absent field stays and null empties', async () => {
  const ctx = everything();
  const staff = await aStaff(ctx, { phone, title: '理财经理' });
  const http = await testHttp(ctx, org);
  const change = (body: { version: number; title?: string | null; name?: string }) =>
    callHttp(http, api.updateStaff, { params: { id: staff.id }, body });

  expect(await change({ version: 1, name: '王大明' })).toMatchObject({
    name: '王大明',
    title: '理财经理',
    phone: '199****1234',
  });
  await expect(change({ version: 1, title: '行长' })).rejects.toThrow('platform.conflict');
  expect((await change({ version: 2, title: null })).title).toBeNull();
});

test('the sheet of staff runs no formulas and the audit trail says who took how many rows', async () => {
  const ctx = everything();
  await aStaff(ctx, { number: 'A001', name: '=HYPERLINK("http://x")' });
  await aStaff(ctx, { number: 'A002', name: '+86,"引号"' });
  const http = await testHttp(ctx, org);
  const sheet = (await http.inject({ url: api.exportStaff.path })).body;
  const rows = sheet.split('\r\n');
  expect(rows[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(rows[2]).toContain(`"'+86,""引号"""`);

  const entry = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['after', 'actorId'])
    .where('orgId', '=', ctx.orgId)
    .where('action', '=', 'org.staff-exported')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ actorId: ctx.actor.id, after: { rows: 2, masked: true } });
});

test('a sheet of many staff is whole and in order', async () => {
  const ctx = everything();
  const { headOffice } = await aBank(ctx);
  const numbers = Array.from({ length: 2300 }, (_, i) => `N${String(i).padStart(5, '0')}`);
  for (let i = 0; i < numbers.length; i += 1000)
    await inTx(ctx, (ctx) =>
      addStaff(
        ctx,
        numbers
          .slice(i, i + 1000)
          .map((number) => ({ number, name: '员工', unitId: headOffice.id })),
      ),
    );
  const http = await testHttp(ctx, org);
  const sheet = (await http.inject({ url: api.exportStaff.path })).body;
  const found = sheet
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0]);
  expect(found).toEqual(numbers);
});

test('of many new staff the good ones go in and each of the others says why not', async () => {
  const ctx = everything();
  const { headOffice } = await aBank(ctx);
  const closed = await aUnit(ctx);
  await ctx.db
    .updateTable('org.unit')
    .set({ state: 'closed', closedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', closed.id)
    .execute();
  await aStaff(ctx, { number: 'A001', wecomUserId: 'zhang' });
  const unitId = headOffice.id;
  const added = await inTx(ctx, (ctx) =>
    addStaff(ctx, [
      { number: 'A001', name: '同号', unitId },
      { number: 'A002', name: '好的', unitId },
      { number: 'A002', name: '文件内重复', unitId },
      { number: 'A003', name: '同微信', unitId, wecomUserId: 'zhang' },
      { number: 'A004', name: '撤销机构', unitId: closed.id },
      { number: 'A005', name: '也好', unitId, wecomUserId: 'li' },
    ]),
  );
  expect(added.map((a) => ('refused' in a ? a.refused.code : 'in'))).toEqual([
    'org.staffNumberTaken',
    'in',
    'org.staffNumberTaken',
    'org.wecomUserIdTaken',
    'org.unitClosed',
    'in',
  ]);
});
