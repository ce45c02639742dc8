import { randomBytes } from 'node:crypto';
import { customersByIdentity } from '#modules/customers/server/index.ts';
import type { Input } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { isSigned, SIGNED_FOR_MS, type SignedPart, SmsPush } from '#protocol/sms/gateway.ts';
import { outreachErrors } from '../../../contract/errors.ts';
import type { SmsConnection, setSmsConnection as setEndpoint } from '../../../contract/sms.ts';
import { type OptOut, optOut } from '../../hear/opt-out.service.ts';
import { understand } from '../../hear/understand.ts';
import {
  findGatewayByKey,
  findGatewayRow,
  type GatewayRow,
  lookAtSms,
  putGateway,
  SMS_SECRET,
} from './connection.repo.ts';
import { askReports, type SmsGateway } from './gateway.ts';

export const smsCallbackPath = (key: string) => `/sms/callback/${key}`;
/** “R” alone is what the wording asks for; the rest is understood as anywhere else. */
const STOP = /^\s*[rRnN]\s*$/;

const opened = async (ctx: Ctx, row: GatewayRow): Promise<SmsGateway> => ({
  url: row.url.replace(/\/+$/, ''),
  appId: row.appId,
  sign: row.sign,
  secret: await ctx.vault.decrypt(SMS_SECRET, row.secret),
});

/** The bank's gateway; null where there is none or it is off. */
export async function findGateway(ctx: Ctx): Promise<SmsGateway | null> {
  const row = await findGatewayRow(ctx);
  return row?.on ? opened(ctx, row) : null;
}

function shown(row: GatewayRow, publicUrl: string | undefined): SmsConnection {
  const { url, appId, sign, on, version, callbackKey, changedBy, changedAt } = row;
  return {
    ...{ url, appId, sign, on, version, changedBy },
    hasSecret: true,
    callbackUrl: publicUrl
      ? `${publicUrl.replace(/\/+$/, '')}${smsCallbackPath(callbackKey)}`
      : null,
    changedAt: changedAt.toISOString(),
  };
}

export async function showConnection(ctx: Ctx, publicUrl: string | undefined) {
  const row = await findGatewayRow(ctx);
  return { connection: row && shown(row, publicUrl) };
}

export function changeConnection(
  ctx: Ctx,
  publicUrl: string | undefined,
  { secret, version, ...settings }: Input<typeof setEndpoint>['body'],
) {
  return inTx(ctx, async (ctx) => {
    const before = await findGatewayRow(ctx);
    if ((before?.version ?? 0) !== version)
      throw outreachErrors.settingsChangedMeanwhile({ version: before?.version ?? 0 });
    if (!before && !secret) throw outreachErrors.smsSecretMissing();
    const done = await putGateway(ctx, {
      ...settings,
      secret: secret ? ctx.vault.encrypt(SMS_SECRET, secret) : before!.secret,
      callbackKey: before?.callbackKey ?? randomBytes(24).toString('base64url'),
      version: version + 1,
    });
    if (!done) throw outreachErrors.settingsChangedMeanwhile({ version });
    audit(ctx, {
      action: 'outreach.sms-connected',
      subject: { kind: 'setting', id: 'sms', name: '短信网关' },
      before: before && { url: before.url, sign: before.sign, on: before.on },
      after: { ...settings, secret: secret ? 'changed' : 'kept' },
    });
    return { connection: shown((await findGatewayRow(ctx))!, publicUrl) };
  });
}

/** Asks for no report at all: whoever signs right is answered. */
export async function checkConnection(ctx: Ctx): Promise<{ answers: boolean }> {
  const row = await findGatewayRow(ctx);
  if (!row) return { answers: false };
  return { answers: (await askReports(await opened(ctx, row), [])) !== null };
}

/**
 * What a gateway tells, when it signed it a moment ago with the bank's own secret. Outcomes are not
 * taken from it: they are asked for. Who answers that they want no more gets no more.
 */
export async function takePush(
  nobody: Ctx,
  ctxFor: (orgId: string) => Ctx,
  key: string,
  part: SignedPart,
  signature: string,
): Promise<boolean> {
  const row = await findGatewayByKey(nobody, key);
  if (!row) return false;
  const ctx = ctxFor(row.orgId);
  const { secret } = await opened(ctx, row);
  const age = Math.abs(ctx.realNow().getTime() - Date.parse(part.time));
  if (!(age <= SIGNED_FOR_MS) || !isSigned(secret, part, signature)) return false;
  const push = SmsPush.parse(JSON.parse(part.body));
  await inTx(ctx, async (ctx) => {
    if (push.reports.length > 0) await lookAtSms(ctx);
    const stops = push.replies.filter(
      ({ text }) => STOP.test(text) || understand(text).startsWith('opt_out'),
    );
    const customers = await customersByIdentity(
      ctx,
      stops.map(({ phone }) => ({ kind: 'phone', scope: '', value: phone })),
    );
    await optOut(
      ctx,
      stops.flatMap(({ id, at, text }, i): OptOut[] => {
        const customerId = customers[i];
        if (!customerId) return [];
        const all = understand(text) === 'opt_out_all';
        return [
          {
            customerId,
            ...(all ? {} : { channels: ['sms' as const] }),
            at: new Date(at),
            evidence: { kind: 'message', id: `sms-${id}` },
          },
        ];
      }),
    );
  });
  return true;
}
