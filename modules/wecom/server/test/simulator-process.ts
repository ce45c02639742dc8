import { cloneTemplate, dropDatabase } from '#platform/server/test/test-database.ts';
import { type SpawnedSimulator, spawnSimulator } from './spawn-simulator.ts';

export interface SimulatorProcess extends SpawnedSimulator {
  readonly corpid: string;
}

export const APP = { agentId: 1_000_002, secret: 'secret-app-1' };
export const CONTACTS = { agentId: 2_000_002, secret: 'secret-contacts' };

/** With a small corp in it. */
export async function aSimulator(): Promise<SimulatorProcess> {
  const database = await cloneTemplate();
  const simulator = await spawnSimulator(database);
  const corpid = 'ww0123456789abcdef';
  await simulator.control('POST', '/sim/corps', {
    corpId: corpid,
    name: '示例银行',
    apps: [APP, { ...CONTACTS, kind: 'contact-sync' }],
  });
  await simulator.control('POST', `/sim/corps/${corpid}/seed`, {
    departments: [{ id: 2, name: '城东支行', parentId: 1 }],
    staff: [{ userid: 'zhangsan', name: '张三', departments: [2] }],
    people: Array.from({ length: 5 }, (_, i) => ({ person: `p${i}`, name: `客户${i}`, gender: 1 })),
  });
  return {
    ...simulator,
    corpid,
    async stop() {
      await simulator.stop();
      await dropDatabase(database);
    },
  };
}
