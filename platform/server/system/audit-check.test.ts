import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../contract/endpoint.ts';
import { auditBroken } from '../../contract/system.ts';
import { audit } from '../audit.ts';
import { anchorHeads, readAnchors } from '../audit-anchor.ts';
import { asSystem, type Ctx, inTx } from '../ctx.ts';
import { onOutside } from '../events.ts';
import { buildHttp } from '../http.ts';
import type { AppModule } from '../module.ts';
import { createReadOnly } from '../read-only.ts';
import { route } from '../route.ts';
import { testDatabase } from '../test/test-database.ts';
import { allow, callHttp, runDueJobs, type TestOrg, testOrg } from '../test/test-org.ts';
import { auditCheckJob, dailyAuditCheck } from './audit-check.jobs.ts';
import { acceptAudit, checkAudit } from './audit-check.service.ts';
import { dailyTicker } from './daily.ts';

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'anchors-')), 'anchors.jsonl');
});

const change = endpoint({
  method: 'POST',
  path: '/api/v1/things',
  permission: 'signed-in',
  summary: ['', ''],
  reply: z.object({}),
});
const things: AppModule = {
  name: 'things',
  routes: (app) =>
    route(app, change, async (ctx) => {
      await grow(ctx, 1);
      return {};
    }),
};

async function grow(ctx: Ctx, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await inTx(ctx, async (ctx) =>
      audit(ctx, { action: 'test.done', subject: { kind: 'thing', id: `${i}` } }),
    );
}

async function aChain(count = 20): Promise<TestOrg> {
  const ctx = testOrg(allow());
  await grow(ctx, count);
  return ctx;
}

const anchorsOf = async (ctx: TestOrg) =>
  (await readAnchors(ctx.vault, file)).byBank.get(ctx.orgId) ?? [];
const check = async (ctx: TestOrg) => checkAudit(ctx, await anchorsOf(ctx));
const tamper = (ctx: TestOrg, statement: string) =>
  sql.raw(statement.replaceAll('ORG', `'${ctx.orgId}'`)).execute(ctx.db);

test('a broken chain makes its bank read-only, and no other, until an operator accepts it (CR-146)', async () => {
  const ctx = await aChain();
  const other = await aChain();
  const readOnly = createReadOnly(testDatabase().db);
  const serve = (ctx: TestOrg) =>
    buildHttp({
      modules: [things],
      readOnly: readOnly.has,
      authenticate: async (request) => ({ ...ctx, requestId: request.id, trail: { recorded: 0 } }),
    });
  const [app, others] = await Promise.all([serve(ctx), serve(other)]);
  await callHttp(app, change);

  await tamper(
    ctx,
    `update platform.audit_entry set actor_name = '无辜者' where org_id = ORG and seq = 5`,
  );
  expect((await check(ctx)).findings).toMatchObject([{ kind: 'changed', fromSeq: 5, toSeq: 5 }]);
  await readOnly.refresh();
  await expect(callHttp(app, change)).rejects.toThrow('platform.readOnly');
  await callHttp(others, change);

  const operator = { ...ctx, ...asSystem(ctx, ctx.orgId, 'root@bank') };
  const { findings, accepted } = await acceptAudit(
    operator,
    await anchorsOf(ctx),
    '演练：人为改动',
  );
  expect({ findings, accepted: accepted.length }).toEqual({ findings: [], accepted: 1 });
  await readOnly.refresh();
  await callHttp(app, change);

  const entry = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['actorName', 'reason', 'after'])
    .where('orgId', '=', ctx.orgId)
    .where('action', '=', 'platform.audit-accepted')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ actorName: 'root@bank', reason: '演练：人为改动' });
});

