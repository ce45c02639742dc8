import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * What personal data may be used for. An attribute names the purposes it may serve (CR-004); the
 * first four need nobody's consent beyond the contract with the bank, the others do.
 */
export const purposes = [
  'service',
  'risk',
  'audit',
  'statistics',
  'marketing',
  'personalisation',
  'modelling',
  'sharing',
] as const;
export const Purpose = z.enum(purposes);
export type Purpose = z.infer<typeof Purpose>;

export const purposeText: Record<Purpose, Phrase> = {
  service: ['办理业务与客户服务', 'Service'],
  risk: ['风险管理与反欺诈', 'Risk and fraud'],
  audit: ['审计与监管报送', 'Audit and supervision'],
  statistics: ['汇总统计', 'Statistics'],
  marketing: ['营销推介', 'Marketing'],
  personalisation: ['个性化推荐', 'Personalised recommendations'],
  modelling: ['建模分析', 'Modelling'],
  sharing: ['向第三方提供', 'Providing to a third party'],
};

/** Purposes a customer is asked about, each by itself (CR-003). */
export const consentPurposes = [
  'marketing',
  'personalisation',
  'modelling',
  'sharing',
  'sensitive',
] as const;
export const ConsentPurpose = z.enum(consentPurposes);
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

export const consentPurposeText: Record<ConsentPurpose, Phrase> = {
  marketing: purposeText.marketing,
  personalisation: purposeText.personalisation,
  modelling: purposeText.modelling,
  sharing: purposeText.sharing,
  sensitive: ['处理敏感个人信息', 'Processing sensitive personal information'],
};

/**
 * By which way. Marketing is agreed to for each way by itself; other purposes know no way (`any`).
 */
export const consentChannels = [
  'one_to_one',
  'moments',
  'group',
  'sms',
  'call',
  'h5',
  'any',
] as const;
export const ConsentChannel = z.enum(consentChannels);
export type ConsentChannel = z.infer<typeof ConsentChannel>;

export const consentChannelText: Record<ConsentChannel, Phrase> = {
  one_to_one: ['企业微信一对一消息', 'WeCom one-to-one messages'],
  moments: ['客户朋友圈', 'Moments'],
  group: ['客户群', 'Group chats'],
  sms: ['短信', 'Text messages'],
  call: ['电话', 'Phone calls'],
  h5: ['本行页面与小程序', 'Pages of the bank'],
  any: ['不分渠道', 'Whatever the channel'],
};

/** The ways a purpose is asked about. */
export const channelsOf = (purpose: ConsentPurpose): readonly ConsentChannel[] =>
  purpose === 'marketing' ? consentChannels.filter((c) => c !== 'any') : ['any'];
