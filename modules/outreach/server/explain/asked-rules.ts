import { countsRefusals, usesRules } from '#modules/compliance/server/index.ts';
import { countRefused } from './touch.repo.ts';

/** Compliance shows where each rule is asked, and how often it refused. */
export function sayWhatIsAsked(): void {
  usesRules('outreach', {
    'CR-001': ['触达前检查营销授权', 'Consent before every marketing contact'],
    'CR-005': ['触达前检查授权文本版本', 'Consent to a text that still holds'],
    'CR-006': ['撤回后撤下待发与待确认的触达', 'What waits is taken back, from WeCom as well'],
    'CR-013': [
      '关闭个性化后撤回未确认的推荐',
      'What was chosen for them and is unconfirmed is called off when they switch it off',
    ],
    'CR-027': ['触达前排除已故客户', 'The deceased are not contacted'],
    'CR-029': ['触达前排除未成年人', 'Minors are not contacted'],
    'CR-030': ['触达前检查信用卡年龄', 'Age before credit cards are brought up'],
    'CR-046': ['没有风险等级的产品不触达', 'No product without a grade'],
    'CR-048': ['触达前检查风险测评', 'Assessment before investments are brought up'],
    'CR-049': ['触达前匹配风险等级', 'Grades matched before every contact'],
    'CR-050': ['触达前保护最低风险等级客户', 'The lowest grade of customers is protected'],
    'CR-054': [
      '65 周岁及以上：不自动一对一推产品，主动推荐不超过上限，考虑期内不再推介',
      'From 65: no product by programme one-to-one, none above the limit, none while they think it over',
    ],
    'CR-055': ['不向老年客户推荐定投', 'No instalment investments for the elderly'],
    'CR-057': [
      '私募产品不进群和朋友圈，一对一只给合格投资者',
      'Private products stay out of groups and Moments; one-to-one for qualified investors only',
    ],
    'CR-058': [
      '触达前检查产品在售，移出名单即撤回未确认的任务',
      'Only products on the list; what is unconfirmed is called off when one leaves it',
    ],
    'CR-059': ['触达前复查代销声明', 'Who issues an agency product, checked once more'],
    'CR-061': [
      '触达前按当前产品主数据复查名称、利率、费用、期限与权益',
      'Name, rate, fee, term and benefits checked once more by the product master of today',
    ],
    'CR-069': [
      '触达前检查发送人的保险执业登记（资格登记在 CR-136 中启用），复查保险内容的用语',
      'Insurance: practice record of whoever sends (CR-136 says whether the register counts), and words checked once more',
    ],
    'CR-072': ['触达前复查敏感词', 'Words checked once more'],
    'CR-076': ['触达前复查风险提示', 'Risk texts checked once more'],
    'CR-077': [
      '触达前复查一对一退订方式，群内每周附一次；发送人由企业微信显示，不在文中查',
      'Way to refuse one-to-one, weekly in each group; WeCom itself shows who sends, no text is searched for it',
    ],
    'CR-079': [
      '只发审批过的版本，撤下即撤回未确认的任务',
      'Only the approved version goes out; what is withdrawn is called back while unconfirmed',
    ],
    'CR-080': [
      '推介产品的群内容只由持有资格的群主发布（资格登记在 CR-136 中启用）；直播不在产品内',
      'What speaks of a product is posted only to groups whose owner is licensed (CR-136 says whether the register counts); live streams are not part of the product',
    ],
    'CR-090': [
      '只在内容有效期内发送，到期即撤回未确认的任务',
      'Only within the days of the content; called back while unconfirmed when they end',
    ],
    'CR-093': ['触达前排除退订客户', 'Who opted out is not contacted'],
    'CR-094': ['免打扰时段推迟', 'Deferred over quiet hours'],
    'CR-095': ['老年客户按时段发送', 'Hours of the elderly'],
    'CR-096': ['触达台账核对平台上限', 'The platform’s cap, known before sending'],
    'CR-097': ['旧版平台上限', 'The platform’s older cap'],
    'CR-098': [
      '触达台账核对自有上限，客户经理自发同样计入',
      'Own caps, by the ledger; what colleagues send by hand counts too',
    ],
    'CR-099': ['成员确认后才发出', 'Nothing leaves before the colleague confirms'],
    'CR-100': ['提醒成员的次数上限', 'How often a colleague is reminded'],
    'CR-101': ['由最近联系的成员发送', 'The colleague who spoke last sends'],
    'CR-105': ['外呼授权、时段与次数', 'Calls: consent, hours, how often'],
    'CR-106': ['短信授权、签名与退订语', 'SMS: consent, sender’s name and way to refuse'],
    'CR-107': [
      '投诉与删除后静默，未确认的任务撤回',
      'Silence after complaint and deletion; what is unconfirmed is called off',
    ],
    'CR-108': ['停发开关、停发日与节假日', 'Stop switch, stop days and holidays'],
    'CR-127': ['风险名单客户不营销', 'Nothing is marketed to those on lists'],
    'CR-136': [
      '触达与待办只交给持有该类产品资格的员工，下发前复查；资格登记未建立的机构不检查',
      'Contacts and work items only for colleagues licensed for the product, checked again before handing over; not while the bank keeps no register',
    ],
    'CR-154': [
      '发给老年客户的一对一和短信带链接消息，每周附防骗提醒',
      'A weekly reminder of fraud in messages with a link to the elderly, one-to-one and by SMS',
    ],
  });
  countsRefusals('outreach', countRefused);
}
