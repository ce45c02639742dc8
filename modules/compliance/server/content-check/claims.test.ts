import { describe, expect, test } from 'vitest';
import { ContentFacts } from '../../contract/content-check.ts';
import { figuresIn, halfWidth } from './claims/figures.ts';
import { differencesIn } from './claims/product-facts.ts';

const master = (name: string, kind: string, facts: Record<string, string>, about = true) => ({
  ...{ name, kind, facts, about },
});
const mastersOf = (...masters: object[]) =>
  ContentFacts.parse({ place: 'group', purpose: 'marketing', masters }).masters;

/** A closed wealth product with every kind of figure. */
const steady = master('稳健一号', 'wealth', {
  业绩比较基准: '3.2%',
  期限: '180天',
  起购金额: '1万元',
  管理费: '0.2%',
  赎回费: '0.5%',
});
const range = master('稳健三号', 'wealth', { 业绩比较基准: '2.8%-3.5%', 期限: '一年' });
const deposit = master('整存整取', 'deposit', {
  利率: '1年 1.1%，2年 1.2%，3年 1.55%',
  期限: '三个月至五年',
  起存金额: '50元',
});
const loan = master('购车分期', 'loan', { 年化利率: '3.85%起', 期限: '12至60个月', 手续费: '0元' });
const card = master('车主信用卡', 'credit_card', {
  年费: '300元，每年刷满6次免年费',
  免息期: '50天',
  权益: '机场贵宾厅每年6次，加油返现5%',
});
const second = master('稳健二号', 'wealth', { 业绩比较基准: '3.5%' }, false);
const ordinary = master('定期存款', 'deposit', { 利率: '1.1%' }, false);

const found = (text: string, ...masters: object[]) =>
  differencesIn(text, mastersOf(...masters)).map(
    ({ from, to, level, proposal }) => `${level} ${text.slice(from, to)} → ${proposal}`,
  );

describe('CR-061 a figure that is not as in the product master is found', () => {
  test.each<readonly [string, object, string]>([
    ['稳健一号业绩比较基准3.5%', steady, '业绩比较基准3.5% → 3.2%'],
    ['业绩比较基准为 3.20001 %', steady, '业绩比较基准为 3.20001 % → 3.2%'],
    ['业绩比较基准（年化）：百分之三点五', steady, '年化）：百分之三点五 → 3.2%'],
    ['年化３．５％', steady, '年化３．５％ → 3.2%'],
    ['业绩基准2.8%至3.5%', steady, '业绩基准2.8%至3.5% → 3.2%'],
    ['业绩比较基准3.5%，期限12个月', range, '业绩比较基准3.5% → 2.8%-3.5%'],
    ['业绩比较基准最高4%', range, '业绩比较基准最高4% → 2.8%-3.5%'],
    ['3.5%的业绩比较基准', steady, '3.5%的业绩比较基准 → 3.2%'],
    ['业绩比较基准由3.5%调整为3.3%', steady, '业绩比较基准由3.5%调整为3.3% → 3.2%'],
    ['期限90天', steady, '期限90天 → 180天'],
    ['期限只有三个月', steady, '期限只有三个月 → 180天'],
    ['投资期限：一年', steady, '投资期限：一年 → 180天'],
    ['90天期，适合短期闲钱', steady, '90天期 → 180天'],
    ['封闭期 7 天', steady, '封闭期 7 天 → 180天'],
    ['持有期至少30天', steady, '持有期至少30天 → 180天'],
    ['1元起购', steady, '1元起购 → 1万元'],
    ['起购金额：1,000元', steady, '起购金额：1,000元 → 1万元'],
    ['起点五万元', steady, '起点五万元 → 1万元'],
    ['只要一百元起投', steady, '一百元起投 → 1万元'],
    ['管理费每年0.1%', steady, '管理费每年0.1% → 0.2%'],
    ['免赎回费', steady, '免赎回费 → 0.5%'],
    ['管理费全免', steady, '管理费全免 → 0.2%'],
    ['管理费0%', steady, '管理费0% → 0.2%'],
    ['存款利率1.3%', deposit, '利率1.3% → 1年 1.1%，2年 1.2%，3年 1.55%'],
    ['存期10年', deposit, '存期10年 → 三个月至五年'],
    ['年化利率低至3.4%', loan, '年化利率低至3.4% → 3.85%起'],
    ['贷款期限最长84个月', loan, '贷款期限最长84个月 → 12至60个月'],
    ['手续费5元', loan, '手续费5元 → 0元'],
    ['年费只要100元', card, '年费只要100元 → 300元，每年刷满6次免年费'],
    ['免息期长达56天', card, '免息期长达56天 → 50天'],
    ['机场贵宾厅每年12次', card, '机场贵宾厅每年12次 → 机场贵宾厅每年6次'],
    ['加油返现8%', card, '加油返现8% → 加油返现5%'],
  ])('%s', (text, product, said) => {
    expect(found(text, product)).toEqual([`block ${said}`]);
  });
});

