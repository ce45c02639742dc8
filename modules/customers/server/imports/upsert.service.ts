import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { AttributeContent } from '../../contract/attribute.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { type AttributeInput, setAttributes } from '../attributes/value.service.ts';
import { staffByNumber, unitPathsOf, unitsByCode } from '../customers/org.repo.ts';
import type { CustomerRecord } from '../identities/record.ts';
import { resolveCustomers } from '../identities/resolve.service.ts';

const IMPORT = 'customers.customer.import';

interface Given {
  readonly identities: CustomerRecord['identities'];
  readonly name?: string | undefined;
  readonly unitCode: string;
  readonly rmNumber?: string | null | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

interface Result {
  customerId: CustomerId | null;
  outcome: 'created' | 'changed' | 'known' | 'refused';
  problem: string | null;
}

/** Records as the bank's systems send them: those that are right go in, the others say why not. */
export function upsertCustomers(ctx: Ctx, given: readonly Given[]): Promise<{ results: Result[] }> {
  return inTx(ctx, async (ctx) => {
    const units = await unitsByCode(ctx, [...new Set(given.map((g) => g.unitCode))]);
    const staff = await staffByNumber(ctx, [...new Set(given.flatMap((g) => g.rmNumber ?? []))]);
    const problemOf = ({ unitCode, rmNumber }: Given): string | null => {
      const unit = units.get(unitCode);
      if (unit?.state !== 'open' || !mayAt(ctx, IMPORT, unit.path)) return 'customers.unitUnknown';
      return rmNumber && !staff.has(rmNumber) ? 'customers.staffUnknown' : null;
    };
    const results = given.map((g): Result => {
      const problem = problemOf(g);
      return { customerId: null, outcome: 'refused', problem };
    });
    const good = given.flatMap((g, i) => (results[i]!.problem ? [] : [{ given: g, i }]));
    const paths = await unitPathsOf(ctx);
    const resolved = await resolveCustomers(
      ctx,
      good.map(({ given: { identities, name, unitCode, rmNumber } }) => ({
        identities,
        name: name ?? null,
        nameFrom: 'bank' as const,
        unitId: units.get(unitCode)!.id,
        rmId: rmNumber ? staff.get(rmNumber)!.id : rmNumber,
        rules: true,
      })),
      {
        source: 'api',
        mayChange: ({ unitId }) => mayAt(ctx, IMPORT, paths.get(unitId) ?? ''),
      },
    );
    const inputs: (AttributeInput & { result: Result })[] = [];
    resolved.forEach(({ customerId, outcome }, n) => {
      const { given: record, i } = good[n]!;
      const result = results[i]!;
      if (outcome === 'elsewhere') {
        result.problem = 'customers.customerElsewhere';
        return;
      }
      Object.assign(result, { customerId, outcome });
      for (const [code, value] of Object.entries(record.attributes ?? {}))
        inputs.push({
          customerId,
          code,
          value: value as AttributeContent | null,
          source: 'bank_data',
          at: ctx.now(),
          result,
        });
    });
    const { changed, refused } = await setAttributes(ctx, inputs);
    for (const { index, code, why } of refused)
      inputs[index]!.result.problem = `customers.attributeRefused:${code}:${why}`;
    const touched = new Set(changed);
    for (const result of results)
      if (result.outcome === 'known' && result.customerId && touched.has(result.customerId))
        result.outcome = 'changed';
    return { results };
  });
}
