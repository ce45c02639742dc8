import { aCorp } from '#modules/wecom/server/fixtures.ts';
import {
  type SpawnedSimulator,
  spawnSimulator,
} from '#modules/wecom/server/test/spawn-simulator.ts';
import { type BenchBank, withBank } from './bank.ts';

const CORPID = 'ww0123456789abcdef';
const APP = { agentId: 1_000_002, secret: 'secret-app-1' };

export interface BenchCorp {
  readonly simulator: SpawnedSimulator;
  readonly corpId: Awaited<ReturnType<typeof aCorp>>['corp']['id'];
  seed(seed: object): Promise<unknown>;
  /** What any client needs: the address and a token. */
  token(): Promise<string>;
}

/** A bank with one corp, and WeCom's stand-in beside it. */
export async function withCorp(
  work: (bank: BenchBank, corp: BenchCorp) => Promise<void>,
): Promise<void> {
  await withBank(async (bank) => {
    await bank.database.pool.query('create database simulator');
    const database = new URL(bank.url);
    database.pathname = '/simulator';
    const simulator = await spawnSimulator(database.href);
    try {
      await simulator.control('POST', '/sim/corps', {
        corpId: CORPID,
        name: '示例银行',
        apps: [APP],
      });
      const { corp } = await aCorp(bank.ctx, simulator.url, {
        corpid: CORPID,
        apps: [{ kind: 'self_built', ...APP }],
      });
      await work(bank, {
        simulator,
        corpId: corp.id,
        seed: (seed) => simulator.control('POST', `/sim/corps/${CORPID}/seed`, seed),
        async token() {
          const query = `corpid=${CORPID}&corpsecret=${APP.secret}`;
          const answer = await fetch(`${simulator.url}/cgi-bin/gettoken?${query}`);
          return ((await answer.json()) as { access_token: string }).access_token;
        },
      });
    } finally {
      await simulator.stop();
    }
  });
}

/** The platform's limits stand in the way of a measurement: their counters are put back all the time. */
export function withoutLimits({ simulator }: BenchCorp): () => void {
  const timer = setInterval(
    () => void simulator.control('DELETE', '/sim/rates').catch(() => {}),
    200,
  );
  return () => clearInterval(timer);
}
