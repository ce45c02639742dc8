import { defineNotice } from '../notifications/notice.ts';

export const approvalWaiting = defineNotice(
  'org.approval-waiting',
  [
    '{maker}提交了“{title}”，请在 {due} 前审批',
    '{maker} asks you to decide “{title}” before {due}',
  ],
  'act',
);
export const approvalReminder = defineNotice(
  'org.approval-reminder',
  ['“{title}”还没有审批，{due} 到期', '“{title}” still waits for you; it expires at {due}'],
  'act',
);
export const approvalEscalated = defineNotice(
  'org.approval-escalated',
  [
    '“{title}”由{maker}提交，无人审批，{due} 到期，请督办',
    '“{title}” by {maker} is undecided and expires at {due}; please see to it',
  ],
  'act',
);
export const approvalApproved = defineNotice(
  'org.approval-approved',
  ['{checker}通过了您的“{title}”', '{checker} approved your “{title}”'],
  'know',
);
export const approvalRejected = defineNotice(
  'org.approval-rejected',
  ['{checker}否决了您的“{title}”：{reason}', '{checker} rejected your “{title}”: {reason}'],
  'know',
);
export const approvalReturned = defineNotice(
  'org.approval-returned',
  ['{checker}退回了您的“{title}”，请修改：{reason}', '{checker} returned your “{title}”: {reason}'],
  'act',
);
export const approvalExpired = defineNotice(
  'org.approval-expired',
  ['您的“{title}”到期未审批，已失效', 'Your “{title}” expired undecided'],
  'act',
);
export const approvalVoided = defineNotice(
  'org.approval-voided',
  [
    '您的“{title}”因内容在提交后有变已失效，请重新发起',
    'Your “{title}” is void: its subject changed after you submitted it',
  ],
  'act',
);
export const approvalCommented = defineNotice(
  'org.approval-commented',
  ['{by}在“{title}”下留言：{text}', '{by} commented on “{title}”: {text}'],
  'know',
);
export const dutyDelegated = defineNotice(
  'org.duty-delegated',
  [
    '{from}委托您代为审批，从 {start} 到 {end}：{reason}',
    '{from} asks you to decide in their place from {start} to {end}: {reason}',
  ],
  'act',
);
