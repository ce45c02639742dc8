import type { Phrase } from '#platform/contract/text.ts';

/** What each refusal of this module says to a person. */
export const customerErrorTexts: Readonly<Record<string, Phrase>> = {
  'customers.customerNotFound': [
    '没有找到这位客户，或不在您的范围内',
    'No such customer, or not in your scope',
  ],
  'customers.customerMerged': ['这位客户已并入另一位', 'This customer became part of another'],
  'customers.customerErased': [
    '这位客户的个人信息已按本人要求删除',
    'The data of this customer were erased at their wish',
  ],
  'customers.unitUnknown': ['没有这个机构，或不在您的范围内', 'No such unit, or not in your scope'],
  'customers.staffUnknown': [
    '没有这名员工，或不在您的范围内',
    'No such colleague, or not in your scope',
  ],
  'customers.fieldEmpty': ['这一项没有内容', 'There is nothing to show'],
  'customers.customerElsewhere': [
    '这个手机号或客户号属于其他机构的客户，请联系总行运营处理',
    'This phone or number belongs to a customer of another unit; ask the head office',
  ],
  'customers.identityMissing': ['手机号与银行客户号至少填一项', 'Give a phone or a bank number'],
  'customers.cursorInvalid': ['翻页位置已失效，请回到第一页', 'Go back to the first page'],
  'customers.corpNotFound': ['没有找到这个企业', 'No such corp'],
  'customers.mergeWithSelf': ['不能与自己合并', 'A customer cannot be merged with itself'],
  'customers.mergeNotFound': ['没有找到这次合并', 'No such merge'],
  'customers.alreadySplit': ['这次合并已经撤销', 'This merge was undone already'],
  'customers.laterMergeFirst': [
    '这位客户之后又合并过，请先撤销最近的一次',
    'Undo the later merge of this customer first',
  ],
  'customers.proposalNotFound': ['没有找到这条线索', 'No such proposal'],
  'customers.viewNotFound': ['没有找到这个视图', 'No such view'],
  'customers.handoverNotFound': ['没有找到这项继承', 'No such hand-over'],
  'customers.successorUnfit': [
    '接替人须在职，且在您的机构范围内',
    'Who takes over must be at work and in your units',
  ],
  'customers.poolUnitUnknown': [
    '没有这个机构或服务池，或不在您的范围内',
    'No such unit or pool, or not in your scope',
  ],
  'customers.poolHolderUnfit': [
    '服务账号须是本机构或下级在职的员工账号',
    'The account must be of somebody at work in the unit or below',
  ],
  'customers.poolHolderTaken': [
    '这个账号已在服务另一个池',
    'This account serves another pool already',
  ],
  'customers.poolHasCustomers': [
    '池里还有 {customers} 位客户，他们的好友关系在原账号上：请先改派，再更换账号',
    '{customers} customers are served through the present account: assign them first',
  ],
  'customers.poolChanged': [
    '设置刚被别人改过，请看过最新内容再保存',
    'Somebody has just changed it: look again before you save',
  ],
  'customers.attributeNotFound': ['没有这个属性', 'No such attribute'],
  'customers.attributeTaken': ['已有同代码的属性', 'An attribute of this code is there already'],
  'customers.attributeChanged': [
    '其他人刚刚修改过，请刷新后再试',
    'Somebody changed it just now: reload first',
  ],
  'customers.attributeValue': [
    '“{code}”的值不合规定：{why}',
    'The value of {code} is refused: {why}',
  ],
  'customers.attributePurpose': [
    '这些属性不得用于“{purpose}”：{attributes}',
    'These may not be used for {purpose}: {attributes}',
  ],
  'customers.authenticationData': [
    '看起来是身份鉴别信息（{found}），不得保存',
    'This looks like authentication data ({found}) and is not stored',
  ],
  'customers.sensitiveConsent': [
    '客户没有同意收集这项敏感信息',
    'The customer has not agreed that this is collected',
  ],
  'customers.tagNotFound': ['没有这个标签', 'No such tag'],
  'customers.tagGroupNotFound': ['没有这个标签组', 'No such tag group'],
  'customers.tagTaken': ['已有同代码的标签', 'A tag of this code is there already'],
  'customers.tagChanged': [
    '其他人刚刚修改过，请刷新后再试',
    'Somebody changed it just now: reload first',
  ],
  'customers.tagNotNeutral': [
    '推送到企业微信的名称不得含有：{words}',
    'A name pushed to WeCom must not hold: {words}',
  ],
  'customers.tagBatchNotFound': ['没有找到这次批量打标', 'No such batch'],
  'customers.tagBatchState': ['这次批量打标现在不能撤销', 'This batch cannot be undone now'],
  'customers.tagRuleNotFound': ['没有这条规则', 'No such rule'],
  'customers.tagRuleChanged': [
    '其他人刚刚修改过，请刷新后再试',
    'Somebody changed it just now: reload first',
  ],
  'customers.consentTextMissing': [
    '这个用途还没有审批通过的授权文本',
    'There is no approved text for this purpose yet',
  ],
  'customers.consentTextNotFound': ['没有找到这份授权文本', 'No such consent text'],
  'customers.consentTextOpen': [
    '这个用途已有一份文本在审批中',
    'A text of this purpose is in approval already',
  ],
  'customers.consentTextNewer': [
    '授权文本已更新，请先阅读新版本',
    'There is a newer text: read it first',
  ],
  'customers.consentChannel': [
    '这个用途不按该渠道征求同意',
    'This purpose is not asked about by that way',
  ],
  'customers.rightsRequestNotFound': ['没有找到这项请求', 'No such request'],
  'customers.rightsRequestState': [
    '这项请求已经办结或正在办理',
    'This request is closed or under way',
  ],
  'customers.rightsRequestOpen': [
    '这位客户已有一项同类请求在办理',
    'A request of this kind is open for this customer',
  ],
  'customers.rightsSelfApproval': [
    '登记删除请求的人不能确认删除，请另一位同事处理',
    'Who recorded an erasure does not confirm it: ask a colleague',
  ],
  'customers.certificateNotFound': ['没有找到这份凭证', 'No such certificate'],
};
