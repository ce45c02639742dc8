import { purposeText } from '#modules/customers/contract.ts';
import { type Lang, type Phrase, say } from '#platform/contract/text.ts';
import type { RuleProblem } from '../../contract.ts';

const words: Record<RuleProblem['code'], Phrase> = {
  tooDeep: ['嵌套太深，最多 {most} 层', 'Nested too deep: at most {most} levels'],
  tooMany: ['条件太多，最多 {most} 个', 'Too many conditions: at most {most}'],
  emptyGroup: ['空的条件组', 'An empty group'],
  unknownAttribute: [
    '没有属性“{attribute}”，可能已停用',
    'No attribute “{attribute}”; perhaps retired',
  ],
  testDoesNotFit: ['这个字段不能这样比较', 'This field cannot be compared like that'],
  valueDoesNotFit: ['“{value}”不是这个字段的值', '“{value}” is no value of this field'],
  unknownOption: ['没有选项“{value}”', 'No option “{value}”'],
  emptyRange: [
    '起点在终点之后，没有人会落在其中',
    'It ends before it begins: nobody can lie in it',
  ],
  unknownTag: ['没有标签“{tag}”，可能已停用', 'No tag “{tag}”; perhaps retired'],
  unknownEvent: ['没有登记行为“{event}”', 'No event “{event}” is registered'],
  unknownProperty: ['这些行为没有字段“{property}”', 'These events have no property “{property}”'],
  unknownScore: ['没有评分“{score}”', 'No score “{score}”'],
  unknownUnit: ['没有这个机构', 'No such unit'],
  unknownAudience: ['没有这个客群，或它不在您的范围内', 'No such audience, or not in your scope'],
  audienceCycle: [
    '客群绕回了自己：那个客群的规则又用到了本客群',
    'It comes round to itself: that audience asks this one',
  ],
  unknownConsent: ['这个用途没有这个渠道', 'This purpose is not asked about in this way'],
  purposeNotAllowed: [
    '属性“{name}”不允许用于{use}（CR-004）',
    'The attribute “{name}” may not be used for {use} (CR-004)',
  ],
  malformed: ['这里写得不完整', 'Something is missing here'],
};

/** What is wrong, in the reader's words. */
export function problemText({ code, details }: RuleProblem, lang: Lang): string {
  const named = details.name as Phrase | undefined;
  const use = purposeText[details.purpose as keyof typeof purposeText] as Phrase | undefined;
  return say(words[code], lang, {
    ...details,
    ...(named ? { name: say(named, lang) } : {}),
    ...(use ? { use: say(use, lang) } : {}),
  });
}
