import type { Words } from '#platform/web/text/lang.ts';

/** Words that several screens of this module share. */
export const text = {
  choosePerson: ['搜索姓名或工号', 'Search name or number'],
  nobodyFound: ['没有找到在职员工', 'No active staff found'],
  sessions: ['登录列表', 'Sessions'],
  device: ['设备', 'Device'],
  thisOne: ['本次登录', 'This one'],
  ip: ['IP 地址', 'IP address'],
  method: ['登录方式', 'Way'],
  methodPassword: ['密码', 'Password'],
  methodOidc: ['统一认证', 'Single sign-on'],
  signedInAt: ['登录时间', 'Signed in'],
  lastSeenAt: ['最近活动', 'Last seen'],
  endSession: ['下线', 'End'],
} as const satisfies Words;
