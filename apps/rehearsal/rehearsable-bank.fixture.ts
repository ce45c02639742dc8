import { sql } from 'kysely';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { anApprovedText, someCustomers } from '#modules/customers/server/fixtures.ts';
import { knowBy, setAttributes } from '#modules/customers/server/index.ts';
import { aBank, aStaff } from '#modules/org/server/fixtures.ts';
import type { BulkSendDraft } from '#modules/outreach/contract.ts';
import { aRunningProject } from '#modules/outreach/server/fixtures.ts';
import type { RehearsalSubject } from '#modules/rehearsal/contract.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';

export const SECRET_NAME = '欧阳绝密';

/** Customers of a few RMs, each with a name and a number, in an audience that is a list. */
export async function aRehearsableBank(
  ctx: Ctx,
  customers: number,
): Promise<{ audienceId: string; ids: number[]; unitId: string }> {
  const system = asSystem(ctx, ctx.orgId, 'fixtures');
  const { headOffice } = await aBank(ctx);
  const staff = [];
  for (let i = 0; i < 3; i++)
    staff.push(await aStaff(system, { name: `陈机密${i}`, unitId: headOffice.id }));
  const ids = await someCustomers(
    system,
    Array.from({ length: customers }, (_, i) => ({
      name: SECRET_NAME,
      rmId: staff[i % staff.length]!.id,
    })),
  );
  await inTx(system, (tx) =>
    setAttributes(
      tx,
      ids.flatMap((customerId, i) => [
        {
          customerId,
          code: 'age_band',
          value: i % 4 === 0 ? '65up' : '35_44',
          source: 'bank_data',
          at: ctx.now(),
        },
        { customerId, code: 'aum', value: 1_000_000 + i * 100, source: 'bank_data', at: ctx.now() },
      ]) as never,
    ),
  );
  const audienceId = newId(ctx.now());
  await sql`
    insert into audiences.audience (org_id, id, name, kind, state, purpose, unit_id, rule_version,
      count, created_by_id, created_by_name, created_at, changed_at, version)
    values (${ctx.orgId}, ${audienceId}, '推演客群', 'list', 'live', 'marketing', ${headOffice.id}, 1,
      ${ids.length}, 'x', ${SECRET_NAME}, ${ctx.now()}, ${ctx.now()}, 1)`.execute(ctx.db);
  await sql`
    insert into audiences.member (customer_id, audience_id, org_id, since)
    select id, ${audienceId}, ${ctx.orgId}, ${ctx.now()} from unnest(${ids}::bigint[]) id`.execute(
    ctx.db,
  );
  return { audienceId, ids, unitId: headOffice.id };
}

