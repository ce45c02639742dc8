import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * A bank's gateway for text messages, over HTTP with JSON. Every request is signed: HMAC-SHA256 with
 * the shared secret over method, path, time, a number used once, and the hash of the body. A message
 * has an id of ours; the gateway takes an id once, so a batch without an answer is simply sent again.
 */
export interface SmsGateway {
  readonly url: string;
  readonly appId: string;
  readonly secret: string;
  /** 【…】: the name registered for the number (CR-106). */
  readonly sign: string;
  readonly timeoutMs?: number;
}

export interface SmsMessage {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}

export const SMS_BATCH = 500;

const Submitted = z.object({
  code: z.int(),
  message: z.string().default(''),
  batch: z.string().optional(),
  rejected: z.array(z.object({ id: z.string(), code: z.string() })).default([]),
});

export const SmsReport = z.object({
  id: z.string(),
  /** 0 on its way, 1 delivered, 2 failed. */
  status: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  code: z.string().default(''),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type SmsReport = z.infer<typeof SmsReport>;
const Reports = z.object({ code: z.int(), reports: z.array(SmsReport).default([]) });

export interface SignedPart {
  readonly method: string;
  readonly path: string;
  readonly time: string;
  readonly nonce: string;
  readonly body: string;
}

export const smsSignature = (secret: string, { method, path, time, nonce, body }: SignedPart) =>
  createHmac('sha256', secret)
    .update([method, path, time, nonce, createHash('sha256').update(body).digest('hex')].join('\n'))
    .digest('hex');

/** For whoever stands at the other end. */
export function isSigned(secret: string, part: SignedPart, signature: string): boolean {
  const expected = Buffer.from(smsSignature(secret, part));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
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
  const answer = await ask(gateway, 'POST', '/v1/messages', { sign: gateway.sign, messages });
  if (answer.outcome !== 'ok') return answer;
  const submitted = Submitted.parse(answer.json);
  return submitted.code === 0
    ? ({ outcome: 'ok', rejected: submitted.rejected } as const)
    : ({ outcome: 'refused', code: submitted.code, text: submitted.message } as const);
}

/** What became of these messages; those the gateway knows nothing new of are left out. */
export async function askReports(
  gateway: SmsGateway,
  ids: readonly string[],
): Promise<SmsReport[] | null> {
  const answer = await ask(gateway, 'POST', '/v1/reports', { ids });
  return answer.outcome === 'ok' ? Reports.parse(answer.json).reports : null;
}
