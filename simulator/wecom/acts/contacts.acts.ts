import { z } from 'zod';
import {
  departmentCreated,
  departmentDeleted,
  departmentUpdated,
  memberCreated,
  memberDeleted,
  memberUpdated,
} from '#protocol/wecom/callbacks/contact-events.ts';
import type { XmlInput } from '#protocol/wecom/callbacks/xml.ts';
import { tell } from '../callbacks/tell.ts';
import { StaffSeed, writeDepartments, writeStaff } from '../control/seed.store.ts';
import { changeOf } from '../core/change-of.ts';
import { run } from '../core/db.ts';
import { LEFT, type Staff } from '../core/directory.ts';
import { demand, found } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { act, staffOf } from './act.ts';

/** Newer callback addresses hear ids only. */
const details = ({ corp }: Work, s: StaffSeed): Record<string, XmlInput> =>
  corp.settings.fullContactEvents
    ? {
        Name: s.name,
        MainDepartment: s.departments[0],
        IsLeaderInDept: s.departments.map((_, i) => s.leads[i] ?? 0).join(','),
        Position: s.profile.position,
        Mobile: s.profile.mobile,
        Gender: s.profile.gender,
        Email: s.profile.email,
        Status: s.status,
      }
    : {};

const create = act(
  'staff.create',
  StaffSeed,
  async (work, input) => {
    demand(!work.corp.staff.has(input.userid.toLowerCase()), 60102);
    for (const id of input.departments) demand(work.corp.departments.has(id), 60123);
    await writeStaff(work, [input]);
    await tell(work, memberCreated, {
      subject: input.userid,
      fields: {
        UserID: input.userid,
        Department: input.departments.join(','),
        ...details(work, input),
      },
    });
    return {};
  },
  { changesDirectory: true },
);

const asSeed = (s: Staff): StaffSeed =>
  StaffSeed.parse({
    ...s,
    departments: [...s.departments],
    sorts: [...s.sorts],
    leads: [...s.leads],
  });

const update = act(
  'staff.update',
  changeOf(StaffSeed).extend({ userid: z.string(), newUserid: z.string().optional() }),
  async (work, { newUserid, ...change }) => {
    const staff = staffOf(work.corp, change.userid);
    const given = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
    const next = { ...asSeed(staff), ...given, userid: staff.userid } as StaffSeed;
    for (const id of next.departments) demand(work.corp.departments.has(id), 60123);
    await writeStaff(work, [next]);
    if (newUserid) await rename(work, staff.userid, newUserid);
    const moved = change.departments !== undefined || newUserid !== undefined;
    if (moved || work.corp.settings.fullContactEvents)
      await tell(work, memberUpdated, {
        subject: staff.userid,
        fields: {
          UserID: staff.userid,
          NewUserID: newUserid,
          Department: next.departments.join(','),
          ...details(work, next),
        },
      });
    return {};
  },
  { changesDirectory: true },
);

async function rename({ corp, db }: Work, userid: string, newUserid: string): Promise<void> {
  demand(!corp.staff.has(newUserid.toLowerCase()), 60102);
  const tables = [
    'staff',
    'relationship',
    'mass_task',
    'mass_item',
    'moment_task',
    'moment_audience',
  ];
  for (const table of tables)
    await run(db, `update ${table} set userid = $3 where corp_id = $1 and userid = $2`, [
      corp.corpId,
      userid,
      newUserid,
    ]);
  await run(db, 'update group_chat set owner = $3 where corp_id = $1 and owner = $2', [
    corp.corpId,
    userid,
    newUserid,
  ]);
}

/** Leaves the bank: customers and groups wait for somebody else. */
const leave = act(
  'staff.leave',
  z.object({ userid: z.string() }),
  async (work, input) => {
    const { corp, db, now } = work;
    const staff = staffOf(corp, input.userid);
    demand(staff.status !== LEFT, 60111);
    await run(db, 'update staff set status = 5, left_at = $3 where corp_id = $1 and userid = $2', [
      corp.corpId,
      staff.userid,
      now,
    ]);
    await run(
      db,
      `update group_chat set status = 1
        where corp_id = $1 and owner = $2 and dissolved_at is null`,
      [corp.corpId, staff.userid],
    );
    await tell(work, memberDeleted, { subject: staff.userid, fields: { UserID: staff.userid } });
    return {};
  },
  { changesDirectory: true },
);

const login = act(
  'staff.login',
  z.object({ userid: z.string() }),
  async ({ corp, db, now }, input) => {
    await run(db, 'update staff set last_login = $3 where corp_id = $1 and userid = $2', [
      corp.corpId,
      staffOf(corp, input.userid).userid,
      now,
    ]);
    return {};
  },
  { changesDirectory: true },
);

const department = z.object({
  id: z.int().min(1),
  name: z.string().min(1).max(32),
  parentId: z.int().min(0).default(1),
  sort: z.int().min(0).default(0),
});

const createDepartment = act(
  'department.create',
  department,
  async (work, input) => {
    demand(!work.corp.departments.has(input.id), 60008);
    demand(work.corp.departments.has(input.parentId), 60004);
    await writeDepartments(work, [{ ...input, nameEn: '', leaders: [] }]);
    await tell(work, departmentCreated, {
      subject: `department ${input.id}`,
      fields: { Id: input.id, ParentId: input.parentId },
    });
    return {};
  },
  { changesDirectory: true },
);

const updateDepartment = act(
  'department.update',
  changeOf(department).extend({ id: z.int() }),
  async (work, input) => {
    const d = found(work.corp.departments.get(input.id), 60003);
    const parentId = input.parentId ?? d.parentId;
    demand(!work.corp.subtree(input.id).has(parentId), 60010);
    await writeDepartments(work, [
      {
        id: d.id,
        name: input.name ?? d.name,
        nameEn: d.nameEn,
        parentId,
        sort: input.sort ?? d.sort,
        leaders: [...d.leaders],
      },
    ]);
    if (parentId !== d.parentId)
      await tell(work, departmentUpdated, {
        subject: `department ${d.id}`,
        fields: { Id: d.id, ParentId: parentId },
      });
    return {};
  },
  { changesDirectory: true },
);

const deleteDepartment = act(
  'department.delete',
  z.object({ id: z.int() }),
  async (work, { id }) => {
    demand(work.corp.departments.has(id), 60003);
    demand(id !== 1, 60007);
    demand(work.corp.membersOf(id).length === 0, 60005);
    demand(work.corp.subtree(id).size === 1, 60006);
    await run(work.db, 'delete from department where corp_id = $1 and id = $2', [
      work.corp.corpId,
      id,
    ]);
    await tell(work, departmentDeleted, { subject: `department ${id}`, fields: { Id: id } });
    return {};
  },
  { changesDirectory: true },
);

export const contactActs = [
  create,
  update,
  leave,
  login,
  createDepartment,
  updateDepartment,
  deleteDepartment,
];
