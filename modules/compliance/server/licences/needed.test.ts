import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import { bringRules, rulesAt } from '../rules/rule.service.ts';
import { licenceNeeded, licenceRules } from './needed.ts';

const migration = new URL(
  '../migrations/2026-11-23-1421-compliance-licence-register.sql',
  import.meta.url,
);

test('CR-136 CR-069 CR-080 a new bank is checked from the first day; one that was there before keeps speaking until it says that its register is complete', async () => {
  const ctx = testOrg();
  await aBank(ctx);
  await inTx(ctx, bringRules);
  const needed = async (posted = false) => {
    const rules = await rulesAt(ctx, licenceRules);
    return (['fund', 'insurance', 'deposit'] as const).map((kind) => {
      const need = licenceNeeded(kind, posted, rules);
      return need && `${need.rule} ${need.licence}`;
    });
  };
  const asked = ['CR-136 fund', 'CR-069 insurance', null];
  expect(await needed()).toEqual(asked);
  expect(await needed(true)).toEqual(['CR-080 fund', 'CR-080 insurance', null]);
  // A release before this one left no figures behind.
  const upgrade = () => sql.raw(readFileSync(migration, 'utf8')).execute(ctx.db);
  await upgrade();
  expect(await needed()).toEqual(asked);
  await sql`update compliance.rule_version set parameters = '{}'
    where org_id = ${ctx.orgId} and rule = 'CR-136'`.execute(ctx.db);
  await upgrade();
  expect([await needed(), await needed(true)]).toEqual([
    [null, null, null],
    [null, null, null],
  ]);
  // A decision that was recorded before these rules is judged again without them.
  expect(licenceNeeded('fund', false, {})).toBeNull();
});
