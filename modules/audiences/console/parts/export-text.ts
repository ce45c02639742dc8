import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  title: ['导出成员', 'Export members'],
  what: [
    '只导出您范围内的成员；文件保留 7 天，下载和导出都会留痕。',
    'Only members within your scope; the file is kept 7 days, and the export is recorded.',
  ],
  masked: [
    '默认脱敏，立即生成；需要完整姓名与号码时要写明原因，由另一人审批后生成。',
    'Masked files are made at once. Names and numbers in full need a reason and a second person.',
  ],
  format: ['格式', 'Format'],
  clear: ['完整姓名与号码', 'In full'],
  inFull: ['导出未脱敏的姓名、手机号、客户号', 'Names and numbers in full'],
  reason: ['导出原因', 'Reason'],
  reasonHint: ['至少四个字，记入审计。', 'Kept in the audit trail.'],
  submit: ['导出', 'Export'],
  started: ['正在生成，完成后在“导出”中下载', 'It is being made; find it under Exports'],
  asked: ['已提交审批，通过后生成', 'It waits for an approval'],
} satisfies Words;
