import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENDPOINTS } from '#protocol/wecom/endpoints.ts';
import { usualApp } from './bank.ts';
import { APP_MESSAGE_CASES } from './cases/app-message.cases.ts';
import { type Case, fetchJson } from './cases/case.ts';
import { CONTACT_CASES } from './cases/contact.cases.ts';
import { CUSTOMER_CASES } from './cases/customer.cases.ts';
import { GROUP_CASES } from './cases/group.cases.ts';
import { MEDIA_CASES } from './cases/media.cases.ts';
import { OTHER_CASES } from './cases/other.cases.ts';
import { SEND_CASES } from './cases/send.cases.ts';
import { SERVICE_CASES } from './cases/service.cases.ts';
import { TAG_CASES } from './cases/tag.cases.ts';
import { oauthCode } from './examples/other.examples.ts';
import { EXAMPLES } from './examples.ts';
import { aLivingBank, type LivingBank } from './living-bank.ts';
import { codesOfSchema } from './mutations.ts';

/** Documented, and deliberately not imitated. */
const NOT_IMITATED: Record<string, string> = {
  'token.get 60020': 'addresses are checked on every later call instead',
  'token.get 45009': 'after a hundred wrong secrets: see quotas',
  'member.get 50002': 'the same refusal comes as 60011',
  'member.list 45029': 'no reply is too large here',
  'customer.list 84061': 'a member without customers has an empty list',
  'customer.list 701008': 'there are no licences to lack',
  'customer.batch-get 701008': 'there are no licences to lack',
  'customer.convert-temporary-ids 710006': 'unknown ids are listed, not refused',
  'customer.convert-unionid 610018': 'openids of mini programs are not known here',
  'customer.from-unionid 610018': 'openids of mini programs are not known here',
  'interconnection.from-unionid 610018': 'openids of mini programs are not known here',
  'strategy-tag.list 40068': 'unknown ids give an empty list',
  'strategy-tag.list 60030': 'groups of other apps give an empty list',
  'tag.mark 41110': 'the same refusal comes as 40068',
  'tag.mark 45035': 'needs two calls at once: see quotas',
  'welcome.send 41096': 'no two apps race here',
  'mass-message.add 40068': 'an unknown tag matches nobody: 41048',
  'moment.add 41078': 'needs a hundred running jobs',
  'moment.add 41210': 'needs 100,000 moments',
  'transfer.customers 60111': 'an unknown member is 40003',
  'transfer.groups 60111': 'an unknown member is 40003',
  'transfer.leaver-groups 60111': 'an unknown member is 40003',
  'group.list 81017': 'needs more than 1000 members: see quotas',
  'statistics.groups 81017': 'needs more than 1000 members: see quotas',
  'statistics.groups-by-day 81017': 'needs more than 1000 members: see quotas',
  'statistics.behavior 60011': 'a member outside the range is 60111',
  'product.add 41073': 'nobody judges words here',
  'intercept-rule.update 41076': 'needs more than 10,000 members',
  'customer-strategy.get 60030': 'a group of another app is unknown: 60136',
  'customer-strategy.range 60030': 'a group of another app is unknown: 60136',
  'customer-strategy.delete 60030': 'a group of another app is unknown: 60136',
  'moment-strategy.get 60030': 'a group of another app is unknown: 60136',
  'moment-strategy.range 60030': 'a group of another app is unknown: 60136',
  'moment-strategy.delete 60030': 'a group of another app is unknown: 60136',
  'media.upload-image 45009': 'needs a thousand uploads: see quotas',
  'jssdk.corp-ticket 45009': 'needs a hundred calls: see quotas',
  'jssdk.app-ticket 45009': 'needs a hundred calls: see quotas',
  'media.get 40146': 'see media',
  'customer-service.answer-event 95018': 'an answer is bound to its code: 95007',
  'customer-service.add-account 95005': 'needs 5000 accounts',
  'customer-service.add-servicers 95020': 'needs 2000 servicers',
};

const GROUPS: [string, readonly Case[]][] = [
  ['contacts', CONTACT_CASES],
  ['customers', CUSTOMER_CASES],
  ['tags', TAG_CASES],
  ['service', SERVICE_CASES],
  ['media', MEDIA_CASES],
  ['others', OTHER_CASES],
  ['app messages', APP_MESSAGE_CASES],
  ['sends', SEND_CASES],
  ['groups', GROUP_CASES],
];

