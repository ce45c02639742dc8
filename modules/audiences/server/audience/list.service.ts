import { customersByIdentity } from '#modules/customers/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { audienceErrors } from '../../contract/audience.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { insertAudience, setBuiltAudience } from './audience.repo.ts';
import { MANAGE, requireAudience, requireUnit } from './audience.service.ts';
import { asAudience } from './audience.view.ts';
import { type ListedLine, listedIn } from './listed-lines.ts';
import { addGrowth, addListed } from './member.repo.ts';

const MOST = 200_000;
const AT_ONCE = 5_000;
const SHOWN = 5_000;

/** An audience of whoever is on the list, known to the bank and of the unit. */
export async function uploadList(
  ctx: Ctx,
  { name, unitId }: { name: string; unitId: string },
  content: Buffer,
) {
  const lines = await listedIn(content, MOST);
  if (lines.length === 0) throw audienceErrors.listEmpty();
  if (lines.length > MOST) throw audienceErrors.listTooLong({ lines: lines.length, most: MOST });
  return inTx(ctx, async (ctx) => {
    await requireUnit(ctx, unitId);
    const units = await unitsUnder(ctx, unitId);
    const id = newId(ctx.now());
    await insertAudience(ctx, {
      id,
      name,
      description: null,
      kind: 'list',
      state: 'live',
      purpose: 'marketing',
      unitId,
      ready: null,
      rule: null,
      ruleHash: null,
    });
    const unknown: ListedLine[] = [];
    let unknownCount = 0;
    let found = 0;
    let repeated = 0;
    const listed = new Set<number>();
    const met = new Set<number>();
    for (let i = 0; i < lines.length; i += AT_ONCE) {
      const batch = lines.slice(i, i + AT_ONCE);
      const ids = await customersByIdentity(
        ctx,
        batch.map(({ text }) => ({ kind: 'bank_no' as const, value: text })),
      );
      const fresh = [...new Set(ids.filter((c) => c !== null).map(Number))].filter(
        (c) => !listed.has(c),
      );
      for (const customer of await addListed(ctx, id, fresh, units)) listed.add(customer);
      for (const [n, line] of batch.entries()) {
        const customer = ids[n];
        if (customer != null && listed.has(customer)) {
          found += 1;
          if (met.has(customer)) repeated += 1;
          met.add(customer);
        } else {
          unknownCount += 1;
          if (unknown.length < SHOWN) unknown.push(line);
        }
      }
    }
    const count = listed.size;
    await setBuiltAudience(ctx, id, 1, { count, reachable: null, dueAt: null });
    await addGrowth(ctx, id, count, 0, count);
    audit(ctx, {
      action: 'audiences.list-uploaded',
      subject: { kind: 'audience', id, name },
      after: { lines: lines.length, found, unknown: unknownCount },
    });
    const audience = await asAudience(ctx, await requireAudience(ctx, id, MANAGE));
    return { audience, lines: lines.length, found, repeated, unknown, unknownCount };
  });
}
