import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { SignInSettings, SignInSettingsChange } from '../../contract/access.ts';
import { findBank, lockBank, setBankSettings } from '../bank/bank.repo.ts';
import type { BankSettings } from '../bank/settings.ts';
import { demandStepUp } from './step-up.ts';

const MANAGE = 'org.access.manage';
export const SECRET = 'org.bank.oidc-secret';

/** They concern everybody, so only who administers access for the whole bank sees and changes them. */
function demandWholeBank(ctx: Ctx): void {
  if (!mayAt(ctx, MANAGE, '/')) throw platformErrors.forbidden({ permission: MANAGE });
}

const shown = ({ secondFactor, idleMinutes, sessionHours, oidc }: BankSettings): SignInSettings => {
  if (!oidc) return { secondFactor, idleMinutes, sessionHours, oidc };
  const { clientSecret, ...rest } = oidc;
  const hasSecret = clientSecret !== null;
  return { secondFactor, idleMinutes, sessionHours, oidc: { ...rest, hasSecret } };
};

export async function readSignInSettings(ctx: Ctx): Promise<SignInSettings> {
  demandWholeBank(ctx);
  const bank = await findBank(ctx);
  if (!bank) throw platformErrors.notFound();
  return shown(bank.settings);
}

export async function changeSignInSettings(
  ctx: Ctx,
  { oidc, ...change }: SignInSettingsChange,
): Promise<SignInSettings> {
  demandWholeBank(ctx);
  await demandStepUp(ctx);
  return inTx(ctx, async (ctx) => {
    const { settings } = await lockBank(ctx);
    const next: BankSettings = {
      ...settings,
      ...change,
      oidc: oidc && sealed(ctx, oidc, settings),
    };
    await setBankSettings(ctx, next);
    audit(ctx, {
      action: 'org.sign-in-settings-changed',
      subject: { kind: 'bank', id: ctx.orgId },
      before: shown(settings),
      after: shown(next),
    });
    return shown(next);
  });
}

/** The secret is sent only when it changes, and stored encrypted; another issuer never gets the old one. */
function sealed(
  ctx: Ctx,
  { clientSecret, ...oidc }: NonNullable<SignInSettingsChange['oidc']>,
  { oidc: before }: BankSettings,
): NonNullable<BankSettings['oidc']> {
  const same = before?.issuer === oidc.issuer && before.clientId === oidc.clientId;
  const kept = same ? before.clientSecret : null;
  return { ...oidc, clientSecret: clientSecret ? ctx.vault.encrypt(SECRET, clientSecret) : kept };
}
