import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as own from '../../contract/own.ts';
import * as api from '../../contract/rights.ts';
import { setAttributes } from '../attributes/value.service.ts';
import { agree, hasConsent } from '../consents/consent.service.ts';
import { anApprovedText } from '../consents/fixtures.ts';
import { aCustomer } from '../fixtures.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { customerHttp, knownModules, ownCookie } from '../own/fixtures.ts';
import { tagCustomers } from '../tags/tagging.service.ts';

const evidence = { kind: 'paper' as const, id: 'P-7' };
const NAME = '诸葛晓岚';
const PHONE = '13812345678';
const BANK_NO = 'K20260001';
const EMPLOYER = '江海造船厂';

/** Somebody of whom the bank knows something in every place. */
async function aKnownCustomer(org: TestOrg) {
  await anApprovedText(org, 'marketing');
  const id = await aCustomer(org, {
    name: NAME,
    identities: [
      { kind: 'bank_no', value: BANK_NO, verified: true },
      { kind: 'phone', value: PHONE, verified: true },
    ],
  });
  await inTx(asSystem(org, org.orgId), async (ctx) => {
    const at = ctx.now();
    await setAttributes(ctx, [
      { customerId: id, code: 'employer', value: EMPLOYER, source: 'manual', at },
      { customerId: id, code: 'aum', value: 123_456_00, source: 'bank_data', at },
    ]);
    await tagCustomers(ctx, [
      {
        customerId: id,
        tag: 'need_loan',
        source: 'bank_data',
        confidence: 0.9,
        at,
        evidence: { text: '名单', ref: null },
      },
    ]);
    await recordEvents(ctx, [
      { id: newId(), customerId: id, kind: 'activity.joined', at, source: 'activities' },
    ]);
  });
  await agree(org, id, { purpose: 'marketing', channels: ['sms'], evidence });
  return id;
}

