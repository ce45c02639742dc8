import { ConsentTextDraft } from '../../contract/consent.ts';

const shared = {
  controller: ['本行', 'The bank'],
  contact: ['客服热线与各营业网点', 'Service hotline and every outlet'],
  rights: [
    '您可以随时在“我的授权”中撤回同意，撤回立即生效，不影响您继续使用本行服务；也可以查阅、更正、复制或要求删除您的个人信息。',
    'You may withdraw at any time under “My consents”; it takes effect at once and changes nothing in the services you use. You may also see, correct, copy or have erased your personal data.',
  ],
} as const;

const draft = (text: Omit<Parameters<typeof ConsentTextDraft.parse>[0] & object, never>) =>
  ConsentTextDraft.parse({ ...shared, ...text });

/** Read, changed where the bank works otherwise, and approved before anybody is asked. */
export const standardTexts: readonly ConsentTextDraft[] = [
  draft({
    purpose: 'marketing',
    title: ['接收产品与活动信息', 'News of products and offers'],
    body: [
      '经您同意，本行会通过您选择的渠道，向您介绍适合您的产品、活动与权益。\n每一种渠道由您单独选择。您不同意或撤回同意，不影响您办理业务和享受服务。',
      'If you agree, the bank tells you about products, offers and benefits that suit you, by the ways you choose.\nYou choose each way by itself. If you do not agree, or withdraw, nothing changes in the services you use.',
    ],
    categories: [
      ['称呼与联系方式', 'Name and contact details'],
      ['持有产品的种类', 'Kinds of products you hold'],
      ['与本行的互动记录', 'Your dealings with the bank'],
    ],
    method: [
      '由您的客户经理或本行系统，在您选择的渠道向您发送信息；记录您是否阅读与回复。',
      'Your relationship manager or the bank’s system sends you messages by the ways you choose, and records whether you read and answer them.',
    ],
    retention: [
      '至您撤回同意；同意与撤回的记录保存至撤回后三年。',
      'Until you withdraw; the record of consent and withdrawal for three years after that.',
    ],
  }),
  draft({
    purpose: 'personalisation',
    title: ['个性化推荐', 'Personal recommendations'],
    body: [
      '经您同意，本行会根据您的兴趣、需求和使用记录，为您挑选更相关的内容与服务。\n关闭后，您看到的是不针对您个人特征的内容，本行也不再据此推测您的兴趣。',
      'If you agree, the bank picks what is more relevant to you, by your interests, needs and what you have used.\nSwitched off, you see what is not chosen for you, and the bank no longer infers your interests.',
    ],
    categories: [
      ['兴趣与需求标签', 'Tags of interests and needs'],
      ['浏览、点击与参与活动的记录', 'What you viewed, clicked and took part in'],
    ],
    method: [
      '系统根据标签与行为自动挑选展示内容；标签可由您查看和删除。',
      'A system picks what is shown by tags and behaviour; you can see and delete the tags.',
    ],
    retention: [
      '行为明细保存二十四个月，标签至您删除或到期。',
      'Details of behaviour for 24 months; tags until you delete them or they expire.',
    ],
  }),
  draft({
    purpose: 'modelling',
    title: ['参与建模分析', 'Use in models'],
    body: [
      '经您同意，本行会把您的信息与其他客户的信息一起，用于建立和改进服务模型，例如判断哪些服务对哪类客户有用。\n模型不会单独决定您能否办理业务。',
      'If you agree, your data and those of other customers are used to build and improve models, such as which services are useful to whom.\nNo model alone decides whether you get a service.',
    ],
    categories: [
      ['账户与产品概况', 'Overview of accounts and products'],
      ['交易与行为的汇总', 'Sums of transactions and behaviour'],
    ],
    method: [
      '去标识化后在本行内部计算，不向外提供。',
      'Computed inside the bank, without names, and not passed on.',
    ],
    retention: ['模型使用期内，最长三年。', 'While the model is in use, three years at most.'],
  }),
  draft({
    purpose: 'sharing',
    title: ['向合作机构提供信息', 'Passing data to partners'],
    body: [
      '经您同意，在您参加由合作机构提供的活动或领取其权益时，本行会把办理所必需的信息提供给该机构。\n每次提供前，会告知您接收方的名称、联系方式、目的、方式和信息种类。',
      'If you agree, what a partner needs is passed on when you take part in its activity or take its benefit.\nBefore each time you are told who receives it, how to reach them, for what, how, and which data.',
    ],
    categories: [
      ['称呼与手机号', 'Name and phone number'],
      ['所领取的权益', 'The benefit you took'],
    ],
    method: [
      '以加密方式按次提供，并留存记录。',
      'Passed on encrypted, each time by itself, and recorded.',
    ],
    retention: ['提供记录保存三年。', 'The record of it for three years.'],
  }),
  draft({
    purpose: 'sensitive',
    title: ['处理敏感个人信息', 'Sensitive personal information'],
    body: [
      '经您单独同意，本行会收集您主动提供的敏感个人信息，仅用于您当时办理的事项。\n这类信息一旦泄露或被非法使用，可能使您的人格尊严受到侵害或人身、财产安全受到危害，因此只在确有必要时收集，并采取严格保护。',
      'If you agree by itself, the bank collects sensitive information you give, only for the matter at hand.\nLeaked or misused, it could harm your dignity, safety or property; it is collected only where needed, and strictly protected.',
    ],
    categories: [
      [
        '您主动提供的健康、家庭等敏感信息',
        'Health, family and other sensitive information you give',
      ],
    ],
    method: [
      '加密保存，仅办理人员可见，每次查看留痕。',
      'Kept encrypted, seen only by who handles the matter; each look is recorded.',
    ],
    retention: ['事项办结后删除。', 'Deleted when the matter is settled.'],
  }),
];
