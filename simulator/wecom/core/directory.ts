import type pg from 'pg';
import { AppSettings, CallbackSettings, CorpSettings } from './corp-settings.ts';
import { rows } from './db.ts';

/** Corps, apps, departments and staff, held in memory: every call asks for them. */

export interface Staff {
  readonly userid: string;
  readonly name: string;
  readonly departments: readonly number[];
  readonly sorts: readonly number[];
  readonly leads: readonly number[];
  readonly status: number;
  readonly customerContact: boolean;
  readonly verified: boolean;
  readonly banned: boolean;
  readonly lastLogin: number;
  readonly leftAt: number | null;
  readonly profile: StaffProfile;
}

export interface StaffProfile {
  position?: string;
  mobile?: string;
  gender?: '0' | '1' | '2';
  email?: string;
  biz_mail?: string;
  telephone?: string;
  alias?: string;
  address?: string;
  avatar?: string;
  external_position?: string;
  direct_leader?: string[];
  main_department?: number;
  extattr?: { attrs: { type: number; name: string; text?: { value: string } }[] };
  external_profile?: {
    external_corp_name?: string;
    external_attr?: { type: number; name: string; text?: { value: string } }[];
  };
  /** Not bound to a WeChat account. */
  unbound?: boolean;
  /** The console sends this member's welcome: no code is given. */
  consoleWelcome?: boolean;
}

export interface Department {
  readonly id: number;
  readonly name: string;
  readonly nameEn: string;
  readonly parentId: number;
  readonly sort: number;
  readonly leaders: readonly string[];
}

export type AppKind = 'self-built' | 'contact-sync' | 'customer-contact' | 'archive';

export interface App {
  readonly agentId: number;
  readonly kind: AppKind;
  readonly name: string;
  readonly secret: string;
  readonly closed: boolean;
  readonly customerContact: boolean;
  readonly rangeUsers: readonly string[];
  readonly rangeParties: readonly number[];
  readonly settings: AppSettings;
  readonly callback: CallbackSettings | null;
  readonly menu: unknown;
  /** Inside the visible range; members who left stay where they were. */
  sees(staff: Staff): boolean;
  seesDepartment(id: number): boolean;
}

export interface Corp {
  readonly corpId: string;
  readonly name: string;
  readonly settings: CorpSettings;
  readonly apps: ReadonlyMap<number, App>;
  readonly departments: ReadonlyMap<number, Department>;
  /** By lower-case userid. Members who left stay, with status 5. */
  readonly staff: ReadonlyMap<string, Staff>;
  /** The department and everything below it. */
  subtree(id: number): ReadonlySet<number>;
  /** Directly in the department, without those who left. */
  membersOf(id: number): readonly Staff[];
}

export interface Directory {
  corps(): Iterable<Corp>;
  corp(corpId: string): Corp | undefined;
  bySecret(secret: string): { corp: Corp; app: App } | undefined;
  /** After anything about a corp has changed and is committed. */
  reload(corpId: string): Promise<void>;
}

export async function openDirectory(pool: pg.Pool): Promise<Directory> {
  const corps = new Map<string, Corp>();
  const directory: Directory = {
    corps: () => corps.values(),
    corp: (corpId) => corps.get(corpId),
    bySecret(secret) {
      for (const corp of corps.values())
        for (const app of corp.apps.values()) if (app.secret === secret) return { corp, app };
      return undefined;
    },
    async reload(corpId) {
      const corp = await loadCorp(pool, corpId);
      if (corp) corps.set(corpId, corp);
      else corps.delete(corpId);
    },
  };
  for (const { corp_id } of await rows<{ corp_id: string }>(
    pool,
    'select corp_id from corp order by place',
  ))
    await directory.reload(corp_id);
  return directory;
}

async function loadCorp(pool: pg.Pool, corpId: string): Promise<Corp | null> {
  const [found] = await rows<{ name: string; settings: unknown }>(
    pool,
    'select name, settings from corp where corp_id = $1',
    [corpId],
  );
  if (!found) return null;
  const [departments, staff, apps] = await Promise.all([
    rows<Department>(
      pool,
      `select id, name, name_en "nameEn", parent_id "parentId", sort, leaders
         from department where corp_id = $1 order by id`,
      [corpId],
    ),
    rows<Staff>(
      pool,
      `select userid, name, departments, sorts, leads, status,
              customer_contact "customerContact", verified, banned,
              last_login "lastLogin", left_at "leftAt", profile
         from staff where corp_id = $1 order by userid`,
      [corpId],
    ),
    rows<AppRow>(
      pool,
      `select agent_id "agentId", kind, name, secret, closed, customer_contact "customerContact",
              range_users "rangeUsers", range_parties "rangeParties", settings, callback, menu
         from app where corp_id = $1 order by agent_id`,
      [corpId],
    ),
  ]);
  const subtree = subtrees(departments);
  const members = membersByDepartment(staff);
  return {
    corpId,
    name: found.name,
    settings: CorpSettings.parse(found.settings),
    departments: new Map(departments.map((d) => [d.id, d])),
    staff: new Map(staff.map((s) => [s.userid.toLowerCase(), s])),
    apps: new Map(apps.map((a) => [a.agentId, appOf(a, subtree)])),
    subtree,
    membersOf: (id) => members.get(id) ?? [],
  };
}

function membersByDepartment(staff: readonly Staff[]): Map<number, Staff[]> {
  const members = new Map<number, Staff[]>();
  for (const person of staff.filter(isPresent))
    for (const id of person.departments) {
      const list = members.get(id);
      if (list) list.push(person);
      else members.set(id, [person]);
    }
  return members;
}

type AppRow = Omit<App, 'sees' | 'seesDepartment' | 'settings' | 'callback'> & {
  settings: unknown;
  callback: unknown;
};

function appOf(app: AppRow, subtree: (id: number) => ReadonlySet<number>): App {
  const users = new Set(app.rangeUsers.map((u) => u.toLowerCase()));
  const parties = new Set(app.rangeParties.flatMap((id) => [...subtree(id)]));
  const everything = app.kind !== 'self-built';
  return {
    ...app,
    settings: AppSettings.parse(app.settings),
    callback: app.callback ? CallbackSettings.parse(app.callback) : null,
    sees: (staff) =>
      everything ||
      users.has(staff.userid.toLowerCase()) ||
      staff.departments.some((id) => parties.has(id)),
    seesDepartment: (id) => everything || parties.has(id),
  };
}

function subtrees(departments: readonly Department[]) {
  const children = Map.groupBy(departments, (d) => d.parentId);
  const known = new Map<number, ReadonlySet<number>>();
  const subtree = (id: number): ReadonlySet<number> => {
    const cached = known.get(id);
    if (cached) return cached;
    const ids = new Set([id]);
    for (const child of children.get(id) ?? []) for (const d of subtree(child.id)) ids.add(d);
    known.set(id, ids);
    return ids;
  };
  return subtree;
}

export const ACTIVE = 1;
export const LEFT = 5;

/** Present in the contacts: everybody who has not left. */
export const isPresent = (staff: Staff): boolean => staff.status !== LEFT;

/** May be put into a contact-me, or take over customers. */
export const mayServe = (staff: Staff): boolean =>
  staff.status === ACTIVE && staff.customerContact && staff.verified && !staff.banned;
