import { expect, test } from 'vitest';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract/unit.ts';
import { aBank, aStaff, aUnit } from '../fixtures.ts';
import { orgModule } from '../module.ts';

const org = [orgModule({ mode: 'production' })];
const everything = () => testOrg(allow('org.unit.read', 'org.unit.manage'));

/** 总行 → 江东分行 → 城南支行 → 城南网点, and 江西分行 beside it. */
async function aTree(ctx: TestOrg) {
  const { headOffice } = await aBank(ctx);
  const east = await aUnit(ctx, { name: '江东分行' });
  const west = await aUnit(ctx, { name: '江西分行' });
  const south = await aUnit(ctx, { name: '城南支行', parentId: east.id });
  const outlet = await aUnit(ctx, { name: '城南网点', kind: 'outlet', parentId: south.id });
  return { headOffice, east, west, south, outlet };
}

test('a unit moves with everything below it, and stays where it is in every path', async () => {
  const ctx = everything();
  const { west, south, outlet } = await aTree(ctx);
  const http = await testHttp(ctx, org);

  const moved = await callHttp(http, api.moveUnit, {
    params: { id: south.id },
    body: { version: south.version, parentId: west.id },
  });
  expect(moved.above.map((u) => u.name)).toEqual(['总行', '江西分行']);

  const below = await callHttp(http, api.getUnit, { params: { id: outlet.id } });
  expect(below.path).toBe(`${moved.path}${outlet.path.split('/').at(-2)}/`);
  expect(below.above.map((u) => u.name)).toEqual(['总行', '江西分行', '城南支行']);
});

test('a unit cannot go below itself, and the head office stays', async () => {
  const ctx = everything();
  const { headOffice, east, south } = await aTree(ctx);
  const http = await testHttp(ctx, org);
  const move = (id: typeof east.id, parentId: typeof east.id) =>
    callHttp(http, api.moveUnit, { params: { id }, body: { version: 1, parentId } });

  await expect(move(east.id, south.id)).rejects.toThrow('org.unitBelowItself');
  await expect(move(headOffice.id, east.id)).rejects.toThrow('org.headOfficeStays');
});

test('an outlet holds no branch and a department holds departments only', async () => {
  const ctx = everything();
  const { outlet, headOffice } = await aTree(ctx);
  const department = await aUnit(ctx, { kind: 'department', parentId: headOffice.id });

  await expect(aUnit(ctx, { kind: 'branch', parentId: outlet.id })).rejects.toThrow(
    'org.unitMisplaced',
  );
  await expect(aUnit(ctx, { kind: 'outlet', parentId: department.id })).rejects.toThrow(
    'org.unitMisplaced',
  );
  await aUnit(ctx, { kind: 'department', parentId: outlet.id });
});

test('a unit with people or open units below closes only when they go elsewhere', async () => {
  const ctx = everything();
  const { east, west, south, outlet } = await aTree(ctx);
  const person = await aStaff(ctx, { unitId: south.id });
  const http = await testHttp(ctx, org);
  const close = (moveTo?: typeof west.id) =>
    callHttp(http, api.closeUnit, {
      params: { id: south.id },
      body: { version: 1, reason: '网点整合', ...(moveTo ? { moveTo } : {}) },
    });

  await expect(close()).rejects.toMatchObject({
    code: 'org.unitNotEmpty',
    details: { staff: 1, children: 1 },
  });
  const closed = await close(west.id);
  expect(closed).toMatchObject({ state: 'closed', closedReason: '网点整合', staffCount: 0 });

  const children = await callHttp(http, api.unitTree, { query: { parent: west.id } });
  expect(children.items.map((u) => u.id)).toEqual([outlet.id]);
  expect((await callHttp(http, api.getUnit, { params: { id: west.id } })).staffCount).toBe(1);
  expect((await callHttp(http, api.unitTree, { query: { parent: east.id } })).items).toEqual([]);
  await expect(aStaff(ctx, { unitId: south.id })).rejects.toThrow('org.unitClosed');
  expect(person.unit.id).toBe(south.id);
});

test('two people who change the same unit at once do not overwrite each other', async () => {
  const ctx = everything();
  const { east } = await aTree(ctx);
  const http = await testHttp(ctx, org);
  const rename = (name: string) =>
    callHttp(http, api.updateUnit, { params: { id: east.id }, body: { version: 1, name } });

  const [one, other] = await Promise.allSettled([rename('江东一分行'), rename('江东二分行')]);
  const states = [one.status, other.status].sort();
  expect(states).toEqual(['fulfilled', 'rejected']);
});

