import type { Phrase } from '#platform/contract/text.ts';
import type { calendarErrors } from './calendar.ts';
import type { cardErrors } from './card.ts';
import type { contentErrors } from './item.ts';
import type { mediaErrors } from './media.ts';
import type { personaErrors } from './persona.ts';
import type { productErrors } from './product.ts';
import type { scriptErrors } from './script.ts';
import type { templateErrors } from './template.ts';
import type { transferErrors } from './transfer.ts';

type Codes =
  | keyof typeof contentErrors
  | keyof typeof productErrors
  | keyof typeof mediaErrors
  | keyof typeof scriptErrors
  | keyof typeof personaErrors
  | keyof typeof calendarErrors
  | keyof typeof cardErrors
  | keyof typeof templateErrors
  | keyof typeof transferErrors;

/** What each refusal of this module says to a person. */
export const contentErrorTexts: Readonly<Record<`content.${Codes}`, Phrase>> = {
  'content.itemNotFound': [
    '没有找到这个素材，或它不归您修改',
    'No such content, or not yours to change',
  ],
  'content.itemNotDraft': [
    '这一版已提交或已发布，请先退回或另起一版',
    'This version was submitted or released: begin another',
  ],
  'content.itemChangedMeanwhile': [
    '{by}刚刚修改过这份草稿，请刷新后再改',
    '{by} changed this draft just now: reload first',
  ],
  'content.itemDraftOpen': ['第 {version} 版还没有完成', 'Version {version} is still open'],
  'content.itemNothingUsable': ['没有可用的版本可撤', 'Nothing usable to withdraw'],
  'content.itemBlocked': [
    '有不能说的内容，改好再提交——{words}',
    'It says what may not be said; mend it first: {wordsEn}',
  ],
  'content.itemIncomplete': [
    '还缺必填的内容，补全后再提交',
    'Something is missing: fill it in before submitting',
  ],
  'content.unitUnknown': ['没有这个机构，或不在您的范围内', 'No such unit, or not in your scope'],
  'content.productUnknown': ['引用的产品不存在', 'A product it names does not exist'],
  'content.fileUnknown': [
    '引用的文件不存在，请重新上传',
    'A file it names is not there: upload it again',
  ],
  'content.productNotFound': ['没有找到这个产品', 'No such product'],
  'content.productCodeTaken': ['产品代码 {code} 已被使用', 'The code {code} is taken'],
  'content.productChangedMeanwhile': [
    '产品刚刚被修改过，请刷新后再改',
    'The product was changed just now: reload first',
  ],
  'content.productIncomplete': [
    '投资类产品须有风险等级才能上架；代码不能修改',
    'An investment needs a risk grade to be listed; a code does not change',
  ],
  'content.mediaUnusable': [
    '“{filename}”不是企业微信支持的类型，或内容与扩展名不符',
    '{filename} is no kind WeCom takes, or not what its name says',
  ],
  'content.personaNotFound': ['没有找到这个人设，或它还不可用', 'No such persona, or not in use'],
  'content.personaChangedMeanwhile': [
    '{by}刚刚改过这个人设，请刷新后再改',
    '{by} changed this persona just now: reload first',
  ],
  'content.occasionNotFound': ['没有找到这个日程', 'No such day in the calendar'],
  'content.staffNotFound': [
    '没有找到这位员工；名片资料须由他人登记',
    'No such colleague; what stands on a card another person records',
  ],
  'content.fileUnreadable': [
    '这不是可导入的内容文件，请用本系统导出的 JSON 文件',
    'Not a file of content: take one that was exported here',
  ],
  'content.scriptNotFound': ['没有找到这条话术', 'No such script'],
  'content.scriptChangedMeanwhile': [
    '{by}刚刚改过这条话术，请刷新后再改',
    '{by} changed this script just now: reload first',
  ],
  'content.scriptBlocked': [
    '话术里有不能说的词，见标出的各处',
    'The script says what may not be said: mend the places shown',
  ],
  'content.templatesOfHeadOffice': [
    '文件里有 {templates} 个运营模板；运营模板全行共用，由总行导入',
    'It holds {templates} templates, which are the whole bank’s: head office brings them',
  ],
  'content.templateNotFound': ['没有找到这个模板', 'No such template'],
  'content.templateChangedMeanwhile': [
    '{by}刚刚改过这个模板，请刷新后再改',
    '{by} changed this template just now: reload first',
  ],
  'content.templatePending': [
    '模板正在审批，审批结束或撤回后才能修改',
    'It is being decided: change it after that, or withdraw the request',
  ],
  'content.templateBlocked': [
    '模板里有不能说的话，见标出的各处',
    'The template says what may not be said: mend the places shown',
  ],
  'content.mediaTooLarge': ['“{filename}”太大', '{filename} is too large'],
};
