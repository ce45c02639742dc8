import type { CustomerId } from '#modules/customers/contract.ts';
import { aCustomer, someCustomers } from '#modules/customers/server/fixtures.ts';
import { aBank, aStaff } from '#modules/org/server/fixtures.ts';
import type { DueWorkItem, Outcome } from '#modules/outreach/contract.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import type { Advice } from '../contract/glance.ts';
import { takeDue } from './items/take-due.service.ts';
import { workbenchModule } from './module.ts';

const fine: Advice = { allowed: true, rule: null, text: null, until: null };

/** An RM of the bank with a workbench, and what the plans behind it were told. */
export async function anRm(bank: TestOrg, advice: Advice = fine) {
  const { headOffice } = await aBank(bank);
  const staff = await aStaff(bank, { name: '林晓', unitId: headOffice.id });
  return { staff, ...(await aWorkbench(bank, staff, advice)) };
}

/** The workbench of somebody who is there. */
export async function aWorkbench(
  bank: TestOrg,
  { id, name }: { readonly id: string; readonly name: string },
  advice: Advice = fine,
) {
  const ctx = bank.as({
    ...{ id, name },
    permissions: allow('workbench.own.use', 'customers.customer.read'),
  });
  const reported: { customerId: number; touchId: string | null; outcome: Outcome }[] = [];
  const said: { customerId: number; touchId: string; sent: boolean }[] = [];
  const module = workbenchModule({
    placesOf: async () => [],
    advise: async () => advice,
    report: async (_, { customerId, touchId, outcome }) => {
      reported.push({ customerId, touchId, outcome });
    },
    sends: {
      open: async (_, { customerId }) => ({
        allowed: true,
        touchId: newId(),
        text: `给 ${customerId} 的话`,
        rule: null,
        why: null,
      }),
      confirm: async (_, { customerId, touchId, sent }) => {
        said.push({ customerId, touchId, sent });
      },
    },
    scriptOf: async () => ({ title: '跟进话术', body: '您好，关于您问的……', avoid: ['保本'] }),
  });
  return { ctx, app: await testHttp(ctx, [module]), module, reported, said };
}

/** Customers of a colleague. */
export function customersOf(
  ctx: TestOrg,
  rmId: string,
  count: number,
  unitId: string,
): Promise<CustomerId[]> {
  return someCustomers(
    ctx,
    Array.from({ length: count }, () => ({ rmId, unitId })),
  );
}

/** A plan hands items over, as the pipeline does. */
export async function due(
  ctx: TestOrg,
  given: Partial<DueWorkItem> & Pick<DueWorkItem, 'staffId'>,
): Promise<DueWorkItem> {
  const item: DueWorkItem = {
    touchId: newId(),
    plannedAt: ctx.now().toISOString(),
    customerId: given.customerId ?? (await aCustomer(ctx)),
    corpId: null,
    planId: newId(),
    itemKey: 'consultation',
    title: '客户咨询理财，请在 24 小时内联系',
    evidence: ['昨天点开了产品说明', '回复“了解”'],
    contentId: null,
    contentVersion: null,
    score: 80,
    dueAt: new Date(ctx.now().getTime() + 24 * 3_600_000).toISOString(),
    class: 'follow_up',
    asked: false,
    interestAt: null,
    ...given,
  };
  await inTx(ctx, (ctx) => takeDue(ctx, { items: [item] }));
  return item;
}
