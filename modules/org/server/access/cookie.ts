import type { Call } from '#platform/server/route.ts';
import { sessionCookie } from '../../contract/session.ts';
import type { Started } from './start-session.ts';

const base = { httpOnly: true, sameSite: 'lax', path: '/' } as const;

/** Over HTTPS the browser sends the cookie back over HTTPS only. */
const isSecure = ({ request }: Call, publicUrl: string | undefined) =>
  request.protocol === 'https' || (publicUrl?.startsWith('https:') ?? false);

export function setSessionCookie(
  call: Call,
  { token, maxAgeSeconds }: Started,
  publicUrl: string | undefined,
  name: string = sessionCookie,
): void {
  const secure = isSecure(call, publicUrl);
  call.reply.setCookie(name, token, { ...base, secure, maxAge: maxAgeSeconds });
}

export function clearSessionCookie({ reply }: Call): void {
  reply.clearCookie(sessionCookie, base);
}

const TRIP_COOKIE = 'yuhang_sign_on';
const trip = { ...base, path: '/api/v1/org/oidc' } as const;

export const tripCookieOf = ({ request }: Call) => request.cookies[TRIP_COOKIE];

export function setTripCookie(call: Call, value: string, publicUrl: string | undefined): void {
  const secure = isSecure(call, publicUrl);
  call.reply.setCookie(TRIP_COOKIE, value, { ...trip, secure, maxAge: 600 });
}

export function clearTripCookie({ reply }: Call): void {
  reply.clearCookie(TRIP_COOKIE, trip);
}
