import { expect, test } from 'vitest';
import { understand } from './content.ts';

const text = (content: string) => understand('text', { content }).content;

test('a promotion, a notice and a greeting are told apart', () => {
  expect(text('限时活动，信用卡分期立减').kind).toBe('promotion');
  expect(text('您的工资已到账').kind).toBe('service');
  expect(text('早上好').kind).toBe('plain');
});

test('interests and addresses are found in every kind of message', () => {
  expect(text('信用卡餐厅半价 https://bank.example/a?x=1。快来')).toMatchObject({
    interests: ['card', 'dining'],
    url: 'https://bank.example/a?x=1',
  });
  const link = understand('link', { title: '大额存单', desc: '利率', url: 'http://127.0.0.1/p' });
  expect(link.content).toMatchObject({ interests: ['deposit'], url: 'http://127.0.0.1/p' });
  const program = understand('miniprogram', { title: '亲子活动', pagepath: 'pages/a' });
  expect(program.content).toMatchObject({ interests: ['family'], url: null });
});

test('a quiz offers its answers, an ordinary message none', () => {
  expect(text('今日问答：最高偿付多少？A.50万 B.20万 C.100万').options).toEqual(['A', 'B', 'C']);
  expect(text('有奖竞猜：今晚谁赢？').options).toEqual(['A', 'B', 'C']);
  expect(text('A.一 B.二').options).toEqual([]);
});

test('an invitation to a group is one', () => {
  expect(text('点击链接入群领福利').invitesToGroup).toBe(true);
  expect(text('点击领福利').invitesToGroup).toBe(false);
});
