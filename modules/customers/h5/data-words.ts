import type { Phrase } from '#platform/contract/text.ts';
import type { Block, Source } from '../contract/attribute.ts';
import type { RequestState, Right } from '../contract/rights.ts';

/** As the contract calls them, for pages that do not load the schemas; a test compares. */

export const blockWords: Record<Block, Phrase> = {
  basic: ['基本信息', 'Basic information'],
  interest: ['兴趣偏好', 'Interests'],
  payment: ['资产与支付习惯', 'Assets and payment habits'],
};

export const sourceWords: Record<Source, Phrase> = {
  bank_data: ['行内数据', 'Bank data'],
  customer: ['客户本人', 'The customer'],
  questionnaire: ['问卷', 'Questionnaire'],
  manual: ['人工录入', 'Entered by hand'],
  wecom: ['企业微信', 'WeCom'],
  rule: ['规则', 'Rule'],
  behaviour: ['行为', 'Behaviour'],
  model: ['模型', 'Model'],
};

export const rightWords: Record<Right, Phrase> = {
  access: ['查阅个人信息', 'See my data'],
  correction: ['更正个人信息', 'Correct my data'],
  export: ['复制个人信息', 'A copy of my data'],
  erasure: ['删除个人信息', 'Erase my data'],
};

export const requestStateWords: Record<RequestState, Phrase> = {
  waiting: ['待处理', 'Waiting'],
  working: ['处理中', 'In progress'],
  done: ['已完成', 'Done'],
  refused: ['未予办理', 'Refused'],
  cancelled: ['已取消', 'Cancelled'],
};

/** In the customer's words, not the bank's. */
export const identityWords: Readonly<Record<string, Phrase>> = {
  bank_no: ['银行客户号', 'Bank customer number'],
  phone: ['手机号', 'Phone'],
  external_userid: ['企业微信', 'WeCom'],
  unionid: ['微信', 'WeChat'],
  openid: ['微信公众号', 'WeChat official account'],
  device: ['设备', 'Device'],
  cookie: ['浏览器', 'Browser'],
};
