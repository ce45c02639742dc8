import { defineNotice } from '../notifications/notice.ts';

export const passwordIssued = defineNotice(
  'org.password-issued',
  [
    '{name} 为您签发了初始密码。如非您本人申请，请立即联系安全管理员',
    '{name} issued an initial password for you. If you did not ask for it, tell a security officer at once',
  ],
  'know',
);

export const totpReset = defineNotice(
  'org.totp-reset',
  [
    '{name} 重置了您的动态口令。如非您本人申请，请立即联系安全管理员',
    '{name} reset your authenticator. If you did not ask for it, tell a security officer at once',
  ],
  'know',
);
