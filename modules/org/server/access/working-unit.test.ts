import { beforeEach, expect, test } from 'vitest';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/session.ts';
import * as staffApi from '../../contract/staff.ts';
import { aBank, aStaff, aUnit, orgHttp, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';

const org = [orgModule({ mode: 'production' })];

let ctx: TestOrg;
beforeEach(() => {
  ctx = testOrg();
});

test('CR-142 the unit somebody works in narrows every permission; one they do not work in does not exist', async () => {
  const [east, west] = [await aUnit(ctx), await aUnit(ctx)];
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: east.id });
  for (const unitId of [east.id, outlet.id, west.id]) await aStaff(ctx, { unitId });
  const me = await signedIn(ctx, { 'org.staff.read': [east.id] }, { unitId: east.id });
  const http = await orgHttp(ctx, org);
  const count = async (unit?: string) =>
    (
      await callHttp(
        http,
        staffApi.listStaff,
        {},
        {
          ...me.headers,
          ...(unit === undefined ? {} : { [api.unitHeader]: unit }),
        },
      )
    ).total;

  expect(await count()).toBe(3);
  expect(await count(outlet.id)).toBe(1);
  const gone = { code: 'org.unitOutOfScope', status: 404 };
  await expect(count(west.id)).rejects.toMatchObject(gone);
  await expect(count('nonsense')).rejects.toMatchObject(gone);
  const other = testOrg();
  await expect(count((await aBank(other)).headOffice.id)).rejects.toMatchObject(gone);

  // Who one is does not depend on it, so that a screen finds its way back.
  const headers = { ...me.headers, [api.unitHeader]: west.id };
  expect((await callHttp(http, api.whoAmI, {}, headers)).permissions).toEqual({
    'org.staff.read': [east.path],
  });
});

test('the units to work in are those where somebody holds anything, level by level or by name', async () => {
  const [east, west] = [
    await aUnit(ctx, { name: '江东分行' }),
    await aUnit(ctx, { name: '江西分行' }),
  ];
  const outlet = await aUnit(ctx, { kind: 'outlet', parentId: east.id, name: '江边网点' });
  const me = await signedIn(ctx, { 'org.staff.read': [outlet.id, west.id] }, { unitId: east.id });
  const http = await orgHttp(ctx, org);
  const names = async (query: object) =>
    (await callHttp(http, api.workingUnits, { query }, me.headers)).items.map((u) => u.name);
  expect(await names({})).toEqual(['江边网点', '江西分行']);
  expect(await names({ q: '江' })).toEqual(['江边网点', '江西分行']);
  expect(await names({ parent: east.id })).toEqual(['江边网点']);
});
