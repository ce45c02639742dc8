import { below, draw, pick, type Stream, topic } from '../chance.ts';

const families = [
  ...'王李张刘陈王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严',
  '欧阳',
  '诸葛',
  '司徒',
];

// First and second characters of given names, as each generation was called.
const given = {
  old: {
    men: ['建国志明德福永金长玉文荣国', '华军民生林庆祥才贵海平山清发'],
    women: ['秀桂玉淑凤美兰春月惠金素', '英兰珍芳琴华云梅霞莲芝香'],
  },
  middle: {
    men: ['志海晓立伟国文俊永建少振', '强军勇涛斌辉刚峰鹏波东明亮伟'],
    women: ['丽晓海红燕雪春艳文小玉静', '娟敏霞燕玲萍丽红梅芬艳琴'],
  },
  young: {
    men: ['浩宇子俊嘉思天泽明逸文一', '然轩杰豪宇辰航睿博远凡楠'],
    women: ['欣雨思佳梦诗语可若梓雅一', '怡涵琪萱婷妍彤悦雯晴瑶宁'],
  },
} as const;

const FAMILY = topic('family name');
const FIRST = topic('first character');
const SECOND = topic('second character');
const SHORT = topic('one character');

export function fullName(who: Stream, gender: 1 | 2, age: number): string {
  const generation = age >= 58 ? given.old : age >= 36 ? given.middle : given.young;
  const [firsts, seconds] = gender === 1 ? generation.men : generation.women;
  const second = pick([...seconds], who, SECOND);
  const first = draw(who, SHORT) < 0.17 ? '' : pick([...firsts], who, FIRST);
  return pick(families, who, FAMILY) + first + second;
}

const older = [
  '静待花开',
  '平安是福',
  '夕阳红',
  '荷塘月色',
  '知足常乐',
  '岁月如歌',
  '大海',
  '春暖花开',
  '云淡风轻',
  '健康快乐',
  '高山流水',
  '幸福人生',
];
const younger = [
  '小鹿',
  '今天也要早睡',
  '不加糖',
  '阿柚',
  '橘子汽水',
  '追风',
  'Leo',
  'Momo',
  '晚风',
  'Vivian',
  '猫和咖啡',
  '向前一步',
  'Kevin',
  '芋泥波波',
];

const NICK = topic('nickname');
const NICK_PICK = topic('which nickname');

/** What they are called in WeChat. */
export function nickname(who: Stream, name: string, age: number): string {
  const how = draw(who, NICK);
  if (how < 0.3) return name;
  if (how < 0.5) return name.slice(-1).repeat(2);
  if (how < 0.6) return `${name.slice(0, 1)}${age >= 55 ? '阿姨' : '同学'}`;
  return pick(age >= 50 ? older : younger, who, NICK_PICK);
}

const AREA = topic('area');

/** Numbers below 1600 are given to no operator: they ring nowhere. */
export const phoneOf = (index: number): string => `1600${String(index).padStart(7, '0')}`;

export const addressIn = <T>(districts: readonly T[], who: Stream): T =>
  districts[below(districts.length, who, AREA)]!;
