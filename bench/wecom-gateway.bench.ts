// What the gateway adds to a call: token, permit from the shared bucket, record of the call; against
// a bare client that sends the same requests over kept-alive connections. Limits are lifted on both
// sides; WeCom itself allows 10,000 calls a minute of one endpoint.
import { createGateway } from '#modules/wecom/server/gateway/gateway.ts';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { listDepartmentIds } from '#protocol/wecom/endpoints/contacts.ts';
import { batchGetCustomers } from '#protocol/wecom/endpoints/customers.ts';
import { CORP_RATES } from '#protocol/wecom/limits.ts';
import { figure, note } from './figure.ts';
import { withCorp, withoutLimits } from './wecom-corp.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const LANES = 32;
const FREE = ['corp', 'address'].flatMap((per) =>
  (['minute', 'hour'] as const).map((span) => ({
    per: per as 'corp' | 'address',
    span,
    ms: span === 'minute' ? 60_000 : 3_600_000,
    calls: 1_000_000_000,
  })),
);

await withCorp(async (bank, corp) => {
  const people = Array.from({ length: 1_000 }, (_, i) => `p${i}`);
  await corp.seed({
    staff: [{ userid: 'zhangsan', name: '张三', departments: [1] }],
    people: people.map((person) => ({ person, name: `客户${person}` })),
    relationships: people.map((person) => ({ userid: 'zhangsan', person })),
  });
  const gateway = createGateway({ common: FREE });
  const { simulator, corpId } = corp;
  const token = await corp.token();
  const stop = withoutLimits(corp);
  const page = { userid_list: ['zhangsan'], limit: 100 };

  const bare = async (endpoint: WecomEndpoint, body?: object) => {
    const answer = await fetch(`${simulator.url}${endpoint.path}?access_token=${token}`, {
      method: endpoint.method,
      ...(body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
    });
    const { errcode } = (await answer.json()) as { errcode: number };
    if (errcode !== 0) throw new Error(`${endpoint.name}: ${errcode}`);
  };
  const ours = async (endpoint: WecomEndpoint, body?: object) => {
    const answer = await gateway.call(bank.ctx, { corpId }, endpoint, body ? { body } : {});
    if (answer.outcome !== 'ok') throw new Error(`${endpoint.name}: ${JSON.stringify(answer)}`);
  };

  const small = await rate('bare client, small answer', () => bare(listDepartmentIds));
  const ourSmall = await rate('gateway, small answer', () => ours(listDepartmentIds));
  const large = await rate('bare client, 100 customers', () => bare(batchGetCustomers, page));
  const ourLarge = await rate('gateway, 100 customers', () => ours(batchGetCustomers, page));
  stop();
  const { rows } = await bank.database.pool.query('select count(*) as n from wecom.call');
  note(`${rows[0].n} calls recorded`);
  figure('wecom.gateway', ourSmall, 'calls/s', small);
  figure('wecom.gateway-pages', ourLarge, 'calls/s', large);
  figure('wecom.gateway-against-limit', ourSmall, 'calls/s', CORP_RATES.minute / 60);
});

async function rate(name: string, call: () => Promise<void>): Promise<number> {
  const run = async (seconds: number) => {
    const end = performance.now() + seconds * 1000;
    let done = 0;
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        while (performance.now() < end) {
          await call();
          done += 1;
        }
      }),
    );
    return done / seconds;
  };
  await run(1);
  const found = await run(SECONDS);
  note(`${name}: ${Math.round(found)} calls/s`);
  return found;
}
