import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { aCustomer } from '../fixtures.ts';
import { tagByCode } from './dictionary.service.ts';
import { tagCustomers, tagsOf } from './tagging.service.ts';
import { takeWecomTags } from './wecom-pull.service.ts';
import { type MarkTags, pushTags } from './wecom-push.service.ts';
import { putWecomTags } from './wecom-tag.repo.ts';

const EXTERNAL = 'wmTagged';

/** A customer with two friends in a corp that has two of the bank's tags. */
async function world() {
  const org = testOrg();
  const corpId = newId();
  const id = await aCustomer(org, {
    identities: [{ kind: 'external_userid', scope: corpId, value: EXTERNAL }],
  });
  const [card, fund] = [await tagByCode(org, 'need_card'), await tagByCode(org, 'need_fund')];
  await inTx(org, (ctx) =>
    putWecomTags(ctx, [
      { corpId, wecomTagId: 'et-card', tagId: card.id },
      { corpId, wecomTagId: 'et-fund', tagId: fund.id },
    ]),
  );
  for (const userid of ['anna', 'bo']) {
    await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, state,
        started_at, source, two_way_count)
      values (${id}, ${corpId}, ${userid}, ${org.orgId}, 'active', ${org.now()}, 'scan', 0)`.execute(
      org.db,
    );
    await sql`insert into wecom.follow (org_id, corp_id, external_userid, userid, state, tag_ids,
        reading, changed_reading, changed_at)
      values (${org.orgId}, ${corpId}, ${EXTERNAL}, ${userid}, 'live', '{}', 0, 0, ${org.now()})`.execute(
      org.db,
    );
  }
  const sent: object[] = [];
  const mark = (async (_ctx, _via, _endpoint, input) => {
    sent.push(input!.body!);
    return { outcome: 'ok', reply: {} };
  }) as MarkTags;
  const push = async () => {
    sent.length = 0;
    await pushTags(org, { customerIds: [id] }, mark);
    return sent;
  };
  const pull = () =>
    inTx(org, (ctx) =>
      takeWecomTags(ctx, { corpId: corpId as never, externalUserids: [EXTERNAL] }),
    );
  const inWecom = (userid: string, tagIds: string[]) =>
    sql`update wecom.follow set tag_ids = ${tagIds} where corp_id = ${corpId} and userid = ${userid}`.execute(
      org.db,
    );
  const codes = async () => ((await tagsOf(org, [id])).get(id) ?? []).map((t) => t.code).sort();
  return { org, id, push, pull, inWecom, codes };
}
const give = (org: TestOrg, customerId: number, tag: string) =>
  inTx(org, (ctx) =>
    tagCustomers(ctx, [
      {
        customerId,
        tag,
        source: 'bank_data',
        confidence: 1,
        at: org.now(),
        evidence: { text: '名单', ref: null },
      },
    ]),
  );

test('what is pushed to WeCom does not come back, and is not pushed twice', async () => {
  const { org, id, push, pull, codes } = await world();
  await give(org, id, 'need_card');
  const mark = { external_userid: EXTERNAL, add_tag: ['et-card'] };
  expect((await push()).toSorted()).toEqual([
    { userid: 'anna', ...mark },
    { userid: 'bo', ...mark },
  ]);
  expect(await push()).toEqual([]);
  await pull();
  expect(await codes()).toEqual(['need_card']);
  expect((await tagsOf(org, [id])).get(id)![0]!.source).toBe('bank_data');
  expect(await push()).toEqual([]);
});

test('what a colleague edits in WeCom comes back, and reaches the other friendships', async () => {
  const { org, id, push, pull, inWecom, codes } = await world();
  await give(org, id, 'need_card');
  await push();
  await inWecom('anna', ['et-card', 'et-fund']);
  await pull();
  expect(await codes()).toEqual(['need_card', 'need_fund']);
  const fund = (await tagsOf(org, [id])).get(id)!.find((t) => t.code === 'need_fund')!;
  expect([fund.source, fund.confidence]).toEqual(['wecom', 0.8]);
  expect(await push()).toEqual([{ userid: 'bo', external_userid: EXTERNAL, add_tag: ['et-fund'] }]);

  await inWecom('bo', ['et-fund']);
  await pull();
  expect(await codes()).toEqual(['need_fund']);
  expect(await push()).toEqual([
    { userid: 'anna', external_userid: EXTERNAL, remove_tag: ['et-card'] },
  ]);
  expect(await push()).toEqual([]);
});
