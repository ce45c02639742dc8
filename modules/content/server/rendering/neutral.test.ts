import { expect, test } from 'vitest';
import { neutral } from './neutral.ts';

test('one message for many speaks to nobody in particular', () => {
  expect(neutral('{customer_title}您好，开学了。')).toBe('您好，开学了。');
  expect(neutral('{customer_title}好，我是{rm_name}。')).toBe('您好，我是{rm_name}。');
  expect(neutral('{customer_title}，送您一个小工具。')).toBe('您好，送您一个小工具。');
  expect(neutral('您好，请问是{customer_title}吗？')).toBe('您好，请问是您吗？');
});
