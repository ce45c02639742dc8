import { expect, test } from 'vitest';
import { ContentFacts } from '#modules/compliance/contract.ts';
import { checkContent } from '#modules/compliance/server/index.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { aBank } from '#modules/org/server/fixtures.ts';
import { shippedSequence } from '#modules/sequences/server/packs/starting-sequences.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { testOrg } from '#platform/server/test/test-org.ts';

test('R-169 the case of the shipped sequence passes the rule against endorsement; customers who earned do not', async () => {
  const ctx = testOrg();
  await aBank(ctx);
  await inTx(asSystem(ctx, ctx.orgId), async (tx) => complianceModule().equipment?.bring(tx));
  const facts = { place: 'moments', purpose: 'marketing', nature: ['case'] } as const;
  const endorses = async (text: string) =>
    (await checkContent(ctx, text, ContentFacts.parse(facts))).findings
      .filter((finding) => finding.rule === 'CR-075')
      .map((finding) => finding.level);
  const cases = shippedSequence().items.filter((i) => i.content_type === 'case');
  expect(cases).toHaveLength(2);
  for (const { body } of cases) {
    expect(body).toContain('不构成收益证明');
    expect(await endorses(body!)).toEqual([]);
    expect(await endorses(`${body}老客户都赚了。`)).toEqual(['block']);
  }
});