export async function aBulkSend(
  ctx: Ctx,
  { audienceId, unitId }: { audienceId: string; unitId: string },
): Promise<RehearsalSubject> {
  const id = newId(ctx.now());
  // Its project and its content are not there: every contact is refused, and says why.
  const draft: BulkSendDraft = {
    name: '周一问候',
    need: '想知道工资到账后怎么打理',
    projectId: newId(ctx.now()),
    unitId,
    audienceId,
    groups: null,
    channel: 'one_to_one',
    content: { id: newId(ctx.now()), version: 1 },
    productId: null,
    purpose: 'marketing',
    sendAt: ctx.now().toISOString(),
    controlShare: 0.1,
    deletionLimit: null,
  };
  await sql`
    insert into outreach.bulk_send (org_id, id, draft, name, unit_id, state, version,
      audience_version, send_at, created_by_id, created_by_name, created_at, changed_at)
    values (${ctx.orgId}, ${id}, ${JSON.stringify(draft)}::jsonb, '周一问候', ${unitId},
      'draft', 1, 1, ${ctx.now()}, 'x', 'x', ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  return { kind: 'bulk', id };
}

/** A text message to everybody: one has no number, one never agreed to any. */
export async function anSmsSend(
  ctx: Ctx,
  bank: { audienceId: string; unitId: string; ids: readonly number[] },
): Promise<RehearsalSubject> {
  const subject = await aBulkSend(ctx, bank);
  const text = '开学季分期免息，详询网点。拒收请回复R';
  const draft = {
    ...{ channel: 'sms', controlShare: 0 },
    projectId: await aRunningProject(ctx, bank.unitId),
    content: { id: await aReleasedItem(ctx, { text, facets: { places: ['sms'] } }), version: 1 },
  };
  await sql`update outreach.bulk_send
       set draft = draft || ${JSON.stringify(draft)}::jsonb
     where org_id = ${ctx.orgId} and id = ${subject.id}`.execute(ctx.db);
  await anApprovedText(ctx, 'marketing');
  await sql`insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version,
      evidence, at)
    select id, 'marketing', 'sms', ${ctx.orgId}, 'given', 1, '{}', ${ctx.now()}
      from unnest(${bank.ids.slice(1)}::bigint[]) id`.execute(ctx.db);
  const system = asSystem(ctx, ctx.orgId, 'fixtures');
  const numbers = bank.ids.slice(0, -1).map((customerId, i) => ({
    ...{ customerId: customerId as CustomerId, value: `139${String(i).padStart(8, '0')}` },
  }));
  await inTx(system, (tx) => knowBy(tx, 'phone', numbers, 'test'));
  return subject;
}

/**
 * A send to the groups of three colleagues: of each of the first two one group with every second
 * customer and a stranger, who is in both; the third has left, and left the stranger alone in a group.
 */
export async function aGroupSend(
  ctx: Ctx,
  bank: { audienceId: string; unitId: string; ids: readonly number[] },
): Promise<RehearsalSubject> {
  const subject = await aBulkSend(ctx, bank);
  const draft = {
    ...{ audienceId: null, groups: { unitIds: [bank.unitId], ownerIds: [] }, channel: 'group' },
    projectId: await aRunningProject(ctx, bank.unitId),
    content: { id: await aReleasedItem(ctx, { facets: { places: ['group'] } }), version: 1 },
  };
  await sql`update outreach.bulk_send
       set draft = draft || ${JSON.stringify(draft)}::jsonb
     where org_id = ${ctx.orgId} and id = ${subject.id}`.execute(ctx.db);
  const corpId = newId(ctx.now());
  await sql`insert into customers.identity (customer_id, key_hash, org_id, kind, scope, value, rule,
      confidence, verified, leads, source, at)
    select id, sha256(id::text::bytea), ${ctx.orgId}, 'external_userid', ${corpId}, 'wm' || id, 'test', 1,
           true, true, 'test', ${ctx.now()} from unnest(${bank.ids}::bigint[]) id`.execute(ctx.db);
  for (const nth of [0, 1, 2]) {
    const chat = `chat-${nth}`;
    await sql`update org.staff set wecom_user_id = ${`owner-${nth}`},
           state = ${nth === 2 ? 'left' : 'active'}
       where org_id = ${ctx.orgId} and name = ${`陈机密${nth}`}`.execute(ctx.db);
    await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
        created_at, staff, customers, reading, changed_reading, changed_at)
      values (${ctx.orgId}, ${corpId}, ${chat}, ${`${SECRET_NAME}的群${nth}`}, '', ${`owner-${nth}`},
        '{}', 0, ${ctx.now()}, 1, ${bank.ids.length / 2 + 1}, 1, 1, ${ctx.now()})`.execute(ctx.db);
    await sql`insert into wecom.group_member (org_id, corp_id, chat_id, member_id, kind, joined_at,
        join_scene, profile, profile_hash, reading, changed_reading)
      select ${ctx.orgId}, ${corpId}, ${chat}, member, 2, ${ctx.now()}, 1, '', '', 1, 1
        from (select 'wm' || id as member from unnest(${bank.ids}::bigint[]) with ordinality i(id, n)
               where n % 2 = ${nth}
               union all select 'wm-stranger') m`.execute(ctx.db);
  }
  return subject;
}
