import { staffActor } from '#modules/org/server/index.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aCorp, aWecomAdmin, running, wecomModules, wecomSettings } from '../fixtures.ts';
import { wecomTasks } from '../module.ts';
import { APP, CONTACTS, type SimulatorProcess } from './simulator-process.ts';

export type Act = { do: string } & Record<string, unknown>;

/** A corp of the simulator, connected and listened to. */
export async function aMirroredCorp(simulator: SimulatorProcess) {
  const ctx: TestOrg = running(testOrg());
  const settings = wecomSettings(ctx);
  const admin = await aWecomAdmin(ctx, settings);
  const { app, headers } = admin;
  const { corp, apps } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [
      { kind: 'self_built', ...APP },
      { kind: 'contact_sync', ...CONTACTS },
    ],
  });
  const here = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const { id, agentId } of apps) {
    const params = { id: corp.id, appId: id };
    const keys = await callHttp(app, api.renewCallbackKeys, { params }, headers);
    await simulator.control('PUT', `/sim/corps/${simulator.corpid}/apps/${agentId}/callback`, {
      url: `${here}${new URL(keys.url!).pathname}`,
      token: keys.token,
      encodingAesKey: keys.encodingAesKey,
    });
  }
  return {
    ctx,
    corp,
    params: { id: corp.id },
    modules: [...wecomModules(settings), tasksModule(wecomTasks, staffActor)],
    call: <E extends Parameters<typeof callHttp>[1]>(endpoint: E, input: object) =>
      callHttp(app, endpoint, input as never, headers),
    acts: async (acts: readonly Act[]) => {
      const path = `/sim/corps/${simulator.corpid}/acts`;
      const { results } = await simulator.control('POST', path, { acts });
      return results as ({ ok: boolean } & Record<string, unknown>)[];
    },
    seed: (seed: object) => simulator.control('POST', `/sim/corps/${simulator.corpid}/seed`, seed),
    digest: () => simulator.control('GET', `/sim/corps/${simulator.corpid}/digest`),
    idle: () => simulator.control('POST', '/sim/callbacks/idle', { timeoutMs: 30_000 }),
    close: () => app.close(),
  };
}
