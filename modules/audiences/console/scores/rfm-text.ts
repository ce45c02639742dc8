import type { Words } from '#platform/web/text/lang.ts';

export const rfmText = {
  consequence: [
    '全部客户立即按新口径重算，依赖 RFM 的客群随之变化',
    'Everybody is scored anew at once',
  ],
  recencyCuts: ['最近购买的四个分界（天）', 'Cut points of recency, days'],
  frequencyCuts: ['购买次数的四个分界', 'Cut points of frequency'],
  monetaryCuts: ['购买金额的四个分界（元）', 'Cut points of money, yuan'],
  cutsHint: ['三组都不填时按客户五等分', 'Leave all three empty for fifths of the customers'],
} as const satisfies Words;
