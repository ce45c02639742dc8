// How fast pushes and address checks of WeCom are answered over HTTP while a hundred come at once and
// a worker handles what was stored. WeCom waits five seconds for a push and one for a check, then
// takes it for lost; the figures stand against those. YUHANG_BENCH_CALLBACKS says how many there are.
import { renewCallbackKeys } from '#modules/wecom/server/corps/app.service.ts';
import { showCorp } from '#modules/wecom/server/corps/corp.service.ts';
import { aWecomAdmin, wecomModules, wecomSettings } from '#modules/wecom/server/fixtures.ts';
import { asSystem } from '#platform/server/ctx.ts';
import { startWorker } from '#platform/server/worker.ts';
import { type CallbackKeys, sealCheck, sealPush } from '#protocol/wecom/callbacks/envelope.ts';
import { figure, note } from './figure.ts';
import { withCorp } from './wecom-corp.ts';

const PUSHES = Number(process.env.YUHANG_BENCH_CALLBACKS ?? 10_000);
const LANES = 100;
const PUSH_LIMIT_MS = 5_000;
const CHECK_LIMIT_MS = 1_000;

await withCorp(async (bank, { simulator, corpId }) => {
  const settings = wecomSettings(bank.ctx, { wecomUrl: simulator.url });
  const { app } = await aWecomAdmin(bank.ctx, settings);
  const admin = asSystem(bank.ctx, bank.ctx.orgId);
  const { apps, corpid } = await showCorp(admin, settings, corpId);
  const { url, token, encodingAesKey } = await renewCallbackKeys(
    admin,
    settings,
    corpId,
    apps[0]!.id,
  );
  const keys: CallbackKeys = { token, encodingAesKey, receiveid: corpid };
  const address = `${await app.listen({ port: 0, host: '127.0.0.1' })}${new URL(url!).pathname}`;
  const worker = await startWorker({
    database: bank.database,
    modules: wecomModules(settings),
    concurrency: 4,
    ctxFor: (orgId) => asSystem({ ...bank.ctx, trail: { recorded: 0 } }, orgId),
  });
  try {
    const { pushes, checks, took } = await storm(keys, address);
    const { rows } = await bank.database.pool.query('select count(*)::int n from wecom.callback');
    note(`${PUSHES} pushes answered in ${took.toFixed(1)} s, ${rows[0].n} of them stored`);
    if (rows[0].n !== PUSHES) throw new Error('what was answered was not stored');
    figure('wecom.callbacks', PUSHES / took, 'pushes/s');
    figure('wecom.callback-answer-p50', at(pushes, 0.5), 'ms', PUSH_LIMIT_MS);
    figure('wecom.callback-answer-p99', at(pushes, 0.99), 'ms', PUSH_LIMIT_MS);
    figure('wecom.callback-answer-slowest', at(pushes, 1), 'ms', PUSH_LIMIT_MS);
    figure('wecom.callback-check-slowest', at(checks, 1), 'ms', CHECK_LIMIT_MS);
  } finally {
    await worker.stop();
    await app.close();
  }
});

/** All pushes, a hundred under way at any moment, and an address check now and then among them. */
async function storm(keys: CallbackKeys, address: string) {
  const pushes: number[] = [];
  const checks: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (next < PUSHES) {
        next += 1;
        const n = next;
        pushes.push(await push(keys, address, n));
        if (n % 200 === 0) checks.push(await check(keys, address));
      }
    }),
  );
  return { pushes, checks, took: (performance.now() - start) / 1000 };
}

async function push(keys: CallbackKeys, address: string, n: number): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const { query, body } = sealPush(keys, added(keys.receiveid, timestamp, n), { timestamp });
  return timed(async () => {
    const answer = await fetch(`${address}?${new URLSearchParams(query)}`, {
      ...{ method: 'POST', headers: { 'content-type': 'text/xml' }, body },
    });
    if (answer.status !== 200) throw new Error(`a push was answered ${answer.status}`);
    await answer.arrayBuffer();
  });
}

async function check(keys: CallbackKeys, address: string): Promise<number> {
  const query = sealCheck(keys, '1616140317555161061', {
    timestamp: Math.floor(Date.now() / 1000),
  });
  return timed(async () => {
    const answer = await fetch(`${address}?${new URLSearchParams(query)}`);
    if ((await answer.text()) !== '1616140317555161061') throw new Error('a check failed');
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function added(corpid: string, time: number, n: number): string {
  return `<xml><ToUserName><![CDATA[${corpid}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${time}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[edit_external_contact]]></ChangeType><UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[wm${String(n).padStart(10, '0')}]]></ExternalUserID></xml>`;
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
