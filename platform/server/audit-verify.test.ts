import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { audit } from './audit.ts';
import { anchorHeads, readAnchors, thinAnchors } from './audit-anchor.ts';
import { verifyChain } from './audit-verify.ts';
import { inTx } from './ctx.ts';
import { type TestOrg, testOrg } from './test/test-org.ts';

/** Thirty entries in ten transactions. */
async function aChain(): Promise<TestOrg> {
  const ctx = testOrg();
  await grow(ctx, 10);
  return ctx;
}

async function grow(ctx: TestOrg, transactions: number): Promise<void> {
  for (let i = 0; i < transactions; i++) {
    ctx.advance(1);
    await inTx(ctx, async (ctx) => {
      for (const what of ['one', 'two', 'three'])
        audit(ctx, {
          action: `test.${what}`,
          subject: { kind: 'thing', id: `${i}`, name: '某物' },
          before: null,
          after: { amount: 12.5, list: [1, { b: 2, a: '中' }], i },
          reason: '演练',
        });
    });
  }
}

const found = async (ctx: TestOrg, file?: string) => {
  const anchors = file ? (await readAnchors(ctx.vault, file)).byBank.get(ctx.orgId) : [];
  const { findings } = await verifyChain(ctx, anchors);
  return findings.map(({ kind, fromSeq, toSeq }) => `${kind} ${fromSeq}–${toSeq}`);
};

const tamper = (ctx: TestOrg, statement: string) =>
  sql.raw(statement.replaceAll('ORG', `'${ctx.orgId}'`)).execute(ctx.db);

test('a chain nobody touched verifies (CR-146)', async () => {
  const ctx = await aChain();
  expect(await verifyChain(ctx)).toEqual({ entries: 30, throughSeq: 30, findings: [] });
});

test('an altered entry is found, whichever column was altered (CR-146)', async () => {
  const ctx = await aChain();
  const columns = {
    at: `at + interval '1 millisecond'`,
    real_at: `real_at - interval '1 second'`,
    actor_kind: `'customer'`,
    actor_id: `'somebody'`,
    actor_name: `'李四'`,
    action: `'test.nothing'`,
    subject_kind: `'unit'`,
    subject_id: `'x'`,
    subject_name: 'null',
    unit_id: 'org_id',
    before: `'{"a": 1}'`,
    after: `jsonb_set(after, '{amount}', '12.6')`,
    reason: `'另有原因'`,
    ip: `'10.0.0.1'`,
    request_id: `'another'`,
    prev_hash: 'hash',
    hash: 'prev_hash',
  };
  for (const [column, value] of Object.entries(columns)) {
    const before = await ctx.db
      .selectFrom('platform.auditEntry')
      .selectAll()
      .where('orgId', '=', ctx.orgId)
      .where('seq', '=', 12)
      .executeTakeFirstOrThrow();
    await tamper(
      ctx,
      `update platform.audit_entry set ${column} = ${value} where org_id = ORG and seq = 12`,
    );
    expect((await found(ctx))[0], column).toBe('changed 12–12');
    await ctx.db
      .updateTable('platform.auditEntry')
      .set({
        ...before,
        before: before.before === null ? null : JSON.stringify(before.before),
        after: JSON.stringify(before.after),
      })
      .where('orgId', '=', ctx.orgId)
      .where('seq', '=', 12)
      .execute();
    expect(await found(ctx), `${column} put back`).toEqual([]);
  }
});

test('removed entries are found: in the middle, at the beginning, at the end (CR-146)', async () => {
  const middle = await aChain();
  await tamper(middle, 'delete from platform.audit_entry where org_id = ORG and seq in (7, 8, 20)');
  expect(await found(middle)).toEqual(['missing 7–8', 'missing 20–20']);

  const beginning = await aChain();
  await tamper(beginning, 'delete from platform.audit_entry where org_id = ORG and seq <= 5');
  expect(await found(beginning)).toEqual(['missing 1–5']);

  const end = await aChain();
  await tamper(end, 'delete from platform.audit_entry where org_id = ORG and seq > 27');
  expect(await found(end)).toEqual(['missing 28–30']);
});

test('two entries that changed places are found, and where they belong (CR-146)', async () => {
  const ctx = await aChain();
  await tamper(
    ctx,
    'update platform.audit_entry set seq = -seq where org_id = ORG and seq in (10, 14);' +
      'update platform.audit_entry set seq = case seq when -10 then 14 else 10 end where org_id = ORG and seq < 0',
  );
  expect(await found(ctx)).toEqual(['moved 10–10', 'moved 14–14']);
});

