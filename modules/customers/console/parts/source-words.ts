import type { Phrase } from '#platform/contract/text.ts';

const sources: Readonly<Record<string, Phrase>> = {
  api: ['接口写入', 'API'],
  bank_data: ['行内数据', 'Bank data'],
  h5: ['H5 页面', 'H5 page'],
  import: ['文件导入', 'Import'],
  manual: ['人工新建', 'By hand'],
  tracking: ['页面访问', 'Page visit'],
  wecom: ['企业微信', 'WeCom'],
};

/** Where a record came from; `import:个贷.xlsx` by its first word. */
export function sourceName(source: string): Phrase {
  const [kind = '', ...rest] = source.split(':');
  const known = sources[kind];
  if (!known) return [source, source];
  const more = rest.join(':');
  return more ? [`${known[0]} ${more}`, `${known[1]} ${more}`] : known;
}
