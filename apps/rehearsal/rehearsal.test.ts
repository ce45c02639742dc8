import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type RehearsalWork, sendsSms } from '#modules/rehearsal/server/index.ts';
import { describeSubject } from '#modules/rehearsal/server/subjects/subject.service.ts';
import { aCorp } from '#modules/wecom/server/fixtures.ts';
import { asSystem } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { testDatabaseUrl } from '#platform/server/test/test-database.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { answersOf, copyBank } from './copy-bank.ts';
import { databaseNames, dropDatabases, makeDatabases } from './databases.ts';
import { rehearsalHost } from './host.ts';
import {
  aBulkSend,
  aGroupSend,
  anSmsSend,
  aRehearsableBank,
  SECRET_NAME,
} from './rehearsable-bank.fixture.ts';

const PASSWORD = 'a-password-of-the-test';
const passwordOf = () => PASSWORD;
const live: RehearsalWork = (...work) => rehearsalHost(testDatabaseUrl(), passwordOf).live(...work);

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const databasesThere = (names: readonly string[]) =>
  withClient(testDatabaseUrl(), async (client) => {
    const { rows } = await client.query('select datname from pg_database where datname = any($1)', [
      names,
    ]);
    return rows.map((row) => row.datname as string);
  });

async function aRequest(ctx: TestOrg, customers: number, days: number, of = aBulkSend) {
  const bank = await aRehearsableBank(ctx, customers);
  const subject = await of(ctx, bank);
  const described = (await describeSubject(ctx, subject))!;
  return {
    id: newId(),
    orgId: ctx.orgId,
    subject,
    options: { days, customers: null, seed: 'a', everybodyAdded: true },
    audienceId: described.audienceId,
    chats: described.chats,
    rows: described.rows,
    now: ctx.now(),
    nobody: (): never => {
      throw new Error('nobody');
    },
  };
}

test('a rehearsal lives its days in processes and databases of its own, and leaves only a report', async () => {
  const request = await aRequest(testOrg(), 40, 2);
  const phases: string[] = [];
  const days: number[] = [];
  const report = await live(request, {
    signal: new AbortController().signal,
    phase: (phase) => phases.push(phase),
    days: (n) => days.push(n),
  });
  expect(phases).toEqual(['copying', 'peopling', 'living', 'reporting']);
  expect(days.at(-1)).toBe(2);
  expect(report.sample).toMatchObject({
    ...{ audience: 40, customers: 40, staff: 3, groups: 0, simulated: true },
  });
  expect(report.plan).toMatchObject({ source: 'rehearsed', plan: { name: '周一问候' } });
  const [proposed, allowed] = report.plan.funnel;
  expect(proposed?.touches).toBe(40);
  expect(allowed?.touches).toBe(0);
  expect(report.plan.drops.reduce((sum, { touches }) => sum + touches, 0)).toBe(40);
  expect(report.plan.drops.every(({ rule }) => rule !== null)).toBe(true);
  // The bank of the rehearsal asked WeCom's stand-in for its customers, as a real one does.
  expect(report.calls.find(({ path }) => path === 'customer.batch-get')?.calls).toBeGreaterThan(0);
  expect(await databasesThere(databaseNames(testDatabaseUrl(), request.id))).toEqual([]);
}, 900_000);

test('a send to group chats is lived through with the groups, their owners and everybody who is in them', async () => {
  const ctx = testOrg();
  const request = await aRequest(ctx, 20, 1, aGroupSend);
  expect(request.chats).toHaveLength(3);
  const quiet = { signal: new AbortController().signal, phase: () => {}, days: () => {} };
  const report = await live(request, quiet);
  expect(report.sample).toMatchObject({ audience: 21, customers: 21, groups: 3 });
  expect(report.plan.groups).toMatchObject({ proposed: 3, delivered: 2, owners: 3 });
  const chat = (nth: number) => ({ name: `${SECRET_NAME}的群${nth}`, left: 0 });
  const chats = report.groups!.chats.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(chats).toMatchObject([
    { ...chat(0), members: 11, customers: 10, state: 'delivered', rule: null },
    { ...chat(1), members: 11, customers: 10, state: 'delivered', rule: null },
    // Nobody can send to the group of a colleague who has left.
    { ...chat(2), members: 1, customers: 0, state: 'refused', rule: 'GATE-005' },
  ]);
  expect(report.groups).toMatchObject({ members: 21, customers: 20, severalTimes: 1 });
  expect(report.cost.confirmations).toBe(2);
  expect(report.findings).toEqual([]);
}, 900_000);

