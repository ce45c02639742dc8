import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const outreachErrors = defineErrors('outreach', {
  touchNotFound: 404,
  planNotFound: 404,
  bulkSendNotFound: 404,
  bulkSendChangedMeanwhile: 409,
  /** It is waiting for a decision, or has been decided. */
  bulkSendNotDraft: 409,
  /** Its hour is over, or its audience or content cannot be used; details.why. */
  bulkSendUnusable: 422,
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
  'outreach.bulkSendUnusable': [
    '客群、内容或发送时间不可用，请先修改',
    'Its audience, content or hour cannot be used: change it first',
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
