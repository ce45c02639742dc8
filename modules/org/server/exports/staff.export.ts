import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { defineExport } from '#platform/server/exports/definition.ts';
import { employmentText, exportStaff, staffStateText } from '../../contract/staff.ts';
import { openField } from '../staff/contact.ts';
import { nextStaff, type StoredStaff } from '../staff/staff.repo.ts';
import { pathUnder } from '../units/unit-query.service.ts';

const EXPORT = 'org.staff.export';

/** The list of staff as a file, however long; contact details in the clear only with a second person (CR-039). */
export const staffExport = defineExport({
  kind: 'org.staff',
  permission: EXPORT,
  name: ['员工', 'staff'],
  columns: [
    { key: 'number', name: ['工号', 'Number'] },
    { key: 'name', name: ['姓名', 'Name'] },
    { key: 'unitCode', name: ['机构号', 'Unit code'] },
    { key: 'unit', name: ['机构', 'Unit'] },
    { key: 'title', name: ['岗位', 'Title'] },
    { key: 'phone', name: ['手机', 'Phone'], mask: 'phone' },
    { key: 'email', name: ['邮箱', 'E-mail'], mask: 'email' },
    { key: 'wecomUserId', name: ['企业微信账号', 'WeCom account'] },
    { key: 'roles', name: ['角色', 'Roles'] },
    { key: 'state', name: ['状态', 'State'] },
  ],
  query: exportStaff.query,
  maxRows: 500_000,
  async *rows(ctx, { under, sort: _, ...rest }) {
    const filter = { ...rest, underPath: await pathUnder(ctx, EXPORT, under) };
    let after = '';
    for (;;) {
      const batch = await nextStaff(ctx, EXPORT, filter, after);
      if (batch.length === 0) return;
      after = batch.at(-1)!.number;
      yield await Promise.all(batch.map((staff) => line(ctx, staff)));
    }
  },
});

const line = async (ctx: Ctx, staff: StoredStaff) => ({
  number: staff.number,
  name: staff.name,
  unitCode: staff.unit.code,
  unit: staff.unit.name,
  title: staff.title,
  phone: await openField(ctx, staff, 'phone'),
  email: await openField(ctx, staff, 'email'),
  wecomUserId: staff.wecomUserId,
  roles: staff.roles
    .map(
      ({ name, employment }) =>
        `${say(name, ctx.lang)}(${say(employmentText[employment], ctx.lang)})`,
    )
    .join(' '),
  state: say(staffStateText[staff.state], ctx.lang),
});
