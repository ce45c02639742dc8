import { aBank, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import type { App, AppKind, Corp } from '../contract.ts';
import { addApp } from './corps/app.service.ts';
import { createCorp } from './corps/corp.service.ts';
import { wecomModule } from './module.ts';
import type { WecomSettings } from './settings.ts';

/** The installation of a test: WeCom is wherever the test says. */
export function wecomSettings(ctx: Ctx, given: Partial<WecomSettings> = {}): WecomSettings {
  return {
    mode: 'demo',
    wecomUrl: 'https://wecom.example',
    publicUrl: 'https://yuhang.bank.example',
    ctxFor: (orgId) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId),
    ...given,
  };
}

export const wecomModules = (settings: WecomSettings): AppModule[] => [
  orgModule({ mode: 'demo' }),
  wecomModule(settings),
];

/** The bank's machine time runs, as leases and buckets need it; its business time stands. */
export const running = <C extends Ctx>(ctx: C): C => ({ ...ctx, realNow: () => new Date() });

export { createGateway } from './gateway/gateway.ts';

let serial = 0;

export interface GivenApp {
  readonly kind: AppKind;
  readonly secret: string;
  readonly agentId?: number;
}

/** A corp with its apps, connected to `baseUrl`. */
export async function aCorp(
  ctx: Ctx,
  baseUrl: string,
  given: { corpid?: string; unitId?: string; apps?: readonly GivenApp[] } = {},
): Promise<{ corp: Corp; apps: App[] }> {
  const { headOffice } = await aBank(ctx);
  serial += 1;
  const system = asSystem(ctx, ctx.orgId, 'fixtures');
  const settings = wecomSettings(ctx);
  const corp = await createCorp(system, settings, {
    corpid: given.corpid ?? `ww${String(serial).padStart(16, '0')}`,
    name: `测试企业${serial}`,
    unitId: given.unitId ?? headOffice.id,
    baseUrl,
  });
  const wanted = given.apps ?? [
    { kind: 'self_built' as const, secret: 'secret-app-1', agentId: 1_000_002 },
  ];
  const apps: App[] = [];
  for (const { kind, secret, agentId } of wanted)
    apps.push(await addApp(system, settings, corp.id, { kind, secret, agentId, name: kind }));
  return { corp, apps };
}

/** Somebody who looks after the bank's corps, at the product's door. */
export async function aWecomAdmin(ctx: Ctx, settings: WecomSettings, unitIds?: readonly string[]) {
  const names = ['wecom.corp.read', 'wecom.corp.manage'];
  const granted = unitIds
    ? Object.fromEntries(names.map((name) => [name, unitIds as never]))
    : names;
  const admin = await signedIn(ctx, granted as string[], { name: '企微管理员' });
  return { ...admin, app: await orgHttp(ctx, wecomModules(settings)) };
}

export { APP, aSimulator, CONTACTS, type SimulatorProcess } from './test/simulator-process.ts';