describe.each(GROUPS)('%s refuse', (_name, cases) => {
  let bank: LivingBank;
  beforeAll(async () => {
    bank = await aLivingBank();
  });
  afterAll(async () => {
    await bank.receiver.close();
    await bank.close();
  });

  test.each(cases)('%s with %i (%#)', async (name, code, make) => {
    const e = ENDPOINTS.find((x) => x.name === name)!;
    const before = bank.simulator.sim.directory.corp(bank.corpId)!.settings;
    const example = await make(bank);
    const agent = example.agent ?? usualApp(e);
    const answer = example.file
      ? await uploadAs(bank, e.path, example.query ?? {}, example.file, agent)
      : await askAs(bank, e.path, e.method, example, agent, e.access === 'open');
    expect(answer).toBe(code);
    await bank.control('PATCH', `/sim/corps/${bank.corpId}`, { settings: before });
  });
});

async function askAs(
  bank: LivingBank,
  path: string,
  method: string,
  example: { query?: Record<string, unknown>; body?: Record<string, unknown> },
  agent: number,
  open: boolean,
): Promise<number> {
  const query = new URLSearchParams(example.query as Record<string, string>);
  if (!open) query.set('access_token', await bank.token(agent));
  const response = await fetch(`${bank.url}${path}?${query}`, {
    method,
    ...(method === 'POST' ? { body: JSON.stringify(example.body ?? {}) } : {}),
  });
  return ((await response.json()) as { errcode: number }).errcode;
}

async function uploadAs(
  bank: LivingBank,
  path: string,
  query: Record<string, unknown>,
  bytes: Uint8Array,
  agent: number,
): Promise<number> {
  const search = new URLSearchParams(query as Record<string, string>);
  search.set('access_token', await bank.token(agent));
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), 'file.bin');
  const response = await fetch(`${bank.url}${path}?${search}`, { method: 'POST', body: form });
  return ((await response.json()) as { errcode: number }).errcode;
}

describe('codes for signing in', () => {
  let bank: LivingBank;
  beforeAll(async () => {
    bank = await aLivingBank();
  });
  afterAll(async () => {
    await bank.receiver.close();
    await bank.close();
  });
  const user = async (code: string, path = 'auth/getuserinfo') =>
    askAs(bank, `/cgi-bin/${path}`, 'GET', { query: { code } }, 1000002, false);

  test.each(['auth/getuserinfo', 'user/getuserinfo'])(
    '%s works once and for five minutes',
    async (path) => {
      const code = await oauthCode(bank);
      expect(await user(code, path)).toBe(0);
      expect(await user(code, path)).toBe(42022);
      const late = await oauthCode(bank);
      await bank.advance(301);
      expect(await user(late, path)).toBe(42003);
      expect(await user('none', path)).toBe(40029);
    },
  );

  test('a ticket lives half an hour', async () => {
    const code = await oauthCode(bank, 'snsapi_privateinfo');
    const answer = await fetch(
      `${bank.url}/cgi-bin/auth/getuserinfo?code=${code}&access_token=${await bank.token()}`,
    );
    const { user_ticket } = (await answer.json()) as { user_ticket: string };
    const detail = async () =>
      (await fetchJson(bank, '/cgi-bin/auth/getuserdetail', { user_ticket })).errcode as unknown;
    expect(await detail()).toBe(0);
    await bank.advance(1801);
    expect(await detail()).toBe(84014);
  });
});

const SIGN_IN = [
  'oauth.user 42003',
  'oauth.user 42022',
  'oauth.user-old 42003',
  'oauth.user-old 42022',
  'oauth.user-detail 84014',
];

test('every documented code of every endpoint is answered, or the reason why not is written down', async () => {
  const bank = await aLivingBank();
  const covered = new Set([
    ...SIGN_IN,
    ...GROUPS.flatMap(([, cases]) => cases.map(([name, code]) => `${name} ${code}`)),
  ]);
  const missing: string[] = [];
  for (const e of ENDPOINTS) {
    const schemaCodes = codesOfSchema(e, await EXAMPLES[e.name]!(bank));
    for (const code of e.errors) {
      const key = `${e.name} ${code}`;
      if (!schemaCodes.has(code) && !covered.has(key) && !NOT_IMITATED[key]) missing.push(key);
    }
  }
  await bank.receiver.close();
  await bank.close();
  expect(missing).toEqual([]);
}, 120_000);
