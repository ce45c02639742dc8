import type { Phrase } from '#platform/contract/text.ts';
import type { ConsentChannel, ConsentPurpose } from '../contract/purpose.ts';

/** As `contract/purpose.ts` calls them, for pages that do not load the schemas; a test compares. */
export const channelWords: Record<ConsentChannel, Phrase> = {
  one_to_one: ['企业微信一对一消息', 'WeCom one-to-one messages'],
  moments: ['客户朋友圈', 'Moments'],
  group: ['客户群', 'Group chats'],
  sms: ['短信', 'Text messages'],
  call: ['电话', 'Phone calls'],
  h5: ['本行页面与小程序', 'Pages of the bank'],
  any: ['不分渠道', 'Whatever the channel'],
};

export const purposeWords: Record<ConsentPurpose, Phrase> = {
  marketing: ['营销推介', 'Marketing'],
  personalisation: ['个性化推荐', 'Personalised recommendations'],
  modelling: ['建模分析', 'Modelling'],
  sharing: ['向第三方提供', 'Providing to a third party'],
  sensitive: ['处理敏感个人信息', 'Processing sensitive personal information'],
};
