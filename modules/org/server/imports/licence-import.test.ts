import { expect, test } from 'vitest';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { getStaff } from '../../contract/staff.ts';
import { aStaff, aUnit, signedIn } from '../fixtures.ts';
import { aDesk, headDesk } from './desk.fixture.ts';

const header = '工号,资格类别,资格编号,生效日期,到期日期\n';

test('CR-136 licences come from a file, a row for each: what somebody held of a kind gives way, and the same file again changes nothing', async () => {
  const desk = await headDesk();
  const { id } = await aStaff(desk.ctx, { number: 'E001', licences: [] });
  const licences = async () =>
    (await callHttp(desk.app, getStaff, { params: { id } })).licences.map(
      ({ kind, number, validFrom, validTo, state }) =>
        [kind, number, validFrom, validTo, state].join(' '),
    );
  const file = `${header}e001,基金从业资格,F1,2025-01-01,2026/3/20\nE001,理财,L1,20250101,\n`;
  expect((await desk.import('org.licence', file)).counts).toMatchObject({ created: 2, bad: 0 });
  expect(await licences()).toEqual([
    'fund F1 2025-01-01 2026-03-20 ends_soon',
    'wealth L1 2025-01-01  valid',
  ]);
  expect((await desk.import('org.licence', file)).counts).toMatchObject({ unchanged: 2 });

  const renewed = `${header}E001,基金销售资格,F1,2025-01-01,2028-03-20\n`;
  expect((await desk.import('org.licence', renewed)).counts).toMatchObject({ updated: 1 });
  // A column that the file lacks says nothing.
  const named = '工号,资格类别,资格编号,生效日期\nE001,基金,F2,2025-01-01\n';
  expect((await desk.import('org.licence', named)).counts).toMatchObject({ updated: 1 });
  expect(await licences()).toEqual([
    'fund F2 2025-01-01 2028-03-20 valid',
    'wealth L1 2025-01-01  valid',
  ]);
  const entries = await desk.ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'before', 'after'])
    .where('orgId', '=', desk.ctx.orgId)
    .where('action', '=', 'org.licence-recorded')
    .orderBy('seq')
    .execute();
  expect(entries.map(({ before, after }) => [before, after])).toMatchObject([
    [null, { licence: 'fund', licenceNumber: 'F1', validTo: '2026-03-20' }],
    [null, { licence: 'wealth', licenceNumber: 'L1', validTo: null }],
    [{ validTo: '2026-03-20' }, { validTo: '2028-03-20' }],
    [{ licenceNumber: 'F1' }, { licenceNumber: 'F2', validTo: '2028-03-20' }],
  ]);
});

test('CR-136 a row with anything wrong is named with its column, and the others go in; CR-142 nobody of another unit is touched', async () => {
  const org = testOrg();
  const [mine, other] = [await aUnit(org, { code: '1000' }), await aUnit(org, { code: '2000' })];
  for (const number of ['E1', 'E2']) await aStaff(org, { number, unitId: mine.id, licences: [] });
  await aStaff(org, { number: 'X1', unitId: other.id, licences: [] });
  const { ctx } = await signedIn(org, {
    'platform.import.run': [mine.id],
    'org.staff.manage': [mine.id],
  });
  const desk = await aDesk(ctx);
  const rows = [
    'E1,保险,B1,2025-01-01,2027-01-01',
    'E9,保险,B2,2025-01-01,',
    'X1,保险,B3,2025-01-01,',
    'E2,开车,B4,2025-01-01,',
    'E2,保险,,2025-01-01,',
    'E2,保险,B5,2025-13-01,',
    'E2,保险,B6,2025-01-01,2024-12-31',
    'E1,保险执业登记,B7,2025-01-01,',
    'E2,贵金属,G1,2025-01-01,',
  ];
  const done = await desk.import('org.licence', header + rows.join('\n'));
  expect(await desk.reasons(done.id)).toEqual([
    [3, 'number', 'There is nobody with the number E9, or they are not yours to manage'],
    [4, 'number', 'There is nobody with the number X1, or they are not yours to manage'],
    [
      5,
      'kind',
      'Must be one of: Wealth management (with agency sales), Fund sales, Insurance practice record, Precious metals',
    ],
    [6, 'licence', 'Must not be empty'],
    [7, 'validFrom', 'Must be a date, such as 2026-01-31'],
    [8, 'validTo', 'It ends before it begins'],
    [9, 'kind', 'The same person and licence as in row 2'],
  ]);
  expect(done.counts).toMatchObject({ created: 2, bad: 7 });
});
