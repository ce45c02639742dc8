import type { UnitKind } from '../../contract/unit.ts';

/** The fictional bank: its units, its jobs and how many people do each. */
export const bank = {
  code: 'JHB',
  name: '江海银行',
  headOffice: { code: '10000', name: '江海银行总行' },
} as const;

export interface PlannedUnit {
  readonly code: string;
  readonly name: string;
  readonly kind: Exclude<UnitKind, 'head_office'>;
  /** Titles of its people, in order. */
  readonly titles: readonly string[];
  readonly below?: readonly PlannedUnit[];
}

const department = (code: string, name: string, ...titles: string[]): PlannedUnit => ({
  code,
  name,
  kind: 'department',
  titles,
});

const branchOutlets = {
  临江: ['滨河路', '人民路', '钟楼', '大学城', '高铁新城', '江心洲'],
  望海: ['海港', '灯塔街', '渔人码头', '开发区', '观澜湖', '东沙'],
  云州: ['云顶', '古城', '茶马路', '滇池路', '翠湖', '科技园'],
  青溪: ['溪口', '竹海', '南门', '青山湖', '丝绸街', '梅园'],
};

const outletTitles = [
  '支行行长',
  '零售主管',
  '客户经理',
  '客户经理',
  '理财经理',
  '大堂经理',
  '综合柜员',
];

function branch(city: keyof typeof branchOutlets, no: number): PlannedUnit {
  const code = `${no}0000`;
  const outlets = branchOutlets[city].map(
    (place, i): PlannedUnit => ({
      code: `${no}${String(i + 1).padStart(2, '0')}00`,
      name: `${city}${place}支行`,
      kind: 'outlet',
      // The first outlet of a branch is its business hall and has one person more.
      titles: i === 0 ? [...outletTitles, '客户经理'] : outletTitles,
    }),
  );
  const retail = department(
    `${no}9100`,
    `${city}分行零售金融部`,
    '部门总经理',
    '运营主管',
    '私域运营',
    '数据分析',
    '活动策划',
  );
  return {
    code,
    name: `${city}分行`,
    kind: 'branch',
    titles: ['分行行长'],
    below: [retail, ...outlets],
  };
}

export const units: readonly PlannedUnit[] = [
  department(
    '10100',
    '个人金融部',
    '部门总经理',
    '客群经理',
    '客群经理',
    '财富产品',
    '考核管理',
    '网点辅导',
    '客户体验',
  ),
  department(
    '10200',
    '数字金融部',
    '部门总经理',
    '私域负责人',
    '私域运营',
    '私域运营',
    '数据分析',
    '活动策划',
    '企微经理',
    '企微经理',
  ),
  department('10300', '信用卡中心', '中心总经理', '分期经营', '权益管理', '商户合作', '客户经营'),
  department('10400', '法律合规部', '部门总经理', '消费者保护', '合规审核', '合规审核', '内部审计'),
  department(
    '10500',
    '信息科技部',
    '部门总经理',
    '系统管理',
    '安全管理',
    '安全管理',
    '科技运维',
    '系统管理',
  ),
  department('10600', '市场部', '部门总经理', '品牌策划', '内容设计', '内容设计', '媒介'),
  department('10700', '产品部', '部门总经理', '产品经理', '产品经理', '产品经理'),
  branch('临江', 21),
  branch('望海', 22),
  branch('云州', 23),
  branch('青溪', 24),
];

export interface Appointment {
  readonly role: string;
  readonly unitName: RegExp;
  readonly title: string;
  /** Held for the whole bank, the branch or the person's own unit. */
  readonly at: 'bank' | 'branch' | 'unit';
  /** Part time by turns: a share of time or a number of customers. */
  readonly partTime?: readonly ({ sharePercent: number } | { maxCustomers: number })[];
}

/** Who holds which role. The first of each is the one to sign in as. */
export const appointments: readonly Appointment[] = [
  { role: 'administrator', unitName: /信息科技部/, title: '系统管理', at: 'bank' },
  { role: 'security_officer', unitName: /信息科技部/, title: '安全管理', at: 'bank' },
  { role: 'head_office_operator', unitName: /数字金融部/, title: '私域负责人', at: 'bank' },
  { role: 'head_office_operator', unitName: /数字金融部/, title: '私域运营', at: 'bank' },
  { role: 'head_office_operator', unitName: /信用卡中心/, title: '客户经营', at: 'bank' },
  { role: 'branch_operator', unitName: /分行零售金融部/, title: '运营主管', at: 'branch' },
  { role: 'branch_operator', unitName: /分行零售金融部/, title: '私域运营', at: 'branch' },
  { role: 'compliance_officer', unitName: /法律合规部/, title: '合规审核', at: 'bank' },
  { role: 'auditor', unitName: /法律合规部/, title: '内部审计', at: 'bank' },
  { role: 'bank_it', unitName: /信息科技部/, title: '科技运维', at: 'bank' },
  { role: 'relationship_manager', unitName: /支行/, title: '客户经理', at: 'unit' },
  { role: 'relationship_manager', unitName: /支行/, title: '理财经理', at: 'unit' },
  { role: 'wecom_manager', unitName: /数字金融部/, title: '企微经理', at: 'unit' },
  {
    role: 'wecom_manager',
    unitName: /支行/,
    title: '大堂经理',
    at: 'unit',
    partTime: [{ sharePercent: 30 }, { maxCustomers: 200 }, { sharePercent: 50 }],
  },
];
