import type { Phrase } from '#platform/contract/text.ts';

/** Made-up people for the design page; the demo bank has its own. */
export interface SampleStaff {
  id: string;
  number: string;
  name: string;
  path: readonly string[];
  role: 'rm' | 'lead' | 'operator';
  customers: number;
  seen: string | null;
  phone: string;
  state: 'working' | 'suspended' | 'leaving';
}

const names =
  '林若溪 陈建国 王思远 赵敏 周雨桐 吴晓东 郑佳怡 孙立群 钱文静 冯浩然 蒋梦洁 沈一鸣 韩雪 杨子墨 朱红梅 许志强 何静怡 吕思齐 施明哲 张晓晴 孔令辉 曹雅雯 严冬 华晨宇 金喜善 魏蓝天'.split(
    ' ',
  );
const outlets = ['西湖支行', '滨江支行', '拱墅支行', '余杭支行'];

export const sampleStaff: readonly SampleStaff[] = Array.from({ length: 137 }, (_, at) => ({
  id: `s${at}`,
  number: `3301${String(at + 1).padStart(4, '0')}`,
  name: names[at % names.length] ?? '',
  path: ['总行', '杭州分行', outlets[(at * 7) % outlets.length] ?? ''],
  role: at % 11 === 3 ? 'lead' : at % 7 === 5 ? 'operator' : 'rm',
  customers: (at * 379) % 1243,
  seen:
    at % 9 === 4
      ? null
      : new Date(Date.UTC(2026, 10, 22, 2, 0) - ((at * 7919) % 20_000) * 60_000).toISOString(),
  phone: `13${at % 10}****${String((at * 7717) % 10_000).padStart(4, '0')}`,
  state: at % 13 === 6 ? 'suspended' : at % 17 === 9 ? 'leaving' : 'working',
}));

export interface Question {
  page: number;
  size: number;
  asked: Readonly<Record<string, unknown>>;
}

/** What a server would answer, for the sample. */
export function answerSample({ page, size, asked }: Question) {
  const q = String(asked.q ?? '');
  const states = asked.state ? String(asked.state).split(',') : null;
  const found = sampleStaff.filter(
    (staff) =>
      (staff.name.includes(q) || staff.number.includes(q)) &&
      (states === null || states.includes(staff.state)) &&
      (asked.role === undefined || staff.role === asked.role),
  );
  const sort = String(asked.sort ?? '');
  const column = sort.replace('-', '') as 'name' | 'customers' | 'seen';
  const sorted =
    sort === ''
      ? found
      : [...found].sort((one, other) => {
          const [a, b] = [one[column] ?? '', other[column] ?? ''];
          const order =
            typeof a === 'number' ? a - Number(b) : String(a).localeCompare(String(b), 'zh-CN');
          return sort.startsWith('-') ? -order : order;
        });
  return { items: sorted.slice((page - 1) * size, page * size), total: found.length };
}

export const permissionNames: Readonly<Record<string, Phrase>> = {
  'customers.read': ['查看客户', 'See customers'],
  'customers.export': ['导出客户（脱敏）', 'Export, masked'],
  'activities.publish': ['发布活动', 'Publish activities'],
  'benefits.grant': ['发放权益', 'Grant benefits'],
  'content.draft': ['起草内容', 'Draft content'],
};
