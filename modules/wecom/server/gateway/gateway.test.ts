import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { sendAppMessage } from '#protocol/wecom/endpoints/app-messages.ts';
import { listDepartmentIds } from '#protocol/wecom/endpoints/contacts.ts';
import { remarkCustomer } from '#protocol/wecom/endpoints/customers.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { aCorp, running } from '../fixtures.ts';
import { otherProcess } from '../test/other-process.ts';
import { aStub, type StubCall, tokenDesk } from '../test/wecom-stub.ts';
import { createGateway, type GatewaySettings } from './gateway.ts';
import type { Limit } from './limits.ts';

const quick: GatewaySettings = { repeatMs: [5, 5, 5] };
const mass = {
  body: { chat_type: 'single' as const, sender: 'zhangsan', text: { content: '您好' } },
};
const MASS = '/cgi-bin/externalcontact/add_msg_template';
const REMARK = '/cgi-bin/externalcontact/remark';
const remark = { body: { userid: 'zhangsan', external_userid: 'wm1', remark: '王先生' } };

/** WeCom, whose tokens work and which otherwise does what the test says. */
async function world(
  ctx: TestOrg,
  answer: (
    call: StubCall,
    nth: number,
    wire: Parameters<Parameters<typeof aStub>[0]>[1],
  ) => unknown,
) {
  const desk = tokenDesk();
  let nth = 0;
  const stub = await aStub((call, wire) => desk.answer(call) ?? answer(call, ++nth, wire));
  const { corp } = await aCorp(ctx, stub.url);
  return { stub, via: { corpId: corp.id } };
}

test('an unsafe write whose reply is lost is unknown, and is not sent again', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, (_call, _nth, { request }) => {
    request.socket.destroy();
  });
  const result = await createGateway(quick).call(ctx, via, addMassMessage, mass);
  expect(result.outcome).toBe('unknown');
  expect(stub.to(MASS)).toHaveLength(1);
  await stub.close();
});

test.each([
  ['a time-out', (wire: { response: unknown }) => void wire, 'unknown', 1],
  [
    'HTTP 502',
    ({ response }: { response: { statusCode: number } }) => {
      response.statusCode = 502;
    },
    'unknown',
    1,
  ],
] as const)('an unsafe write that meets %s is unknown', async (name, act, outcome, sent) => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, async (_call, _nth, wire) => {
    if (name === 'a time-out') await new Promise((resolve) => setTimeout(resolve, 600));
    act(wire as never);
  });
  const result = await createGateway(quick).call(ctx, via, addMassMessage, mass, {
    timeoutMs: 200,
  });
  expect(result.outcome).toBe(outcome);
  expect(stub.to(MASS)).toHaveLength(sent);
  await stub.close();
});

test('-1 may have done the work: an unsafe write is unknown, a safe one is sent again', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, (_call, nth) =>
    nth <= 2 ? { errcode: -1, errmsg: 'system busy' } : { errcode: 0 },
  );
  const gateway = createGateway(quick);
  expect((await gateway.call(ctx, via, addMassMessage, mass)).outcome).toBe('unknown');
  expect(stub.to(MASS)).toHaveLength(1);
  expect((await gateway.call(ctx, via, remarkCustomer, remark)).outcome).toBe('ok');
  expect(stub.to(REMARK)).toHaveLength(2);
  await stub.close();
});

test('a safe call is repeated three times and then handed back for later', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, (_call, _nth, { request }) => {
    request.socket.destroy();
  });
  const result = await createGateway(quick).call(ctx, via, remarkCustomer, remark);
  expect(result).toMatchObject({ outcome: 'later', code: null });
  expect(stub.to(REMARK)).toHaveLength(4);
  await stub.close();
});

test('where nobody listens nothing was sent: even an unsafe write may simply come later', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, () => ({ errcode: 0, department_id: [] }));
  const gateway = createGateway(quick);
  await gateway.call(ctx, via, listDepartmentIds);
  await stub.close();
  const result = await gateway.call(ctx, via, addMassMessage, mass);
  expect(result).toMatchObject({ outcome: 'later', code: null });
});

test('a refusal is final and says what it is', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, () => ({ errcode: 84061, errmsg: 'not friends' }));
  const result = await createGateway(quick).call(ctx, via, remarkCustomer, remark);
  expect(result).toMatchObject({ outcome: 'refused', code: 84061 });
  expect(stub.to(REMARK)).toHaveLength(1);
  await stub.close();
});

test('what WeCom would refuse for its shape is not sent', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, () => ({ errcode: 0 }));
  const wrong = { body: { userid: '', external_userid: 'wm1' } };
  const result = await createGateway(quick).call(ctx, via, remarkCustomer, wrong);
  expect(result).toMatchObject({ outcome: 'refused', code: 41009 });
  expect(stub.calls).toHaveLength(0);
  await stub.close();
});

