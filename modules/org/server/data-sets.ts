import type { Phrase } from '#platform/contract/text.ts';
import type { DataSet } from '#platform/server/data-set.ts';

const hr: Phrase = ['人力资源部', 'Human resources'];

/** Of the bank's own people: no customer's. */
export const orgDataSets: readonly DataSet[] = [
  {
    name: 'org.staff',
    title: ['员工、机构、角色与从业资格', 'Staff, units, roles and licences'],
    dataClass: 'C2',
    owner: hr,
    retention: ['在职期间及离职后三年', 'While employed, and three years after'],
    consumers: [['全部模块', 'Every module']],
    tables: ['org.staff', 'org.staff_licence', 'org.unit', 'org.role'],
    onErasure: 'not_personal',
  },
  {
    name: 'org.sessions',
    title: ['员工登录会话', 'Sessions of staff'],
    dataClass: 'C1',
    owner: ['信息安全部', 'Information security'],
    retention: { record: 'network_log' },
    consumers: [['信息安全、审计', 'Security and audit']],
    tables: ['org.session'],
    onErasure: 'not_personal',
  },
];
