import type { FastifyInstance } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { listApprovals } from '../../contract/approval.ts';
import { roleChangeKind, roleGrantKind, staffingReport } from '../../contract/role.ts';
import * as session from '../../contract/session.ts';
import { listStaff } from '../../contract/staff.ts';
import { listUnits } from '../../contract/unit.ts';
import { bankByCode } from '../bank/bank.repo.ts';
import { orgHttp } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { roleTemplates } from '../roles/templates.ts';
import { type DemoBank, seedDemoBank } from './seed-demo-bank.ts';

const org = [orgModule({ mode: 'demo' })];

let ctx: TestOrg;
let http: FastifyInstance;
let demo: DemoBank;
beforeAll(async () => {
  ctx = testOrg(allow('org.unit.read', 'org.staff.read', 'org.role.read'));
  demo = await seedDemoBank(ctx);
  http = await orgHttp(ctx, org);
});

async function signIn(role: string) {
  const { account, password } = demo.signIns.find((s) => s.role === role)!;
  const payload = { bankCode: 'JHB', account, password };
  const response = await http.inject({ method: 'POST', url: session.signIn.path, payload });
  const [cookie] = response.cookies;
  return {
    session: response.json() as session.Session,
    headers: { cookie: `${cookie?.name}=${cookie?.value}` },
  };
}

test('the demo bank is made once; its passwords are shown then and never again', async () => {
  expect(demo.created).toBe(true);
  expect(await seedDemoBank(ctx)).toEqual({ created: false, signIns: [] });
});

test('somebody of every role signs in to the demo bank, without changing a password first', async () => {
  expect(demo.signIns.map((s) => s.role)).toEqual(roleTemplates.map((t) => t.name[0]));
  for (const { role, name } of demo.signIns) {
    const { session } = await signIn(role);
    expect(session).toMatchObject({ staff: { name }, mustChangePassword: false, mode: 'demo' });
    expect(session.roles.map((r) => r.name[0])).toContain(role);
  }
});

test('the demo bank has a head office, branches and outlets, and people who cannot be real', async () => {
  const bank = (await bankByCode(ctx, 'JHB'))!;
  const look = await testHttp({ ...ctx, orgId: bank.id }, org);
  expect((await callHttp(look, listUnits, { query: { kind: 'branch' } })).total).toBe(4);
  expect((await callHttp(look, listUnits, { query: { kind: 'outlet' } })).total).toBe(24);
  const { items, total } = await callHttp(look, listStaff, { query: { size: 200 } });
  expect(total).toBeGreaterThan(225);
  expect(new Set(items.map((s) => s.name)).size).toBe(200);
  expect(items.every((s) => /^199\*{4}\d{4}$/.test(s.phone!))).toBe(true);
  expect(items.every((s) => s.email!.endsWith('@jianghai.example'))).toBe(true);
});

test('R-130 most WeCom managers of the demo bank are part time, and count for their share', async () => {
  const { headers } = await signIn('总行运营');
  const report = await callHttp(http, staffingReport, {}, headers);
  const wecom = report.rows.filter((r) => r.role.code === 'wecom_manager');
  const sum = (of: (row: (typeof wecom)[number]) => number) => wecom.reduce((n, r) => n + of(r), 0);
  expect([sum((r) => r.fullTime), sum((r) => r.partTime)]).toEqual([2, 24]);
  // 24 outlets by turns 30 %, 200 of 1000 customers and 50 %: eight each.
  expect(sum((r) => r.fullTimeEquivalent)).toBeCloseTo(2 + 8 * (0.3 + 0.2 + 0.5));
});

test('two requests of the demo bank wait for its security officer', async () => {
  const { headers } = await signIn('安全管理员');
  const waiting = await callHttp(http, listApprovals, {}, headers);
  expect(waiting.items.map((a) => a.kind).sort()).toEqual([roleChangeKind, roleGrantKind]);
});
