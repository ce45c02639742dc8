import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { addApp } from '../corps/app.service.ts';
import { createCorp } from '../corps/corp.service.ts';
import type { WecomSettings } from '../settings.ts';
import { startSync } from '../sync/sync.service.ts';
import { letItCallBack } from './connect-demo-corps.ts';
import { bankApps as apps } from './corps.ts';
import { simulatorDoor } from './simulator.ts';

const KINDS = {
  self_built: 'self-built',
  contact_sync: 'contact-sync',
  customer_contact: 'customer-contact',
};

/** A corp in the simulator with the apps that a bank has, and nobody in it yet. */
export async function foundSimulatedCorp(
  simulatorUrl: string,
  corp: { readonly corpid: string; readonly name: string },
): Promise<void> {
  await simulatorDoor(simulatorUrl).send('POST', '/sim/corps', {
    corpId: corp.corpid,
    name: corp.name,
    settings: { fullName: corp.name },
    apps: apps.map(({ kind, agentId, name }) => ({ kind: KINDS[kind], agentId, name })),
  });
}

/** Connects it as the bank's IT would, lets it call the product back and begins to copy it. */
export async function connectSimulatedCorp(
  ctx: Ctx,
  settings: WecomSettings,
  given: {
    readonly corpid: string;
    readonly name: string;
    readonly unitId: string;
    readonly simulatorUrl: string;
    readonly productUrl: string;
  },
): Promise<CorpId> {
  const { corpid, name, unitId, simulatorUrl, productUrl } = given;
  const door = simulatorDoor(simulatorUrl);
  const corp = await createCorp(ctx, settings, { corpid, name, unitId, baseUrl: simulatorUrl });
  const simulated = (await door.corp(corpid))!;
  for (const { kind, agentId, name: appName, listens } of apps) {
    const known = simulated.apps.find((app) => app.agentId === agentId)!;
    const app = await addApp(ctx, settings, corp.id, {
      ...{ kind, agentId, name: appName, secret: known.secret },
    });
    if (listens)
      await letItCallBack(ctx, settings, {
        ...{ door, corp, app, callback: known.callback, domain: known.settings.redirectDomain },
        where: { simulatorUrl, productUrl },
      });
  }
  await startSync(ctx, corp.id, { mode: 'full' });
  return corp.id;
}