describe('CR-061 what is as in the product master, or is said of something else, is left alone', () => {
  test.each<readonly [string, object]>([
    ['稳健一号业绩比较基准3.2%，期限180天，1万元起购，管理费0.2%', steady],
    ['业绩比较基准百分之三点二', steady],
    ['业绩比较基准 ３．２０ ％', steady],
    ['期限6个月，10,000元起购', steady],
    ['期限半年，起购金额一万元', steady],
    ['期限一百八十天，起点 1万', steady],
    ['业绩比较基准2.8%~3.5%，期限12个月', range],
    ['业绩比较基准 2.8% 至 3.5%，期限365天', range],
    ['业绩比较基准由3.5%调整为3.2%', steady],
    ['业绩比较基准不是3.5%', steady],
    ['业绩比较基准不是预期收益率，不构成对产品收益的承诺。', steady],
    ['同期国债收益率2.1%，LPR 3.5%，市场利率走低到1.8%', steady],
    ['贷款市场报价利率3.5%，房贷利率3.1%', steady],
    ['比去年的业绩比较基准低0.2%', steady],
    ['业绩比较基准较上期下降0.3%', steady],
    ['活动期限7天，报名期限3天', steady],
    ['3月5日至3月20日开放申购，2026年3月31日成立', steady],
    ['本周有3场讲座，名额50个，电话 95588', steady],
    ['满50000元可预约网点专场，消费满1000元起减50元', steady],
    ['讲座门票 0 元起', steady],
    ['跨行转账手续费2元', steady],
    ['例如业绩比较基准3.5%、本金1万元，试算一下', steady],
    ['八成的家庭留有三个月备用金，涨幅5%', steady],
    ['{product_name}起购{min_amount}，期限{term}', steady],
    ['一年期定期存款利率1.1%', deposit],
    ['存款利率1.1%、1.2%或1.55%，50元起存', deposit],
    ['期限从三个月到五年，一年期也可以', deposit],
    ['年化利率（单利）3.85%起，分24个月还', loan],
    ['期限最短12个月、最长60个月，提前还款不收手续费', loan],
    ['年费300元，刷满6次免年费，免息期最长50天', card],
    ['机场贵宾厅每年6次，加油返现5%', card],
    ['积分有效期限 24 个月', card],
  ])('%s', (text, product) => {
    expect(found(text, product)).toEqual([]);
  });
});

test('CR-061 another product’s name is found where it is easily taken for the product’s own', () => {
  expect(found('稳健二号上新', steady, second)).toEqual(['block 稳健二号 → 稳健一号']);
  expect(found('稳健 ３ 号上新', steady)).toEqual(['block 稳健 ３ 号 → 稳健一号']);
  expect(found('稳健1号、稳健一号上新', steady)).toEqual([]);
  const long = master('稳健一号A', 'wealth', {}, false);
  expect(found('稳健一号A上新', steady, long)).toEqual(['block 稳健一号A → 稳健一号']);
  expect(found('稳健一号不同于定期存款', steady, ordinary)).toEqual([]);
  expect(found('稳健理财第3期讲座，本周3号开始', steady)).toEqual([]);
});

test('CR-061 of several products the one named last is meant; of none named, any', () => {
  const two = [steady, { ...second, about: true }];
  expect(found('稳健一号3.2%的业绩比较基准，稳健二号业绩比较基准3.5%', ...two)).toEqual([]);
  expect(found('稳健一号业绩比较基准3.5%', ...two)).toEqual(['block 业绩比较基准3.5% → 3.2%']);
  expect(found('业绩比较基准3.5%', ...two)).toEqual([]);
  expect(found('业绩比较基准4%', ...two)).toEqual(['block 业绩比较基准4% → 3.2%']);
});

test('CR-061 a text that is about no product and names one is held to what it names', () => {
  expect(found('稳健二号业绩比较基准3.8%', second)).toEqual(['block 业绩比较基准3.8% → 3.5%']);
});

test('CR-061 what the master does not know is for a person to judge', () => {
  expect(found('托管费0.03%', master('稳健一号', 'wealth', { 期限: '180天' }))).toEqual([
    'review 托管费0.03% → null',
  ]);
  const words = master('稳健一号', 'wealth', { 期限: '无固定期限' });
  expect(found('期限180天', words)).toEqual([]);
});

test('a figure is the same however it is written', () => {
  const read = (text: string) => figuresIn(halfWidth(text)).map(({ unit, low }) => [unit, low]);
  expect(read('3.2% ３．２０％ 百分之三点二')).toEqual(Array(3).fill(['percent', 3.2]));
  expect(read('180天、6个月、半年')).toEqual(Array(3).fill(['days', 180]));
  expect(read('一年；12个月；365天；360天')).toEqual(Array(4).fill(['days', 360]));
  expect(read('1万元；10,000元；一万元；¥10000')).toEqual(Array(4).fill(['yuan', 10_000]));
  expect(read('一百二十万元；120万；一年半')).toEqual([
    ...Array(2).fill(['yuan', 1_200_000]),
    ['days', 540],
  ]);
  expect(read('2026年3月5日')).toEqual([]);
});
