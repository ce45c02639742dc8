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
  expect(gone).toEqual({ wecom_call: 2, wecom_callback: 1 });
  const left = await ctx.db
    .selectFrom('wecom.callback')
    .select('state')
    .where('orgId', '=', ctx.orgId)
    .orderBy('receivedAt')
    .execute();
  expect(left.map(({ state }) => state)).toEqual(['received', 'processed']);
});
