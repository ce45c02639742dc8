import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { cardErrors, type Licence, type StaffCard } from '../../contract/card.ts';
import { staffCardLinks } from '../pages/link.service.ts';
import { type CardRow, findCardOf, pageOfCards, putLicences } from './card.repo.ts';

const MANAGE = 'content.card.manage';

const shown = async (ctx: Ctx, rows: readonly CardRow[]): Promise<StaffCard[]> => {
  const urls = await staffCardLinks(
    ctx,
    rows.map(({ staffId }) => staffId),
  );
  return rows.map(({ unitId: _, ...row }) => ({ ...row, url: urls.get(row.staffId)! }));
};

export async function listStaffCards(
  ctx: Ctx,
  filter: { q?: string | undefined; page: number; size: number },
) {
  const { items, total } = await pageOfCards(ctx, MANAGE, filter);
  return { items: await shown(ctx, items), total };
}

export async function ownStaffCard(ctx: Ctx): Promise<StaffCard> {
  const row = await findCardOf(ctx, ctx.actor.id, null);
  if (!row) throw cardErrors.staffNotFound({ id: ctx.actor.id });
  return (await shown(ctx, [row]))[0]!;
}

/** What stands on a card is recorded by somebody responsible, never by the person on it. */
export function setLicences(
  ctx: Ctx,
  staffId: string,
  licences: readonly Licence[],
): Promise<StaffCard> {
  return inTx(ctx, async (ctx) => {
    const before = staffId === ctx.actor.id ? null : await findCardOf(ctx, staffId, MANAGE);
    if (!before) throw cardErrors.staffNotFound({ id: staffId });
    await putLicences(ctx, staffId, licences);
    audit(ctx, {
      action: 'content.licences-set',
      subject: { kind: 'staff', id: staffId, name: before.name },
      unitId: before.unitId,
      before: before.licences,
      after: licences,
    });
    return (await shown(ctx, [{ ...before, licences: [...licences] }]))[0]!;
  });
}
