import { z } from 'zod';
import { endpoint, none } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { languages } from '#platform/contract/text.ts';
import { BankId, Instant, Names, RoleId, SessionId, UnitId } from './ids.ts';
import { StaffRef } from './staff.ts';
import { UnitNode, UnitRef } from './unit.ts';

/** `wecom`: WeCom said who is there, in its own client or by its QR code. */
export const SignInMethod = z.enum(['password', 'oidc', 'wecom']);
export type SignInMethod = z.infer<typeof SignInMethod>;

/** The unit a person works in at the moment (its id); narrows every permission to its subtree. */
export const unitHeader = 'x-yuhang-unit';
export const sessionCookie = 'yuhang_session';

/**
 * The same for the workbench on a phone. A desk and a phone may share a browser (a simulated phone on
 * an operator's screen does), so each has its own; `surfaceHeader: workbench` says who asks.
 */
export const workbenchCookie = 'yuhang_workbench';
export const surfaceHeader = 'x-yuhang-surface';

export const Mode = z.enum(['demo', 'production']);
export type Mode = z.infer<typeof Mode>;

export const Session = z.object({
  staff: StaffRef.extend({ title: z.string().nullable(), unit: UnitRef }),
  bank: z.object({ id: BankId, code: z.string(), name: z.string() }),
  mode: Mode,
  lang: z.enum(languages),
  /** Permission → unit paths it is held for; `/` is the whole bank. */
  permissions: z.record(z.string(), z.array(z.string())),
  roles: z.array(z.object({ id: RoleId, code: z.string(), name: Names, unit: UnitRef })),
  /** Until these are done, only the endpoints below `/api/v1/org/session` answer. */
  mustChangePassword: z.boolean(),
  mustEnrolTotp: z.boolean(),
  hasPassword: z.boolean(),
  totpEnabled: z.boolean(),
  recoveryCodesLeft: z.int(),
  signedInAt: Instant,
  /** The end whatever happens; an idle session ends earlier. */
  expiresAt: Instant,
  idleMinutes: z.int(),
  /** Until then nothing asks for the password again. */
  confirmedUntil: Instant.nullable(),
});
export type Session = z.infer<typeof Session>;

export const signInOptions = endpoint({
  method: 'GET',
  path: '/api/v1/org/sign-in-options',
  permission: 'public',
  summary: ['登录方式', 'Ways to sign in'],
  reply: z.object({
    mode: Mode,
    /** True where several banks share the installation. */
    bankCodeNeeded: z.boolean(),
    /** Its name when there is one bank only. */
    bankName: z.string().nullable(),
    /** `start` is an address to go to; add `returnTo` for a page of the console. */
    /** In a demo installation: whom one may sign in as. Their passwords were printed at the first start. */
    demo: z.array(z.object({ account: z.string(), name: z.string(), role: Names })),
    oidc: z.array(z.object({ bankCode: z.string(), name: z.string(), start: z.string() })),
  }),
});

export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/org/session',
  permission: 'public',
  summary: ['登录', 'Sign in'],
  body: z.object({
    bankCode: z.string().trim().max(32).optional(),
    /** Staff number. */
    account: z.string().trim().toUpperCase().min(1).max(64),
    password: z.string().min(1).max(200),
    /** From the authenticator, or a recovery code; asked for by `org.codeNeeded`. */
    code: z.string().trim().max(20).optional(),
  }),
  reply: Session,
});

export const whoAmI = endpoint({
  method: 'GET',
  path: '/api/v1/org/session',
  permission: 'signed-in',
  summary: ['当前登录', 'Who am I'],
  reply: Session,
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/org/session',
  permission: 'signed-in',
  summary: ['退出登录', 'Sign out'],
  reply: none,
});

export const workingUnits = endpoint({
  method: 'GET',
  path: '/api/v1/org/session/units',
  permission: 'signed-in',
  summary: ['可切换的机构', 'Units the caller may work in'],
  query: z.object({
    /** Absent: the highest ones. */
    parent: UnitId.optional(),
    /** Instead of a level: the first 50 whose name or code matches. */
    q: z.string().trim().max(60).optional(),
  }),
  reply: z.object({ items: z.array(UnitNode) }),
});

