import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { addApp } from '../corps/app.service.ts';
import { createCorp } from '../corps/corp.service.ts';
import type { WecomSettings } from '../settings.ts';
import { startSync } from '../sync/sync.service.ts';
import { letItCallBack } from './connect-demo-corps.ts';
import { archiveApp, bankApps } from './corps.ts';
import { boughtArchive, openArchive } from './open-archive.ts';
import { simulatorDoor } from './simulator.ts';

const KINDS = {
  self_built: 'self-built',
  contact_sync: 'contact-sync',
  customer_contact: 'customer-contact',
  archive: 'archive',
};
/** Thousands of messages are opened with it in a minute, and nobody else ever sees them. */
const SMALL_KEY = 1024;

/** A corp in the simulator with the apps that a bank has, and nobody in it yet. */
export async function foundSimulatedCorp(
  simulatorUrl: string,
  corp: { readonly corpid: string; readonly name: string },
): Promise<void> {
  await simulatorDoor(simulatorUrl).send('POST', '/sim/corps', {
    corpId: corp.corpid,
    name: corp.name,
    settings: { fullName: corp.name },
    apps: bankApps.map(({ kind, agentId, name }) => ({ kind: KINDS[kind], agentId, name })),
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
    /** Whose chats are kept, of those customers who agree to it. None: the corp has no archive. */
    readonly kept?: readonly string[];
  },
): Promise<CorpId> {
  const { corpid, name, unitId, simulatorUrl, productUrl, kept = [] } = given;
  const door = simulatorDoor(simulatorUrl);
  if (kept.length > 0) {
    const { kind, agentId, name } = archiveApp;
    await door.send('POST', `/sim/corps/${corpid}/apps`, { kind: KINDS[kind], agentId, name });
    await boughtArchive(door, corpid, kept, SMALL_KEY);
  }
  const apps = kept.length > 0 ? [...bankApps, archiveApp] : bankApps;
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
  if (kept.length > 0) await openArchive(ctx, corp, SMALL_KEY);
  await startSync(ctx, corp.id, { mode: 'full' });
  return corp.id;
}
