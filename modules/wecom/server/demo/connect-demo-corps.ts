import { demoRoster } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { App, Corp } from '../../contract/corp.ts';
import { testConnection } from '../connect/connect.service.ts';
import { addApp, renewCallbackKeys } from '../corps/app.service.ts';
import { createCorp, listCorps, updateCorp } from '../corps/corp.service.ts';
import type { WecomSettings } from '../settings.ts';
import { startSync } from '../sync/sync.service.ts';
import {
  type AddressBook,
  ARCHIVE_SEATS,
  addressBook,
  type DemoApp,
  type DemoCorp,
  demoCorps,
  livingIn,
} from './corps.ts';
import { boughtArchive, openArchive } from './open-archive.ts';
import {
  type SimulatedApp,
  type SimulatedCorp,
  type SimulatorDoor,
  simulatorDoor,
} from './simulator.ts';

interface Where {
  readonly simulatorUrl: string;
  readonly productUrl: string;
}

/** The demo bank's corps in the simulator. Answers in which of them customer managers live, and who. */
export async function foundDemoCorps(ctx: Ctx, simulatorUrl: string) {
  const door = simulatorDoor(simulatorUrl);
  const roster = await demoRoster(ctx);
  let living: { corpid: string; rms: AddressBook['rms'] } | null = null;
  for (const planned of demoCorps) {
    const book = addressBook(planned, roster);
    if (!book) continue;
    await foundedCorp(door, planned, book);
    if (planned.corpid === livingIn) living = { corpid: planned.corpid, rms: book.rms };
  }
  return living;
}

/**
 * The corps connected as the bank's IT would do it, and copied. Run again it does what was left
 * undone and follows addresses that have moved. Answers the corps that are new.
 */
export async function connectDemoCorps(
  ctx: Ctx,
  settings: WecomSettings,
  where: Where,
): Promise<string[]> {
  const door = simulatorDoor(where.simulatorUrl);
  const roster = await demoRoster(ctx);
  const known = (await listCorps(ctx, settings, { page: 1, size: 200 })).items;
  const fresh: string[] = [];
  for (const planned of demoCorps) {
    const book = addressBook(planned, roster);
    if (!book) continue;
    const simulated = await foundedCorp(door, planned, book);
    const before = known.find(({ corpid }) => corpid === planned.corpid);
    if (!before) fresh.push(planned.corpid);
    const corp = before
      ? await atAddress(ctx, settings, before, where.simulatorUrl)
      : await createCorp(ctx, settings, {
          corpid: planned.corpid,
          name: planned.name,
          unitId: book.unitId,
          baseUrl: where.simulatorUrl,
        });
    for (const { kind, name, agentId, listens } of planned.apps) {
      const { secret, callback, settings: own } = appOf(simulated, agentId);
      const app =
        corp.apps.find((one) => one.agentId === agentId) ??
        (await addApp(ctx, settings, corp.id, { kind, name, agentId, secret }));
      if (listens)
        await letItCallBack(ctx, settings, {
          ...{ door, corp, app, callback, where, domain: own.redirectDomain },
        });
    }
    if (planned.apps.some(({ kind }) => kind === 'archive')) {
      // Not the first, whose phone visitors play: it has no page on which a customer agrees to it.
      const kept = book.rms.slice(1, ARCHIVE_SEATS + 1).map(({ userid }) => userid);
      if (!simulated.settings.archive.enabled) await boughtArchive(door, planned.corpid, kept);
      await openArchive(ctx, corp);
    }
    if (before) continue;
    await testConnection(ctx, settings, corp.id);
    if (planned.corpid !== livingIn) await befriendSome(door, planned, book);
    await startSync(ctx, corp.id, { mode: 'full' });
  }
  return fresh;
}

/** What the bank's people did in WeCom's own console before anybody thought of us. */
async function foundedCorp(
  door: SimulatorDoor,
  { corpid, name, apps }: DemoCorp,
  { departments, staff }: AddressBook,
): Promise<SimulatedCorp> {
  const kinds = {
    self_built: 'self-built',
    contact_sync: 'contact-sync',
    customer_contact: 'customer-contact',
    archive: 'archive',
  };
  const before = await door.corp(corpid);
  for (const { kind, agentId, name } of before ? apps : [])
    if (!before?.apps.some((app) => app.agentId === agentId))
      await door.send('POST', `/sim/corps/${corpid}/apps`, { kind: kinds[kind], agentId, name });
  if (!before)
    await door.send('POST', '/sim/corps', {
      corpId: corpid,
      name,
      settings: { fullName: name },
      apps: apps.map(({ kind, agentId, name }) => ({ kind: kinds[kind], agentId, name })),
    });
  if (!before?.staff) await door.send('POST', `/sim/corps/${corpid}/seed`, { departments, staff });
  return (await door.corp(corpid))!;
}

/** Some customers of the bank know the other corp's people as well: one person, two corps. */
async function befriendSome(door: SimulatorDoor, { corpid }: DemoCorp, { staff }: AddressBook) {
  const serving = staff.filter(({ customerContact }) => customerContact);
  if (serving.length === 0) return;
  const relationships = (await door.people(livingIn)).map((person, i) => ({
    person,
    userid: serving[i % serving.length]!.userid,
  }));
  await door.send('POST', `/sim/corps/${corpid}/seed`, { relationships });
}

function atAddress(ctx: Ctx, settings: WecomSettings, corp: Corp, baseUrl: string): Promise<Corp> {
  if (corp.baseUrl === baseUrl) return Promise.resolve(corp);
  return updateCorp(ctx, settings, corp.id, { baseUrl, version: corp.version });
}

/** The product's address in WeCom's form, checked there; the keys are kept when only the address moved. */
export async function letItCallBack(
  ctx: Ctx,
  settings: WecomSettings,
  given: {
    door: SimulatorDoor;
    corp: Corp;
    app: App;
    callback: SimulatedApp['callback'];
    /** The trusted domain of the app. */
    domain: string;
    where: Where;
  },
): Promise<void> {
  const { door, corp, app, callback, where } = given;
  const path = app.callbackUrl && new URL(app.callbackUrl).pathname;
  if (!path) return;
  const url = new URL(path, where.productUrl).href;
  const agent = `/sim/corps/${corp.corpid}/apps/${app.agentId}`;
  // Pages of this address may ask WeCom who looks at them.
  const redirectDomain = new URL(app.callbackUrl!).host;
  if (given.domain !== redirectDomain)
    await door.send('PATCH', agent, {
      settings: { redirectDomain, ...workbenchPages(corp, where) },
    });
  const known = app.callbackCheckedAt ? callback : null;
  if (known?.url === url) return;
  const { token, encodingAesKey } =
    known ?? (await renewCallbackKeys(ctx, settings, corp.id, app.id));
  await door.send('PUT', `${agent}/callback`, {
    ...{ url, token, encodingAesKey },
  });
}

/** Where an RM finds the workbench: on the desk of WeCom and beside every chat with a customer. */
const workbenchPages = ({ corpid }: Corp, { productUrl }: Where) => {
  const page = (path: string) => new URL(`${path}?in=wecom&corp=${corpid}`, productUrl).href;
  return { homeUrl: page('/m/today'), toolbar: [{ name: '域行', url: page('/m/chat') }] };
};

function appOf(simulated: SimulatedCorp, agentId: DemoApp['agentId']) {
  const app = simulated.apps.find((candidate) => candidate.agentId === agentId);
  if (!app) throw new Error(`The simulator has no app ${agentId} in ${simulated.corpId}`);
  return app;
}
