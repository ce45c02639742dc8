// Handing over: touches become tasks, each judged once more by all rules that may have changed, written down before it leaves and after, audited;
// against a bare client that makes the same calls with the same bodies, against nothing but the writes, and
// against one job and one call a customer. WeCom itself allows 10,000 a minute of one endpoint, so beyond
// that speed nothing is to be had.

import { sql } from 'kysely';
import { aRunningProject } from '#modules/outreach/server/fixtures.ts';
import { formHandovers } from '#modules/outreach/server/handover/form.service.ts';
import { givenBank, toFriends } from '#modules/outreach/server/handover/given-bank.fixture.ts';
import { callAll } from '#modules/outreach/server/handover/hand-over.service.ts';
import { deliveryDeps } from '#modules/outreach/server/index.ts';
import { createGateway } from '#modules/wecom/server/fixtures.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { CORP_RATES } from '#protocol/wecom/limits.ts';
import { figure, note, seconds } from './figure.ts';
import { oneJobEach } from './one-job-each.ts';
import { withCorp, withoutLimits } from './wecom-corp.ts';

const COLLEAGUES = Number(process.env.BENCH_COLLEAGUES ?? 50);
const FRIENDS = 20;
const ITEMS = Number(process.env.BENCH_ITEMS ?? 8);
const LANES = 8;
const BY_JOB = 500;
const article = {
  body: {
    carrier: {
      format: 'h5' as const,
      title: '预算表',
      summary: '三笔开销',
      url: 'https://bank.example/budget',
    },
  },
};
const FREE = ['corp', 'address'].flatMap((per) =>
  (['minute', 'hour'] as const).map((span) => ({
    per: per as 'corp' | 'address',
    span,
    ms: span === 'minute' ? 60_000 : 3_600_000,
    calls: 1_000_000_000,
  })),
);

/** A Tuesday morning: everybody may be reached. */
const MORNING = new Date('2026-03-03T02:00:00Z');

await withCorp(async ({ ctx: machine, url }, corp) => {
  const ctx: Ctx = { ...machine, now: () => MORNING };
  const stop = withoutLimits(corp);
  /** Each item goes to others: nobody is reached twice a day. */
  const friendsOf = (item: number) =>
    Object.fromEntries(
      Array.from({ length: COLLEAGUES }, (_, i) => [
        `rm${i}`,
        Array.from({ length: FRIENDS }, (_, k) => `c${i}x${item}x${k}`),
      ]),
    );
  const items = Array.from({ length: ITEMS }, (_, item) => friendsOf(item));
  const everybody = Object.fromEntries(
    Object.keys(items[0]!).map((userid) => [userid, items.flatMap((of) => of[userid]!)]),
  );
  const bank = await givenBank(corp.simulator, everybody, article, ctx);
  const plan = await bank.plan({ projectId: await aRunningProject(ctx, await rootOf(ctx)) });
  await everybodyAgrees(ctx);
  for (const [item, friends] of items.entries())
    await bank.reserved(plan, toFriends(bank, friends, { itemKey: `i${item}` }));
  await sql`analyze`.execute(ctx.db);
  const gateway = createGateway({ common: FREE });
  const deps = deliveryDeps({ wecom: { call: gateway.call } });
  let formed = 0;
  const forming = await seconds(async () => {
    for (let more = -1; more !== 0; formed += more) more = await formHandovers(ctx, deps.senders);
  });
  const { rows } = await sql<{ id: string }>`
    select id from outreach.handover where org_id = ${ctx.orgId}`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  let called = 0;
  const calling = await seconds(async () => {
    called = await callAll(ctx, deps, ids);
  });
  if (called !== ids.length) throw new Error(`${called} of ${ids.length} handed over`);
  const handed = await countHanded(ctx);
  if (handed !== ids.length * FRIENDS)
    throw new Error(`${handed} of ${ids.length * FRIENDS} contacts let through`);

  const bodyOf = (sender: string) => ({
    chat_type: 'single' as const,
    sender,
    external_userid: items[0]![sender]!.map((person) => bank.people.get(person)!.externalUserid),
    text: { content: '您好，开学前先写预算再逛街。' },
    attachments: [
      { msgtype: 'link', link: { title: '预算表', url: 'https://bank.example/budget' } },
    ],
  });
  const bodies = [...bank.staff.keys()].flatMap((sender) =>
    Array.from({ length: ITEMS }, () => bodyOf(sender)),
  );
  const query = `corpid=${bank.corpid}&corpsecret=${bank.corpid}-app`;
  const answer = await fetch(`${corp.simulator.url}/cgi-bin/gettoken?${query}`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const send = async (token: string, body: object) => {
    const address = `${corp.simulator.url}${addMassMessage.path}?access_token=${token}`;
    const reply = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
    const { errcode } = (await reply.json()) as { errcode: number };
    if (errcode !== 0) throw new Error(`bare client: ${errcode}`);
  };
  const bare = await seconds(async () => {
    const left = [...bodies];
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let body = left.shift(); body; body = left.shift()) await send(token, body);
      }),
    );
  });
  const byHand = await writesByHand(ctx);
  const byJob = await oneJobEach(url, BY_JOB, async (client, id) => {
    const sender = [...bank.staff.keys()][id % bank.staff.size]!;
    const person = items[0]![sender]![id % FRIENDS]!;
    const external_userid = [bank.people.get(person)!.externalUserid];
    await send(token, { ...bodyOf(sender), external_userid });
    await client.query(
      `update outreach.touch set handed_at = now() where customer_id = $1 and org_id = $2`,
      [bank.people.get(person)!.customerId, ctx.orgId],
    );
  });
  stop();
  const speed = ids.length / calling;
  note(`${formed} handovers of ${FRIENDS} formed in ${forming.toFixed(2)} s`);
  figure('outreach.handover', speed, 'handovers/s', bodies.length / bare);
  figure('outreach.handover-touches', speed * FRIENDS, 'touches/s');
  figure('outreach.handover-against-limit', speed, 'handovers/s', CORP_RATES.minute / 60);
  figure(
    'outreach.handover-beside-its-writes',
    speed * FRIENDS,
    'touches/s',
    (ids.length * FRIENDS) / byHand,
  );
  figure('outreach.handover-beside-one-job-each', speed * FRIENDS, 'touches/s', BY_JOB / byJob);
});

async function rootOf({ db, orgId }: Ctx): Promise<string> {
  const { id } = await db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
  return id;
}

async function everybodyAgrees({ db, orgId }: Ctx): Promise<void> {
  await sql`
    insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    select customer_id, 'marketing', 'one_to_one', ${orgId}, 'given', 1, '{}', ${MORNING}
      from customers.customer where org_id = ${orgId}`.execute(db);
}

async function countHanded({ db, orgId }: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from outreach.touch where org_id = ${orgId} and state = 'handed_over'`.execute(
    db,
  );
  return rows[0]!.count;
}

/** What a hand-over leaves in the tables, as two statements for all of them: the least that it can cost. */
function writesByHand({ db, orgId }: Ctx): Promise<number> {
  return seconds(async () => {
    await sql`update outreach.handover set called_at = now(), sent_at = now() where org_id = ${orgId}`.execute(
      db,
    );
    await sql`update outreach.touch set handed_at = now() where org_id = ${orgId}`.execute(db);
  });
}
