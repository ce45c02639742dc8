import { expect, test } from 'vitest';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { type LicenceFilter, recordLicence, removeLicence } from '../../contract/licence.ts';
import { getStaff, listStaff } from '../../contract/staff.ts';
import { aStaff, aUnit, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';

const org = [orgModule({ mode: 'production' })];
const trail = (ctx: TestOrg) =>
  ctx.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'before', 'after', 'reason'])
    .where('orgId', '=', ctx.orgId)
    .where('action', 'like', 'org.licence-%')
    .orderBy('seq')
    .execute();

test('CR-136 a licence is recorded, renewed and removed by whoever manages staff, and each is on record', async () => {
  const ctx = testOrg(allow('org.staff.read', 'org.staff.manage'));
  const { id } = await aStaff(ctx, { licences: [] });
  const http = await testHttp(ctx, org);
  const params = { id, kind: 'fund' as const };
  const record = (validTo: string | null, validFrom = '2025-01-01') =>
    callHttp(http, recordLicence, { params, body: { number: 'F1', validFrom, validTo } });
  expect((await record('2026-03-20')).licences).toMatchObject([
    { kind: 'fund', number: 'F1', state: 'ends_soon' },
  ]);
  await record('2028-03-20');
  // Once more is nothing new.
  await record('2028-03-20');
  await expect(record('2024-12-31')).rejects.toMatchObject({ code: 'org.licenceEndsBefore' });
  expect((await callHttp(http, getStaff, { params: { id } })).licences).toMatchObject([
    { kind: 'fund', validTo: '2028-03-20', state: 'valid' },
  ]);
  const body = { reason: '离开岗位' };
  expect(await callHttp(http, removeLicence, { params, body })).toEqual({ licences: [] });
  await expect(callHttp(http, removeLicence, { params, body })).rejects.toMatchObject({
    code: 'org.licenceNotFound',
  });
  expect(await trail(ctx)).toMatchObject([
    { action: 'org.licence-recorded', before: null, after: { validTo: '2026-03-20' } },
    { before: { validTo: '2026-03-20' }, after: { licence: 'fund', validTo: '2028-03-20' } },
    { action: 'org.licence-removed', before: { licenceNumber: 'F1' }, reason: '离开岗位' },
  ]);
});

test('CR-136 CR-142 the licences of somebody of another unit are nobody’s else to change', async () => {
  const ctx = testOrg();
  const [mine, other] = [await aUnit(ctx), await aUnit(ctx)];
  const { id } = await aStaff(ctx, { unitId: other.id });
  // Seeing them is not managing them.
  const manager = await signedIn(ctx, {
    'org.staff.manage': [mine.id],
    'org.staff.read': [mine.id, other.id],
  });
  const http = await testHttp(manager.ctx, org);
  const params = { id, kind: 'fund' as const };
  const body = { number: 'F1', validFrom: '2025-01-01', validTo: null };
  await expect(callHttp(http, recordLicence, { params, body })).rejects.toMatchObject({
    code: 'org.staffNotFound',
  });
  await expect(
    callHttp(http, removeLicence, { params, body: { reason: '误登' } }),
  ).rejects.toMatchObject({ code: 'org.staffNotFound' });
});

test('CR-136 the list of staff shows who lacks a licence that holds today, whose ends within sixty days, and whose has lapsed', async () => {
  const ctx = testOrg(allow('org.staff.read', 'org.staff.manage'));
  const http = await testHttp(ctx, org);
  const days: Record<string, [from: string, to: string | null] | null> = {
    // Today is 2 March 2026.
    A: null,
    B: ['2025-01-01', '2026-03-01'],
    C: ['2025-01-01', '2026-03-02'],
    D: ['2025-01-01', '2026-05-01'],
    E: ['2025-01-01', '2026-05-02'],
    F: ['2026-03-03', null],
  };
  for (const [number, of] of Object.entries(days)) {
    const { id } = await aStaff(ctx, { number, licences: [] });
    if (of)
      await callHttp(http, recordLicence, {
        params: { id, kind: 'fund' },
        body: { number: 'F', validFrom: of[0], validTo: of[1] },
      });
  }
  const found = async (licence: LicenceFilter) => {
    const { items, total } = await callHttp(http, listStaff, { query: { licence } });
    expect(total).toBe(items.length);
    return items.map(({ number }) => number).join('');
  };
  expect(await found('without_fund')).toBe('ABF');
  expect(await found('without_insurance')).toBe('ABCDEF');
  expect(await found('ends_soon')).toBe('CD');
  expect(await found('lapsed')).toBe('B');
  const { items } = await callHttp(http, listStaff);
  expect(items.map(({ licences }) => licences.map(({ state }) => state).join(''))).toEqual([
    ...['', 'lapsed', 'ends_soon', 'ends_soon', 'valid', 'to_come'],
  ]);
});
