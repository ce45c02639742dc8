import { aBank } from '#modules/org/server/fixtures.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import type { CustomerId } from '../contract/ids.ts';
import type { CustomerRecord } from './identities/record.ts';
import { resolveCustomers } from './identities/resolve.service.ts';

let serial = 0;

/** A customer of the head office with a bank number, unless said otherwise. */
export async function aCustomer(
  ctx: Ctx,
  given: Partial<CustomerRecord> = {},
): Promise<CustomerId> {
  const [id] = await someCustomers(ctx, [given]);
  return id!;
}

/** Several at once, in order. */
export async function someCustomers(
  ctx: Ctx,
  given: readonly Partial<CustomerRecord>[],
): Promise<CustomerId[]> {
  const unitId = (await aBank(ctx)).headOffice.id;
  const records = given.map((record): CustomerRecord => {
    serial += 1;
    const number = { kind: 'bank_no' as const, value: `N${serial}`, verified: true };
    return { identities: [number], name: '李小花', nameFrom: 'bank', unitId, ...record };
  });
  const resolved = await inTx(asSystem(ctx, ctx.orgId, 'fixtures'), (ctx) =>
    resolveCustomers(ctx, records, { source: 'import' }),
  );
  return resolved.map(({ customerId }) => customerId as CustomerId);
}

export { anApprovedText } from './consents/fixtures.ts';
export { ownCookie } from './own/fixtures.ts';
