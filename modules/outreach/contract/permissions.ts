import type { Phrase } from '#platform/contract/text.ts';

export const outreachPermissions = {
  'outreach.gate.test': ['试发', 'Try a send'],
  'outreach.decision.read': ['查看触达决策', 'See decisions of the gate'],
  'outreach.touch.check': ['发送前预检', 'Check before sending'],
  'outreach.plan.read': ['查看触达计划', 'See plans'],
  'outreach.plan.manage': ['暂停、恢复与结束计划', 'Pause, resume and end plans'],
  'outreach.bulk.manage': ['起草群发', 'Draft bulk sends'],
  'outreach.bulk.approve': ['审批群发', 'Approve bulk sends'],
  'outreach.setting.manage': ['调整触达设置', 'Change the settings of outreach'],
  'outreach.sms.manage': ['设置短信网关', 'Set the gateway for text messages'],
  'outreach.handover.read': ['查看下发批次', 'See handovers'],
} as const satisfies Record<string, Phrase>;