test('WeCom is not called inside a transaction', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, () => ({ errcode: 0 }));
  await expect(
    inTx(ctx, (ctx) => createGateway().call(ctx, via, listDepartmentIds)),
  ).rejects.toThrow(/inside a transaction/);
  await stub.close();
});

test('the log holds endpoint, cost and outcome of each request and nobody it concerned', async () => {
  const ctx = running(testOrg());
  const { stub, via } = await world(ctx, (call) =>
    call.path === REMARK ? { errcode: 84061, errmsg: 'wm1 zhangsan' } : { errcode: 0, msgid: 'm' },
  );
  const gateway = createGateway(quick);
  await gateway.call(ctx, via, remarkCustomer, remark);
  await gateway.call(ctx, via, sendAppMessage, {
    body: { touser: 'a|b|c', msgtype: 'text', agentid: 1_000_002, text: { content: '提醒' } },
  });
  const calls = await ctx.db
    .selectFrom('wecom.call')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('endpoint', '<>', 'token.get')
    .orderBy('at')
    .execute();
  expect(calls.map((c) => [c.endpoint, c.cost, c.outcome, c.errcode])).toEqual([
    ['customer.remark', 1, 'refused', 84061],
    ['app-message.send', 3, 'ok', 0],
  ]);
  expect(JSON.stringify(calls)).not.toMatch(/zhangsan|wm1|王先生|提醒/);
  await stub.close();
});

test('three processes at full load stay below the limit in every stretch of its length', async () => {
  const ctx = running(testOrg());
  const limit: Limit = { per: 'corp', span: 'minute', ms: 2_000, calls: 100 };
  const arrivals: number[] = [];
  const { stub, via } = await world(ctx, (call) => {
    arrivals.push(call.at);
    return { errcode: 0, department_id: [] };
  });
  const others = [otherProcess(ctx), otherProcess(ctx)];
  const end = performance.now() + 6_500;
  const load = [ctx, ...others.map((o) => o.ctx)].map(async (ctx) => {
    const gateway = createGateway({ ...quick, common: [limit] });
    const caller = async () => {
      while (performance.now() < end) {
        const { outcome } = await gateway.call(
          ctx,
          via,
          listDepartmentIds,
          {},
          { patienceMs: 3_000 },
        );
        expect(['ok', 'later']).toContain(outcome);
      }
    };
    await Promise.all(Array.from({ length: 12 }, caller));
  });
  await Promise.all(load);
  const most = Math.max(
    ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + limit.ms).length),
  );
  expect(most).toBeLessThanOrEqual(limit.calls);
  // And not by doing nothing.
  expect(arrivals.length).toBeGreaterThan((limit.calls * 6_500 * 0.5) / limit.ms);
  await Promise.all(others.map((o) => o.close()));
  await stub.close();
}, 60_000);

test.each([45009, 45033])(
  '%i stops all processes, and then nothing is lost or done twice',
  async (code) => {
    const ctx = running(testOrg());
    const done: string[] = [];
    let refusedAt = 0;
    const refused: string[] = [];
    const { stub, via } = await world(ctx, (call) => {
      const { external_userid } = JSON.parse(call.body);
      if (done.length >= 20 && !refusedAt) refusedAt = call.at;
      if (refusedAt && call.at < refusedAt + 1_000) {
        refused.push(external_userid);
        return { errcode: code, errmsg: 'too fast' };
      }
      done.push(external_userid);
      return { errcode: 0 };
    });
    const other = otherProcess(ctx);
    const settings = { ...quick, blockMs: () => 1_200 };
    const gateways = [
      { gateway: createGateway(settings), ctx },
      { gateway: createGateway(settings), ctx: other.ctx },
    ];
    const results = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const { gateway, ctx } = gateways[i % 2]!;
        const body = { userid: 'zhangsan', external_userid: `wm${i}`, remark: 'r' };
        // A caller with a policy of its own: what comes back as `later` is made again then.
        for (;;) {
          const result = await gateway.call(
            ctx,
            via,
            remarkCustomer,
            { body },
            { patienceMs: 400 },
          );
          if (result.outcome !== 'later') return result.outcome;
          await new Promise((r) =>
            setTimeout(r, Math.max(0, result.retryAt.getTime() - Date.now())),
          );
        }
      }),
    );
    expect(results).toEqual(Array(100).fill('ok'));
    expect(done.toSorted()).toEqual(Array.from({ length: 100 }, (_, i) => `wm${i}`).toSorted());
    expect(refused.length, 'those already under way').toBeGreaterThan(0);
    expect(new Set(refused).size, 'nobody asks while the endpoint is left alone').toBe(
      refused.length,
    );
    await other.close();
    await stub.close();
  },
  60_000,
);
