import { z } from 'zod';
import { rows, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import type { Work } from '../core/sim.ts';
import { findMoment, insertMoment, type MomentContent, publish } from '../moments/moment.store.ts';
import { act, bulkAct, staffOf } from './act.ts';
import { knownCustomers } from './people.store.ts';

const publishMoment = act(
  'staff.publish-moment',
  z.object({ userid: z.string(), momentId: z.string() }),
  async (work, input) => {
    const staff = staffOf(work.corp, input.userid);
    const moment = found(await findMoment(work.db, work.corp.corpId, input.momentId), 41060);
    demand(moment.ready_at <= work.now, 41079);
    demand(await publish(work, moment, staff.userid), 41061, 'cancelled, published, or not theirs');
    return {};
  },
);

/** A member's own. */
const postMoment = act(
  'staff.post-moment',
  z.object({ userid: z.string(), text: z.string() }),
  async (work, input) => {
    const { sim, corp, db, now } = work;
    const staff = staffOf(corp, input.userid);
    const momentId = sim.ids.next('mom');
    await insertMoment(work, {
      momentId,
      agentId: null,
      creator: staff.userid,
      content: { text: { content: input.text } },
      readyAt: now,
      senders: [staff.userid],
    });
    const moment = found(await findMoment(db, corp.corpId, momentId), 41060);
    await publish(work, moment, staff.userid);
    return { momentId };
  },
);

const deleteMoment = act(
  'staff.delete-moment',
  z.object({ userid: z.string(), momentId: z.string() }),
  async ({ corp, db }, input) => {
    const changed = await run(
      db,
      `update moment set deleted = true
        where corp_id = $1 and moment_id = $2 and lower(creator) = lower($3)`,
      [corp.corpId, input.momentId, input.userid],
    );
    demand(changed > 0, 41060);
    return {};
  },
);

/** In the console, also what a task of the bank made. */
const adminDeletesMoment = act(
  'admin.delete-moment',
  z.object({ momentId: z.string() }),
  async ({ corp, db }, { momentId }) => {
    const changed = await run(
      db,
      'update moment set deleted = true where corp_id = $1 and moment_id = $2',
      [corp.corpId, momentId],
    );
    demand(changed > 0, 41060);
    return {};
  },
);

const reaction = z.object({
  momentId: z.string(),
  userid: z.string(),
  kind: z.enum(['like', 'comment']),
  text: z.string().default(''),
});

interface Reacted extends z.output<typeof reaction> {
  external?: string;
  staff?: string;
}

const insertReactions = ({ corp, db, now }: Work, list: readonly Reacted[]) =>
  run(
    db,
    `insert into moment_reaction
       (corp_id, moment_id, userid, kind, external_userid, by_userid, content, created_at)
     select $1, m, u, k, e, s, t, $2
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
            r(m, u, k, e, s, t)`,
    [
      corp.corpId,
      now,
      list.map((r) => r.momentId),
      list.map((r) => r.userid),
      list.map((r) => r.kind),
      list.map((r) => r.external ?? null),
      list.map((r) => r.staff ?? null),
      list.map((r) => r.text),
    ],
  );

const customerReacts = bulkAct(
  'customer.react',
  reaction.extend({ person: z.string() }),
  async (work, inputs) => {
    const customers = await knownCustomers(
      work,
      inputs.map((i) => i.person),
    );
    const external = inputs.map((i) => customers.get(i.person) ?? '');
    const seen = await rows<{ moment_id: string; userid: string; external_userid: string }>(
      work.db,
      `select a.moment_id, a.userid, a.external_userid from moment_audience a
         join unnest($2::text[], $3::text[], $4::text[]) i(m, u, e)
           on a.moment_id = i.m and a.userid = i.u and a.external_userid = i.e
        where a.corp_id = $1 and a.sees`,
      [work.corp.corpId, inputs.map((i) => i.momentId), inputs.map((i) => i.userid), external],
    );
    const sees = new Set(seen.map((s) => `${s.moment_id} ${s.userid} ${s.external_userid}`));
    const can = inputs.map((i, at) => sees.has(`${i.momentId} ${i.userid} ${external[at]}`));
    await insertReactions(
      work,
      inputs.flatMap((i, at) => (can[at] ? [{ ...i, external: external[at]! }] : [])),
    );
    return can.map((ok) => (ok ? {} : new Refusal(41060, 'the customer does not see it')));
  },
);

const staffReacts = act(
  'staff.react',
  reaction.extend({ by: z.string() }),
  async (work, { by, ...input }) => {
    await insertReactions(work, [{ ...input, staff: staffOf(work.corp, by).userid }]);
    return {};
  },
);

/** What waits for the member to publish. */
export const waitingMoments = ({ corp, db, now }: Work, userid: string) =>
  rows<{ moment_id: string; content: MomentContent; created_at: number }>(
    db,
    `select m.moment_id, m.content, m.created_at
       from moment_task t join moment m using (corp_id, moment_id)
      where t.corp_id = $1 and t.userid = $2 and t.published_at is null and not m.cancelled
        and not m.deleted and m.ready_at <= $3 order by m.created_at, m.moment_id`,
    [corp.corpId, userid, now],
  );

/** What the customer finds in their feed, newest first. */
export const feedOf = ({ corp, db }: Work, externalUserid: string, limit: number) =>
  rows<{ moment_id: string; userid: string; content: MomentContent; published_at: number }>(
    db,
    `select a.moment_id, a.userid, m.content, t.published_at
       from moment_audience a
       join moment m using (corp_id, moment_id)
       join moment_task t using (corp_id, moment_id, userid)
      where a.corp_id = $1 and a.external_userid = $2 and a.sees and not m.deleted
      order by t.published_at desc, a.moment_id limit $3`,
    [corp.corpId, externalUserid, limit],
  );

export const momentActs = [
  ...[publishMoment, postMoment, deleteMoment, adminDeletesMoment],
  ...[customerReacts, staffReacts],
];
