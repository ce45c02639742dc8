import * as client from 'openid-client';
import type { Ctx } from '#platform/server/ctx.ts';
import { accessErrors } from '../../contract/session.ts';
import type { BankSettings } from '../bank/settings.ts';
import { SECRET } from './sign-in-settings.service.ts';

type Settings = NonNullable<BankSettings['oidc']>;

/** What must come back unchanged from the identity provider, kept in a sealed cookie meanwhile. */
export interface Trip {
  readonly bankId: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly redirectUri: string;
  readonly until: number;
}

const KEEP_MS = 10 * 60_000;
const known = new Map<string, { config: client.Configuration; until: number }>();

/** The provider's addresses and keys, asked for once in ten minutes. */
async function configuration(ctx: Ctx, settings: Settings): Promise<client.Configuration> {
  const key = JSON.stringify(settings);
  const kept = known.get(key);
  if (kept && kept.until > Date.now()) return kept.config;
  const secret = settings.clientSecret
    ? await ctx.vault.decrypt(SECRET, settings.clientSecret)
    : undefined;
  const issuer = new URL(settings.issuer);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
  const config = await client
    .discovery(issuer, settings.clientId, secret, secret ? undefined : client.None(), {
      timeout: 10,
      // Plain HTTP only within one machine.
      execute: loopback ? [client.allowInsecureRequests] : [],
    })
    .catch((err: Error) => {
      ctx.log.warn({ err, issuer: issuer.host }, 'the identity provider is out of reach');
      throw accessErrors.oidcUnreachable({ issuer: issuer.host });
    });
  known.set(key, { config, until: Date.now() + KEEP_MS });
  return config;
}

/** Where to send the browser: authorisation code with PKCE, state and nonce. */
export async function beginTrip(
  ctx: Ctx,
  settings: Settings,
  trip: Pick<Trip, 'bankId' | 'returnTo' | 'redirectUri'>,
): Promise<{ trip: Trip; url: URL }> {
  const config = await configuration(ctx, settings);
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const scope = settings.matches === 'email' ? 'openid profile email' : 'openid profile';
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: trip.redirectUri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const until = ctx.realNow().getTime() + KEEP_MS;
  return { trip: { ...trip, state, nonce, verifier, until }, url };
}

/** The claim that names the person; null when the provider sent none. Refusals are thrown. */
export async function endTrip(
  ctx: Ctx,
  settings: Settings,
  trip: Trip,
  query: string,
): Promise<string | null> {
  const config = await configuration(ctx, settings);
  const current = new URL(trip.redirectUri);
  current.search = query;
  try {
    const tokens = await client.authorizationCodeGrant(config, current, {
      pkceCodeVerifier: trip.verifier,
      expectedState: trip.state,
      expectedNonce: trip.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const found =
      settings.claim in claims
        ? claims
        : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    if (settings.matches === 'email' && found.email_verified === false) return null;
    const value = found[settings.claim];
    return typeof value === 'string' && value !== '' ? value : null;
  } catch (err) {
    ctx.log.warn({ err }, 'single sign-on was refused');
    throw accessErrors.oidcRefused();
  }
}
