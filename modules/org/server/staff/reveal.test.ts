import { beforeEach, expect, test } from 'vitest';
import type { AppError } from '#platform/contract/errors.ts';
import { inTx } from '#platform/server/ctx.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { listNotifications } from '../../contract/notification.ts';
import { confirmSession } from '../../contract/session.ts';
import * as api from '../../contract/staff.ts';
import { aBank, aPassword, aStaff, orgHttp, signedIn } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { insertReveal } from './reveal.repo.ts';

const org = [orgModule({ mode: 'production' })];
const phone = '19900001234';
const reason = '客户投诉回访，核对联系电话';

let ctx: TestOrg;
beforeEach(() => {
  ctx = testOrg(allow('org.staff.reveal'));
});

const entries = (action: string) =>
  ctx.db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('action', '=', action)
    .execute();

test('CR-038 a full phone number is shown for a reason, to be masked again after five minutes, and who, whom, what, why and when is written down', async () => {
  const staff = await aStaff(ctx, { name: '李娜', phone });
  const http = await testHttp(ctx, org);
  const shown = await callHttp(http, api.revealStaff, {
    params: { id: staff.id },
    body: { field: 'phone', reason },
  });
  expect(shown).toEqual({ value: phone, remaskAfterSeconds: 300 });

  const [entry] = await entries('org.personal-data-revealed');
  expect(entry).toMatchObject({
    actorId: ctx.actor.id,
    subjectId: staff.id,
    subjectName: '李娜',
    after: { field: 'phone' },
    reason,
    at: ctx.now(),
  });
  expect(JSON.stringify(entry)).not.toContain(phone);
});

test('CR-038 without a reason, or without the permission, nothing is shown', async () => {
  const staff = await aStaff(ctx, { phone });
  const params = { id: staff.id };
  const http = await testHttp(ctx, org);
  await expect(
    callHttp(http, api.revealStaff, { params, body: { field: 'phone', reason: ' ' } }),
  ).rejects.toMatchObject({ code: 'platform.invalid' });

  const reader = await testHttp(ctx.as({ permissions: allow('org.staff.read') }), org);
  await expect(
    callHttp(reader, api.revealStaff, { params, body: { field: 'phone', reason } }),
  ).rejects.toMatchObject({ code: 'platform.forbidden' });
  expect(await entries('org.personal-data-revealed')).toHaveLength(0);
});

test('CR-147 whoever reads more than 200 a hour is stopped until they prove who they are, and the alarm is given once', async () => {
  const staff = await aStaff(ctx, { phone });
  const reader = await signedIn(ctx, ['org.staff.reveal'], { name: '赵抄录' });
  await aPassword(ctx, reader.staff.id, 'Jianghai-2026');
  const watcher = await signedIn(ctx, ['org.audit.read']);
  const http = await orgHttp(ctx, org);
  const reveal = () =>
    callHttp(
      http,
      api.revealStaff,
      { params: { id: staff.id }, body: { field: 'phone', reason } },
      reader.headers,
    );

  // 190 within the hour so far; of twenty more at once ten do not slip past the limit.
  await inTx(reader.ctx, async (ctx) => {
    for (let i = 0; i < 190; i++) await insertReveal(ctx, false);
  });
  const many = await Promise.allSettled(Array.from({ length: 20 }, reveal));
  const refused = many.flatMap((r) => (r.status === 'rejected' ? [r.reason as AppError] : []));
  expect(refused).toHaveLength(10);
  expect(refused.every((err) => err.code === 'platform.stepUp')).toBe(true);
  expect(refused[0]!.details).toMatchObject({ reveals: 200, limit: 200 });
  expect(await entries('org.bulk-reveal-stopped')).toMatchObject([
    { actorName: '赵抄录', after: { reveals: 200 } },
  ]);
  expect(await entries('org.personal-data-revealed')).toHaveLength(10);
  const told = await callHttp(http, listNotifications, {}, watcher.headers);
  expect(told.items.map((n) => n.text)).toContainEqual(expect.stringMatching(/^赵抄录 .* 200 次/));

  ctx.advance(1);
  const body = { password: 'Jianghai-2026' };
  await callHttp(http, confirmSession, { body }, reader.headers);
  expect(await reveal()).toMatchObject({ value: phone });
});

test('CR-147 the bank sets its own number, and an hour later the count begins anew', async () => {
  await aBank(ctx, { revealsPerHour: 2, idleMinutes: 720 });
  const staff = await aStaff(ctx, { phone });
  const http = await testHttp(ctx, org);
  const reveal = () =>
    callHttp(http, api.revealStaff, { params: { id: staff.id }, body: { field: 'phone', reason } });

  await reveal();
  await reveal();
  await expect(reveal()).rejects.toMatchObject({ code: 'platform.stepUp' });
  ctx.advance(61);
  await expect(reveal()).resolves.toMatchObject({ value: phone });
});
