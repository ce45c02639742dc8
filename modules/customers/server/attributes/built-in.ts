import { AttributeDraft } from '../../contract/attribute.ts';
import type { Purpose } from '../../contract/purpose.ts';

type Given = Parameters<typeof AttributeDraft.parse>[0] & object;
type Words = readonly (readonly [code: string, zh: string, en: string])[];

const open: Purpose[] = [
  'service',
  'risk',
  'statistics',
  'marketing',
  'personalisation',
  'modelling',
];
/** What the bank must know, and may not sell by. */
const closed: Purpose[] = ['service', 'risk', 'audit', 'statistics'];

const one = (code: string, zh: string, en: string, rest: object): AttributeDraft =>
  AttributeDraft.parse({
    code,
    name: [zh, en],
    block: 'basic',
    purposes: open,
    dataClass: 'C1',
    ...rest,
  } as Given);

const choices = (words: Words) =>
  words.map(([code, zh, en]) => ({ code, name: [zh, en] as [string, string] }));

const money = (code: string, zh: string, en: string, rest: object = {}) =>
  one(code, zh, en, { type: 'money', unit: '元', block: 'payment', dataClass: 'C2', ...rest });

const riskLevels: Words = [
  ['C1', '谨慎型 C1', 'Cautious C1'],
  ['C2', '稳健型 C2', 'Steady C2'],
  ['C3', '平衡型 C3', 'Balanced C3'],
  ['C4', '进取型 C4', 'Enterprising C4'],
  ['C5', '激进型 C5', 'Aggressive C5'],
];

const ageBands: Words = [
  ['under18', '18 岁以下', 'Under 18'],
  ['18_24', '18–24 岁', '18–24'],
  ['25_34', '25–34 岁', '25–34'],
  ['35_44', '35–44 岁', '35–44'],
  ['45_54', '45–54 岁', '45–54'],
  ['55_64', '55–64 岁', '55–64'],
  ['65up', '65 岁及以上', '65 and over'],
];

const products: Words = [
  ['debit_card', '借记卡', 'Debit card'],
  ['credit_card', '信用卡', 'Credit card'],
  ['current', '活期存款', 'Current deposit'],
  ['fixed', '定期存款', 'Fixed deposit'],
  ['certificate', '大额存单', 'Certificate of deposit'],
  ['wealth', '理财', 'Wealth product'],
  ['fund', '基金', 'Fund'],
  ['insurance', '保险', 'Insurance'],
  ['metal', '贵金属', 'Precious metal'],
  ['mortgage', '个人住房贷款', 'Mortgage'],
  ['consumer_loan', '消费贷款', 'Consumer loan'],
  ['business_loan', '经营贷款', 'Business loan'],
  ['pension', '个人养老金', 'Personal pension'],
  ['mobile_bank', '手机银行', 'Mobile banking'],
];

