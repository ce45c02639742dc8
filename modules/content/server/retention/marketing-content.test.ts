import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { createTemplate, getTemplate, templateChangeKind } from '../../contract/template.ts';
import { aNewVersion, aReleasedItem, aTemplate } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { marketingContentKept } from './marketing-content.ts';

const DAY = 24 * 60;

test('CR-089 what was said and who approved it goes three years after it was last in use, with proof; what is in use stays', async () => {
  const ctx = testOrg();
  await aBank(ctx);
  const modules = [
    orgModule({ mode: 'production' }),
    complianceModule(),
    contentModule({ mode: 'production' }),
  ];
  await inTx(asSystem(ctx, ctx.orgId), (ctx) => complianceModule().equipment!.bring(ctx));
  const http = await orgHttp(ctx, modules);
  const [writer, officer] = [await signedIn(ctx, []), await signedIn(ctx, [])];
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  await aGrant(ctx, officer.staff.id, 'compliance_officer');

  const item = await aReleasedItem(ctx);
  const { id } = await callHttp(http, createTemplate, { body: aTemplate() }, writer.headers);
  const decide = async (title: string) => {
    const { version } = await callHttp(http, getTemplate, { params: { id } }, writer.headers);
    const payload = { id, version, state: 'approved', template: aTemplate(title) };
    const body = { kind: templateChangeKind, payload: payload as never };
    const asked = await callHttp(http, requestApproval, { body }, writer.headers);
    const yes = { params: { id: asked.id }, body: { decision: 'approve' as const, round: 1 } };
    await callHttp(http, decideApproval, yes, officer.headers);
    return asked.id;
  };
  const old = await decide('第一版');
  // Both are replaced on the same day; from then on their time counts.
  await aNewVersion(ctx, item);
  const young = await decide('第二版');

  const purge = (days: number) =>
    inTx(asSystem(ctx, ctx.orgId), (tx) => {
      const before = new Date(tx.now().getTime() - days * DAY * 60_000);
      return marketingContentKept.purge(tx, before, 1_000);
    });
  const left = async () => {
    const { rows } = await sql<{ what: string }>`
      select 'version ' || version as what from content.version where org_id = ${ctx.orgId}
      union all select 'decided ' || (document ->> 'title') from content.decided where org_id = ${ctx.orgId}
      union all select 'approval ' || id from org.approval where org_id = ${ctx.orgId}
      order by 1`.execute(ctx.db);
    return rows.map(({ what }) => what);
  };
  expect(marketingContentKept.least).toBeGreaterThanOrEqual(3 * 365);
  ctx.advance(1_095 * DAY);
  expect((await purge(marketingContentKept.days)).count).toBe(0);
  expect(await left()).toHaveLength(6);
  ctx.advance(2 * DAY);
  const gone = await purge(marketingContentKept.days);
  expect(gone).toMatchObject({
    count: 2,
    proof: { versions: 1, decided: 1, approvals: 1, which: [`${item}/1`, `${id}/2`] },
  });
  expect(gone.proof!.sha256).toMatch(/^[0-9a-f]{64}$/);
  const kept = [`approval ${young}`, 'decided 第二版', 'version 2'];
  expect(await left()).toEqual(kept.toSorted());
  expect(await left()).not.toContain(`approval ${old}`);
});
