import type { z } from 'zod';
import { type Phrase, say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { type CsvRow, csvFile } from '#platform/server/exports/csv-file.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import {
  employmentText,
  type exportStaff,
  type Staff,
  staffStateText,
} from '../../contract/staff.ts';
import { pathUnder } from '../units/unit-query.service.ts';
import { nextStaff, type StaffFilter, staffPage } from './staff.repo.ts';
import { masked } from './staff-query.service.ts';

const EXPORT = 'org.staff.export';

/** A sheet of what the list shows, masked like it. The audit trail says who took how many, first. */
export async function exportStaffSheet(
  ctx: Ctx,
  { under, sort: _, ...rest }: z.output<(typeof exportStaff)['query']>,
): Promise<FileReply> {
  const filter: StaffFilter = { ...rest, underPath: await pathUnder(ctx, EXPORT, under) };
  const { total } = await staffPage(ctx, EXPORT, filter, { limit: 0, offset: 0 });
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'org.staff-exported',
      subject: { kind: 'staff-list', id: ctx.orgId },
      after: { rows: total, masked: true, filter: { ...rest, under } },
    }),
  );
  const said = (phrase: Phrase) => say(phrase, ctx.lang);
  async function* rows() {
    let after = '';
    for (;;) {
      const batch = await nextStaff(ctx, EXPORT, filter, after);
      if (batch.length === 0) return;
      after = batch.at(-1)!.number;
      const shown = await Promise.all(batch.map((staff) => masked(ctx, staff)));
      yield shown.map((staff) => line(staff, said));
    }
  }
  return csvFile(said(['员工.csv', 'staff.csv']), header.map(said), rows());
}

const header: readonly Phrase[] = [
  ['工号', 'Number'],
  ['姓名', 'Name'],
  ['机构号', 'Unit code'],
  ['机构', 'Unit'],
  ['岗位', 'Title'],
  ['手机', 'Phone'],
  ['邮箱', 'E-mail'],
  ['企业微信账号', 'WeCom account'],
  ['角色', 'Roles'],
  ['状态', 'State'],
];

const line = (staff: Staff, said: (phrase: Phrase) => string): CsvRow => [
  staff.number,
  staff.name,
  staff.unit.code,
  staff.unit.name,
  staff.title,
  staff.phone,
  staff.email,
  staff.wecomUserId,
  staff.roles.map((r) => `${said(r.name)}(${said(employmentText[r.employment])})`).join(' '),
  said(staffStateText[staff.state]),
];
