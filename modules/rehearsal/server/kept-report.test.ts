import { expect, test } from 'vitest';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { getRehearsal, type RehearsalId, RehearsalOptions } from '../contract.ts';
import { rehearsalModule } from './module.ts';
import { insertRehearsal, setRehearsal } from './rehearsal.repo.ts';

const arm = { customers: 0, before: 0, after: 0, meanChange: 0, moves: [] };
const drop = { before: 'allowed', state: 'refused', touches: 3, customers: 2 };

/** As it was kept before reports told of stages, groups and the words of a plan. */
const anEarlyReport = {
  plan: {
    plan: { id: newId(), kind: 'sequence', class: 'sequence', name: '培育', state: 'running' },
    source: 'rehearsed',
    from: '2026-03-02T01:00:00.000Z',
    to: '2026-03-04T01:00:00.000Z',
    people: { reached: 2, control: 0, touched: 2 },
    funnel: [],
    drops: [{ ...drop, rule: 'CR-098', title: '自有频次上限' }],
    deletions: {
      ...{ days: 7, messages: [], limit: null },
      all: { part: 0, of: 2, share: 0, low: 0, high: 0.66 },
    },
    ...{ rounds: [], exits: [], cells: [], modes: [], quota: [] },
    assets: { reached: arm, control: arm, difference: null, uplift: null },
    automation: { automatic: 3, manual: 0 },
    load: { capacity: 100, staff: [], days: [] },
  },
  sample: { audience: 2, customers: 2, staff: 1, simulated: true },
  ...{ calls: [], acts: [], findings: [], work: [], seconds: {} },
  cost: { confirmations: 0, workItems: 0, sms: 0, staffHours: 0 },
};

test('a report that was kept before figures were added is still read, and in the words of whoever reads it', async () => {
  const ctx = testOrg(allow('rehearsal.rehearsal.read', 'org.unit.manage', 'org.unit.read'));
  const module = rehearsalModule({ drop: async () => {}, nameRule: () => 'Own frequency cap' });
  const unit = await aUnit(ctx);
  const id = newId() as RehearsalId;
  await inTx(ctx, async (ctx) => {
    const subject = { kind: 'sequence', id: newId() } as const;
    const options = RehearsalOptions.parse({});
    await insertRehearsal(ctx, { id, unitId: unit.id, subject, name: '培育', version: 1, options });
    await setRehearsal(ctx, id, { state: 'done', report: anEarlyReport as never });
  });
  const http = await testHttp(ctx, [module]);
  const { report } = await callHttp(http, getRehearsal, { params: { id } });
  expect(report!.plan.drops[0]!.title).toBe('Own frequency cap');
  expect(report).toMatchObject({ groups: null, plan: { stages: [], groups: null } });
});
