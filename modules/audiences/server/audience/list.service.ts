import { customersByIdentity } from '#modules/customers/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { audienceErrors } from '../../contract/audience.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { insertAudience, setBuiltAudience } from './audience.repo.ts';
import { MANAGE, requireAudience, requireUnit } from './audience.service.ts';
import { asAudience } from './audience.view.ts';
import { addGrowth, addListed } from './member.repo.ts';

const MOST = 200_000;
const AT_ONCE = 5_000;
const SHOWN = 50;
const HEADINGS = ['客户号', '银行客户号', 'bank_no', 'customer_no', 'customer number'];

interface Line {
  readonly line: number;
  readonly text: string;
}

/** The column of customer numbers: by its heading, or the first. */
function linesOf(text: string): Line[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((row) => row.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const column = rows[0]!.findIndex((cell) => HEADINGS.includes(cell.toLowerCase()));
  return rows
    .map((row, i) => ({ line: i + 1, text: row[Math.max(column, 0)] ?? '' }))
    .slice(column >= 0 ? 1 : 0)
    .filter((row) => row.text !== '');
}

/** An audience of whoever is on the list, known to the bank and of the unit. */
export async function uploadList(
  ctx: Ctx,
  { name, unitId }: { name: string; unitId: string },
  content: Buffer,
) {
  const lines = linesOf(content.toString('utf8'));
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
    const unknown: Line[] = [];
    let unknownCount = 0;
    let found = 0;
    const listed = new Set<number>();
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
        if (customer != null && listed.has(customer)) found += 1;
        else {
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
    return { audience, lines: lines.length, found, unknown, unknownCount };
  });
}
