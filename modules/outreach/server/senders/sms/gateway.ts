import { randomBytes } from 'node:crypto';
import {
  REPORTS_PATH,
  type SmsMessage,
  type SmsReport,
  SmsReports,
  SmsSubmitted,
  SUBMIT_PATH,
  smsSignature,
} from '#protocol/sms/gateway.ts';

/** A bank's gateway for text messages; it takes each id once, so a batch without an answer goes again. */
export interface SmsGateway {
  readonly url: string;
  readonly appId: string;
  readonly secret: string;
  /** 【…】: the name registered for the number (CR-106). */
  readonly sign: string;
  readonly timeoutMs?: number;
}

export type SmsAnswer =
  | { readonly outcome: 'ok'; readonly json: unknown }
  | { readonly outcome: 'later' }
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string };

async function ask(
  gateway: SmsGateway,
  method: 'GET' | 'POST',
  path: string,
  json?: object,
): Promise<SmsAnswer> {
  const body = json === undefined ? '' : JSON.stringify(json);
  const part = {
    method,
    path,
    time: new Date().toISOString(),
    nonce: randomBytes(12).toString('hex'),
    body,
  };
  try {
    const response = await fetch(`${gateway.url}${path}`, {
      method,
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'x-app-id': gateway.appId,
        'x-time': part.time,
        'x-nonce': part.nonce,
        'x-signature': smsSignature(gateway.secret, part),
      },
      ...(json === undefined ? {} : { body }),
      signal: AbortSignal.timeout(gateway.timeoutMs ?? 10_000),
    });
    if (response.status === 401 || response.status === 403)
      return { outcome: 'refused', code: response.status, text: 'not signed by us' };
    if (!response.ok) return { outcome: 'later' };
    return { outcome: 'ok', json: await response.json() };
  } catch {
    return { outcome: 'later' };
  }
}

export async function submitBatch(gateway: SmsGateway, messages: readonly SmsMessage[]) {
  const answer = await ask(gateway, 'POST', SUBMIT_PATH, { sign: gateway.sign, messages });
  if (answer.outcome !== 'ok') return answer;
  const submitted = SmsSubmitted.parse(answer.json);
  return submitted.code === 0
    ? ({ outcome: 'ok', rejected: submitted.rejected } as const)
    : ({ outcome: 'refused', code: submitted.code, text: submitted.message } as const);
}

/** What became of these messages; those the gateway knows nothing new of are left out. */
export async function askReports(
  gateway: SmsGateway,
  ids: readonly string[],
): Promise<SmsReport[] | null> {
  const answer = await ask(gateway, 'POST', REPORTS_PATH, { ids });
  return answer.outcome === 'ok' ? SmsReports.parse(answer.json).reports : null;
}
