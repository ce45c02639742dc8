import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type SignInSettings,
  type SignInSettingsChange,
  signInChangeKind,
} from '../../contract/access.ts';
import { findOpen } from '../approvals/approval.repo.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { findBank, lockBank, setBankSettings } from '../bank/bank.repo.ts';
import type { BankSettings } from '../bank/settings.ts';
import { demandStepUp } from './step-up.ts';

const MANAGE = 'org.access.manage';
export const SECRET = 'org.bank.oidc-secret';

/** How the bank's people sign in, as stored: the secret encrypted. */
export type SignInRules = Pick<
  BankSettings,
  'secondFactor' | 'idleMinutes' | 'sessionHours' | 'oidc'
>;

/** They concern everybody, so only who administers access for the whole bank sees and changes them. */
function demandWholeBank(ctx: Ctx): void {
  if (!mayAt(ctx, MANAGE, '/')) throw platformErrors.forbidden({ permission: MANAGE });
}

export const rulesOf = ({
  secondFactor,
  idleMinutes,
  sessionHours,
  oidc,
}: BankSettings): SignInRules => ({ secondFactor, idleMinutes, sessionHours, oidc });

function withoutSecret({ oidc, ...rules }: SignInRules) {
  if (!oidc) return { ...rules, oidc };
  const { clientSecret, ...shown } = oidc;
  return { ...rules, oidc: { ...shown, hasSecret: clientSecret !== null } };
}

async function shown(ctx: Ctx, settings: BankSettings): Promise<SignInSettings> {
  const pendingApprovalId = await findOpen(ctx, signInChangeKind, ctx.orgId);
  return { ...withoutSecret(rulesOf(settings)), pendingApprovalId };
}

export async function readSignInSettings(ctx: Ctx): Promise<SignInSettings> {
  demandWholeBank(ctx);
  const bank = await findBank(ctx);
  if (!bank) throw platformErrors.notFound();
  return shown(ctx, bank.settings);
}

export async function changeSignInSettings(
  ctx: Ctx,
  change: SignInSettingsChange,
): Promise<SignInSettings> {
  demandWholeBank(ctx);
  await demandStepUp(ctx);
  return inTx(ctx, async (ctx) => {
    const { settings } = await lockBank(ctx);
    const next: SignInRules = {
      ...change,
      oidc: change.oidc && sealed(ctx, change.oidc, settings),
    };
    if (opensTheDoor(settings, next)) {
      await requestApproval(ctx, { kind: signInChangeKind, payload: { ...next } });
      return shown(ctx, settings);
    }
    await applySignInRules(ctx, next);
    return shown(ctx, { ...settings, ...next });
  });
}

/** Whoever decides who is let in as whom could be anybody: not one person alone (CR-144). */
function opensTheDoor(now: SignInRules, next: SignInRules): boolean {
  const lessProof = now.secondFactor === 'required' && next.secondFactor === 'optional';
  return (
    lessProof || (next.oidc !== null && JSON.stringify(now.oidc) !== JSON.stringify(next.oidc))
  );
}

export async function applySignInRules(ctx: TxCtx, rules: SignInRules): Promise<void> {
  const { settings } = await lockBank(ctx);
  await setBankSettings(ctx, { ...settings, ...rules });
  audit(ctx, {
    action: 'org.sign-in-settings-changed',
    subject: { kind: 'bank', id: ctx.orgId },
    before: withoutSecret(rulesOf(settings)),
    after: withoutSecret(rules),
  });
}

/** The secret is sent only when it changes, and stored encrypted; another issuer never gets the old one. */
function sealed(
  ctx: Ctx,
  { clientSecret, ...oidc }: NonNullable<SignInSettingsChange['oidc']>,
  { oidc: before }: BankSettings,
): NonNullable<BankSettings['oidc']> {
  const { name, issuer, clientId, claim, matches } = oidc;
  const kept =
    before?.issuer === issuer && before.clientId === clientId ? before.clientSecret : null;
  const secret = clientSecret ? ctx.vault.encrypt(SECRET, clientSecret) : kept;
  return { name, issuer, clientId, clientSecret: secret, claim, matches };
}
