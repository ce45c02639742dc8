import { defineNotice } from '../notifications/notice.ts';

export const bulkReveal = defineNotice(
  'org.bulk-reveal',
  [
    '{name} 短时间内查看了 {n} 次完整个人信息，系统已要求其再次验证身份，请核实',
    '{name} looked at personal data in full {n} times within an hour and was asked to prove who they are; please look into it',
  ],
  'act',
);
