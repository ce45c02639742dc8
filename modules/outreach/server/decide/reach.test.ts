import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aListedProduct, aReleasedItem } from '#modules/content/server/fixtures.ts';
import { tagCustomers, withdrawConsents } from '#modules/customers/server/index.ts';
import { aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { precheck } from '../explain/precheck.service.ts';
import { aCandidate, aCrowd, aPlan, type OutreachBank } from '../fixtures.ts';
import { previewReach } from '../preview/preview.service.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, aRuleVersion, type Deciding } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

describe('who may be reached', () => {
  test('CR-001 without a consent by this way nothing of marketing goes out; CR-093 nor after an opt-out', async () => {
    expect(await deciding.refusedBy({ consents: {} })).toBe('refused CR-001');
    expect(await deciding.refusedBy({ consents: { sms: 'given' } })).toBe('refused CR-001');
    // A text message asks for its own.
    const bySms = { channel: 'sms' as const };
    const agreed = { one_to_one: 'given' } as const;
    expect(await deciding.refusedBy({ consents: agreed, phone: true }, bySms)).toBe(
      'refused CR-001',
    );
    expect(await deciding.refusedBy({ consents: { one_to_one: 'withdrawn' } })).toBe(
      'refused CR-093',
    );
    expect(await deciding.refusedBy({})).toBe('reserved');
    const service = await deciding.oneOf(
      { consents: {} },
      {},
      { purpose: 'service', class: 'service' },
    );
    // The words themselves are marketing: a plan that calls itself a service is no way round.
    expect(service).toMatchObject({ state: 'refused', rule: 'CR-001' });
  });

  test('CR-061 what is approved and not so of its product any more reaches nobody, whether the content or the plan is about it', async () => {
    const facts = { 期限: '180天' };
    const productId = await aListedProduct(ctx, { name: '安享一号', kind: 'other', facts });
    const text = '期限180天，周六在网点讲。如不希望收到此类消息，回复“退订”即可停止。';
    const own = {
      contentId: await aReleasedItem(ctx, { text, facets: { productIds: [productId] } }),
    };
    const offered = { contentId: await aReleasedItem(ctx, { text }), productId };
    expect(await deciding.refusedBy({}, own)).toBe('reserved');
    expect(await deciding.refusedBy({}, offered)).toBe('reserved');
    await sql`update content.product set product = jsonb_set(product, '{facts,期限}', '"90天"')
      where id = ${productId}`.execute(ctx.db);
    expect(await deciding.refusedBy({}, own)).toBe('refused CR-061');
    expect(await deciding.refusedBy({}, offered)).toBe('refused CR-061');
  });

  test('R-086 content about a product reaches nobody for whom the product is not meant, and says why', async () => {
    const productId = await aListedProduct(ctx, {
      name: '养老储蓄',
      kind: 'other',
      eligibility: {
        ageFrom: 60,
        ageTo: 80,
        anyTag: ['need_pension', 'need_deposit'],
        noTag: ['agency'],
      },
    });
    const contentId = await aReleasedItem(ctx, { facets: { productIds: [productId] } });
    const born = (year: number) => ({ attributes: { birth_date: `${year}-01-01` } });
    const people = [
      { person: born(1960), tags: ['need_pension'] },
      { person: born(1990), tags: ['need_pension'] },
      { person: born(1940), tags: ['need_pension'] },
      { person: {}, tags: ['need_pension'] },
      { person: born(1960), tags: [] },
      { person: born(1960), tags: ['need_loan'] },
      { person: born(1960), tags: ['need_deposit', 'agency'] },
      { person: born(1960), tags: ['need_pension'], expired: true },
    ];
    const ids = await aCrowd(
      ctx,
      bank,
      people.map(({ person }) => person),
    );
    await inTx(ctx, (tx) =>
      tagCustomers(
        tx,
        people.flatMap(({ tags, expired }, i) =>
          tags.map((tag) => ({
            customerId: ids[i]!,
            tag,
            source: 'bank_data' as const,
            confidence: 1,
            at: ctx.now(),
            expiresAt: expired ? new Date(ctx.now().getTime() + 60_000) : null,
            evidence: { text: '名单', ref: null },
          })),
        ),
      ),
    );
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId, contentId })),
    );
    const rows = await deciding.touches(planId);
    expect(rows.map(({ state, rule, verdict }) => [state, rule, verdict])).toEqual([
      ['reserved', null, null],
      ['refused', 'R-086', 'age'],
      ['refused', 'R-086', 'age'],
      ['refused', 'R-086', 'age_unknown'],
      ['refused', 'R-086', 'without_tag'],
      ['refused', 'R-086', 'without_tag'],
      ['refused', 'R-086', 'with_tag'],
      ['reserved', null, null],
    ]);
    const story = await explainTouch(ctx, ids[3]!, rows[3]!.touchId);
    expect(JSON.stringify(story)).toContain(
      '“养老储蓄”限 60–80 岁，该客户的出生日期未知，请先补录',
    );
    // What held when it was planned need not hold when it goes out.
    ctx.advance(24 * 60);
    await deciding.proposing(planId, [{ customerId: ids[7]!, contentId, itemKey: 'b' }]);
    expect((await deciding.touches(planId)).at(-1)).toMatchObject({
      state: 'refused',
      rule: 'R-086',
      verdict: 'without_tag',
    });
  });

  test('CR-027 CR-029 CR-107 CR-127 protected persons are not reached, and the list is not named', async () => {
    expect(await deciding.refusedBy({ attributes: { deceased: true } })).toBe('refused CR-027');
    expect(await deciding.refusedBy({ attributes: { birth_date: '2010-01-01' } })).toBe(
      'refused CR-029',
    );
    expect(await deciding.refusedBy({ attributes: { complaint_open: true } })).toBe(
      'refused CR-107',
    );
    expect(await deciding.refusedBy({ deletedAt: new Date('2026-01-10T00:00:00Z') })).toBe(
      'refused CR-107',
    );
    expect(await deciding.refusedBy({ deletedAt: new Date('2025-06-10T00:00:00Z') })).toBe(
      'reserved',
    );
    // Friends again by the same hand: the silence after the deletion goes on.
    const [again] = await aCrowd(ctx, bank, [{}]);
    await sql`update customers.relationship set deleted_at = '2026-01-10T00:00:00Z'
      where customer_id = ${again!}`.execute(ctx.db);
    const anew = await aPlan(ctx, bank);
    await deciding.proposing(anew, [{ customerId: again! }]);
    expect(await deciding.touches(anew)).toMatchObject([{ state: 'refused', rule: 'CR-107' }]);
    const listed = await deciding.oneOf({ attributes: { risk_listed: true } });
    expect(listed.rule).toBe('CR-127');
    const told = JSON.stringify(await explainTouch(ctx, listed.customerId, listed.touchId));
    expect(told).not.toMatch(/listed|名单/);
  });

  test('R-036 reachable customers are those consented, contactable and not opted out, and drop at once with an opt-out', async () => {
    const ids = await aCrowd(ctx, bank, [
      {},
      {},
      { consents: {} },
      { friends: [] },
      { consents: { one_to_one: 'withdrawn' } },
    ]);
    const reach = () =>
      previewReach(
        ctx,
        {
          kind: 'bulk',
          projectId: bank.projectId,
          unitId: bank.unitId,
          class: 'campaign',
          purpose: 'marketing',
          controlShare: 0,
        },
        ids.map((customerId) => aCandidate(ctx, bank, { customerId })),
      );
    const before = await reach();
    expect(before).toMatchObject({ candidates: 5, reached: 2, refused: 3 });
    expect(before.rules.map(({ rule }) => rule).toSorted()).toEqual(['CR-001', 'CR-093', 'R-036']);
    await inTx(ctx, (ctx) =>
      withdrawConsents(ctx, [
        {
          customerId: ids[0]!,
          purpose: 'marketing',
          channel: 'one_to_one',
          evidence: { kind: 'message', id: '退订' },
          at: ctx.now(),
        },
      ]),
    );
    expect((await reach()).reached).toBe(1);
  });

  test('R-011 a project reaches customers of its own units only', async () => {
    const branch = await aUnit(ctx);
    await sql`update org.project_unit set unit_id = ${branch.id} where project_id = ${bank.projectId}`.execute(
      ctx.db,
    );
    expect(await deciding.refusedBy({})).toBe('refused R-011');
    expect(await deciding.refusedBy({ unitId: branch.id })).toBe('reserved');
  });

  test('whoever is held out of a plan is not reached by it, drawn once and never again', async () => {
    const ids = await aCrowd(
      ctx,
      bank,
      Array.from({ length: 400 }, () => ({})),
    );
    const planId = await aPlan(ctx, bank, { controlShare: 0.25 });
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const held = (await deciding.touches(planId)).filter(({ rule }) => rule === 'GATE-003');
    expect(held.length).toBeGreaterThan(60);
    expect(held.length).toBeLessThan(140);
    await sql`update outreach.plan set control_share = 0.9 where plan_id = ${planId}`.execute(
      ctx.db,
    );
    ctx.advance(60 * 24);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId, itemKey: 'b' })),
    );
    const again = (await deciding.touches(planId)).filter(
      (t) => t.rule === 'GATE-003' && t.itemKey === 'b',
    );
    expect(again.map((t) => t.customerId)).toEqual(held.map((t) => t.customerId));
  });

  test('CR-005 a consent to a text that has changed since is none; CR-106 CR-105 messages and calls ask for their own, whatever the bank makes of the rest', async () => {
    await sql`update customers.consent_text set version = 2 where org_id = ${ctx.orgId}`.execute(
      ctx.db,
    );
    expect(await deciding.refusedBy({ consentVersion: 1 })).toBe('refused CR-005');
    expect(await deciding.refusedBy({ consentVersion: 2 })).toBe('reserved');
    await aRuleVersion(ctx, 'CR-005', { version: 2, on: false });
    expect(await deciding.refusedBy({ consentVersion: 1 })).toBe('reserved');
    await aRuleVersion(ctx, 'CR-001', { version: 2, on: false });
    const none = { consents: {}, phone: true };
    expect(await deciding.refusedBy(none)).toBe('reserved');
    expect(await deciding.refusedBy(none, { channel: 'sms' })).toBe('refused CR-106');
    expect(await deciding.refusedBy(none, { channel: 'call_list' })).toBe('refused CR-105');
    // An opt-out is one all the same.
    expect(await deciding.refusedBy({ consents: { one_to_one: 'withdrawn' } })).toBe(
      'refused CR-093',
    );
  });

  test('CR-054 for a day after an elderly customer looked at or asked about an investment nothing is marketed of it, whoever sends; set and pre-check say so', async () => {
    const investment = { kind: 'wealth', ownGrade: 'R2', issuerGrade: 'R2' } as const;
    const [seen, other] = [
      await aListedProduct(ctx, { name: '稳健理财', ...investment }),
      await aListedProduct(ctx, { name: '安心理财', ...investment }),
    ];
    const deposit = await aListedProduct(ctx);
    const assessed = { risk_level: 'C3', risk_assessed_on: '2026-02-01' };
    const [old, young, asking] = await aCrowd(
      ctx,
      bank,
      ['1955-01-01', '1985-01-01', '1955-01-01'].map((birth_date) => ({
        attributes: { ...assessed, birth_date },
      })),
    );
    await inTx(ctx, (ctx) =>
      recordEvents(
        ctx,
        [
          { customerId: old!, kind: 'product.viewed', subject: seen },
          { customerId: young!, kind: 'product.viewed', subject: seen },
          { customerId: asking!, kind: 'message.consulted' },
        ].map((event, i) => ({
          ...{ id: eventId('cooling', ctx.orgId, i), at: ctx.now(), source: 'test' },
          ...event,
        })),
      ),
    );
    const planId = await aPlan(ctx, bank);
    const bringUp = (customerId: number, productId: string, itemKey: string) => ({
      ...{ customerId, productId, itemKey, channel: 'moments' as const },
    });
    await deciding.proposing(planId, [
      bringUp(old!, seen, 'a'),
      bringUp(old!, other, 'b'),
      bringUp(young!, seen, 'a'),
      bringUp(asking!, other, 'b'),
      bringUp(asking!, deposit, 'c'),
    ]);
    const now = async () =>
      (await deciding.touches(planId)).map(({ state, rule }) => `${state} ${rule ?? ''}`.trim());
    expect(await now()).toEqual([
      ...['deferred CR-054', 'reserved', 'reserved', 'deferred CR-054', 'reserved'],
    ]);
    const said = await precheck(
      ctx,
      await aPlan(ctx, bank, { kind: 'own' }),
      aCandidate(ctx, bank, {
        ...{ customerId: old!, productId: seen, channel: 'sidebar', staffId: bank.staffId },
      }),
    );
    expect(said.decidedBy?.text).toContain('考虑期内不推“稳健理财”');
    ctx.advance(36 * 60);
    await decideDue(ctx);
    expect(await now()).toEqual(Array(5).fill('reserved'));
  });

  test('CR-057 a private product is brought up one-to-one only, with customers who are confirmed as qualified', async () => {
    const productId = await aListedProduct(ctx, {
      ...{ name: '专享计划', kind: 'other' as const, privateOffering: true },
    });
    const contentId = await aReleasedItem(ctx, { facets: { productIds: [productId] } });
    const qualified = { attributes: { qualified_investor: true } };
    expect(await deciding.refusedBy(qualified, { contentId })).toBe('reserved');
    expect(await deciding.refusedBy({}, { contentId })).toBe('refused CR-057');
    const seen = { contentId, channel: 'moments' as const };
    expect(await deciding.refusedBy(qualified, seen)).toBe('refused CR-057');
    const [one] = await aCrowd(ctx, bank, [{}]);
    const said = await precheck(
      ctx,
      await aPlan(ctx, bank),
      aCandidate(ctx, bank, { customerId: one!, contentId }),
    );
    expect(said.decidedBy?.text).toContain('合格投资者');
    await aRuleVersion(ctx, 'CR-057', { version: 2, on: false });
    expect(await deciding.refusedBy({}, seen)).toBe('reserved');
  });

  test('CR-101 the colleague who spoke last sends; CR-079 only the approved version goes out', async () => {
    const other = (await aStaff(ctx, { name: '李经理' })).id;
    const friends = [
      { staffId: bank.staffId, spokeAt: new Date('2026-02-01T00:00:00Z') },
      { staffId: other, spokeAt: new Date('2026-02-20T00:00:00Z') },
    ];
    expect((await deciding.oneOf({ friends })).staffId).toBe(other);
    expect(await deciding.refusedBy({ friends }, { staffId: bank.staffId })).toBe('refused CR-101');
    expect(await deciding.refusedBy({}, { contentVersion: 2 })).toBe('refused CR-079');
    expect(await deciding.refusedBy({}, { contentKind: 'none', contentId: '' })).toBe(
      'refused CR-079',
    );
  });

  test('CR-072 a term forbidden after approval stops what is planned; CR-077 words without a way to refuse do not go out one-to-one', async () => {
    const bad = await aReleasedItem(ctx, {
      text: '保本理财，回复“退订”即可停止。如不希望收到此类消息，回复“退订”即可停止。',
    });
    expect((await deciding.oneOf({}, { contentId: bad })).rule).toBe('CR-073');
    const silent = await aReleasedItem(ctx, { text: '开学前先写预算。' });
    expect((await deciding.oneOf({}, { contentId: silent })).rule).toBe('CR-077');
    // Words that call themselves a service are marketing in a plan of marketing.
    const facets = { purpose: 'service' as const };
    const called = await aReleasedItem(ctx, { text: '开学前先写预算。', facets });
    expect((await deciding.oneOf({}, { contentId: called })).rule).toBe('CR-077');
    const notice = { purpose: 'service', class: 'service' } as const;
    expect((await deciding.oneOf({}, { contentId: called }, notice)).state).toBe('reserved');
  });
});
