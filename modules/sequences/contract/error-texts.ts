import type { Phrase } from '#platform/contract/text.ts';
import type { enrolmentErrors } from './enrolment.ts';
import type { runErrors } from './run.ts';
import type { sequenceErrors } from './sequence.ts';

type Codes = keyof typeof sequenceErrors | keyof typeof runErrors | keyof typeof enrolmentErrors;

/** What each refusal of this module says to a person. */
export const sequenceErrorTexts: Readonly<Record<`sequences.${Codes}`, Phrase>> = {
  'sequences.sequenceNotFound': [
    '没有找到这个序列，或它不在您的范围内',
    'No such sequence, or not in your scope',
  ],
  'sequences.versionNotFound': ['没有这一版', 'There is no such version'],
  'sequences.notDraft': [
    '这一版已提交或已发布，请另起一版',
    'This version was submitted or released: begin another',
  ],
  'sequences.changedMeanwhile': [
    '{by}刚刚修改过这份草稿，请刷新后再改',
    '{by} changed this draft just now: reload first',
  ],
  'sequences.draftOpen': ['已有一份草稿在写', 'A draft is open already'],
  'sequences.hasErrors': [
    '还有 {count} 处必须修改，改好后才能提交',
    '{count} places have to be mended before it is submitted',
  ],
  'sequences.unitUnknown': ['没有找到这个机构', 'No such unit'],
  'sequences.runNotFound': [
    '没有找到这次运行，或它不在您的范围内',
    'No such run, or not in your scope',
  ],
  'sequences.runNotDraft': ['运行已提交或已启动，不能再改', 'The run was submitted or started'],
  'sequences.runChangedMeanwhile': [
    '这份运行草稿刚被别人改过，请刷新',
    'Somebody changed this draft just now: reload first',
  ],
  'sequences.runState': ['运行当前的状态不允许这样做', 'The run is not in a state for that'],
  'sequences.versionNotApproved': [
    '这一版还没有通过审批，不能运行',
    'This version is not approved and cannot be run',
  ],
  'sequences.audienceUnfit': [
    '客群没有启用，请先启用或另选一个',
    'The audience is not live: make it live or choose another',
  ],
  'sequences.projectUnfit': [
    '项目没有在运行，请另选一个运行中的项目',
    'The project is not running: choose one that is',
  ],
  'sequences.needMissing': [
    '请先填写“客户需求”：这次运行回应客户的什么需求，再提交审批',
    'Fill in “Customer need” first: what need of the customer it answers, then submit',
  ],
  'sequences.placesMissing': [
    '内容里还有 {count} 处没有填写',
    '{count} places of the texts are not filled',
  ],
  'sequences.wordsForbidden': [
    '填写的内容不能这样说——{words}',
    'What was filled in may not be said: {wordsEn}',
  ],
  'sequences.productUnfit': [
    '产品不在售，或不属于所选产品线',
    'The product is not on sale, or not of this line',
  ],
  'sequences.versionNotNewer': ['只能切换到更新的版本', 'Only a newer version can be moved to'],
  'sequences.enrolmentNotFound': [
    '这位客户不在这次运行里，或不在您的范围内',
    'This customer is not in the run, or not in your scope',
  ],
  'sequences.enrolmentEnded': ['这位客户已经结束', 'This customer has ended already'],
};
