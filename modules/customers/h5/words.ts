import type { Lang, Phrase } from '#platform/contract/text.ts';

export const words = {
  consents: ['我的授权', 'My consents'],
  data: ['我的信息', 'My data'],
  requests: ['我的请求', 'My requests'],
  bigger: ['大字', 'Large type'],
  biggerOn: ['大字版已打开', 'Large type is on'],
  otherLanguage: ['EN', '中文'],
  signOut: ['退出', 'Sign out'],
  hello: ['{name}，您好', 'Hello, {name}'],
  consentsLead: [
    '以下每一项由您单独决定。不同意或撤回，不影响您使用本行服务。',
    'You decide on each of these by itself. Saying no, or withdrawing, changes nothing in the services you use.',
  ],
  readText: ['查看全文', 'Read the text'],
  agree: ['同意', 'Agree'],
  agreeTo: ['同意“{what}”', 'Agree to {what}'],
  notNow: ['暂不', 'Not now'],
  close: ['关闭', 'Close'],
  on: ['已同意', 'On'],
  off: ['未同意', 'Off'],
  stale: ['内容有变，请重新确认', 'The text has changed: please confirm again'],
  givenOn: ['{when} 同意第 {n} 版', 'Agreed to version {n} on {when}'],
  withdrawnOn: ['{when} 撤回', 'Withdrawn on {when}'],
  withdrawn: ['已撤回，立即生效。', 'Withdrawn, in effect at once.'],
  given: ['已记录您的同意。', 'Your consent is recorded.'],
  stopAll: ['停止所有营销信息', 'Stop all marketing'],
  stopAllLead: [
    '撤回全部营销授权，立即生效。业务通知（如还款提醒）不受影响。',
    'Withdraws every consent to marketing at once. Notices about your business, such as repayments, go on.',
  ],
  stopped: ['已停止所有营销信息，立即生效。', 'All marketing is stopped, in effect at once.'],
  stopYes: ['确认停止', 'Stop it'],
  nothingOn: ['目前没有任何营销授权。', 'No marketing is agreed to at present.'],
  history: ['同意与撤回记录', 'What I said, and when'],
  noHistory: ['还没有记录。', 'Nothing yet.'],
  gaveLine: ['同意', 'Agreed'],
  tookLine: ['撤回', 'Withdrew'],
  version: ['第 {n} 版', 'version {n}'],
  byMe: ['本人', 'by me'],
  byStaff: ['由 {name} 登记', 'recorded by {name}'],
  categories: ['涉及的信息', 'Which data'],
  method: ['处理方式', 'How they are used'],
  retention: ['保存期限', 'Kept for'],
  controller: ['处理者', 'Who is responsible'],
  contact: ['联系方式', 'How to reach them'],
  rights: ['您的权利', 'Your rights'],
  dataLead: [
    '这里是本行记录的、与您有关的信息。金额只显示区间，完整内容可申请副本。',
    'This is what the bank has noted about you. Amounts are shown as ranges; a copy has everything.',
  ],
  identities: ['联系方式与编号', 'How the bank knows you'],
  from: ['来源：{source} · {when}', 'From {source}, {when}'],
  nothingHere: ['还没有记录', 'Nothing noted yet'],
  tags: ['用于推荐的标签', 'Tags that steer recommendations'],
  tagsLead: [
    '您可以删除任何一个。删除后 180 天内系统不会再自动打上。',
    'You may delete any of them. Nothing gives it back by itself for 180 days.',
  ],
  deleteTag: ['删除', 'Delete'],
  deleteTagOf: ['删除标签“{name}”', 'Delete the tag {name}'],
  tagDeleted: ['标签已删除。', 'The tag is deleted.'],
  requestsLead: [
    '您可以查阅、复制、更正或要求删除您的个人信息。我们最迟 15 天内答复。',
    'You may see, copy, correct or have erased your data. You have an answer within 15 days.',
  ],
  askFor: ['提出请求', 'Ask'],
  askNote: {
    access: ['生成一份您个人信息的完整清单。', 'A full list of your data is made.'],
    export: ['生成机器可读的副本，可下载保存。', 'A machine-readable copy to keep.'],
    correction: ['哪一项不对？请写明正确的内容。', 'What is wrong, and what is right?'],
    erasure: [
      '删除后您将不再收到本行的服务信息，且无法恢复。法律要求保存的记录会说明理由。',
      'You will no longer hear from the bank, and it cannot be undone. What the law keeps is named with its reason.',
    ],
  },
  wish: ['说明（选填）', 'Details, if you like'],
  wishNeeded: ['请写明哪一项不对、正确的是什么', 'Please say what is wrong and what is right'],
  send: ['提交', 'Send'],
  sent: ['已提交。', 'Sent.'],
  due: ['最迟 {when} 答复', 'Answer by {when}'],
  download: ['下载副本', 'Download the copy'],
  takeBack: ['撤销请求', 'Take it back'],
  takenBack: ['请求已撤销。', 'The request is taken back.'],
  answer: ['答复：{text}', 'Answer: {text}'],
  noRequests: ['您还没有提出过请求。', 'You have not asked for anything yet.'],
  certificate: ['删除凭证', 'Certificate of erasure'],
  certificateLead: [
    '{bank}已于 {when} 删除您的个人信息。',
    '{bank} erased your personal data on {when}.',
  ],
  removed: ['删除 {n} 条', '{n} deleted'],
  anonymised: ['匿名化 {n} 条', '{n} made anonymous'],
  kept: ['保留 {n} 条', '{n} kept'],
  digest: ['校验值', 'Digest'],
  loading: ['正在加载…', 'Loading…'],
  again: ['再试一次', 'Try again'],
  sorryTitle: ['暂时无法进入', 'This cannot be opened now'],
  sorry: {
    unknown: [
      '本行还没有与您的微信建立联系。请先添加您的客户经理，再从他发给您的链接进入。',
      'The bank does not know your WeChat yet. Add your relationship manager, then use the link they send you.',
    ],
    expired: ['登录已过期，请再试一次。', 'The sign-in has expired. Please try again.'],
    later: [
      '微信暂时没有回应，请稍后再试。',
      'WeChat does not answer at the moment. Please try later.',
    ],
    corp: [
      '链接不完整。请从客户经理或本行公众号发给您的链接进入。',
      'The link is not complete. Use the one your manager or the bank sent you.',
    ],
    out: ['您已退出。', 'You are signed out.'],
  },
  signInAgain: ['重新登录', 'Sign in again'],
  errors: {
    offline: ['网络不通，请检查后再试。', 'No network. Check it and try again.'],
    'customers.consentTextNewer': [
      '授权文本刚刚更新，请重新阅读。',
      'The text has just been renewed. Please read it again.',
    ],
    'customers.rightsRequestOpen': [
      '您已有一项同类请求正在处理。',
      'A request of this kind is under way already.',
    ],
    'customers.rightsRequestState': [
      '请求的状态已变化，请刷新。',
      'The request has moved on. Please reload.',
    ],
    other: ['没有成功，请稍后再试。', 'That did not work. Please try again later.'],
  },
} as const;

export type Say = (phrase: Phrase, values?: Readonly<Record<string, string | number>>) => string;

const zone = 'Asia/Shanghai';

export function dayText(iso: string, lang: Lang): string {
  const form = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: zone,
    year: 'numeric',
    month: lang === 'en' ? 'short' : 'long',
    day: 'numeric',
  });
  return form.format(new Date(iso));
}

export function momentText(iso: string, lang: Lang): string {
  const form = new Intl.DateTimeFormat('zh-CN', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return `${dayText(iso, lang)} ${form.format(new Date(iso))}`;
}
