import { z } from 'zod';
import { endpoint, none } from '#platform/contract/endpoint.ts';
import { SessionId, StaffId } from './ids.ts';
import { sessionList } from './session.ts';

/** What those who look after access do for others, and how a bank's people sign in. */
const staffParams = z.object({ id: StaffId });
const reason = z.string().trim().min(2).max(200);

export const staffSessions = endpoint({
  method: 'GET',
  path: '/api/v1/org/staff/:id/sessions',
  permission: 'org.access.manage',
  summary: ['查看员工的登录', 'Sessions of a staff member'],
  params: staffParams,
  reply: sessionList,
});

export const endStaffSessions = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/sessions/end',
  permission: 'org.access.manage',
  summary: ['结束员工的登录', 'End sessions of a staff member'],
  params: staffParams,
  /** Absent `sessionId`: all of them. */
  body: z.object({ sessionId: SessionId.optional(), reason }),
  reply: sessionList,
});

export const issuePassword = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/password',
  permission: 'org.access.manage',
  summary: ['签发一次性初始密码', 'Issue an initial password'],
  params: staffParams,
  body: z.object({ reason }),
  /** Shown once; must be changed at first sign-in. */
  reply: z.object({ account: z.string(), password: z.string() }),
});

export const resetTotp = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/totp/reset',
  permission: 'org.access.manage',
  summary: ['重置员工的动态口令', 'Reset the authenticator of a staff member'],
  params: staffParams,
  body: z.object({ reason }),
  reply: none,
});

export const unlockStaff = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/unlock',
  permission: 'org.access.manage',
  summary: ['解除登录锁定', 'Unlock sign-in'],
  params: staffParams,
  reply: none,
});

export const SignInSettings = z.object({
  /** Whether everybody needs an authenticator beside the password. */
  secondFactor: z.enum(['optional', 'required']),
  idleMinutes: z.int().min(5).max(720),
  sessionHours: z.int().min(1).max(24),
  oidc: z
    .object({
      name: z.string().trim().min(1).max(40),
      issuer: z.url(),
      clientId: z.string().trim().min(1).max(200),
      hasSecret: z.boolean(),
      /** The claim that names the person, and what it is compared with. */
      claim: z.string().trim().min(1).max(60),
      matches: z.enum(['number', 'email']),
    })
    .nullable(),
  /** A change that waits for a second person. */
  pendingApprovalId: z.uuid().nullable(),
});
export type SignInSettings = z.infer<typeof SignInSettings>;

export const getSignInSettings = endpoint({
  method: 'GET',
  path: '/api/v1/org/sign-in-settings',
  permission: 'org.access.manage',
  summary: ['查看登录设置', 'Show sign-in settings'],
  reply: SignInSettings,
});

export const SignInSettingsChange = SignInSettings.omit({ pendingApprovalId: true }).extend({
  oidc: SignInSettings.shape.oidc
    .unwrap()
    .omit({ hasSecret: true })
    /** Absent: the one stored stays. */
    .extend({ clientSecret: z.string().min(1).max(500).optional() })
    .nullable(),
});
export type SignInSettingsChange = z.infer<typeof SignInSettingsChange>;

export const signInChangeKind = 'org.sign-in-change';

/**
 * What lets more people in, or other people as somebody (single sign-on, a second factor less), waits
 * for a security officer: `pendingApprovalId` is set and the settings are as before. The rest holds at
 * once.
 */
export const changeSignInSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/org/sign-in-settings',
  permission: 'org.access.manage',
  summary: ['修改登录设置', 'Change sign-in settings'],
  body: SignInSettingsChange,
  reply: SignInSettings,
});

/** Both answer with a redirect. */
export const startOidc = endpoint({
  method: 'GET',
  path: '/api/v1/org/oidc/start',
  permission: 'public',
  summary: ['转到统一认证登录', 'Go to single sign-on'],
  query: z.object({
    bank: z.string().max(32),
    returnTo: z
      .string()
      .max(500)
      .regex(/^\/(?![/\\])/)
      .default('/'),
  }),
  reply: z.unknown(),
});

export const finishOidc = endpoint({
  method: 'GET',
  path: '/api/v1/org/oidc/return',
  permission: 'public',
  summary: ['统一认证登录返回', 'Return from single sign-on'],
  query: z.looseObject({ state: z.string().max(200).optional() }),
  reply: z.unknown(),
});
