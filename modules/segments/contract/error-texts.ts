import type { Phrase } from '#platform/contract/text.ts';

export const segmentErrorTexts: Readonly<Record<string, Phrase>> = {
  'segments.packNotFound': ['没有这个客群经营包', 'There is no such pack'],
  'segments.packUnfit': [
    '经营包引用了产品没有的东西，请按提示修改文件',
    'The pack names what the product does not have: mend the file as told',
  ],
  'segments.setupNotFound': ['没有这个设置', 'There is no such set-up'],
  'segments.setupChangedMeanwhile': [
    '其他人刚刚修改了，请刷新后再改',
    'Somebody else has changed it: load it again first',
  ],
  'segments.setupSubmitted': ['正在审批，撤回后才能修改', 'In approval: withdraw it first'],
  'segments.setupState': ['当前状态不能这样做', 'Not possible in this state'],
  'segments.setupIncomplete': [
    '还有步骤没有完成，不能提交',
    'Some steps are not done: it cannot be submitted',
  ],
  'segments.researchIncomplete': [
    '调研还没有填完，补齐后再确认',
    'The research is not complete: fill it in first',
  ],
  'segments.researchFirst': [
    '先完成并确认客群调研，再生成经营模式与 SOP',
    'Finish the research first: mode and SOP come after',
  ],
  'segments.setupUnit': ['不能在这个机构设置', 'Not possible for this unit'],
  'segments.audienceUnknown': ['没有这个客群，或您看不到它', 'There is no such audience for you'],
  'segments.reviewNotApproved': [
    '复盘通过审批后才能生成经营包',
    'A pack is made of approved reviews only',
  ],
  'segments.elementsUnfit': [
    '经营模式由几类对象组成，每类至少写一个，且不超过上限',
    'The mode is made of several kinds: name at least one of each, and no more than it takes',
  ],
  'segments.elementsMade': [
    '这次设置的对象已经生成',
    'The objects of this set-up are made already',
  ],
  'segments.assessmentIncomplete': ['还有问题没有回答', 'Some questions have no answer yet'],
};