test('an entry pushed in between is found, and so is one behind the last (CR-146)', async () => {
  const forge = (at: number, from: number) =>
    `insert into platform.audit_entry
       select org_id, ${at}, at, real_at, actor_kind, 'forger', actor_name, action, subject_kind,
              subject_id, subject_name, unit_id, before, after, reason, ip, request_id,
              prev_hash, hash from platform.audit_entry where org_id = ORG and seq = ${from};`;
  const between = await aChain();
  await tamper(
    between,
    'update platform.audit_entry set seq = -seq where org_id = ORG and seq >= 12;' +
      'update platform.audit_entry set seq = -seq + 1 where org_id = ORG and seq < 0;' +
      forge(12, 11) +
      'update platform.audit_head set seq = seq + 1 where org_id = ORG',
  );
  expect(await found(between)).toEqual(['inserted 12–12', 'moved 13–31']);

  const behind = await aChain();
  await tamper(behind, forge(31, 30));
  expect(await found(behind)).toEqual(['inserted 31–31']);
});

test('a tail that was cut off, with the head set back to match, is found by its anchors (CR-146)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anchors-'));
  const file = join(folder, 'anchors.jsonl');
  const ctx = await aChain();
  await anchorHeads(ctx, file, new Map());
  const cutOff =
    'delete from platform.audit_entry where org_id = ORG and seq > 24;' +
    `update platform.audit_head h set seq = 24, hash =
       (select hash from platform.audit_entry e where e.org_id = h.org_id and seq = 24)
      where org_id = ORG`;
  await tamper(ctx, cutOff);
  expect(await found(ctx), 'the chain by itself is whole').toEqual([]);
  expect(await found(ctx, file)).toEqual(['cut-off 25–30']);

  await grow(ctx, 4);
  expect(await found(ctx, file), 'new entries do not cover it up').toEqual(['rewritten 30–30']);

  const gone = await aChain();
  await anchorHeads(gone, file, new Map());
  await tamper(
    gone,
    'delete from platform.audit_entry where org_id = ORG; delete from platform.audit_head where org_id = ORG',
  );
  expect(await found(gone, file), 'a bank without any trace').toEqual(['cut-off 1–30']);
  await rm(folder, { recursive: true });
});

test('anchors are written only when the chain grew, and cannot be forged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anchors-'));
  const file = join(folder, 'deeper', 'anchors.jsonl');
  const ctx = await aChain();
  const known = new Map<string, number>();
  const mine = async () => (await readAnchors(ctx.vault, file)).byBank.get(ctx.orgId) ?? [];
  await anchorHeads(ctx, file, known);
  await anchorHeads(ctx, file, known);
  expect(await mine()).toHaveLength(1);
  await grow(ctx, 1);
  await anchorHeads(ctx, file, known);
  expect((await mine()).map((a) => a.seq)).toEqual([30, 33]);

  await writeFile(file, (await readFile(file, 'utf8')).replace('"seq":33', '"seq":31'));
  await appendFile(file, '{"orgId":"half a li');
  const { byBank, strange } = await readAnchors(ctx.vault, file);
  expect(byBank.get(ctx.orgId)?.map((a) => a.seq)).toEqual([30]);
  expect(strange, 'a half-written last line is no tampering').toBe(1);
  await rm(folder, { recursive: true });
});

test('of days gone by one anchor a day is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anchors-'));
  const file = join(folder, 'anchors.jsonl');
  const ctx = testOrg();
  for (let day = 0; day < 4; day++) {
    for (let i = 0; i < 6; i++) {
      await grow(ctx, 1);
      await anchorHeads(ctx, file, new Map());
    }
    ctx.advance(24 * 60);
  }
  ctx.advance(30 * 24 * 60);
  await thinAnchors(ctx, file);
  const { byBank } = await readAnchors(ctx.vault, file);
  expect(byBank.get(ctx.orgId)?.map((a) => a.seq)).toEqual([18, 36, 54, 72]);
  expect(await found(ctx, file)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('entries written while the chain is read do not look like a break', async () => {
  const ctx = await aChain();
  const growing = grow(ctx, 40);
  for (let i = 0; i < 10; i++) expect(await found(ctx)).toEqual([]);
  await growing;
  expect((await verifyChain(ctx)).entries).toBe(150);
});
