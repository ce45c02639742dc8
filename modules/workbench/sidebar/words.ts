import type { Outcome } from '#modules/outreach/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { LostReason, WorkItemKind } from '../contract/item.ts';

export const words = {
  today: ['今日', 'Today'],
  customers: ['客户', 'Customers'],
  chat: ['会话', 'Chat'],
  todayTitle: ['今日待办', 'Today'],
  lead: ['{n} 件，先做最上面的', '{n} to do, the first one first'],
  allDone: ['今天的都办完了', 'All done for today'],
  allDoneLead: [
    '共办结 {n} 件。客户有新动作时，这里会立即出现新的待办。',
    '{n} closed. When a customer does something new, it shows up here at once.',
  ],
  nothing: ['今天还没有待办', 'Nothing to do yet today'],
  nothingLead: [
    '计划到点、客户咨询，或有客户太久没有联系时，这里会排出当天的名单。',
    'When a plan is due, a customer asks, or somebody was not contacted for long, the list of the day stands here.',
  ],
  more: ['还有 {n} 件排在后面（每天最多 {limit} 件）', '{n} more wait (at most {limit} a day)'],
  onTop: [
    '其中 {n} 件超出每天 {limit} 件：客户主动来问，不让他等到明天',
    '{n} of them beyond the {limit} a day: customers who ask do not wait until tomorrow',
  ],
  asked: ['客户在等', 'Waits for you'],
  considering: [
    '老年客户：{when} 之后、回访过才能登记成交。请多讲一遍风险，给客户时间考虑',
    'Elderly: a deal is logged after {when}, once called back. Explain the risk again, give them time',
  ],
  considered: [
    '老年客户：考虑期已满，回访过才能登记成交',
    'Elderly: time to think it over has passed; a deal wants a call back',
  ],
  calledBack: [
    '已回访：客户了解风险，仍愿意购买',
    'Called back: the customer knows the risk and still wants it',
  ],
  inCycle: [
    '{days} 天内联系过 {n} / {all} 位客户',
    'In touch with {n} of {all} customers in {days} {days|day|days}',
  ],
  waiting: ['等您在企业微信确认', 'Waiting for you in WeCom'],
  waitingLead: [
    '打开企业微信的「群发助手」或「客户朋友圈」，核对后一键发送。',
    'Open “Mass messages” or “Moments” in WeCom, check, and send with one tap.',
  ],
  waitingLine: ['{n} 位客户 · {when}下发', '{n} {n|customer|customers} · handed over {when}'],
  waitingGroups: ['{n} 个客户群 · {when}下发', '{n} {n|group|groups} · handed over {when}'],
  until: ['{when}确认有效', 'to be confirmed {when}'],
  done: ['今天办结', 'Closed today'],
  late: ['已逾期', 'Late'],
  score: ['重要度 {n}', 'Weight {n}'],
  why: ['为什么现在做', 'Why now'],
  say: ['怎么说', 'What to say'],
  avoid: ['不要说：{words}', 'Do not say: {words}'],
  copy: ['复制话术', 'Copy'],
  copied: ['已复制', 'Copied'],
  insert: ['放进会话', 'Put into the chat'],
  outcome: ['登记结果', 'Log the outcome'],
  outcomeOf: ['与 {name} 联系的结果', 'What came of it with {name}'],
  lostWhy: ['为什么没有成交？', 'Why was it lost?'],
  note: ['备注（选填，不写客户隐私）', 'Note, if you like; nothing private'],
  snooze: ['明天再说', 'Tomorrow'],
  snoozed: ['已改到明天', 'Put off until tomorrow'],
  logged: ['已登记', 'Logged'],
  undo: ['撤销', 'Undo'],
  undone: ['已撤销', 'Taken back'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
  open: ['看客户', 'The customer'],
  search: ['姓名中的两个字，或完整手机号', 'Two characters of a name, or a whole phone number'],
  noCustomers: ['没有找到客户', 'No such customer'],
  noCustomersLead: [
    '这里只有您名下的客户。换个说法，或清空搜索。',
    'Only customers whom you look after are here. Try other words, or clear the search.',
  ],
  noName: ['未知姓名', 'No name'],
  myCustomers: ['我的客户', 'My customers'],
  lastTalk: ['{when}聊过', 'talked {when}'],
  neverTalk: ['还没有双向联系', 'never talked'],
  friendSince: ['{when}成为好友', 'Friends since {when}'],
  notFriend: ['还不是您的企微好友', 'Not your friend in WeCom yet'],
  facts: ['基本情况', 'What is known'],
  noFacts: ['行内还没有给出资料', 'The bank has told nothing yet'],
  tags: ['标签', 'Tags'],
  standing: ['需求与认可', 'Need and recognition'],
  need: ['需求', 'Need'],
  recognition: ['认可', 'Recognition'],
  next: ['建议', 'Next'],
  plans: ['正在参加', 'Takes part in'],
  nextStep: ['下一步：{what}', 'Next: {what}'],
  reactions: ['最近动作', 'What happened'],
  noReactions: ['还没有记录到动作', 'Nothing noted yet'],
  openItems: ['待办', 'To do'],
  mayContact: ['现在可以联系', 'May be contacted now'],
  mayNotContact: ['现在不宜营销', 'No marketing now'],
  rule: ['依据 {rule}', 'By {rule}'],
  again: ['{when} 后可以', 'From {when} on'],
  write: ['写给客户', 'Write'],
  writeHint: ['先写在这里，边写边查', 'Write here first: it is checked as you type'],
  writeFine: ['没有不能说的话', 'Nothing forbidden in it'],
  writeBlock: ['有不能说的话，请修改', 'Something here must not be said'],
  writeWarn: ['请斟酌标出的词', 'Think about the marked words'],
  writeReview: ['标出的词需要合规复核', 'The marked words need compliance'],
  instead: ['建议：{text}', 'Rather: {text}'],
  copyWords: ['复制', 'Copy'],
  pasteYourself: [
    '已复制，请在会话里粘贴、核对后自己发送',
    'Copied: paste it into the chat, check, and send it yourself',
  ],
  select: ['请长按选中文字后复制', 'Select the words by a long press to copy them'],
  refused: ['没有放行：{rule}', 'Not let through: {rule}'],
  inChat: ['已放进会话，请在企业微信里核对后发送', 'It is in the chat: check it in WeCom and send'],
  chatLead: [
    '打开与客户的会话，再从工具栏进入，就能看到这位客户。',
    'Open a chat with a customer, then come here from its toolbar.',
  ],
  chatOther: [
    '不是您的客户，或还没有同步到行内',
    'Not your customer, or not copied to the bank yet',
  ],
  sorryTitle: ['暂时无法进入', 'This cannot be opened now'],
  sorry: {
    unknown: [
      '企业微信里的账号还没有对应到行内员工，请联系管理员。',
      'Your WeCom account is not linked to a person of the bank: ask an administrator.',
    ],
    expired: ['登录已过期，请再试一次。', 'The sign-in has expired. Please try again.'],
    later: ['企业微信暂时没有回应，请稍后再试。', 'WeCom does not answer at the moment.'],
    corp: ['企业微信还没有接入，请联系科技部。', 'WeCom is not connected yet: ask bank IT.'],
  },
  signIn: ['重新登录', 'Sign in again'],
  left: {
    today: ['今天内', 'by today'],
    clock: ['{time} 前', 'until {time}'],
    tomorrow: ['明天前', 'by tomorrow'],
    inDays: ['{n} 天内', 'within {n} {n|day|days}'],
  },
  days: {
    today: ['今天', 'today'],
    yesterday: ['昨天', 'yesterday'],
    ago: ['{n} 天前', '{n} days ago'],
    tomorrow: ['明天', 'tomorrow'],
    inDays: ['{n} 天后', 'in {n} {n|day|days}'],
  },
  errors: {
    'workbench.itemNotFound': [
      '这条待办已不在您的名单上。',
      'This item is not on your list any more.',
    ],
    'workbench.itemChanged': [
      '这条待办刚刚更新过，请看过再操作。',
      'This has just changed: look again.',
    ],
    'workbench.itemNotOpen': ['这条待办已经结束。', 'This is closed already.'],
    'workbench.tooLateToReopen': ['超过十分钟，不能撤销。', 'More than ten minutes ago: too late.'],
    'workbench.notYourCustomer': ['这位客户不在您名下。', 'Not your customer.'],
    'platform.forbidden': [
      '您还没有使用工作台的权限，请联系管理员。',
      'You may not use the workbench: ask an administrator.',
    ],
  },
} as const;

export const inviteWords = {
  title: ['邀请存量客户入群', 'Invite existing customers'],
  lead: [
    '这些客户已同意加入客户群。请在企业微信里逐个邀请，再到这里登记；是否入群以企业微信的群成员为准。',
    'They agreed to group chats. Invite them one by one in WeCom, then note it here; who came is told by WeCom.',
  ],
  none: ['没有要邀请的客户', 'Nobody to invite'],
  noneLead: [
    '您是群主的客户群里，已没有同意入群、还没进群的存量客户。',
    'Of your groups, no existing customer who agreed is missing.',
  ],
  figures: [
    '待邀请 {open} · 已邀请 {invited} · 已入群 {joined}',
    '{open} to invite · {invited} invited · {joined} joined',
  ],
  states: {
    open: ['待邀请', 'To invite'],
    invited: ['已邀请', 'Invited'],
    joined: ['已入群', 'Joined'],
  },
  mark: ['登记已邀请', 'Invited'],
  unmark: ['撤销', 'Undo'],
  marked: ['已登记', 'Noted'],
  unmarked: ['已撤销', 'Taken back'],
  invitedWhen: ['{when}邀请', 'invited {when}'],
  joinedWhen: ['{when}入群', 'joined {when}'],
} as const;

export const kindWords: Record<WorkItemKind, Phrase> = {
  follow_up: ['跟进', 'Follow up'],
  plan: ['计划任务', 'Plan'],
  assessment: ['风险测评', 'Assessment'],
  care: ['关怀', 'Care'],
};

export const outcomeWords: Record<Outcome, Phrase> = {
  done: ['已联系', 'Done'],
  no_answer: ['未接通', 'No answer'],
  won: ['成交', 'Won'],
  lost: ['未成交', 'Lost'],
  declined: ['暂不需要', 'Declined'],
  opt_out: ['要求不再联系', 'Wants no more of it'],
};

export const lostWords: Record<LostReason, Phrase> = {
  price: ['价格或收益', 'Price or return'],
  product: ['产品不合适', 'Product does not fit'],
  other_bank: ['去了他行', 'Another bank'],
  no_need: ['没有需求', 'No need'],
  no_money: ['资金未到位', 'Money not there yet'],
  other: ['其他', 'Other'],
};

export const channelWords: Readonly<Record<string, Phrase>> = {
  one_to_one: ['一对一群发', 'One-to-one'],
  moments: ['朋友圈', 'Moments'],
  group: ['客户群', 'Group'],
};
