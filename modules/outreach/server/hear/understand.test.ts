import { expect, test } from 'vitest';
import { intentOf } from './invited.ts';
import { understand } from './understand.ts';

test('an order to stop is understood however it is put', () => {
  for (const text of [
    '退订',
    ' TD ',
    't',
    'Ｔ',
    '停止',
    '请停止推送。',
    '不要再发了',
    '别再给我发消息了！',
    '请勿打扰，谢谢',
    '我要退订',
    '取消订阅',
  ])
    expect([text, understand(text)]).toEqual([text, 'opt_out']);
  expect(understand('全部退订')).toBe('opt_out_all');
});

test('a story that mentions it is no order, a question is a question', () => {
  expect(understand('我昨天退订了流量套餐，今天想办张卡')).toBe('consult');
  expect(understand('停止供水通知你收到了吗？')).toBe('consult');
  expect(understand('定期利率多少')).toBe('consult');
  expect(understand('怎么办理')).toBe('consult');
  expect(understand('好的')).toBe('reply');
  expect(understand('收到，谢谢')).toBe('reply');
});

test('taking what was offered and asking for quiet are understood when nothing else is said', () => {
  for (const text of ['领', '我要领取', '回复“领”', '缴费', '领一份，谢谢', '要福利'])
    expect([text, understand(text)]).toEqual([text, 'claim']);
  for (const text of ['暂停', '请暂停一下', '安静一段时间'])
    expect([text, understand(text)]).toEqual([text, 'pause']);
  expect(understand('你们领导在吗')).toBe('reply');
  expect(understand('缴费失败了')).toBe('reply');
  expect(understand('权益怎么领取')).toBe('reply');
  expect(understand('我上个月暂停了那张卡')).toBe('reply');
});

test('the word that a message asked for means what the message offered, and any other word does not', () => {
  const story = {
    type: 'similar_story',
    words: '{"text":"想算一算自己的三栏，回复“三栏”。回复“退订”即可停止。"}',
  };
  expect(intentOf('三栏', story)).toBe('product');
  expect(intentOf(' “三栏”！ ', story)).toBe('product');
  expect(intentOf('三栏是什么', story)).toBeNull();
  expect(intentOf('领', story)).toBeNull();
  const lesson = { type: 'activity', words: '参加回复“1”，改约回复“2”，不参加也没关系。' };
  expect(intentOf('1', lesson)).toBe('signup');
  expect(intentOf('2', lesson)).toBeNull();
  const product = { type: 'ice_breaker_product', words: '要说明书请回复“说明书”。' };
  expect(intentOf('说明书', product)).toBe('product');
  expect(intentOf('表格', { type: 'wealth_knowhow', words: '回复“表格”，我发您。' })).toBeNull();
  expect(intentOf('缴费', { type: 'life_benefit', words: '需要入口请回复“缴费”。' })).toBe('claim');
});
