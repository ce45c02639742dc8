import { defineNotice } from '../notifications/notice.ts';

export const roleGiven = defineNotice(
  'org.role-given',
  ['您已获得角色“{role}”（{unit}）', 'You now hold the role {role} at {unit}'],
  'know',
);

export const roleEnded = defineNotice(
  'org.role-ended',
  ['您的角色“{role}”已结束', 'You no longer hold the role {role}'],
  'know',
);

export const reviewsDue = defineNotice(
  'org.reviews-due',
  [
    '有 {n} 项授权需要复核，请确认仍然需要或收回',
    '{n} grants are due for review: confirm or revoke them',
  ],
  'act',
);