test('CR-017 a customer gets a machine-readable copy of everything, and nobody else does', async () => {
  const org = testOrg();
  const id = await aKnownCustomer(org);
  const modules = knownModules(org);
  const app = await customerHttp(org, modules);
  const headers = await ownCookie(org, id);
  const asked = await callHttp(app, own.ownRequest, { body: { right: 'export' } }, headers);
  expect(asked.requests).toMatchObject([{ right: 'export', state: 'working', file: null }]);
  expect(Date.parse(asked.requests[0]!.dueAt) - org.now().getTime()).toBe(15 * 86_400_000);
  await runDueJobs(org, modules, { twice: true });

  const { requests } = await callHttp(app, own.ownData, {}, headers);
  expect(requests[0]).toMatchObject({ state: 'done', file: { contentType: /json/ } });
  const requestId = requests[0]!.id;
  const file = (await callHttp(app, own.ownCopy, { params: { requestId } }, headers)) as Buffer;
  const copy = JSON.parse(String(file));
  const rows = (name: string) =>
    copy.dataSets.find((set: { name: string }) => set.name === name)?.rows;
  expect(rows('customers.customers')).toMatchObject([{ name: NAME }]);
  expect(rows('customers.identities')).toMatchObject([
    { kind: 'bank_no', value: BANK_NO },
    { kind: 'phone', value: PHONE },
  ]);
  expect(rows('customers.attributes')).toMatchObject([
    { code: 'employer', value: EMPLOYER, source: 'manual' },
    { code: 'aum', value: 123_456_00, source: 'bank_data' },
  ]);
  expect(rows('customers.tags')).toMatchObject([{ code: 'need_loan' }]);
  expect(rows('customers.consent-steps')).toMatchObject([{ purpose: 'marketing', act: 'given' }]);
  expect(String(file)).not.toMatch(/"v1\.|\\\\x/);

  const stranger = await ownCookie(org, await aCustomer(org));
  await expect(
    callHttp(app, own.ownCopy, { params: { requestId } }, stranger),
  ).rejects.toMatchObject({ status: 404 });
});

test('CR-018 a correction stands above what the bank had, and connected systems are told', async () => {
  const org = testOrg();
  const id = await aKnownCustomer(org);
  const modules = knownModules(org);
  const app = await customerHttp(org, modules);
  const headers = await ownCookie(org, id);
  const wish = '职业不对，我是教师';
  await callHttp(app, own.ownRequest, { body: { right: 'correction', wish } }, headers);
  await inTx(org, (ctx) =>
    setAttributes(ctx, [
      {
        customerId: id,
        code: 'occupation',
        value: 'worker',
        source: 'bank_data',
        at: new Date(org.now().getTime() - 1000),
      },
    ]),
  );
  const officer = await signedIn(org, [
    'customers.unit.read',
    'customers.rights.read',
    'customers.rights.manage',
  ]);
  const bank = await orgHttp(org, modules);
  const { items } = await callHttp(bank, api.listRightsRequests, {}, officer.headers);
  expect(items).toMatchObject([{ right: 'correction', wish, customer: '诸***', state: 'waiting' }]);
  const params = { requestId: items[0]!.id };
  const closed = await callHttp(
    bank,
    api.correctData,
    {
      params,
      body: { values: [{ code: 'occupation', value: 'teacher' }], answer: '已按教师证更正' },
    },
    officer.headers,
  );
  expect(closed).toMatchObject({ state: 'done', answer: '已按教师证更正' });
  const { blocks } = await callHttp(app, own.ownData, {}, headers);
  expect(blocks.flatMap((b) => b.values).find((v) => v.code === 'occupation')).toMatchObject({
    shown: '教师',
    source: 'customer',
  });
  const { rows } = await sql<{ name: string }>`
    select j.payload->'payload'->>'name' as name from graphile_worker._private_jobs j
     where j.payload->>'orgId' = ${org.orgId}`.execute(org.db);
  expect(rows.map((r) => r.name)).toContain('customers.data-corrected');
});

test('CR-020 a right is not refused without a reason', async () => {
  const org = testOrg();
  const id = await aKnownCustomer(org);
  const modules = knownModules(org);
  const app = await customerHttp(org, modules);
  const headers = await ownCookie(org, id);
  const { requests } = await callHttp(app, own.ownRequest, { body: { right: 'erasure' } }, headers);
  const officer = await signedIn(org, ['customers.unit.read', 'customers.rights.manage']);
  const bank = await orgHttp(org, modules);
  const params = { requestId: requests[0]!.id };
  for (const answer of ['', '   ', '不行'])
    await expect(
      callHttp(bank, api.refuseRequest, { params, body: { answer } }, officer.headers),
    ).rejects.toMatchObject({ code: 'platform.invalid' });
  await callHttp(
    bank,
    api.refuseRequest,
    { params, body: { answer: '尚有未结清贷款，依法须保留' } },
    officer.headers,
  );
  const after = await callHttp(app, own.ownData, {}, headers);
  expect(after.requests[0]).toMatchObject({
    state: 'refused',
    answer: '尚有未结清贷款，依法须保留',
  });
});

test('CR-019 an erasure leaves nothing of a customer but what the law keeps, with a certificate', async () => {
  const org = testOrg();
  const id = await aKnownCustomer(org);
  const other = await aCustomer(org, { name: '王小明' });
  const modules = knownModules(org);
  const app = await customerHttp(org, modules);
  const headers = await ownCookie(org, id);
  await callHttp(app, own.ownRequest, { body: { right: 'erasure', wish: '请删除' } }, headers);
  const officer = await signedIn(org, [
    'customers.unit.read',
    'customers.rights.read',
    'customers.rights.erase',
  ]);
  const bank = await orgHttp(org, modules);
  const { items } = await callHttp(bank, api.listRightsRequests, {}, officer.headers);
  const params = { requestId: items[0]!.id };
  await callHttp(
    bank,
    api.approveErasure,
    { params, body: { answer: '无未结业务，同意删除' } },
    officer.headers,
  );
  await runDueJobs(org, modules, { twice: true });

  const request = await callHttp(bank, api.getRightsRequest, { params }, officer.headers);
  expect(request.state).toBe('done');
  const certificate = request.certificate!;
  const of = (name: string) => certificate.sets.find((set) => set.dataSet === name);
  expect(of('customers.attributes')).toMatchObject({ removed: 2, kept: 0 });
  expect(of('customers.identities')).toMatchObject({ removed: 4 });
  expect(of('customers.customers')).toMatchObject({ anonymised: 1 });
  expect(of('customers.consent-steps')).toMatchObject({ removed: 0, kept: 2 });
  expect(of('customers.consent-steps')!.keptBecause![0]).toContain('三年');
  for (const set of certificate.sets) if (set.kept > 0) expect(set.keptBecause).not.toBeNull();

  // Whoever asks by phone, number or session finds nobody; nobody is written to.
  expect(await customerByIdentity(org, 'phone', '', PHONE)).toBeNull();
  expect(await customerByIdentity(org, 'bank_no', '', BANK_NO)).toBeNull();
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(false);
  await expect(callHttp(app, own.ownSession, {}, headers)).rejects.toMatchObject({ status: 401 });
  expect(await textsAbout(org, id)).not.toMatch(
    new RegExp([NAME, PHONE, BANK_NO, EMPLOYER].join('|')),
  );
  // The other customer is who they were.
  expect((await callHttp(app, own.ownSession, {}, await ownCookie(org, other))).name).toBe('王**');

  const number = certificate.number;
  expect(await callHttp(app, api.getCertificate, { params: { number } })).toEqual(certificate);
  await sql`update customers.erasure_certificate
               set content = jsonb_set(content, '{sets,0,removed}', '99') where number = ${number}`.execute(
    org.db,
  );
  await expect(callHttp(app, api.getCertificate, { params: { number } })).rejects.toMatchObject({
    code: 'customers.certificateNotFound',
  });
});

test('CR-144 whoever took an erasure down does not confirm it', async () => {
  const org = testOrg();
  const id = await aKnownCustomer(org);
  const officer = await signedIn(org, [
    'customers.unit.read',
    'customers.rights.manage',
    'customers.rights.erase',
  ]);
  const bank = await orgHttp(org, knownModules(org));
  const { id: requestId } = await callHttp(
    bank,
    api.recordRightsRequest,
    { params: { id }, body: { right: 'erasure', via: 'counter' } },
    officer.headers,
  );
  await expect(
    callHttp(
      bank,
      api.approveErasure,
      { params: { requestId }, body: { answer: '同意删除' } },
      officer.headers,
    ),
  ).rejects.toMatchObject({ code: 'customers.rightsSelfApproval' });
});

/** All that any table of the product still says beside this customer's number, decrypted where it is sealed. */
async function textsAbout(org: TestOrg, id: number): Promise<string> {
  const { rows: tables } = await sql<{ table: string }>`
    select n.nspname || '.' || c.relname as "table" from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attname = 'customer_id' and c.relkind in ('r', 'p') and not c.relispartition`.execute(
    org.db,
  );
  const texts: string[] = [];
  for (const { table } of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t where customer_id = ${id}`.execute(
      org.db,
    );
    for (const { row } of rows) {
      texts.push(row);
      for (const [sealed] of row.matchAll(/v1\.[\w-]+\.[\w-]+/g))
        for (const place of [
          'customers.customer.name',
          'customers.identity.value',
          'customers.attribute-value.text',
        ])
          texts.push(await org.vault.decrypt(place, sealed).catch(() => ''));
    }
  }
  return texts.join('\n');
}
