// Handing over: touches become tasks, each judged, written down before it leaves and after, audited;
// against a bare client that makes the same calls with the same bodies, against nothing but the writes, and
// against one job and one call a customer. WeCom itself allows 10,000 a minute of one endpoint, so beyond
// that speed nothing is to be had.

import { sql } from 'kysely';
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

await withCorp(async ({ ctx, url }, corp) => {
  const stop = withoutLimits(corp);
  const friends = Object.fromEntries(
    Array.from({ length: COLLEAGUES }, (_, i) => [
      `rm${i}`,
      Array.from({ length: FRIENDS }, (_, k) => `c${i}x${k}`),
    ]),
  );
  const bank = await givenBank(corp.simulator, friends, article, ctx);
  const plan = await bank.plan();
  for (let item = 0; item < ITEMS; item++)
    await bank.reserved(plan, toFriends(bank, friends, { itemKey: `i${item}` }));
  const gateway = createGateway({ common: FREE });
  const deps = deliveryDeps({ judgeAgain: async () => {}, wecom: { call: gateway.call } });
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

  const bodyOf = (sender: string) => ({
    chat_type: 'single' as const,
    sender,
    external_userid: friends[sender]!.map((person) => bank.people.get(person)!.externalUserid),
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
    const person = friends[sender]![id % FRIENDS]!;
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

/** What a hand-over leaves in the tables, as two statements for all of them: the least that it can cost. */
function writesByHand({ db, orgId }: Ctx): Promise<number> {
  return seconds(async () => {
    await sql`update outreach.handover set called_at = now(), sent_at = now() where org_id = ${orgId}`.execute(
      db,
    );
    await sql`update outreach.touch set handed_at = now() where org_id = ${orgId}`.execute(db);
  });
}