/** A fresh password or code; opens what asks for `platform.stepUp` for ten minutes. */
export const confirmSession = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/confirm',
  permission: 'signed-in',
  summary: ['再次确认身份', 'Confirm who you are'],
  body: z
    .object({ password: z.string().min(1).max(200) })
    .or(z.object({ code: z.string().trim().min(6).max(20) })),
  reply: z.object({ confirmedUntil: Instant }),
});

export const setLanguage = endpoint({
  method: 'PUT',
  path: '/api/v1/org/session/language',
  permission: 'signed-in',
  summary: ['切换语言', 'Choose the language'],
  body: z.object({ lang: z.enum(languages) }),
  reply: none,
  audited: false,
});

/** details.why of `org.passwordWeak` is one of these. */
export const passwordRules = ['short', 'simple', 'common', 'personal', 'reused'] as const;

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/password',
  permission: 'signed-in',
  summary: ['修改密码', 'Change the password'],
  body: z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) }),
  reply: Session,
});

export const enrolTotp = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/totp',
  permission: 'signed-in',
  summary: ['开始绑定动态口令', 'Begin to enrol an authenticator'],
  reply: z.object({
    secret: z.string(),
    uri: z.string(),
    /** An SVG of the code to scan. */
    qr: z.string(),
  }),
});

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/totp/confirm',
  permission: 'signed-in',
  summary: ['确认绑定动态口令', 'Finish enrolling with a first code'],
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
  /** Shown once. */
  reply: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const removeTotp = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/totp/remove',
  permission: 'signed-in',
  summary: ['解除动态口令', 'Remove the authenticator'],
  reply: none,
});

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/totp/recovery-codes',
  permission: 'signed-in',
  summary: ['重新生成恢复码', 'New recovery codes'],
  reply: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const SessionRow = z.object({
  id: SessionId,
  current: z.boolean(),
  method: SignInMethod,
  ip: z.string().nullable(),
  /** Browser and system, shortened. */
  device: z.string(),
  signedInAt: Instant,
  lastSeenAt: Instant,
});
export type SessionRow = z.infer<typeof SessionRow>;
export const sessionList = z.object({ items: z.array(SessionRow) });

export const mySessions = endpoint({
  method: 'GET',
  path: '/api/v1/org/session/list',
  permission: 'signed-in',
  summary: ['我的登录', 'My sessions'],
  reply: sessionList,
});

export const endMySession = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/list/:id/end',
  permission: 'signed-in',
  summary: ['结束我的一个登录', 'End one of my sessions'],
  params: z.object({ id: SessionId }),
  reply: sessionList,
});

export const endMyOtherSessions = endpoint({
  method: 'POST',
  path: '/api/v1/org/session/list/end-others',
  permission: 'signed-in',
  summary: ['结束我的其他登录', 'End all my other sessions'],
  reply: sessionList,
});

/** Where the browser lands when single sign-on fails: `/sign-in?error=<code>`. */
export const signInPage = '/sign-in';

export const accessErrors = defineErrors('org', {
  /** Unknown account, wrong password, suspended person: nobody can tell which. */
  signInRefused: 401,
  codeNeeded: 401,
  codeRefused: 401,
  /** details.retryAfter: seconds. */
  signInLocked: 429,
  bankCodeNeeded: 400,
  /** Restricted session: the password or the authenticator comes first. */
  passwordMustChange: 403,
  totpMustEnrol: 403,
  passwordWrong: 403,
  /** details.why: see passwordRules. */
  passwordWeak: 422,
  /** The person holds powers over access that the caller lacks (details.permissions). */
  accountBeyondYours: 403,
  totpNotEnabled: 409,
  totpAlreadyEnabled: 409,
  sessionNotFound: 404,
  oidcNotConfigured: 404,
  oidcUnreachable: 502,
  oidcRefused: 401,
  /** The identity provider knows the person, the bank does not. */
  oidcNobody: 401,
});
