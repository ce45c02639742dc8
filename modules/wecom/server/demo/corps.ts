import type { DemoRoster } from '#modules/org/server/index.ts';

/** A corp of the demo bank in the simulator, and who is in it. */
export interface DemoCorp {
  readonly corpid: string;
  readonly name: string;
  /** Whose corp it is, by the unit's code, with everybody below. */
  readonly unitCode: string;
  readonly apps: readonly DemoApp[];
}

export interface DemoApp {
  readonly kind: 'self_built' | 'contact_sync' | 'customer_contact' | 'archive';
  readonly agentId: number;
  readonly name: string;
  /** The one that hears of customers, groups, tags and members. */
  readonly listens: boolean;
}

/** What any bank has in WeCom. */
export const bankApps = [
  { kind: 'contact_sync', agentId: 2_000_002, name: '通讯录同步', listens: false },
  { kind: 'self_built', agentId: 1_000_002, name: '域行', listens: true },
  { kind: 'customer_contact', agentId: 2_000_003, name: '客户联系', listens: false },
] as const;

/** What a bank buys to keep chats of its customer managers. */
export const archiveApp = {
  kind: 'archive',
  agentId: 2_000_004,
  name: '会话存档',
  listens: true,
} as const;
/** The demo bank has bought it for some. */
export const ARCHIVE_SEATS = 12;

/** The bank has its own corp; the card centre has had another from the days before it. */
export const demoCorps: readonly DemoCorp[] = [
  {
    corpid: 'ww71a9e6f0c53b2d48',
    name: '江海银行',
    unitCode: '10000',
    apps: [...bankApps, archiveApp],
  },
  { corpid: 'ww2b8d04c7e19f63a5', name: '江海银行信用卡中心', unitCode: '10300', apps: bankApps },
];

/** Who live their days in the simulated world: the customer managers of the bank's own corp. */
export const livingIn = demoCorps[0]!.corpid;
const LIVES = /^客户经理$/;

/** Who looks after customers, and so has the customer contact permission. */
const MEETS_CUSTOMERS = /客户经理|理财经理|大堂经理|零售主管|支行行长|企微经理|客户经营|分期经营/;
const LEADS = /行长|总经理$/;

export type AddressBook = NonNullable<ReturnType<typeof addressBook>>;

/** The corp's address book: departments as WeCom numbers them, members in them. */
export function addressBook(corp: DemoCorp, { units, people }: DemoRoster) {
  const root = units.find(({ code }) => code === corp.unitCode);
  if (!root) return null;
  const numbers = new Map([[root.id, 1]]);
  // Units come from the top down, so a parent has its number before its children.
  for (const { id, parentId } of units)
    if (parentId && numbers.has(parentId)) numbers.set(id, numbers.size + 1);
  const departments = units.flatMap(({ id, name, parentId }) => {
    const number = numbers.get(id);
    return number === undefined || number === 1
      ? []
      : [{ id: number, name, parentId: numbers.get(parentId ?? '') ?? 1, sort: 10_000 - number }];
  });
  const staff = people.flatMap(({ userid, name, title, unitId }) => {
    const department = numbers.get(unitId);
    if (department === undefined) return [];
    return [
      {
        userid,
        name,
        departments: [department],
        leads: [LEADS.test(title ?? '') ? 1 : 0],
        customerContact: MEETS_CUSTOMERS.test(title ?? ''),
        profile: { position: title ?? '' },
      },
    ];
  });
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const rms = people.flatMap(({ userid, name, title, unitId }) => {
    const [department, outlet] = [numbers.get(unitId), unitOf.get(unitId)];
    if (department === undefined || !outlet || !LIVES.test(title ?? '')) return [];
    const city = unitOf.get(outlet.parentId ?? '')?.name.replace(/分行$/, '') ?? '';
    return [{ userid, name, department, outlet: outlet.code, outletName: outlet.name, city }];
  });
  return { unitId: root.id, departments, staff, rms };
}
