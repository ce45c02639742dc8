import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import type { LicenceKind, StaffId } from '#modules/org/contract.ts';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import type { CandidateInput } from '../../contract/touch.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { precheck } from '../explain/precheck.service.ts';
import { aCandidate, aCrowd, aPlan, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { previewReach } from '../preview/preview.service.ts';
import { judgeAgain } from './again.service.ts';
import { aDecidingBank, aRuleVersion, at, type Deciding } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

const assessed = {
  risk_level: 'C5',
  risk_assessed_on: '2026-02-01',
  birth_date: '1985-01-01',
};
const investment = { ownGrade: 'R2', issuerGrade: 'R2' } as const;

/** A colleague who holds these, and a friend of theirs. */
async function anRm(licences: readonly LicenceKind[]) {
  const staffId = (await aStaff(ctx, { name: '李经理', licences })).id;
  const [customerId] = await aCrowd(ctx, bank, [{ attributes: assessed, friends: [{ staffId }] }]);
  return { staffId, customerId: customerId! };
}

const holds = (staffId: StaffId, kind: LicenceKind, from: string, to: string | null) =>
  sql`insert into org.staff_licence (org_id, staff_id, kind, number, valid_from, valid_to, changed_at)
    values (${ctx.orgId}, ${staffId}, ${kind}, 'F1', ${from}, ${to}, ${ctx.now()})
    on conflict (org_id, staff_id, kind) do update set valid_from = ${from}, valid_to = ${to}`.execute(
    ctx.db,
  );

/** What becomes of these, each in a plan of its own. */
async function said(...given: (Partial<CandidateInput> & { customerId: number })[]) {
  const all: string[] = [];
  for (const one of given) {
    const planId = await aPlan(ctx, bank);
    const { customerId } = one;
    const asked = await precheck(ctx, planId, aCandidate(ctx, bank, one));
    await deciding.proposing(planId, [{ ...one, itemKey: newId() }]);
    const [{ state, rule, touchId } = {} as never] = await deciding.touches(planId);
    // Asked before and decided with others: the same.
    expect(asked.decidedBy?.rule ?? null).toBe(state === 'reserved' ? null : rule);
    if (state !== 'reserved')
      expect((await explainTouch(ctx, customerId, touchId)).differences).toEqual([]);
    all.push(`${state} ${rule ?? ''}`.trim());
    await sql`delete from outreach.contact_day where customer_id = ${customerId}`.execute(ctx.db);
    await sql`delete from outreach.touch where plan_id = ${planId}`.execute(ctx.db);
  }
  return all;
}

test('CR-136 CR-069 what speaks of a product goes out, one-to-one, in Moments, by hand and as a work item, through a colleague who is licensed for its class, and through nobody else', async () => {
  const fund = await aListedProduct(ctx, { name: '稳进基金', kind: 'fund', ...investment });
  const insured = await aListedProduct(ctx, { name: '安心保', kind: 'insurance', ...investment });
  const deposit = await aListedProduct(ctx);
  const { customerId: any } = await anRm(['wealth', 'fund', 'insurance']);
  const { customerId: none } = await anRm(['wealth', 'precious_metal']);
  const ways = ['one_to_one', 'moments', 'sidebar', 'work_item'] as const;
  for (const channel of ways) {
    expect(await said({ customerId: any, productId: fund, channel })).toEqual(['reserved']);
    expect(
      await said(
        { customerId: none, productId: fund, channel },
        { customerId: none, productId: insured, channel },
        { customerId: none, productId: deposit, channel },
      ),
    ).toEqual(['refused CR-136', 'refused CR-069', 'reserved']);
  }
  // The customer's RM gets the work item, whoever is a friend besides.
  const { staffId } = await anRm([]);
  await sql`update customers.customer set rm_id = ${staffId} where customer_id = ${any}`.execute(
    ctx.db,
  );
  expect(
    await said(
      { customerId: any, productId: fund, channel: 'work_item' },
      { customerId: any, productId: fund },
    ),
  ).toEqual(['refused CR-136', 'reserved']);
});

test('CR-136 a licence holds from its first day to its last; why it does not is said in words, with what to do', async () => {
  const productId = await aListedProduct(ctx, { name: '稳进基金', kind: 'fund', ...investment });
  const { staffId, customerId } = await anRm([]);
  const on = (day: string) => ({ customerId, productId, plannedAt: at('10:00', day) });
  const story = async (lang: 'zh-CN' | 'en') => {
    const asked = await precheck(
      { ...ctx, lang },
      await aPlan(ctx, bank),
      aCandidate(ctx, bank, on('2026-03-05')),
    );
    return asked.decidedBy?.text ?? '';
  };
  expect(await story('zh-CN')).toBe(
    '发送人名下没有“基金销售资格”，不能推介“稳进基金”：请在员工档案中登记，或改由有资格的同事发送',
  );
  await holds(staffId, 'fund', '2026-03-03', '2026-03-04');
  expect(await said(...['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'].map(on))).toEqual([
    'refused CR-136',
    'reserved',
    'reserved',
    'refused CR-136',
  ]);
  expect(await story('zh-CN')).toContain('当天不在有效期内');
  expect(await story('en')).toContain('does not hold on that day (Fund sales)');
  await holds(staffId, 'fund', '2026-03-03', null);
  expect(await said(on('2026-03-05'), on('2027-03-05'))).not.toContain('refused CR-136');
});

test('CR-136 a licence that ends between decision and handover stops what is handed over, and the place is given back', async () => {
  const productId = await aListedProduct(ctx, { kind: 'fund', ...investment });
  const [first, second] = [await anRm([]), await anRm(['fund'])];
  await holds(first.staffId as StaffId, 'fund', '2025-01-01', '2026-03-05');
  const planId = await aPlan(ctx, bank);
  const plannedAt = at('10:00', '2026-03-05');
  await deciding.proposing(
    planId,
    [first, second].map(({ customerId }) => ({ customerId, productId, plannedAt })),
  );
  const now = async () =>
    (await deciding.touches(planId)).map(({ state, rule }) => `${state} ${rule ?? ''}`.trim());
  expect(await now()).toEqual(['reserved', 'reserved']);
  const handover = newId();
  await sql`update outreach.touch set handover_id = ${handover} where plan_id = ${planId}`.execute(
    ctx.db,
  );
  ctx.advance(4 * 24 * 60);
  await inTx(ctx, (ctx) => judgeAgain(ctx, [handover]));
  expect(await now()).toEqual(['withdrawn CR-136', 'reserved']);
  expect(await ledgerDifferences(ctx)).toEqual([]);
});

test('CR-080 a product is brought up in a group whose owner is licensed for it, and in no other; the preview says which', async () => {
  const fund = await aListedProduct(ctx, { name: '稳进基金', kind: 'fund', ...investment });
  const insured = await aListedProduct(ctx, { kind: 'insurance', ...investment });
  const group = async (name: string, licences: readonly LicenceKind[]) => {
    const { id } = await aStaff(ctx, { name: `${name}主`, licences });
    const owner = `owner-${name}`;
    await sql`update org.staff set wecom_user_id = ${owner} where id = ${id}`.execute(ctx.db);
    await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
      created_at, staff, customers, reading, changed_reading, changed_at)
      values (${ctx.orgId}, ${bank.corpId}, ${name}, ${name}, '', ${owner}, '{}', 0, ${ctx.now()}, 1, 3,
        1, 1, ${ctx.now()})`.execute(ctx.db);
    return aCandidate(ctx, bank, {
      ...{ customerId: 0, channel: 'group', recipient: name, staffId: id, corpId: bank.corpId },
    });
  };
  const [licensed, bare] = [await group('甲群', ['fund']), await group('乙群', [])];
  const planId = await aPlan(ctx, bank);
  const about = (candidate: CandidateInput, productId: string | null) =>
    precheck(ctx, planId, { ...candidate, productId: productId as never });
  const rule = async (candidate: CandidateInput, productId: string | null) =>
    (await about(candidate, productId)).decidedBy?.rule ?? null;
  expect(await rule(licensed, fund)).toBeNull();
  expect(await rule(licensed, insured)).toBe('CR-080');
  expect(await rule(bare, fund)).toBe('CR-080');
  expect(await rule(bare, null)).toBeNull();
  expect((await about(bare, fund)).decidedBy?.text).toContain(
    '群主名下没有“基金销售资格”，不能推介“稳进基金”',
  );
  const seen = await previewReach(
    ctx,
    planId,
    [licensed, bare].map((one) => ({ ...one, productId: fund })),
  );
  expect(seen.rules).toMatchObject([{ rule: 'CR-080', name: '发送人的从业资格', count: 1 }]);
  expect(seen.groups.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    '乙群 refused',
    '甲群 allowed',
  ]);
  // It is a task for somebody all the same.
  await aRuleVersion(ctx, 'CR-080', { version: 2, on: false });
  expect([await rule(bare, fund), await rule(bare, insured)]).toEqual(['CR-136', 'CR-069']);
});

test('CR-136 which product needs which licence is the bank’s to say; a bank that keeps no register yet is not silenced', async () => {
  const products = {
    pension: await aListedProduct(ctx, { kind: 'pension' }),
    structured: await aListedProduct(ctx, { kind: 'structured_deposit', ...investment }),
    insured: await aListedProduct(ctx, { kind: 'insurance', ...investment }),
  };
  const { customerId } = await anRm(['fund']);
  const all = () =>
    said(...Object.values(products).map((productId) => ({ customerId, productId })));
  expect(await all()).toEqual(['reserved', 'refused CR-136', 'refused CR-069']);
  await aRuleVersion(ctx, 'CR-136', {
    version: 2,
    parameters: { pension: 'wealth', structured_deposit: 'fund' },
  });
  expect(await all()).toEqual(['refused CR-136', 'reserved', 'refused CR-069']);
  await aRuleVersion(ctx, 'CR-136', { version: 3, on: false });
  expect(await all()).toEqual(['reserved', 'reserved', 'refused CR-069']);
  await aRuleVersion(ctx, 'CR-136', { version: 4, parameters: { register: 'not_kept' } });
  expect(await all()).toEqual(['reserved', 'reserved', 'reserved']);
});
