import { expect, test } from 'vitest';
import type { RehearsalReport } from '../contract.ts';
import { toldIn } from './told.ts';

test('a kept report names rules and reasons in the language of whoever reads it', () => {
  const drop = { before: 'allowed', state: 'refused', touches: 3, customers: 2 } as const;
  const kept = {
    plan: {
      drops: [
        { ...drop, rule: 'CR-098', title: '自有频次上限', said: null },
        { ...drop, rule: null, title: '客户已离开序列', said: ['客户已离开序列', 'Left'] },
        { ...drop, rule: null, title: '旧报告', said: null },
        { ...drop, rule: 'X-9', title: '已删除的规则', said: null },
      ],
    },
    findings: [{ rule: 'CR-098', title: '自有频次上限', touches: 1, customers: 1 }],
    groups: {
      chats: [
        { rule: 'CR-098', ruleName: '自有频次上限' },
        { rule: null, ruleName: null },
      ],
    },
  } as unknown as RehearsalReport;
  const told = toldIn('en', (rule) => (rule === 'CR-098' ? 'Own frequency cap' : ''), kept);
  expect(told.plan.drops.map(({ title }) => title)).toEqual([
    'Own frequency cap',
    'Left',
    '旧报告',
    '已删除的规则',
  ]);
  expect(told.findings[0]!.title).toBe('Own frequency cap');
  expect(told.groups!.chats.map(({ ruleName }) => ruleName)).toEqual(['Own frequency cap', null]);
});
