import { randomBytes } from 'node:crypto';
import type { Ctx } from '#platform/server/ctx.ts';
import { findGatewayRow } from './connection.repo.ts';
import { changeConnection, checkConnection, showConnection } from './connection.service.ts';

const APP = 'yuhang';

/**
 * Opens an account at the simulator's gateway with a secret made for it, and sets it as bank IT does.
 * A gateway that somebody set by hand stays as it is; one that still answers keeps its secret.
 */
export async function connectSimulatedSms(
  ctx: Ctx,
  { simulatorUrl, productUrl, sign }: { simulatorUrl: string; productUrl: string; sign: string },
): Promise<boolean> {
  const url = `${simulatorUrl.replace(/\/+$/, '')}/sms-gateway`;
  const set = await findGatewayRow(ctx);
  if (set && (set.appId !== APP || !/\/sms-gateway$/.test(set.url))) return false;
  const open = (change: object) => putAccount(simulatorUrl, change);
  if (!set || set.url !== url || !(await checkConnection(ctx)).answers) {
    const secret = randomBytes(24).toString('base64url');
    await open({ secret, signs: [set?.sign ?? sign] });
    await changeConnection(ctx, productUrl, {
      ...{ url, appId: APP, sign: set?.sign ?? sign, on: set?.on ?? true, secret },
      version: set?.version ?? 0,
    });
  }
  const { connection } = await showConnection(ctx, productUrl);
  await open({ callbackUrl: connection!.callbackUrl });
  return true;
}

async function putAccount(simulatorUrl: string, change: object): Promise<void> {
  const response = await fetch(new URL(`/sim/sms/accounts/${APP}`, simulatorUrl), {
    method: 'PUT',
    body: JSON.stringify(change),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`The gateway refuses: ${await response.text()}`);
}
