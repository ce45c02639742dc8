import { createHmac, timingSafeEqual } from 'node:crypto';

const WINDOW_SECONDS = 300;

/** What a bank system writes into `x-yuhang-signature`: over the second and the body as it is sent. */
export const signatureOf = (secret: string, timestamp: string, body: Buffer | string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

/** By machine time. A captured request may be sent again within minutes, and is then a duplicate. */
export function isSigned(
  secrets: readonly string[],
  given: { timestamp: unknown; signature: unknown },
  body: Buffer,
  now: Date,
): boolean {
  const { timestamp, signature } = given;
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{10}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const sent = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(signatureOf(secret, timestamp, body));
    return right.length === sent.length && timingSafeEqual(right, sent);
  });
}
