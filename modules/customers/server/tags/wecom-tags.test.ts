import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aSimulator } from '#modules/wecom/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';

import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { enqueue } from '#platform/server/jobs.ts';
import { runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { getCustomer } from '#protocol/wecom/endpoints/customers.ts';
import { aCustomer } from '../fixtures.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { customersModule } from '../module.ts';
import { tagByCode } from './dictionary.service.ts';
import { aMirroredCorp } from './mirrored-corp.fixture.ts';
import { tagCustomers, tagsOf, untagCustomers } from './tagging.service.ts';
import { pushTagDictionary } from './wecom-dictionary.service.ts';
import { takeWecomTags } from './wecom-pull.service.ts';
import { type MarkTags, pushTags } from './wecom-push.service.ts';
import { findWecomTags, putWecomTags } from './wecom-tag.repo.ts';

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

test('tags go to WeCom and come back over its API: given and taken on either side, without an echo', async () => {
  const simulator = await aSimulator();
  const bank = await aMirroredCorp(simulator);
  try {
    const { ctx, corp, acts } = bank;
    const modules = [...bank.modules, customersModule()];
    /** Until nothing is told, read or pushed any more. */
    const settled = async () => {
      for (let quiet = 0, i = 0; quiet < 2 && i < 200; i++) {
        await bank.idle();
        await runDueJobs(ctx, modules);
        const { rows } = await sql`select 1 from wecom.stale where org_id = ${ctx.orgId}`.execute(
          ctx.db,
        );
        quiet = rows.length > 0 ? 0 : quiet + 1;
        if (quiet === 0) await pause(100);
      }
    };
    await inTx(ctx, (tx) => enqueue(tx, pushTagDictionary, { corpId: corp.id }));
    const [added] = await acts([{ do: 'customer.add', person: 'p1', userid: 'zhangsan' }]);
    const external = added!.externalUserid as string;
    await settled();
    const id = (await customerByIdentity(ctx, 'external_userid', corp.id, external))!;
    const codes = async () =>
      ((await tagsOf(ctx, [id])).get(id) ?? []).map((tag) => tag.code).sort();
    /** What WeCom itself says, asked afresh. */
    const there = async () => {
      const answer = await callWecom(ctx, { corpId: corp.id }, getCustomer, {
        query: { external_userid: external },
      });
      if (answer.outcome !== 'ok') throw new Error(answer.outcome);
      return answer.reply.follow_user.flatMap((f) => (f.tags ?? []).map((tag) => tag.tag_name));
    };
    const marks = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from wecom.call
         where org_id = ${ctx.orgId} and endpoint = 'tag.mark'`.execute(ctx.db);
      return rows[0]!.n;
    };
    const wecomIdOf = async (code: string) => {
      const { id: tagId } = await tagByCode(ctx, code);
      return (await findWecomTags(ctx, [corp.id])).find((t) => t.tagId === tagId)!.wecomTagId;
    };

    await give(ctx, id, 'need_card');
    await settled();
    expect(await there()).toEqual(['关注卡']);
    expect(await marks()).toBe(1);

    const fund = await wecomIdOf('need_fund');
    await acts([{ do: 'staff.tag', person: 'p1', userid: 'zhangsan', add: [fund] }]);
    await settled();
    expect(await codes()).toEqual(['need_card', 'need_fund']);
    // What came from there is not sent there again.
    expect(await marks()).toBe(1);

    const card = await wecomIdOf('need_card');
    await acts([{ do: 'staff.tag', person: 'p1', userid: 'zhangsan', remove: [card] }]);
    await settled();
    expect(await codes()).toEqual(['need_fund']);
    await inTx(ctx, (tx) =>
      untagCustomers(tx, [{ customerId: id, tag: 'need_fund' }], 'bank_data'),
    );
    await settled();
    expect(await there()).toEqual([]);
    expect(await codes()).toEqual([]);

    // Both cannot be: the bank's own data stand above what a colleague notes, there as well.
    await give(ctx, id, 'direct');
    await settled();
    const agency = await wecomIdOf('agency');
    await acts([{ do: 'staff.tag', person: 'p1', userid: 'zhangsan', add: [agency] }]);
    await settled();
    expect(await codes()).toEqual(['direct']);
    expect(await there()).toEqual(['直营']);
    const before = await marks();
    await settled();
    expect(await marks()).toBe(before);
  } finally {
    await bank.close();
    await simulator.stop();
  }
}, 120_000);
