import { createHash } from 'node:crypto';
import { z } from 'zod';
import { platformErrors } from '#platform/contract/errors.ts';
import { canonicalJson } from '#platform/server/canonical-json.ts';
import { signInChangeKind } from '../../contract/access.ts';
import { type ChangeLine, defineApprovalKind } from '../approvals/kind.ts';
import { findBank, lockBank } from '../bank/bank.repo.ts';
import { BankSettings } from '../bank/settings.ts';
import { headOffice } from '../units/unit-tree.repo.ts';
import { applySignInRules, rulesOf, SECRET, type SignInRules } from './sign-in-settings.service.ts';

const { secondFactor, idleMinutes, sessionHours, oidc } = BankSettings.shape;
const required = <T extends z.ZodType>(schema: z.ZodDefault<T>): T => schema.unwrap();
/** As stored. The secret is encrypted before it comes here. */
const Rules = z.object({
  secondFactor: required(secondFactor),
  idleMinutes: required(idleMinutes),
  sessionHours: required(sessionHours),
  oidc: required(oidc),
});

/** The settings count no versions; what they say is their version. */
const versionOf = (settings: BankSettings): number =>
  createHash('sha256')
    .update(canonicalJson(rulesOf(settings)))
    .digest()
    .readUInt32BE() >>> 1;

defineApprovalKind({
  kind: signInChangeKind,
  name: ['登录方式变更', 'Change of ways to sign in'],
  payload: Rules,
  draftPermission: 'org.access.manage',
  decidePermission: 'org.role.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, rules) => {
    const [bank, head] = [await findBank(ctx), await headOffice(ctx)];
    if (!bank || !head) throw platformErrors.notFound();
    // A secret that is not ours would only be found out when nobody can sign in.
    if (rules.oidc?.clientSecret) await ctx.vault.decrypt(SECRET, rules.oidc.clientSecret);
    return {
      subject: { id: bank.id, name: bank.name, version: versionOf(bank.settings) },
      unitId: head.id,
      title: ['变更登录方式', 'Change of ways to sign in'],
      changes: changedLines(rulesOf(bank.settings), rules),
      link: '/system/sign-in',
    };
  },
  lockVersion: async (ctx) => versionOf((await lockBank(ctx)).settings),
  onApproved: (ctx, { payload }) => applySignInRules(ctx, payload),
});

function changedLines(before: SignInRules, after: SignInRules): ChangeLine[] {
  const line = (label: ChangeLine['label'], of: (rules: SignInRules) => ChangeLine['before']) => ({
    label,
    before: of(before),
    after: of(after),
  });
  const lines = [
    line(['动态口令', 'Authenticator'], (r) =>
      r.secondFactor === 'required' ? ['人人必须', 'required'] : ['自愿', 'optional'],
    ),
    line(['空闲退出（分钟）', 'Idle, minutes'], (r) => r.idleMinutes),
    line(['最长登录（小时）', 'Session, hours'], (r) => r.sessionHours),
    line(['统一认证', 'Single sign-on'], (r) => r.oidc?.name ?? ['关闭', 'off']),
    line(['认证服务地址', 'Issuer'], (r) => r.oidc?.issuer ?? null),
    line(['客户端标识', 'Client'], (r) => r.oidc?.clientId ?? null),
    line(['识别人员的字段', 'Claim'], (r) => r.oidc?.claim ?? null),
    line(['对应', 'Compared with'], (r) => r.oidc && matchText[r.oidc.matches]),
  ];
  const secretChanged =
    after.oidc !== null && after.oidc.clientSecret !== (before.oidc?.clientSecret ?? null);
  return [
    ...lines.filter((l) => JSON.stringify(l.before) !== JSON.stringify(l.after)),
    ...(secretChanged
      ? [{ label: ['客户端密钥', 'Client secret'], before: null, after: ['更换', 'new'] } as const]
      : []),
  ];
}

const matchText = { number: ['工号', 'number'], email: ['邮箱', 'e-mail'] } as const;
