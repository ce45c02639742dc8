import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const outreachErrors = defineErrors('outreach', {
  touchNotFound: 404,
  planNotFound: 404,
  bulkSendNotFound: 404,
  bulkSendChangedMeanwhile: 409,
  /** It is waiting for a decision, or has been decided. */
  bulkSendNotDraft: 409,
  /** Its hour is over. */
  bulkSendTooLate: 422,
  /** Archived, or its rule is another by now. */
  bulkSendAudienceUnfit: 422,
  /** Not approved any more, or what it says may not be said there. */
  bulkSendContentUnfit: 422,
  /** A place of its text that nobody fills: details.places, details.placesEn. */
  bulkSendPlacesOpen: 422,
  /** Written for other places, or in a format that does not go there. */
  bulkSendContentElsewhere: 422,
  /** */
  bulkSendNeedMissing: 422,
  /** Neither an audience nor groups, or units and colleagues that are not the caller's. */
  bulkSendNobody: 422,
  /** It concerns the caller's units, and another unit publishes it; details.unit. */
  bulkSendReadOnly: 403,
  /** It has ended for good. */
  planEnded: 409,
  settingsChangedMeanwhile: 409,
  smsSecretMissing: 422,
  /** A sender was called without a permit of the gate, or with one that was used. */
  noPermit: 403,
});

export const outreachErrorTexts: Record<`outreach.${keyof typeof outreachErrors}`, Phrase> = {
  'outreach.touchNotFound': [
    '没有找到这次触达，或它不在您的范围内',
    'No such contact, or not in your scope',
  ],
  'outreach.planNotFound': [
    '没有找到这个计划，或它不在您的范围内',
    'No such plan, or not in your scope',
  ],
  'outreach.bulkSendNotFound': [
    '没有找到这次群发，或它不在您的范围内',
    'No such bulk send, or not in your scope',
  ],
  'outreach.bulkSendChangedMeanwhile': [
    '别人刚刚修改过这次群发，请刷新后再改',
    'Somebody else has changed it meanwhile: load it again',
  ],
  'outreach.bulkSendNotDraft': [
    '这次群发已提交或已审批，不能再改',
    'It is submitted or decided and does not change any more',
  ],
  'outreach.bulkSendTooLate': [
    '“发送时间”已经过了，请先改晚',
    '“When” is over: choose a later hour first',
  ],
  'outreach.bulkSendAudienceUnfit': [
    '“客群”已归档或规则已改，请重新选择客群后再提交',
    'The audience was archived or its rule has changed: choose it again first',
  ],
  'outreach.bulkSendContentUnfit': [
    '“内容”已不可用，或有这个渠道不能说的话、缺必备提示语，请换一条或起草新版本',
    'The content is not usable any more, or says what this channel may not or lacks a disclosure: choose another',
  ],
  'outreach.bulkSendPlacesOpen': [
    '“内容”里还有空位没填：{places}。请在内容库起草新版本填好，或换一条',
    'The content has open places: {placesEn}. Fill them in a new version, or choose another',
  ],
  'outreach.bulkSendContentElsewhere': [
    '“内容”不是为这个渠道写的，或它的形式这个渠道发不了，请换一条',
    'The content was not written for this channel, or its format does not go there: choose another',
  ],
  'outreach.bulkSendNeedMissing': [
    '请先填写“客户需求”：这次群发回应客户的什么需求，再提交审批',
    'Fill in “Customer need” first: what need of the customer it answers, then submit',
  ],
  'outreach.bulkSendNobody': [
    '请选择客群；发到客户群时，请选择您范围内的机构或群主',
    'Choose an audience; for group chats, units or owners within your scope',
  ],
  'outreach.bulkSendReadOnly': [
    '这次群发由上级机构统一发布，您的机构可以查看，不能修改、提交或取消',
    'Another unit publishes this bulk send: yours may read it, not change, submit or cancel it',
  ],
  'outreach.planEnded': ['计划已经结束', 'The plan has ended'],
  'outreach.settingsChangedMeanwhile': [
    '别人刚刚修改过触达设置，请刷新后再改',
    'Somebody else has changed the settings meanwhile: load them again',
  ],
  'outreach.smsSecretMissing': [
    '第一次接入要填写网关的密钥',
    'The first time, the secret of the gateway is needed',
  ],
  'outreach.noPermit': [
    '没有闸门的放行凭据，不能发送',
    'Nothing is sent without a permit of the gate',
  ],
};
