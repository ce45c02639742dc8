import { beforeEach, expect, test } from 'vitest';
import { aBank, aUnit, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/account.ts';
import { appKinds, createCorp, listCorps } from '../../contract/corp.ts';
import { wecomModule } from '../module.ts';

type Http = Awaited<ReturnType<typeof orgHttp>>;
let ctx: TestOrg;
let http: Http;
let head: string;
beforeEach(async () => {
  ctx = testOrg();
  head = (await aBank(ctx)).headOffice.id;
  http = await orgHttp(ctx, [
    wecomModule({
      mode: 'production',
      publicUrl: 'https://yuhang.bank.example',
      wecomUrl: 'https://qyapi.weixin.qq.com',
      ctxFor: () => ctx,
    }),
  ]);
});

const draft = (n: number, given: Partial<api.AccountDraft> = {}): api.AccountDraft => ({
  ...{ name: `账号${n}`, unitId: head, type: null, purpose: '' },
  appid: `wx${String(n).padStart(16, '0')}`,
  ...given,
});
const corp = (n: number, by: SignedIn) =>
  callHttp(
    http,
    createCorp,
    { body: { corpid: `ww${String(n).padStart(16, '0')}`, name: `企业${n}`, unitId: head } },
    by.headers,
  );

test('R-136 two corps, two official accounts and two mini programs in one console, each kind with permissions of its own', async () => {
  const all = ['wecom.corp', 'wecom.official', 'wecom.mini'].flatMap((one) => [
    `${one}.read`,
    `${one}.manage`,
  ]);
  const admin = await signedIn(ctx, all);
  const names = async (by: SignedIn) => ({
    corps: (await callHttp(http, listCorps, {}, by.headers)).items.map(({ name }) => name),
    official: (await callHttp(http, api.listOfficialAccounts, {}, by.headers)).items.length,
    mini: (await callHttp(http, api.listMiniPrograms, {}, by.headers)).items.length,
  });
  for (const n of [1, 2]) {
    await corp(n, admin);
    const official = draft(n, { type: 'service' });
    await callHttp(http, api.addOfficialAccount, { body: official }, admin.headers);
    await callHttp(http, api.addMiniProgram, { body: draft(n + 10) }, admin.headers);
  }
  expect(await names(admin)).toEqual({ corps: ['企业1', '企业2'], official: 2, mini: 2 });

  const editor = await signedIn(ctx, ['wecom.official.read', 'wecom.official.manage']);
  const own = await callHttp(http, api.listOfficialAccounts, {}, editor.headers);
  expect(own.items.map(({ can }) => can.change)).toEqual([true, true]);
  const refused = { status: 403 };
  await expect(callHttp(http, api.listMiniPrograms, {}, editor.headers)).rejects.toMatchObject(
    refused,
  );
  await expect(callHttp(http, listCorps, {}, editor.headers)).rejects.toMatchObject(refused);
  const reader = await signedIn(ctx, ['wecom.mini.read']);
  const [mini] = (await callHttp(http, api.listMiniPrograms, {}, reader.headers)).items;
  expect(mini?.can.change).toBe(false);
  await expect(
    callHttp(http, api.addMiniProgram, { body: draft(20) }, reader.headers),
  ).rejects.toMatchObject(refused);
});

test('R-136 a personal account is not among what can be added, and no AppID of one fits', async () => {
  expect([...Object.keys(api.accountKinds), ...appKinds]).toEqual([
    ...['official', 'mini'],
    ...['self_built', 'contact_sync', 'customer_contact', 'archive'],
  ]);
  const admin = await signedIn(ctx, ['wecom.official.manage', 'wecom.mini.manage']);
  for (const appid of ['wxid_abc123def456', '13800000000', 'zhangsan'])
    for (const add of [api.addOfficialAccount, api.addMiniProgram])
      await expect(
        callHttp(http, add, { body: draft(1, { appid }) }, admin.headers),
      ).rejects.toMatchObject({ status: 400 });
});

test('an account of a branch is that branch’s: a sibling neither sees nor changes it', async () => {
  const [east, west] = [await aUnit(ctx), await aUnit(ctx)];
  const permissions = ['wecom.mini.read', 'wecom.mini.manage'];
  const of = (unitId: typeof east.id) =>
    signedIn(ctx, Object.fromEntries(permissions.map((p) => [p, [unitId]])), { unitId });
  const [ann, bob] = [await of(east.id), await of(west.id)];
  const body = draft(1, { unitId: east.id });
  const made = await callHttp(http, api.addMiniProgram, { body }, ann.headers);
  const { appid: _, ...settings } = body;
  const change = (by: SignedIn, given: Partial<api.AccountChange> = {}) =>
    callHttp(
      http,
      api.changeMiniProgram,
      {
        params: { accountId: made.id },
        body: { ...settings, state: 'stopped', version: made.version, ...given },
      },
      by.headers,
    );
  expect((await callHttp(http, api.listMiniPrograms, {}, bob.headers)).items).toEqual([]);
  await expect(change(bob)).rejects.toMatchObject({ code: 'wecom.accountNotFound' });
  await expect(change(ann, { unitId: west.id })).rejects.toMatchObject({ status: 404 });
  expect(await change(ann)).toMatchObject({ state: 'stopped', version: 2 });
  await expect(change(ann)).rejects.toMatchObject({ status: 409 });
  await expect(
    callHttp(http, api.addMiniProgram, { body: draft(1, { unitId: east.id }) }, ann.headers),
  ).rejects.toMatchObject({ code: 'wecom.accountTaken' });
});
