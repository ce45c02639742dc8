import { randomBytes } from 'node:crypto';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { newEncodingAesKey } from '#protocol/wecom/callbacks/crypto.ts';
import {
  type App,
  type AppChange,
  type AppDraft,
  type AppId,
  type CorpId,
  wecomErrors,
} from '../../contract/corp.ts';
import { forgetToken } from '../gateway/token.repo.ts';
import { callbackUrl, type WecomSettings } from '../settings.ts';
import * as repo from './app.repo.ts';
import { corpFor, MANAGE, shownApp } from './corp.service.ts';

const newCallbackToken = () => randomBytes(16).toString('hex');

async function appFor(ctx: Ctx, corpId: CorpId, id: AppId) {
  const corp = await corpFor(ctx, MANAGE, corpId);
  const app = await repo.findApp(ctx, corpId, id);
  if (!app) throw wecomErrors.appNotFound({ id });
  return { corp, app };
}

/** System apps exist once in a corp; self-built ones are told apart by their agent id. */
async function demandFree(
  ctx: Ctx,
  corpId: CorpId,
  wanted: { id?: AppId; kind: App['kind']; agentId: number | null },
): Promise<void> {
  if (wanted.kind === 'self_built' && wanted.agentId === null) throw wecomErrors.agentIdNeeded();
  const others = (await repo.findApps(ctx, [corpId])).filter(({ id }) => id !== wanted.id);
  const taken = others.find(
    (app) =>
      (app.kind === wanted.kind && app.kind !== 'self_built') ||
      (wanted.agentId !== null && app.agentId === wanted.agentId),
  );
  if (taken) throw wecomErrors.appTaken({ name: taken.name });
}

export function addApp(
  ctx: Ctx,
  settings: WecomSettings,
  corpId: CorpId,
  { kind, name, secret, agentId }: AppDraft,
): Promise<App> {
  return inTx(ctx, async (ctx) => {
    const corp = await corpFor(ctx, MANAGE, corpId);
    const app = {
      id: newId(ctx.now()) as AppId,
      corpId,
      kind,
      name,
      agentId: agentId ?? null,
      callbackKey: randomBytes(24).toString('base64url'),
    };
    await demandFree(ctx, corpId, app);
    await repo.insertApp(ctx, {
      ...app,
      secret: ctx.vault.encrypt('wecom.app.secret', secret),
      callbackToken: ctx.vault.encrypt('wecom.app.callback', newCallbackToken()),
      callbackAesKey: ctx.vault.encrypt('wecom.app.callback', newEncodingAesKey()),
    });
    audit(ctx, {
      action: 'wecom.app-added',
      subject: { kind: 'wecom-app', id: app.id, name },
      unitId: corp.unitId,
      after: { corp: corp.name, kind, name, agentId: app.agentId },
    });
    return shownApp(settings, { ...app, state: 'active', version: 1, callbackCheckedAt: null });
  });
}

export function updateApp(
  ctx: Ctx,
  settings: WecomSettings,
  corpId: CorpId,
  id: AppId,
  { version, name, agentId, state }: AppChange,
): Promise<App> {
  return inTx(ctx, async (ctx) => {
    const { corp, app } = await appFor(ctx, corpId, id);
    const change = {
      name: name ?? app.name,
      agentId: agentId === undefined ? app.agentId : agentId,
      state: state ?? app.state,
    };
    await demandFree(ctx, corpId, { id, kind: app.kind, agentId: change.agentId });
    await set(ctx, id, version, change);
    audit(ctx, {
      action: 'wecom.app-changed',
      subject: { kind: 'wecom-app', id, name: change.name },
      unitId: corp.unitId,
      before: { name: app.name, agentId: app.agentId, state: app.state },
      after: change,
    });
    return shownApp(settings, { ...app, ...change, version: version + 1 });
  });
}

export function setSecret(
  ctx: Ctx,
  settings: WecomSettings,
  corpId: CorpId,
  id: AppId,
  { secret, version }: { secret: string; version: number },
): Promise<App> {
  return inTx(ctx, async (ctx) => {
    const { corp, app } = await appFor(ctx, corpId, id);
    await set(ctx, id, version, { secret: ctx.vault.encrypt('wecom.app.secret', secret) });
    await forgetToken(ctx, id);
    audit(ctx, {
      action: 'wecom.app-secret-replaced',
      subject: { kind: 'wecom-app', id, name: app.name },
      unitId: corp.unitId,
    });
    return shownApp(settings, { ...app, version: version + 1 });
  });
}

export function renewCallbackKeys(ctx: Ctx, settings: WecomSettings, corpId: CorpId, id: AppId) {
  return inTx(ctx, async (ctx) => {
    const { corp, app } = await appFor(ctx, corpId, id);
    const [token, encodingAesKey] = [newCallbackToken(), newEncodingAesKey()];
    await repo.setCallbackKeys(ctx, id, {
      callbackToken: ctx.vault.encrypt('wecom.app.callback', token),
      callbackAesKey: ctx.vault.encrypt('wecom.app.callback', encodingAesKey),
    });
    audit(ctx, {
      action: 'wecom.callback-keys-renewed',
      subject: { kind: 'wecom-app', id, name: app.name },
      unitId: corp.unitId,
    });
    return { url: callbackUrl(settings, app.callbackKey), token, encodingAesKey };
  });
}

async function set(
  ctx: TxCtx,
  id: AppId,
  version: number,
  change: Parameters<typeof repo.setApp>[3],
) {
  if (!(await repo.setApp(ctx, id, version, change))) throw wecomErrors.changed({ id });
}
