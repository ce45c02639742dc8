// How fast rows of staff go in through the service that everything uses (checks, encryption, audit,
// event), through plain statements, and what COPY takes for the same rows.
import type { UnitId } from '#modules/org/contract.ts';
import { aBank, aUnit } from '#modules/org/server/fixtures.ts';
import { addStaff } from '#modules/org/server/staff/staff.service.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { withBank } from './bank.ts';
import { figure, note, seconds } from './figure.ts';
import { copyStaff } from './staff-rows.ts';

const ROWS = 20_000;
const BATCH = 1000;

await withBank(async (bank) => {
  await aBank(bank.ctx);
  const unit = await aUnit(bank.ctx, { name: '测试' });
  const ctx = asSystem(bank.ctx, bank.ctx.orgId);

  const copied = await copyStaff(bank, ROWS, unit.id);
  note(`COPY: ${Math.round(copied)} rows/s`);

  const inserted =
    ROWS /
    (await seconds(async () => {
      for (let i = 0; i < ROWS; i += BATCH)
        await ctx.db
          .insertInto('org.staff')
          .values(
            Array.from({ length: BATCH }, (_, n) => ({
              orgId: ctx.orgId,
              id: newId(),
              number: `K${i + n}`,
              name: `员工${i + n}`,
              unitId: unit.id,
              state: 'active',
              stateSince: ctx.now(),
              createdAt: ctx.now(),
              version: 1,
            })),
          )
          .execute();
    }));
  figure('insert.batched-values', inserted, 'rows/s', copied);

  const added =
    ROWS /
    (await seconds(async () => {
      for (let i = 0; i < ROWS; i += BATCH)
        await inTx(ctx, (ctx) =>
          addStaff(
            ctx,
            Array.from({ length: BATCH }, (_, n) => ({
              number: `S${i + n}`,
              name: `员工${i + n}`,
              phone: `138${String(i + n).padStart(8, '0')}`,
              unitId: unit.id as UnitId,
            })),
          ),
        );
    }));
  figure('insert.staff-service', added, 'rows/s', copied);
});
