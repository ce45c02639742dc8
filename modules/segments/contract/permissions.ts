import type { Phrase } from '#platform/contract/text.ts';

export const segmentPermissions = {
  'segments.pack.read': ['查看客群经营包与设置', 'See segment packs and set-ups'],
  'segments.pack.manage': ['导入客群经营包', 'Import segment packs'],
  'segments.setup.manage': ['设置客群经营', 'Set packs up'],
  'segments.setup.approve': ['审批客群经营启动与复盘', 'Approve launches and reviews of packs'],
} as const satisfies Record<string, Phrase>;
