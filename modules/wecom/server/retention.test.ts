import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { insertCallbacks, setCallbacks } from './callbacks/callback.repo.ts';
import { insertCalls } from './gateway/call-log.repo.ts';
import { wecomRetention } from './retention.ts';

const DAY = 24 * 60;

async function aDay(ctx: TestOrg, worked: boolean): Promise<void> {
  const [id, corpId] = [newId(), newId()];
  await inTx(ctx, async (ctx) => {
    await insertCalls(ctx, [
      {
        orgId: ctx.orgId,
        at: ctx.realNow(),
        id: newId(),
        corpId,
        appId: null,
        endpoint: 'tag.list',
        cost: 1,
        outcome: 'ok',
        errcode: 0,
        ms: 5,
        requestId: 'test',
      },
    ]);
    const push = { id, corpId, appId: newId(), key: id, name: 'tag.created', message: 'sealed' };
    await insertCallbacks(ctx, [{ ...push, sentAt: ctx.now(), copies: 1 }]);
    if (worked)
      await setCallbacks(ctx, [{ id, state: 'processed', problem: null, name: push.name }]);
  });
}

/** A contact with two relationships, the first of which has ended, and both if `all`. */
async function aContact(ctx: TestOrg, externalUserid: string, all: boolean): Promise<void> {
  const corpId = newId();
  const common = { orgId: ctx.orgId, corpId, externalUserid, reading: 1, changedReading: 1 };
  const hash = Buffer.alloc(0);
  await ctx.db
    .insertInto('wecom.contact')
    .values({
      ...common,
      kind: 1,
      gender: 0,
      profile: 'sealed',
      profileHash: hash,
      changedAt: ctx.now(),
    })
    .execute();
  const follow = (userid: string, ended: boolean) => ({
    ...common,
    userid,
    tagIds: [],
    state: ended ? 'ended' : 'live',
    goneAt: ended ? ctx.now() : null,
    changedAt: ctx.now(),
  });
  await ctx.db
    .insertInto('wecom.follow')
    .values([follow('a', true), follow('b', all)])
    .execute();
}

test('a relationship that ended long ago leaves the copy, and the contact with the last one', async () => {
  const ctx = testOrg();
  await aContact(ctx, 'wm-gone', true);
  await aContact(ctx, 'wm-stays', false);
  const ended = wecomRetention.find(({ name }) => name === 'wecom_copy_ended')!;
  const purge = () =>
    inTx(ctx, (ctx) => ended.purge(ctx, new Date(ctx.now().getTime() - 180 * DAY * 60_000), 100));
  ctx.advance(179 * DAY);
  expect(await purge()).toEqual({ count: 0 });
  ctx.advance(2 * DAY);
  expect(await purge()).toEqual({ count: 4 });
  const left = (table: 'wecom.contact' | 'wecom.follow') =>
    ctx.db.selectFrom(table).select('externalUserid').where('orgId', '=', ctx.orgId).execute();
  expect(await left('wecom.contact')).toEqual([{ externalUserid: 'wm-stays' }]);
  expect(await left('wecom.follow')).toEqual([{ externalUserid: 'wm-stays' }]);
});

test('old calls and callbacks go when they are due; a callback nobody has worked on stays', async () => {
  const ctx = testOrg();
  await aDay(ctx, true);
  await aDay(ctx, false);
  ctx.advance(40 * DAY);
  await aDay(ctx, true);
  const gone = Object.fromEntries(
    await Promise.all(
      wecomRetention.map(async (kind) => {
        const before = new Date(ctx.now().getTime() - 30 * DAY * 60_000);
        const { count } = await inTx(ctx, (ctx) => kind.purge(ctx, before, 100));
        return [kind.name, count] as const;
      }),
    ),
  );
  expect(gone).toMatchObject({ wecom_call: 2, wecom_callback: 1 });
  const left = await ctx.db
    .selectFrom('wecom.callback')
    .select('state')
    .where('orgId', '=', ctx.orgId)
    .orderBy('receivedAt')
    .execute();
  expect(left.map(({ state }) => state)).toEqual(['received', 'processed']);
});
