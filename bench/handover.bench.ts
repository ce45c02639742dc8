// Handing over: touches become tasks, each judged, written down before it leaves and after, audited;
// against a bare client that makes the same calls with the same bodies. WeCom itself allows 10,000 a
// minute of one endpoint, so beyond that speed nothing is to be had.

import { sql } from 'kysely';
import { formHandovers } from '#modules/outreach/server/handover/form.service.ts';
import { givenBank, toFriends } from '#modules/outreach/server/handover/given-bank.fixture.ts';
import { callAll } from '#modules/outreach/server/handover/hand-over.service.ts';
import { deliveryDeps } from '#modules/outreach/server/index.ts';
import { createGateway } from '#modules/wecom/server/fixtures.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { CORP_RATES } from '#protocol/wecom/limits.ts';
import { figure, note, seconds } from './figure.ts';
import { withCorp, withoutLimits } from './wecom-corp.ts';

const COLLEAGUES = Number(process.env.BENCH_COLLEAGUES ?? 50);
const FRIENDS = 20;
const ITEMS = Number(process.env.BENCH_ITEMS ?? 8);
const LANES = 8;
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

await withCorp(async ({ ctx }, corp) => {
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

  const bodies = [...bank.staff.keys()].flatMap((userid) =>
    Array.from({ length: ITEMS }, () => ({
      chat_type: 'single' as const,
      sender: userid,
      external_userid: friends[userid]!.map((person) => bank.people.get(person)!.externalUserid),
      text: { content: '您好，开学前先写预算再逛街。' },
      attachments: [
        { msgtype: 'link', link: { title: '预算表', url: 'https://bank.example/budget' } },
      ],
    })),
  );
  const query = `corpid=${bank.corpid}&corpsecret=${bank.corpid}-app`;
  const answer = await fetch(`${corp.simulator.url}/cgi-bin/gettoken?${query}`);
  const { access_token } = (await answer.json()) as { access_token: string };
  const bare = await seconds(async () => {
    const left = [...bodies];
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let body = left.shift(); body; body = left.shift()) {
          const url = `${corp.simulator.url}${addMassMessage.path}?access_token=${access_token}`;
          const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
          const { errcode } = (await reply.json()) as { errcode: number };
          if (errcode !== 0) throw new Error(`bare client: ${errcode}`);
        }
      }),
    );
  });
  stop();
  const speed = ids.length / calling;
  note(`${formed} handovers of ${FRIENDS} formed in ${forming.toFixed(2)} s`);
  figure('outreach.handover', speed, 'handovers/s', bodies.length / bare);
  figure('outreach.handover-touches', speed * FRIENDS, 'touches/s');
  figure('outreach.handover-against-limit', speed, 'handovers/s', CORP_RATES.minute / 60);
});