/** What every bank begins with. A bank adds its own, and never has to wait for a release. */
export const builtInAttributes: readonly AttributeDraft[] = [
  // Basic information
  one('gender', '性别', 'Gender', {
    type: 'choice',
    choices: choices([
      ['female', '女', 'Female'],
      ['male', '男', 'Male'],
    ]),
  }),
  one('birth_date', '出生日期', 'Date of birth', {
    type: 'day',
    dataClass: 'C2',
    purposes: [...open, 'audit'],
    hot: true,
  }),
  one('age_band', '年龄段', 'Age band', { type: 'choice', choices: choices(ageBands), hot: true }),
  one('residence', '居住地', 'Residence', { type: 'text', dataClass: 'C2' }),
  one('city_tier', '城市等级', 'City tier', {
    type: 'choice',
    hot: true,
    choices: choices([
      ['tier1', '一线', 'Tier 1'],
      ['tier2', '二线', 'Tier 2'],
      ['tier3', '三线', 'Tier 3'],
      ['tier4', '四线及以下', 'Tier 4 and below'],
    ]),
  }),
  one('occupation', '职业', 'Occupation', {
    type: 'choice',
    hot: true,
    choices: choices([
      ['government', '机关事业单位', 'Public service'],
      ['teacher', '教师', 'Teacher'],
      ['doctor', '医护', 'Medical'],
      ['company', '企业职员', 'Company employee'],
      ['worker', '产业工人', 'Worker'],
      ['owner', '企业主与个体经营', 'Business owner'],
      ['freelance', '自由职业', 'Freelance'],
      ['student', '学生', 'Student'],
      ['homemaker', '家务', 'Homemaker'],
      ['retired', '退休', 'Retired'],
      ['other', '其他', 'Other'],
    ]),
  }),
  one('employer', '工作单位', 'Employer', { type: 'text', dataClass: 'C2' }),
  one('education', '学历', 'Education', {
    type: 'choice',
    choices: choices([
      ['primary', '初中及以下', 'Lower secondary or below'],
      ['secondary', '高中与中专', 'Upper secondary'],
      ['tertiary', '大专及以上', 'Tertiary'],
    ]),
  }),
  one('marital', '婚姻状况', 'Marital status', {
    type: 'choice',
    purposes: ['service', 'risk', 'statistics', 'modelling'],
    choices: choices([
      ['single', '未婚', 'Single'],
      ['married', '已婚', 'Married'],
      ['divorced', '离异', 'Divorced'],
    ]),
  }),
  one('customer_since', '开户日期', 'Customer since', { type: 'day', hot: true }),
  one('outlet', '开户网点', 'Outlet', { type: 'text' }),
  one('risk_level', '风险承受能力', 'Risk level', {
    type: 'choice',
    dataClass: 'C2',
    purposes: [...open, 'audit'],
    choices: choices(riskLevels),
    hot: true,
  }),
  one('risk_assessed_on', '风险测评日期', 'Risk assessed on', {
    type: 'day',
    purposes: [...open, 'audit'],
  }),
  one('risk_valid_until', '风险测评有效期至', 'Risk assessment valid until', {
    type: 'day',
    purposes: [...open, 'audit'],
    hot: true,
  }),
  one('value_band', '价值分层', 'Value band', {
    type: 'choice',
    hot: true,
    choices: choices([
      ['mass', '大众', 'Mass'],
      ['potential', '潜力', 'Potential'],
      ['affluent', '富裕', 'Affluent'],
      ['private', '私行', 'Private'],
    ]),
  }),
  one('car_owner', '有车', 'Owns a car', { type: 'flag', hot: true }),
  one('deceased', '已故', 'Deceased', {
    type: 'flag',
    dataClass: 'C2',
    purposes: closed,
    hot: true,
  }),
  // What protects a person from being marketed to: never sold by, never shown in lists.
  one('bank_staff', '本行员工及近亲属', 'Staff or close family', {
    type: 'flag',
    purposes: closed,
  }),
  one('risk_listed', '风险名单', 'On a risk list', {
    type: 'flag',
    dataClass: 'C2',
    purposes: ['risk', 'audit'],
  }),
  one('do_not_call', '免打扰外呼名单', 'On the do-not-call list', {
    type: 'flag',
    purposes: closed,
  }),
  one('complaint_open', '有未办结投诉', 'A complaint is open', {
    type: 'flag',
    purposes: closed,
  }),
  one('complaint_closed_on', '最近投诉办结日', 'Last complaint closed on', {
    type: 'day',
    purposes: closed,
  }),
  one('qualified_investor', '合格投资者', 'Qualified investor', {
    type: 'flag',
    purposes: [...closed, 'marketing'],
  }),

  // Interests
  one('social_apps', '常用社交软件', 'Social apps', {
    type: 'choices',
    block: 'interest',
    validDays: 366,
    choices: choices([
      ['wechat', '微信', 'WeChat'],
      ['douyin', '抖音', 'Douyin'],
      ['xiaohongshu', '小红书', 'Xiaohongshu'],
      ['kuaishou', '快手', 'Kuaishou'],
      ['weibo', '微博', 'Weibo'],
      ['bilibili', '哔哩哔哩', 'Bilibili'],
      ['qq', 'QQ', 'QQ'],
    ]),
  }),
  one('hobbies', '兴趣爱好', 'Hobbies', {
    type: 'choices',
    block: 'interest',
    validDays: 366,
    choices: choices([
      ['sports', '运动健身', 'Sports'],
      ['travel', '旅行', 'Travel'],
      ['food', '美食', 'Food'],
      ['reading', '阅读', 'Reading'],
      ['parenting', '亲子', 'Parenting'],
      ['cars', '汽车', 'Cars'],
      ['photography', '摄影', 'Photography'],
      ['square_dance', '广场舞', 'Square dancing'],
      ['health', '养生', 'Wellness'],
      ['games', '游戏', 'Games'],
      ['film', '影视', 'Film'],
    ]),
  }),
  one('topics', '关注话题', 'Topics', {
    type: 'choices',
    block: 'interest',
    validDays: 180,
    choices: choices([
      ['market', '市场行情', 'Markets'],
      ['insurance', '保险保障', 'Insurance'],
      ['pension', '养老规划', 'Pension'],
      ['tax', '税务', 'Tax'],
      ['discounts', '优惠活动', 'Offers'],
      ['fraud', '防诈骗', 'Fraud prevention'],
      ['housing', '房产', 'Housing'],
    ]),
  }),

  // Assets and payment habits
  money('aum', '管理资产 AUM', 'Assets under management', { hot: true }),
  money('aum_month_average', '月日均 AUM', 'Monthly average AUM', { hot: true }),
  money('deposits', '存款余额', 'Deposits', { hot: true }),
  money('wealth', '理财持有', 'Wealth products', { hot: true }),
  money('funds', '基金持有', 'Funds'),
  money('premiums', '年缴保费', 'Yearly premiums'),
  money('loans', '贷款余额', 'Loans', { purposes: closed }),
  one('products', '持有产品', 'Products held', {
    type: 'choices',
    block: 'payment',
    dataClass: 'C2',
    choices: choices(products),
    hot: true,
  }),
  one('payroll', '代发客户', 'Payroll customer', { type: 'flag', block: 'payment', hot: true }),
  one('payday', '发薪日', 'Payday', {
    type: 'number',
    unit: '日',
    block: 'payment',
    hot: true,
    validDays: 366,
  }),
  money('salary', '月代发金额', 'Monthly salary', { purposes: closed }),
  one('income_band', '收入水平', 'Income', {
    type: 'choice',
    block: 'payment',
    dataClass: 'C2',
    choices: choices([
      ['low', '5 千元以下', 'Below 5,000 a month'],
      ['middle', '5 千–1.5 万元', '5,000–15,000 a month'],
      ['high', '1.5 万–5 万元', '15,000–50,000 a month'],
      ['top', '5 万元以上', 'Above 50,000 a month'],
    ]),
    hot: true,
  }),
  one('credit_card_level', '信用卡等级', 'Credit card', {
    type: 'choice',
    block: 'payment',
    hot: true,
    choices: choices([
      ['standard', '普卡', 'Standard'],
      ['gold', '金卡', 'Gold'],
      ['platinum', '白金卡', 'Platinum'],
      ['diamond', '钻石卡', 'Diamond'],
    ]),
  }),
  one('card_activated', '信用卡已激活', 'Credit card activated', {
    type: 'flag',
    block: 'payment',
    hot: true,
  }),
  one('social_security_card', '社保卡客户', 'Social security card', {
    type: 'flag',
    block: 'payment',
    hot: true,
  }),
  one('pension_account', '个人养老金账户', 'Personal pension account', {
    type: 'flag',
    block: 'payment',
    hot: true,
  }),
  one('pay_apps', '常用支付方式', 'Ways to pay', {
    type: 'choices',
    block: 'payment',
    validDays: 366,
    choices: choices([
      ['wechat_pay', '微信支付', 'WeChat Pay'],
      ['alipay', '支付宝', 'Alipay'],
      ['unionpay', '云闪付', 'UnionPay'],
      ['digital_yuan', '数字人民币', 'e-CNY'],
      ['bank_app', '手机银行', 'Bank app'],
      ['card', '刷卡', 'Card'],
      ['cash', '现金', 'Cash'],
    ]),
  }),
  money('spending', '月均消费', 'Monthly spending', { hot: true }),
  one('spend_level', '消费水平', 'Spending', {
    type: 'choice',
    block: 'payment',
    choices: choices([
      ['thrifty', '节俭', 'Thrifty'],
      ['average', '适中', 'Average'],
      ['generous', '较高', 'High'],
    ]),
  }),
  one('spend_habits', '消费习惯', 'Spending habits', {
    type: 'choices',
    block: 'payment',
    validDays: 366,
    choices: choices([
      ['online', '网购', 'Online'],
      ['dining', '餐饮', 'Dining'],
      ['fuel', '加油', 'Fuel'],
      ['travel', '出行', 'Travel'],
      ['instalment', '分期', 'Instalments'],
      ['children', '子女教育', 'Children'],
      ['medical', '医疗', 'Medical'],
    ]),
  }),
];
