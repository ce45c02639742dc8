import { describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/server/ctx.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { listStaff } from '../../contract/staff.ts';
import { listUnits } from '../../contract/unit.ts';
import { aBank, aGrant, aRole, aStaff, aUnit, signedIn } from '../fixtures.ts';
import { openField } from '../staff/contact.ts';
import { findStaff, type StoredStaff } from '../staff/staff.repo.ts';
import { deactivateStaff } from '../staff/staff-state.service.ts';
import { aDesk, everything, headDesk } from './desk.fixture.ts';
import { staffOfNumbers } from './staff-import.repo.ts';

async function personOf(ctx: Ctx, number: string): Promise<StoredStaff> {
  const known = (await staffOfNumbers(ctx, [number])).get(number);
  return (await findStaff(ctx, 'org.staff.read', known!.id))!;
}

describe('units from a file', () => {
  const header = '机构号,机构名称,机构类型,上级机构号\n';

  test('stand in the tree, children before their parents or after them', async () => {
    const desk = await headDesk();
    const file = `${header}1002,城西支行,支行,1000\n1000,城东分行,一级分行,000\n1001,城东支行,网点,1000\n1003,零售部,部门,1001\n`;
    const done = await desk.import('org.unit', file);
    expect(done.counts).toMatchObject({ created: 4, bad: 0, refused: 0 });
    const { items } = await callHttp(desk.app, listUnits, { query: {} });
    const byCode = new Map(items.map((unit) => [unit.code, unit]));
    const under = (code: string, parent: string) =>
      byCode.get(code)!.path.startsWith(byCode.get(parent)!.path);
    expect([
      under('1000', '000'),
      under('1001', '1000'),
      under('1002', '1000'),
      under('1003', '1001'),
    ]).toEqual([true, true, true, true]);
    expect(byCode.get('1002')).toMatchObject({ kind: 'outlet', parentName: '城东分行' });
    expect(new Set(items.map((unit) => unit.path)).size).toBe(items.length);

    expect((await desk.import('org.unit', file)).counts).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 4,
    });
  });

  test('a child in the first batch finds its parent in the last', async () => {
    const desk = await headDesk();
    const outlets = Array.from({ length: 1500 }, (_, i) => `N${i},网点${i},网点,B${i % 3}`);
    const branches = ['B0,分行0,分行,B2', 'B1,分行1,分行,000', 'B2,分行2,分行,B1'];
    const done = await desk.import('org.unit', header + [...outlets, ...branches].join('\n'));
    expect(done.counts).toMatchObject({ created: 1503, refused: 0 });
    const { items } = await callHttp(desk.app, listUnits, { query: { q: 'N0' } });
    expect(items[0]!.path.split('/').length).toBe(7);
  });

  test('known ones are renamed and moved with everything below them', async () => {
    const desk = await headDesk();
    await desk.import(
      'org.unit',
      `${header}1000,甲,分行,000\n2000,乙,分行,000\n1001,丙,网点,1000\n1002,丁,部门,1001\n`,
    );
    const done = await desk.import(
      'org.unit',
      `${header}1001,丙二,网点,2000\n1002,丁,部门,1001\n000,总行新名,总行,\n`,
    );
    expect(done.counts).toMatchObject({ created: 0, updated: 2, unchanged: 1 });
    const { items } = await callHttp(desk.app, listUnits, { query: {} });
    const byCode = new Map(items.map((unit) => [unit.code, unit]));
    expect(byCode.get('1001')).toMatchObject({ name: '丙二', parentName: '乙' });
    expect(byCode.get('1002')!.path.startsWith(byCode.get('2000')!.path)).toBe(true);
    expect(byCode.get('000')!.name).toBe('总行新名');
  });

  test('that cannot stand where they should are named, the others go in', async () => {
    const desk = await headDesk();
    await desk.import(
      'org.unit',
      `${header}1000,甲,分行,000\n1001,乙,网点,1000\n1002,丙,部门,1001\n`,
    );
    const done = await desk.import(
      'org.unit',
      `${header}3000,丁,分行,\n3001,戊,分行,9999\n3002,己,分行,3002\n3003,庚,分行,1001\n3004,辛,总行,000\n1001,乙,分行,000\n3005,壬,车间,000\n` +
        '1000,甲,分行,1000\n4000,癸,分行,4001\n4001,子,部门,000\n1001,丑,网点,1002\n5000,寅,网点,000\n',
    );
    expect(await desk.reasons(done.id)).toEqual([
      [2, 'parent', 'The parent is missing'],
      [3, 'parent', 'There is no unit 9999, or it is not yours to manage'],
      [4, 'parent', 'A unit cannot stand below itself'],
      [5, 'parent', 'Cannot stand below 1001'],
      [6, 'kind', 'The head office exists already, under another code'],
      [7, 'kind', 'The kind of an existing unit stays'],
      [8, 'kind', 'Must be one of: Head office, Branch, Outlet, Department'],
      [9, 'parent', 'A unit cannot stand below itself'],
      [10, 'parent', 'Cannot stand below 4001'],
      [12, 'code', 'The same as in row 7'],
    ]);
    expect(done.counts).toMatchObject({ created: 2 });
  });

  test('a unit cannot be put below one of its own', async () => {
    const desk = await headDesk();
    await desk.import('org.unit', `${header}1000,甲,分行,000\n1001,乙,分行,1000\n`);
    const done = await desk.import('org.unit', `${header}1000,甲,分行,1001\n1002,丙,分行,1000\n`);
    expect(await desk.reasons(done.id)).toEqual([
      [2, null, 'A unit cannot go below one of its own'],
    ]);
    expect(done.counts).toMatchObject({ created: 1, refused: 1 });
  });

  test('CR-142 only below the units that the importer manages', async () => {
    const org = testOrg();
    const branch = await aUnit(org, { code: '1000' });
    await aUnit(org, { code: '2000' });
    const { ctx } = await signedIn(org, {
      'platform.import.run': [branch.id],
      'org.unit.manage': [branch.id],
    });
    const desk = await aDesk(ctx);
    const done = await desk.import(
      'org.unit',
      `${header}1001,甲,网点,1000\n1002,乙,网点,2000\n1003,丙,网点,000\n2000,丁,分行,\n`,
    );
    expect(done.counts).toMatchObject({ created: 1 });
    expect((await desk.reasons(done.id)).map(([row]) => row)).toEqual([3, 4, 5]);
  });
});