test('many units made at once have different numbers and whole paths', async () => {
  const ctx = everything();
  const { east } = await aTree(ctx);
  const made = await Promise.all(
    Array.from({ length: 8 }, () => aUnit(ctx, { kind: 'outlet', parentId: east.id })),
  );
  expect(new Set(made.map((u) => u.path)).size).toBe(8);
  expect(made.every((u) => u.path.startsWith(east.path))).toBe(true);
});

test('a code belongs to one unit of a bank, and to another unit of another bank', async () => {
  const [ctx, other] = [everything(), everything()];
  await aUnit(ctx, { code: '3301' });
  await expect(aUnit(ctx, { code: '3301' })).rejects.toThrow('org.unitCodeTaken');
  await expect(aUnit(other, { code: '3301' })).resolves.toMatchObject({ code: '3301' });
});

test('CR-142 whoever works for a branch sees and changes its subtree, and nothing else is there', async () => {
  const ctx = everything();
  const { east, west, outlet } = await aTree(ctx);
  const scope = { 'org.unit.read': [east.path], 'org.unit.manage': [east.path] };
  const http = await testHttp(ctx.as({ permissions: allow(scope) }), org);

  const { items, total } = await callHttp(http, api.listUnits);
  expect(total).toBe(3);
  expect(items.every((u) => u.path.startsWith(east.path))).toBe(true);
  expect((await callHttp(http, api.unitTree)).items.map((u) => u.name)).toEqual(['江东分行']);

  const foreign = { params: { id: west.id } };
  const refused = { code: 'org.unitNotFound', status: 404 };
  const body = { version: 1, name: '改名' };
  await expect(callHttp(http, api.getUnit, foreign)).rejects.toMatchObject(refused);
  await expect(callHttp(http, api.updateUnit, { ...foreign, body })).rejects.toMatchObject(refused);
  await expect(callHttp(http, api.listUnits, { query: { under: west.id } })).rejects.toMatchObject(
    refused,
  );
  await expect(
    callHttp(http, api.moveUnit, {
      params: { id: outlet.id },
      body: { version: 1, parentId: west.id },
    }),
  ).rejects.toMatchObject(refused);
});

test('CR-149 the units of another bank are not there, whatever one may do in one’s own', async () => {
  const [ctx, other] = [everything(), everything()];
  const { east } = await aTree(ctx);
  await aBank(other);
  const http = await testHttp(other, org);

  await expect(callHttp(http, api.getUnit, { params: { id: east.id } })).rejects.toMatchObject({
    status: 404,
  });
  await expect(
    callHttp(http, api.createUnit, {
      body: { code: 'X1', name: '外行网点', kind: 'outlet', parentId: east.id },
    }),
  ).rejects.toMatchObject({ status: 404 });
  expect((await callHttp(http, api.listUnits)).total).toBe(1);
});

test('units are searched, filtered and sorted as Chinese is', async () => {
  const ctx = everything();
  const { headOffice } = await aBank(ctx);
  for (const name of ['重庆分行', '北京分行', '深圳分行'])
    await aUnit(ctx, { name, parentId: headOffice.id });
  await aUnit(ctx, { name: '100%分行_x', parentId: headOffice.id });
  const http = await testHttp(ctx, org);
  const names = async (query: object) =>
    (await callHttp(http, api.listUnits, { query })).items.map((u) => u.name);

  expect(await names({ q: '分行', sort: 'name', kind: 'branch', size: 3, page: 1 })).toHaveLength(
    3,
  );
  const sorted = await names({ q: '分行', sort: 'name' });
  expect(sorted.filter((n) => !n.startsWith('1'))).toEqual(['北京分行', '重庆分行', '深圳分行']);
  expect(await names({ q: '%分' })).toEqual(['100%分行_x']);
});

test('the sheet of units is what the list shows', async () => {
  const ctx = everything();
  await aTree(ctx);
  const http = await testHttp(ctx, org);
  const file = await http.inject({
    url: `${api.exportUnits.path}?kind=branch`,
    headers: { 'accept-encoding': 'identity' },
  });
  expect(file.body.startsWith('\uFEFF')).toBe(true);
  const lines = file.body.trim().split('\r\n');
  expect(lines[0]).toBe('机构号,名称,类型,上级机构,状态,在职人数');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/江东分行,分行,总行,在用,0$/);
});
