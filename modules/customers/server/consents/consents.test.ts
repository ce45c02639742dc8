import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { decideApproval, listApprovals } from '#modules/org/contract.ts';
import { aBank, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/consent.ts';
import { channelsOf } from '../../contract/purpose.ts';
import { aCustomer, someCustomers } from '../fixtures.ts';
import { knownModules } from '../own/fixtures.ts';
import { agree, consentFor, giveConsents, hasConsent, withdraw } from './consent.service.ts';
import { findTexts } from './consent-text.repo.ts';
import { anApprovedText } from './fixtures.ts';

const evidence = { kind: 'counter' as const, id: 'C-2026-1' };
const draftOf = async (org: TestOrg, change: Partial<api.ConsentTextDraft> = {}) => {
  const [text] = await findTexts(org, 'marketing');
  return { ...api.ConsentTextDraft.parse(text), ...change };
};

test('CR-001 who agreed to one way of being told has agreed to no other', async () => {
  const org = testOrg();
  await anApprovedText(org, 'marketing');
  const ids = await someCustomers(org, [{}, {}, {}]);
  await inTx(org, (ctx) =>
    giveConsents(ctx, [
      { customerId: ids[0]!, purpose: 'marketing', channel: 'one_to_one', evidence, at: org.now() },
      { customerId: ids[1]!, purpose: 'marketing', channel: 'sms', evidence, at: org.now() },
    ]),
  );
  expect([...(await consentFor(org, ids, 'marketing', 'one_to_one'))]).toEqual([ids[0]]);
  expect([...(await consentFor(org, ids, 'marketing', 'sms'))]).toEqual([ids[1]]);
  expect([...(await consentFor(org, ids, 'marketing', 'call'))]).toEqual([]);
  // Another bank's ids are nobody's consent here.
  expect((await consentFor(testOrg(), ids, 'marketing', 'sms')).size).toBe(0);
});

test('CR-002 there is no consent without an approved text and evidence, and its steps stay', async () => {
  const org = testOrg();
  const id = await aCustomer(org);
  const person = await signedIn(org, [
    'customers.customer.read',
    'customers.unit.read',
    'customers.consent.read',
    'customers.consent.record',
  ]);
  const app = await orgHttp(org, knownModules(org));
  const record = (given: object) =>
    callHttp(
      app,
      api.recordConsent,
      {
        params: { id },
        body: { purpose: 'marketing', channels: ['sms'], evidence, ...given },
      },
      person.headers,
    );
  await expect(record({})).rejects.toMatchObject({ code: 'customers.consentTextMissing' });
  await anApprovedText(org, 'marketing', 'personalisation');
  for (const wrong of [undefined, { kind: 'counter', id: ' ' }, { id: 'x' }])
    await expect(record({ evidence: wrong })).rejects.toMatchObject({ code: 'platform.invalid' });
  await expect(record({ purpose: 'personalisation' })).rejects.toMatchObject({
    code: 'customers.consentChannel',
  });
  await record({});
  org.advance(5);
  await callHttp(
    app,
    api.recordWithdrawal,
    { params: { id }, body: { evidence: { kind: 'call', id: 'T-9' } } },
    person.headers,
  );
  const { consents, history } = await callHttp(
    app,
    api.getConsents,
    { params: { id } },
    person.headers,
  );
  expect(consents.find((c) => c.channel === 'sms')).toMatchObject({
    state: 'withdrawn',
    evidence: { kind: 'call', id: 'T-9' },
  });
  expect(history.map((h) => [h.act, h.textVersion, h.evidence.id, h.by.name])).toEqual([
    ['withdrawn', 1, 'T-9', person.staff.name],
    ['given', 1, 'C-2026-1', person.staff.name],
  ]);
});

test('CR-006 a withdrawal counts from the moment it is made, for everything at once', async () => {
  const org = testOrg();
  await anApprovedText(org, 'marketing', 'personalisation');
  const id = await aCustomer(org);
  await agree(org, id, { purpose: 'marketing', channels: channelsOf('marketing'), evidence });
  await agree(org, id, { purpose: 'personalisation', channels: ['any'], evidence });
  await withdraw(org, id, { purpose: 'marketing', channels: ['call'], evidence });
  expect(await hasConsent(org, id, 'marketing', 'call')).toBe(false);
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(true);
  await withdraw(org, id, { evidence });
  for (const channel of channelsOf('marketing'))
    expect(await hasConsent(org, id, 'marketing', channel)).toBe(false);
  expect(await hasConsent(org, id, 'personalisation', 'any')).toBe(false);
  // Whoever queues messages is told which.
  const { rows } = await sql<{ payload: { payload: { name: string; payloads: object[] } } }>`
    select j.payload from graphile_worker._private_jobs j
     where j.payload->>'orgId' = ${org.orgId}
       and j.payload->'payload'->>'name' = 'customers.consent-withdrawn'`.execute(org.db);
  expect(rows.flatMap((r) => r.payload.payload.payloads)).toContainEqual(
    expect.objectContaining({ customerIds: [id], purpose: 'personalisation' }),
  );
  // A yes that was said before the no, and comes in late, changes nothing.
  await inTx(org, (ctx) =>
    giveConsents(ctx, [
      {
        customerId: id,
        purpose: 'marketing',
        channel: 'sms',
        evidence,
        at: new Date(org.now().getTime() - 1000),
      },
    ]),
  );
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(false);
});

test('CR-005 CR-144 a text with another method asks everybody again, once a second person approved it', async () => {
  const org = testOrg();
  await anApprovedText(org, 'marketing');
  const id = await aCustomer(org);
  await agree(org, id, { purpose: 'marketing', channels: ['sms'], evidence });
  const maker = await signedIn(org, [
    'customers.consent.text',
    'customers.consent.approve',
    'org.approval.decide',
  ]);
  const checker = await signedIn(org, [
    'customers.consent.approve',
    'org.approval.decide',
    'org.approval.read',
  ]);
  const app = await orgHttp(org, knownModules(org));
  const waiting = async () => (await callHttp(app, listApprovals, {}, checker.headers)).items[0]!;
  const decide = async (who: typeof checker) => {
    const { id, round } = await waiting();
    await callHttp(
      app,
      decideApproval,
      { params: { id }, body: { decision: 'approve', round } },
      who.headers,
    );
  };
  const draft = async (change: Partial<api.ConsentTextDraft>) =>
    callHttp(app, api.draftConsentText, { body: await draftOf(org, change) }, maker.headers);

  // Other words for the same thing: who agreed has agreed.
  await draft({ body: ['换了说法。', 'Other words.'] });
  await decide(checker);
  expect((await findTexts(org, 'marketing'))[0]).toMatchObject({ version: 2, renews: false });
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(true);

  await draft({ method: ['还会由外包公司拨打电话。', 'Also by a call centre.'] });
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(true);
  await expect(decide(maker as typeof checker)).rejects.toMatchObject({ code: 'org.ownApproval' });
  await decide(checker);
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(false);
  expect(await consentFor(org, [id], 'marketing', 'sms')).toEqual(new Set());
  await agree(org, id, { purpose: 'marketing', channels: ['sms'], evidence });
  expect(await hasConsent(org, id, 'marketing', 'sms')).toBe(true);
  const [text] = await findTexts(org, 'marketing');
  expect(text).toMatchObject({ version: 3, state: 'approved', renews: true });
});

test('CR-142 a customer of another branch has no consents to be seen', async () => {
  const org = testOrg();
  const { headOffice } = await aBank(org);
  const id = await aCustomer(org, { unitId: headOffice.id });
  const stranger = await signedIn(org, { 'customers.consent.read': [headOffice.id] as never[] });
  const app = await orgHttp(org, knownModules(org));
  await expect(
    callHttp(app, api.getConsents, { params: { id } }, stranger.headers),
  ).rejects.toMatchObject({ code: 'platform.notFound' });
});
