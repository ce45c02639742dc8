import type { Phrase } from '#platform/contract/text.ts';
import type { lexiconErrors } from './lexicon.ts';
import type { ruleErrors } from './rule.ts';

type Codes = keyof typeof lexiconErrors | keyof typeof ruleErrors;

/** What each refusal of this module says to a person. */
export const complianceErrorTexts: Readonly<Record<`compliance.${Codes}`, Phrase>> = {
  'compliance.lexiconNotFound': ['没有找到这一版词库', 'No such version of the lexicon'],
  'compliance.lexiconNotDraft': [
    '只有草稿可以修改；这一版已提交或已生效',
    'Only a draft can be changed; this version was submitted or is in force',
  ],
  'compliance.lexiconChangedMeanwhile': [
    '其他人刚刚修改过这一版，请刷新后再试',
    'Somebody changed this version just now: reload first',
  ],
  'compliance.lexiconDraftOpen': [
    '第 {version} 版还在起草或待审批，请先完成它',
    'Version {version} is still open: finish it first',
  ],
  'compliance.lexiconCategoryUnknown': ['没有类别 {key}', 'There is no category {key}'],
  'compliance.lexiconPatternUnusable': [
    '句式“{pattern}”无法识别：{message}',
    'The pattern {pattern} cannot be read: {message}',
  ],
  'compliance.lexiconFileUnusable': [
    '文件没有导入，草稿没有改变。第 {line} 处：{message}',
    'Nothing was imported. At {line}: {message}',
  ],
  'compliance.ruleNotFound': ['没有找到规则 {rule}', 'No such rule: {rule}'],
  'compliance.ruleChangedMeanwhile': [
    '规则已有新版本 {version}，请刷新后再改',
    'The rule is at version {version} by now: reload first',
  ],
  'compliance.ruleParametersUnusable': [
    '参数不在允许范围内，请检查标出的项目',
    'A parameter is outside what is allowed',
  ],
  'compliance.ruleDayPast': ['生效日期不能早于今天', 'The first day must not be in the past'],
};
