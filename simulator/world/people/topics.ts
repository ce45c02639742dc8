/** What messages are about, by the words in them. */
const WORDS = {
  card: ['信用卡', '分期', '额度', '还款', '积分', '刷卡', '年费'],
  wealth: ['理财', '净值', '业绩比较', '资产配置'],
  deposit: ['存款', '定期', '大额存单', '利率', '储蓄'],
  fund: ['基金', '定投', '行情', '股市', '债市'],
  insurance: ['保险', '重疾', '医疗险', '保障'],
  pension: ['养老', '退休', '社保', '医保', '养老金'],
  loan: ['贷款', '房贷', '消费贷', '经营贷'],
  dining: ['美食', '餐厅', '咖啡', '奶茶', '火锅', '半价'],
  travel: ['旅行', '出行', '机票', '酒店', '高铁'],
  film: ['电影', '影票', '观影', '演出'],
  shopping: ['购物', '商场', '商圈', '满减', '京东'],
  groceries: ['买菜', '超市', '米面', '粮油', '鸡蛋', '水果'],
  family: ['孩子', '亲子', '教育', '学费', '儿童', '孙'],
  health: ['健康', '体检', '养生', '义诊', '运动'],
  community: ['社区', '邻里', '网点', '物业', '街坊'],
  car: ['车主', '加油', '洗车', 'ETC', '车险', '停车'],
} as const;

export type Interest = keyof typeof WORDS;

const words = Object.entries(WORDS) as [Interest, readonly string[]][];

export const interestsIn = (text: string): Interest[] =>
  words.flatMap(([interest, list]) => (list.some((word) => text.includes(word)) ? [interest] : []));

/** Money put aside at the bank: reading of it makes people keep more here. */
export const SAVING: ReadonlySet<Interest> = new Set(['wealth', 'deposit', 'fund', 'pension']);