test('R-114 CR-106 CR-001 a text message is lived through with a gateway of its own: who agreed and has a number gets it once, and what it costs is told', async () => {
  const request = await aRequest(testOrg(), 12, 1, anSmsSend);
  const quiet = { signal: new AbortController().signal, phase: () => {}, days: () => {} };
  const report = await live(request, quiet);
  const stages = report.plan.funnel.map(({ step, touches }) => `${step} ${touches}`);
  expect(stages.slice(0, 3)).toEqual(['proposed 12', 'allowed 10', 'handed_over 10']);
  expect(report.plan.drops.map(({ rule, touches }) => `${rule} ${touches}`).sort()).toEqual(
    expect.arrayContaining(['CR-001 1', 'R-036 1']),
  );
  // The gateway billed each text once, with the bank's name and the way to stop in it.
  expect(report.cost).toMatchObject({ confirmations: 0, sms: 10, smsParts: 10, smsYuan: 0.5 });
  expect(report.findings).toEqual([]);
}, 900_000);

test('answers are heard where the bank keeps chats or has no WeCom yet, and not where it has WeCom alone', async () => {
  const ctx = testOrg();
  await aRehearsableBank(ctx, 1);
  const answers = () => withClient(testDatabaseUrl(), (client) => answersOf(client, ctx.orgId));
  expect(await answers()).toBe('supposed');
  const { corp } = await aCorp(asSystem(ctx, ctx.orgId), 'https://wecom.example', {
    apps: [{ kind: 'self_built', secret: 'secret-of-a-corp', agentId: 1_000_002 }],
  });
  expect(await answers()).toBe('no');
  await ctx.db
    .insertInto('wecom.archive')
    .values({ orgId: ctx.orgId, corpId: corp.id, bridgeUrl: null, changedAt: ctx.now() })
    .execute();
  expect(await answers()).toBe('archive');
});

test('a gateway for text messages belongs to plans that send some: a bulk send by its channel, a sequence by a lane of its version', async () => {
  const ctx = testOrg();
  const bank = await aRehearsableBank(ctx, 10);
  const send = await aBulkSend(ctx, bank);
  expect(await sendsSms(ctx, send)).toBe(false);
  await sql`update outreach.bulk_send set draft = draft || '{"channel": "sms"}'
     where org_id = ${ctx.orgId} and id = ${send.id}`.execute(ctx.db);
  expect(await sendsSms(ctx, send)).toBe(true);
  const [sequenceId, id] = [newId(), newId()];
  const lanes = (lane: string) => JSON.stringify({ items: [{ lane: 'one_to_one' }, { lane }] });
  await sql`insert into sequences.sequence (org_id, id, owner_unit_id, name, changed_at)
    values (${ctx.orgId}, ${sequenceId}, ${bank.unitId}, '培育', ${ctx.now()})`.execute(ctx.db);
  await sql`insert into sequences.version (org_id, sequence_id, version, revision, state, definition,
      figures, changed_by, changed_at)
    select ${ctx.orgId}, ${sequenceId}, v, 1, 'replaced', d::jsonb, '{}', 'x', ${ctx.now()}
      from (values (1, ${lanes('moments')}), (2, ${lanes('sms')})) as of (v, d)`.execute(ctx.db);
  await sql`insert into sequences.run (org_id, id, name, sequence_id, version, unit_id, draft, revision,
      state, audience_id, audience_rule_version, project_id, starts_on, created_by, changed_at)
    values (${ctx.orgId}, ${id}, '培育', ${sequenceId}, 1, ${bank.unitId}, '{}', 1, 'draft',
      ${bank.audienceId}, 1, ${newId()}, '2026-11-23', 'x', ${ctx.now()})`.execute(ctx.db);
  expect(await sendsSms(ctx, { kind: 'sequence', id })).toBe(false);
  await sql`update sequences.run set version = 2 where org_id = ${ctx.orgId}`.execute(ctx.db);
  expect(await sendsSms(ctx, { kind: 'sequence', id })).toBe(true);
});

