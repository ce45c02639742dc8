import { AppError } from '#platform/contract/errors.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { accessErrors } from '../../contract/session.ts';
import { allBanks, type Bank } from '../bank/bank.repo.ts';
import { beginTrip, endTrip, type Trip } from './oidc.ts';
import { findByEmail, findByNumber } from './sign-in.repo.ts';
import { noteRefusal } from './sign-in.service.ts';
import { type Started, startSession } from './start-session.ts';

const TRIP = 'org.oidc-trip';

/** The provider's page to go to, and the sealed memory of the trip for the cookie. */
export async function startSignOn(
  ctx: Ctx,
  input: { bank: string; returnTo: string; redirectUri: string },
): Promise<{ url: string; cookie: string }> {
  const bank = (await allBanks(ctx)).find((b) => b.code === input.bank);
  if (!bank?.settings.oidc) throw accessErrors.oidcNotConfigured();
  const { trip, url } = await beginTrip(ctx, bank.settings.oidc, { ...input, bankId: bank.id });
  return { url: url.href, cookie: ctx.vault.encrypt(TRIP, JSON.stringify(trip)) };
}

/** Back from the provider: the person it names signs in, if the bank has such an active person. */
export async function finishSignOn(
  ctx: Ctx,
  input: { cookie: string | undefined; query: string; userAgent: string | undefined },
): Promise<{ started: Started; returnTo: string }> {
  const trip = await tripOf(ctx, input.cookie);
  const bank = (await allBanks(ctx)).find((b) => b.id === trip.bankId);
  if (!bank?.settings.oidc) throw accessErrors.oidcNotConfigured();
  const inBank = asSystem(ctx, bank.id, 'sign-in');
  const started = await signOn(inBank, bank, trip, input).catch(async (err) => {
    if (err instanceof AppError && err.status === 401) await noteRefusal(inBank, null, 'oidc');
    throw err;
  });
  return { started, returnTo: trip.returnTo };
}

async function signOn(
  ctx: Ctx,
  { settings }: Bank,
  trip: Trip,
  { query, userAgent }: { query: string; userAgent: string | undefined },
): Promise<Started> {
  const oidc = settings.oidc!;
  const claim = await endTrip(ctx, oidc, trip, query);
  const staff = await (oidc.matches === 'email'
    ? findByEmail(ctx, claim ?? '')
    : findByNumber(ctx, claim?.toUpperCase() ?? ''));
  if (staff?.state !== 'active') throw accessErrors.oidcNobody();
  return inTx(ctx, (ctx) =>
    startSession(ctx, { staff, method: 'oidc', secondFactor: null, userAgent, settings }),
  );
}

async function tripOf(ctx: Ctx, cookie: string | undefined): Promise<Trip> {
  try {
    const trip: Trip = JSON.parse(await ctx.vault.decrypt(TRIP, cookie ?? ''));
    if (trip.until > ctx.realNow().getTime()) return trip;
  } catch {
    // Not ours, or none at all: the same refusal.
  }
  throw accessErrors.oidcRefused();
}
