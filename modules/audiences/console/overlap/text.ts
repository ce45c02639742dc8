import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  title: ['客群重叠', 'Overlap of audiences'],
  purpose: [
    '选 2–8 个客群，看它们共有多少客户：避免重复触达，找出该排除谁。',
    'Choose 2–8 audiences and see whom they share: to reach nobody twice, to know whom to exclude.',
  ],
  choose: ['选择客群', 'Choose audiences'],
  chooseHint: ['至少选两个', 'Two at least'],
  start: ['再选一个客群，就能看到重叠', 'Choose another audience to see what they share'],
  matrix: ['两两重叠', 'Shared by two'],
  audience: ['客群', 'Audience'],
  all: ['同时在全部客群', 'In every one'],
  any: ['至少在一个客群', 'In at least one'],
  people: ['人', 'customers'],
  ofRow: ['{n} 人，占“{name}”的 {share}', '{n}: {share} of “{name}”'],
  matrixHint: [
    '每格是两者共有的人数，以及它占左侧客群的比例。',
    'Each cell: how many they share, and of which share of the audience at its left.',
  ],
  sentence: [
    '重叠最多的是“{a}”与“{b}”：共有 {n} 人，占较小者的 {share}。',
    '“{a}” and “{b}” share most: {n}, {share} of the smaller one.',
  ],
  none: ['这些客群没有共同的客户。', 'These audiences share nobody.'],
  ofUnion: ['占 {share}', '{share} of them'],
  union: ['去重后', 'each once'],
} satisfies Words;