test('a rehearsal that is stopped leaves no process and no database', async () => {
  const request = await aRequest(testOrg(), 10, 30);
  const stop = new AbortController();
  const going = live(request, {
    signal: stop.signal,
    phase: () => {},
    days: () => stop.abort(new Error('enough')),
  });
  await expect(going).rejects.toThrow('enough');
  expect(await databasesThere(databaseNames(testDatabaseUrl(), request.id))).toEqual([]);
}, 900_000);

test('a rehearsal whose process is killed ends with it, and can be begun again where it left its databases', async () => {
  const request = await aRequest(testOrg(), 10, 30);
  const names = databaseNames(testDatabaseUrl(), request.id);
  const sessions = () =>
    withClient(testDatabaseUrl(), async (client) => {
      const { rows } = await client.query(
        'select count(*)::int as n from pg_stat_activity where datname = any($1)',
        [names],
      );
      return rows[0].n as number;
    });
  const file = fileURLToPath(new URL('rehearsing.fixture.ts', import.meta.url));
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  child.send({ databaseUrl: testDatabaseUrl(), password: PASSWORD, request });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (phase) => phase === 'living' && resolve());
    child.once('exit', () => reject(new Error('it ended before it lived')));
  });
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(await databasesThere(names)).toHaveLength(2);
  // Simulator, people and bank notice by themselves that nobody waits for them any more.
  for (let tries = 0; tries < 150 && (await sessions()) > 0; tries++) await pause(200);
  expect(await sessions()).toBe(0);

  const stop = new AbortController();
  const again = live(request, {
    signal: stop.signal,
    phase: (phase) => phase === 'peopling' && stop.abort(new Error('far enough')),
    days: () => {},
  });
  await expect(again).rejects.toThrow('far enough');
  expect(await databasesThere(names)).toEqual([]);
}, 900_000);

test('neither a name nor a number nor a secret of the real bank is in the database of a rehearsal', async () => {
  const ctx = testOrg();
  const request = await aRequest(ctx, 12, 1);
  await aCorp(asSystem(ctx, ctx.orgId), 'https://wecom.example', {
    apps: [{ kind: 'self_built', secret: 'secret-of-the-real-corp', agentId: 1_000_002 }],
  });
  const databases = await makeDatabases(testDatabaseUrl(), request.id, passwordOf);
  try {
    const copied = await copyBank({
      ...request,
      productUrl: testDatabaseUrl(),
      targetUrl: databases.bank,
      more: request.rows,
      customers: null,
      days: 1,
    });
    expect(copied.customers).toHaveLength(12);
    const found = await withClient(databases.bank, async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
          where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const filled: string[] = [];
      const bad: string[] = [];
      for (const { name } of tables) {
        const { rows } = await client.query<{ line: string }>(
          `select row_to_json(t)::text as line from ${name} t`,
        );
        if (rows.length > 0) filled.push(name);
        // What the vault sealed, what was written in the clear, keyed hashes of names.
        if (
          rows.some(
            ({ line }) =>
              SEALED.test(line) || line.includes(SECRET_NAME) || line.includes('陈机密'),
          )
        )
          bad.push(name);
      }
      return { filled, bad };
    });
    expect(found.bad).toEqual([]);
    expect(found.filled).toContain('customers.customer');
    for (const table of [
      'wecom.corp',
      'wecom.app',
      'wecom.token',
      'org.session',
      'org.credential',
      'customers.identity',
      'platform.data_key',
      'platform.file',
    ])
      expect(found.filled).not.toContain(table);
  } finally {
    await dropDatabases(testDatabaseUrl(), databases.names);
  }
}, 600_000);

const SEALED = /v1\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\./;

test('the account of a rehearsal sees nothing of the real bank', async () => {
  const id = newId();
  const databases = await makeDatabases(testDatabaseUrl(), id, passwordOf);
  try {
    const real = new URL(databases.bank);
    real.pathname = new URL(testDatabaseUrl()).pathname;
    const refused = await withClient(real.href, (client) =>
      client.query('select name from customers.customer').catch((error: Error) => error.message),
    );
    expect(refused).toMatch(/permission denied/);
    await withClient(databases.bank, (client) => client.query('select 1 from customers.customer'));
  } finally {
    await dropDatabases(testDatabaseUrl(), databases.names);
  }
}, 600_000);
