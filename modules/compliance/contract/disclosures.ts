import type { Phrase } from '#platform/contract/text.ts';

export interface Disclosure {
  readonly title: Phrase;
  /** `{name}` is filled before it is looked for. */
  readonly text: string;
  readonly position: Phrase;
  /** False: it must stand word for word. */
  readonly alterable: boolean;
}

/**
 * The texts that must stand with what is said (CR-076, CR-077), as the product comes with them. A bank
 * changes them as parameters of CR-076, with a second approval and from a day on.
 */
export const disclosures = {
  wealth: {
    title: ['理财风险提示', 'Wealth: risk'],
    text: '理财非存款、产品有风险、投资须谨慎。',
    position: ['同一条消息或首屏', 'Same message or first screen'],
    alterable: false,
  },
  wealth_perf: {
    title: ['业绩基准说明', 'Performance benchmark'],
    text: '业绩比较基准不是预期收益率，不构成对产品收益的承诺。过往业绩不代表未来表现。',
    position: ['紧邻业绩基准或过往业绩', 'Beside any benchmark or past performance'],
    alterable: false,
  },
  wealth_match: {
    title: ['等级匹配提示', 'Matching of grades'],
    text: '本产品风险等级为{product_risk_level}，请先完成风险承受能力评估，购买与自身风险承受能力相匹配的产品。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  agency: {
    title: ['代销声明', 'Agency statement'],
    text: '本产品由{issuer_name}发行与管理，{bank_name}为代销机构，不承担产品的投资、兑付和风险管理责任。',
    position: ['同一条消息或首屏', 'Same message or first screen'],
    alterable: false,
  },
  fund: {
    title: ['基金风险提示', 'Fund: risk'],
    text: '基金有风险，投资须谨慎。基金过往业绩不代表未来表现，请阅读基金合同、招募说明书和产品资料概要。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  insurance: {
    title: ['保险提示', 'Insurance'],
    text: '本产品为保险产品，由{issuer_name}承保，不是银行存款；退保可能有损失，请阅读条款、责任免除和犹豫期说明。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  deposit: {
    title: ['存款提示', 'Deposits'],
    text: '存款利率、起存金额与支取规则以办理时公示为准。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  structured_deposit: {
    title: ['结构性存款提示', 'Structured deposits'],
    text: '结构性存款不同于一般性存款，具有投资风险，收益不确定，请谨慎选择。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  loan: {
    title: ['贷款提示', 'Loans'],
    text: '年化利率（单利）{apr_text}；贷款有成本，请理性借贷、按时还款，具体以审批结果和合同为准。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  credit_card: {
    title: ['信用卡提示', 'Credit cards'],
    text: '信用卡按约定计收利息和费用，请合理消费、按时还款；活动详情以活动规则为准。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  precious_metal: {
    title: ['贵金属提示', 'Precious metals'],
    text: '贵金属价格有波动，投资有风险，请根据自身情况谨慎选择。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  pension: {
    title: ['个人养老金提示', 'Personal pension'],
    text: '个人养老金产品有风险差异，领取条件与税收规则以国家规定为准。',
    position: ['同一条消息', 'Same message'],
    alterable: false,
  },
  opt_out_1v1: {
    title: ['一对一退订', 'Way to stop, one-to-one'],
    text: '如不希望收到此类消息，回复“退订”即可停止。',
    position: ['每条一对一营销消息结尾', 'End of each one-to-one marketing message'],
    alterable: true,
  },
  opt_out_group: {
    title: ['群内退订', 'Way to stop, groups'],
    text: '不想接收群内活动提醒，可设置消息免打扰或私信我取消。',
    position: ['每群每周一次', 'Weekly in each group'],
    alterable: true,
  },
  sender_identity: {
    title: ['发送人身份', 'Sender'],
    text: '{bank_name}{branch_name}·{rm_name}（工号{rm_no}），咨询电话{service_phone}',
    position: ['欢迎语、朋友圈落款、页脚', 'Welcome, Moments signature, footer'],
    alterable: false,
  },
  activity_rules: {
    title: ['活动规则', 'Activity rules'],
    text: '活动免费参与，奖品数量、截止时间、开奖与兑奖方式见活动规则；本行员工及直系亲属不参与评奖。',
    position: ['开始消息', 'Start message'],
    alterable: true,
  },
  anti_fraud: {
    title: ['防骗提醒', 'Fraud warning'],
    text: '工作人员不会索要您的密码和验证码，也不会要求您向个人账户转账。',
    position: ['每周；每个老年客群', 'Weekly; every elderly group'],
    alterable: true,
  },
  ai_generated: {
    title: ['人工智能标识', 'AI label'],
    text: '本内容由人工智能辅助生成，已经人工审核。',
    position: ['人工智能生成时', 'When AI-generated'],
    alterable: false,
  },
  education: {
    title: ['投教声明', 'Education'],
    text: '以上为金融知识分享，不构成投资建议。',
    position: ['投教内容', 'Education content'],
    alterable: true,
  },
  case_story: {
    title: ['案例声明', 'Cases'],
    text: '情景为综合改编，不涉及具体客户，不构成收益证明或购买建议。',
    position: ['案例与故事', 'Cases and stories'],
    alterable: false,
  },
} as const satisfies Record<string, Disclosure>;

export type DisclosureKey = keyof typeof disclosures;
export const disclosureKeys = Object.keys(disclosures) as DisclosureKey[];
