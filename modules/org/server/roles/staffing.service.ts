import type { z } from 'zod';
import type { Reply } from '#platform/contract/endpoint.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RoleId } from '../../contract/ids.ts';
import type { StaffingRow, staffingReport } from '../../contract/role.ts';
import { findBank } from '../bank/bank.repo.ts';
import { BankSettings } from '../bank/settings.ts';
import { pathUnder } from '../units/unit-query.service.ts';
import { unitsAt } from '../units/unit-tree.repo.ts';
import { type StaffingLine, staffingLines, staffingTotal } from './staffing.repo.ts';

export async function reportStaffing(
  ctx: Ctx,
  { under, role, level }: z.output<(typeof staffingReport)['query']>,
): Promise<Reply<typeof staffingReport>> {
  const { fullTimeCustomers } = (await findBank(ctx))?.settings ?? BankSettings.parse({});
  const underPath = await pathUnder(ctx, 'org.role.read', under);
  const filter = { underPath, role, level, fullTimeCustomers };
  const lines = await staffingLines(ctx, filter);
  const units = new Map(
    (await unitsAt(ctx, [...new Set(lines.map((l) => l.path!))])).map((u) => [u.path, u]),
  );
  const rows = lines.map(
    (line): StaffingRow => ({
      unit: units.get(line.path!)!,
      role: {
        id: line.roleId as RoleId,
        code: line.roleCode!,
        name: [line.nameZh!, line.nameEn!],
      },
      ...figuresOf(line),
    }),
  );
  const total = figuresOf(await staffingTotal(ctx, filter));
  return { asOf: ctx.now().toISOString(), rows, total };
}

const figuresOf = ({ people, fullTime, partTime, partTimeCustomers, fte }: StaffingLine) => ({
  people,
  fullTime,
  partTime,
  partTimeCustomers,
  fullTimeEquivalent: fte,
});
