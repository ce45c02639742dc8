import { findOpenUnits, unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type App,
  type Corp,
  type CorpChange,
  type CorpDraft,
  type CorpId,
  wecomErrors,
} from '../../contract/corp.ts';
import { callbackUrl, type WecomSettings } from '../settings.ts';
import { type AppRow, findApps } from './app.repo.ts';
import * as repo from './corp.repo.ts';

export const READ = 'wecom.corp.read';
export const MANAGE = 'wecom.corp.manage';

/** A corp in the caller's scope. */
export async function corpFor(ctx: Ctx, permission: string, id: CorpId): Promise<repo.CorpRow> {
  const corp = await repo.findCorp(ctx, id, await unitScope(ctx, permission));
  if (!corp) throw wecomErrors.corpNotFound({ id });
  return corp;
}

export function shownApp(settings: WecomSettings, app: AppRow): App {
  const { callbackKey, corpId: _, callbackCheckedAt, ...shown } = app;
  return {
    ...shown,
    callbackUrl: callbackUrl(settings, callbackKey),
    callbackCheckedAt: callbackCheckedAt?.toISOString() ?? null,
  };
}

async function shown(ctx: Ctx, settings: WecomSettings, corps: repo.CorpRow[]): Promise<Corp[]> {
  const apps = await findApps(
    ctx,
    corps.map((corp) => corp.id),
  );
  return corps.map((corp) => ({
    ...corp,
    apps: apps.filter((app) => app.corpId === corp.id).map((app) => shownApp(settings, app)),
  }));
}

export async function listCorps(
  ctx: Ctx,
  settings: WecomSettings,
  paging: { page: number; size: number },
) {
  const { items, total } = await repo.listCorpRows(ctx, paging, await unitScope(ctx, READ));
  return { items: await shown(ctx, settings, items), total };
}

export async function showCorp(ctx: Ctx, settings: WecomSettings, id: CorpId): Promise<Corp> {
  return (await shown(ctx, settings, [await corpFor(ctx, READ, id)]))[0]!;
}

export function createCorp(ctx: Ctx, settings: WecomSettings, draft: CorpDraft): Promise<Corp> {
  return inTx(ctx, async (ctx) => {
    const [unit] = await findOpenUnits(ctx, [draft.unitId]);
    if (!unit || !mayAt(ctx, MANAGE, unit.path))
      throw wecomErrors.unitNotFound({ id: draft.unitId });
    const baseUrl = secure(settings, draft.baseUrl ?? settings.wecomUrl);
    const corp = { ...draft, id: newId(ctx.now()) as CorpId, baseUrl };
    if (!(await repo.insertCorp(ctx, corp))) throw wecomErrors.corpTaken({ corpid: draft.corpid });
    audit(ctx, {
      action: 'wecom.corp-connected',
      subject: { kind: 'corp', id: corp.id, name: corp.name },
      unitId: corp.unitId,
      after: { corpid: corp.corpid, name: corp.name, baseUrl },
    });
    return { ...corp, state: 'active', version: 1, apps: [] };
  });
}

export function updateCorp(
  ctx: Ctx,
  settings: WecomSettings,
  id: CorpId,
  { version, name, baseUrl, state }: CorpChange,
): Promise<Corp> {
  return inTx(ctx, async (ctx) => {
    const before = await corpFor(ctx, MANAGE, id);
    const change = {
      name: name ?? before.name,
      baseUrl: baseUrl ? secure(settings, baseUrl) : before.baseUrl,
      state: state ?? before.state,
    };
    if (!(await repo.setCorp(ctx, id, version, change))) throw wecomErrors.changed({ id });
    audit(ctx, {
      action: 'wecom.corp-changed',
      subject: { kind: 'corp', id, name: change.name },
      unitId: before.unitId,
      before: { name: before.name, baseUrl: before.baseUrl, state: before.state },
      after: change,
    });
    return (await shown(ctx, settings, [{ ...before, ...change, version: version + 1 }]))[0]!;
  });
}

/** Tokens travel in the address, so it must be a sealed one; a demonstration talks to itself. */
function secure({ mode }: WecomSettings, url: string): string {
  if (mode === 'production' && !url.startsWith('https://'))
    throw wecomErrors.addressNotSecure({ url });
  return url.replace(/\/+$/, '');
}