test('what was accepted stays accepted, and the same place altered again is a new break (CR-146)', async () => {
  const ctx = await aChain();
  const set = (name: string) =>
    tamper(
      ctx,
      `update platform.audit_entry set actor_name = '${name}' where org_id = ORG and seq = 5`,
    );
  await set('甲');
  await acceptAudit(ctx, [], '已查明');
  await grow(ctx, 3);
  expect((await check(ctx)).findings).toEqual([]);
  await set('乙');
  expect((await check(ctx)).findings).toHaveLength(1);
});

test('nobody accepts a break with SQL alone (CR-146)', async () => {
  const ctx = await aChain();
  await tamper(ctx, 'delete from platform.audit_entry where org_id = ORG and seq = 5');
  const { findings } = await check(ctx);
  await tamper(
    ctx,
    `insert into platform.audit_acceptance values
       (ORG, 'missing', 5, 5, '${findings[0]!.fingerprint}', now(), 'me', 'because', 'x')`,
  );
  expect((await check(ctx)).findings).toEqual(findings);
});

test.each([
  [
    'an altered entry',
    `update platform.audit_entry set reason = 'x' where org_id = ORG and seq = 20`,
  ],
  ['a missing entry', 'delete from platform.audit_entry where org_id = ORG and seq = 7'],
  ['a missing tail', 'delete from platform.audit_entry where org_id = ORG and seq > 15'],
  ['a missing head', 'delete from platform.audit_head where org_id = ORG'],
  ['a head of its own', `update platform.audit_head set hash = '\\x00' where org_id = ORG`],
  [
    'an entry behind the head',
    `insert into platform.audit_entry select org_id, 21, at, real_at, actor_kind, actor_id, actor_name,
       action, subject_kind, subject_id, subject_name, unit_id, before, after, reason, ip, request_id,
       hash, prev_hash from platform.audit_entry where org_id = ORG and seq = 20`,
  ],
  [
    'a tail cut off with its head set back',
    `delete from platform.audit_entry where org_id = ORG and seq > 15;
     update platform.audit_head h set seq = 15, hash =
       (select hash from platform.audit_entry e where e.org_id = h.org_id and seq = 15) where org_id = ORG`,
  ],
])('after %s was accepted the chain goes on and verifies (CR-146)', async (_, statement) => {
  const ctx = await aChain();
  await anchorHeads(ctx, file, new Map());
  await tamper(ctx, statement);
  expect((await check(ctx)).findings, 'found').not.toEqual([]);
  expect((await acceptAudit(ctx, await anchorsOf(ctx), '已查明')).findings, 'accepted').toEqual([]);
  await grow(ctx, 20);
  await anchorHeads(ctx, file, new Map());
  expect((await check(ctx)).findings, 'and goes on').toEqual([]);
});

test('the chain is verified once a business day, and a break is announced once (CR-146)', async () => {
  const ctx = await aChain();
  const heard: unknown[] = [];
  const system: AppModule = {
    name: 'platform',
    jobs: [auditCheckJob(file)],
    tickers: [dailyTicker([dailyAuditCheck])],
    subscriptions: [
      onOutside(auditBroken, 'test.hear', async (_ctx, event) => void heard.push(event)),
    ],
  };
  const checkedAt = async () =>
    (
      await ctx.db
        .selectFrom('platform.auditCheck')
        .select('checkedAt')
        .where('orgId', '=', ctx.orgId)
        .executeTakeFirst()
    )?.checkedAt.getTime();

  await runDueJobs(ctx, [system]);
  const first = await checkedAt();
  expect(first).toBe(ctx.now().getTime());
  ctx.advance(60);
  await runDueJobs(ctx, [system]);
  expect(await checkedAt(), 'not twice in a day').toBe(first);

  await tamper(ctx, 'delete from platform.audit_entry where org_id = ORG and seq = 9');
  ctx.advance(24 * 60);
  await runDueJobs(ctx, [system]);
  expect(heard).toMatchObject([{ findings: [{ kind: 'missing', fromSeq: 9, toSeq: 9 }] }]);
  ctx.advance(24 * 60);
  await runDueJobs(ctx, [system]);
  expect(heard).toHaveLength(1);
});