describe('staff from a file', () => {
  const header = '工号,姓名,机构号,岗位,手机号码,邮箱,企微账号\n';

  test('join, are brought up to date, and are left alone when nothing is new', async () => {
    const desk = await headDesk();
    await desk.import('org.unit', '机构号,机构名称,机构类型,上级机构号\n1001,城东支行,网点,000\n');
    const file = `${header}e001,张三,1001,客户经理,13812345678,ZS@bank.cn,zhangsan\nE002,李四,000,,,,\n`;
    expect((await desk.import('org.staff', file)).counts).toMatchObject({ created: 2, bad: 0 });
    const person = await personOf(desk.ctx, 'E001');
    expect(person).toMatchObject({
      name: '张三',
      unit: { code: '1001' },
      title: '客户经理',
      wecomUserId: 'zhangsan',
      state: 'active',
    });
    expect(await openField(desk.ctx, person, 'phone')).toBe('13812345678');
    expect(await openField(desk.ctx, person, 'email')).toBe('zs@bank.cn');

    expect((await desk.import('org.staff', file)).counts).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
    });

    const next = '工号,姓名,机构号,手机号码\nE001,张三,000,\nE002,李四,000,13912345678\n';
    expect((await desk.import('org.staff', next)).counts).toMatchObject({ updated: 2 });
    const moved = await personOf(desk.ctx, 'E001');
    expect(moved).toMatchObject({ unit: { code: '000' }, title: '客户经理', phone: null });
    expect(await openField(desk.ctx, moved, 'email')).toBe('zs@bank.cn');
  });

  test('with anything wrong are named and the others go in', async () => {
    const org = testOrg();
    await aBank(org);
    const desk = await aDesk((await signedIn(org, everything)).ctx);
    await aStaff(org, { number: 'OLD1', wecomUserId: 'taken' });
    const gone = await aStaff(org, { number: 'GONE' });
    await deactivateStaff(desk.ctx, gone.id, {
      version: gone.version,
      state: 'left',
      reason: '离职',
    });
    const done = await desk.import(
      'org.staff',
      `${header}E1,张三,9999,,,,\nE2,李四,000,,123,,\nE3,,000,,,x@,\nE4,王五,000,,,,taken\nGONE,赵六,000,,,,\nE5,孙七,000,,,,twice\nE6,周八,000,,,,twice\nE7,吴九,000,,,,\n`,
    );
    expect(await desk.reasons(done.id)).toEqual([
      [2, 'unit', 'There is no unit 9999, or it is not yours to manage'],
      [3, 'phone', 'Must be a mainland mobile number of 11 digits'],
      [4, 'name', 'Must not be empty'],
      [4, 'email', 'Must be an e-mail address'],
      [5, 'wecomUserId', 'This WeCom account belongs to number OLD1'],
      [6, 'number', 'This person has left; reactivate them first'],
      [8, 'wecomUserId', 'The same as in row 7'],
    ]);
    expect(done.counts).toMatchObject({ created: 2, bad: 6 });
  });

  test('CR-142 only in the units that the importer manages, and nobody of another unit is touched', async () => {
    const org = testOrg();
    const [mine, other] = [await aUnit(org, { code: '1000' }), await aUnit(org, { code: '2000' })];
    await aStaff(org, { number: 'X1', unitId: other.id, name: '别人' });
    const { ctx } = await signedIn(org, {
      'platform.import.run': [mine.id],
      'org.staff.manage': [mine.id],
    });
    const desk = await aDesk(ctx);
    const done = await desk.import(
      'org.staff',
      `${header}E1,张三,1000,,,,\nE2,李四,2000,,,,\nX1,抢走,1000,,,,\n`,
    );
    expect(done.counts).toMatchObject({ created: 1, bad: 2 });
    expect((await desk.reasons(done.id)).map(([row, column]) => [row, column])).toEqual([
      [3, 'unit'],
      [4, 'number'],
    ]);
  });

  test('CR-144 the address of somebody with greater powers is not changed from a file', async () => {
    const org = testOrg();
    await aBank(org);
    const desk = await aDesk((await signedIn(org, everything)).ctx);
    const approver = await aStaff(org, { number: 'BOSS', email: 'boss@bank.cn' });
    await aGrant(org, approver.id, await aRole(org, ['org.role.approve']));
    const done = await desk.import(
      'org.staff',
      '工号,姓名,机构号,邮箱\nBOSS,王小明,000,me@evil.cn\n',
    );
    expect(done.counts).toMatchObject({ updated: 0, refused: 1 });
    const boss = await personOf(desk.ctx, 'BOSS');
    expect(await openField(desk.ctx, boss, 'email')).toBe('boss@bank.cn');
  });

  test('CR-145 every person who joins or changes is on record, without their contact details', async () => {
    const desk = await headDesk();
    await desk.import('org.staff', `${header}E1,张三,000,,13812345678,,\n`);
    await desk.import('org.staff', '工号,姓名,机构号,手机\nE1,张三丰,000,13912345678\n');
    const entries = await desk.ctx.db
      .selectFrom('platform.auditEntry')
      .select(['action', 'actorId', 'before', 'after'])
      .where('orgId', '=', desk.ctx.orgId)
      .where('subjectName', 'in', ['张三', '张三丰'])
      .orderBy('seq')
      .execute();
    expect(entries).toMatchObject([
      { action: 'org.staff-created', actorId: desk.ctx.actor.id },
      {
        action: 'org.staff-changed',
        before: { name: '张三', phone: '***' },
        after: { name: '张三丰', phone: '139****5678' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('13812345678');
    const { total } = await callHttp(desk.app, listStaff, { query: { q: '13912345678' } });
    expect(total).toBe(1);
  });
});
