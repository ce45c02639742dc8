import type { Db } from '../wecom/core/db.ts';
import { row, rows, run } from '../wecom/core/db.ts';
import { found } from '../wecom/core/refusal.ts';
import type { Work } from '../wecom/core/sim.ts';
import { numberOf } from './message.store.ts';

/** Somebody answers; without more it goes to whoever wrote last. */
export async function insertReply(
  { db, sim, now }: Pick<Work, 'db' | 'sim' | 'now'>,
  { person, text, appId }: { person: string; text: string; appId?: string | undefined },
): Promise<{ id: string }> {
  const phone = found(await numberOf(db, person), 60136, `no number of ${person}`);
  const last = await row<{ app_id: string }>(
    db,
    `select app_id from sms_message
      where phone = $1 and status = 1 and ($2::text is null or app_id = $2)
      order by seq desc limit 1`,
    [phone, appId ?? null],
  );
  const to = found(last, 60136, `nobody has written to ${person}`).app_id;
  const id = sim.ids.next('mo');
  await run(db, 'insert into sms_reply values ($1, $2, $3, $4, $5)', [id, to, phone, text, now]);
  return { id };
}

export interface Untold {
  readonly reports: readonly { readonly id: string }[];
  readonly replies: readonly { id: string; phone: string; text: string; at: string }[];
}

const AT_ONCE = 500;

/** What an account was not told of yet. */
export async function untold(db: Db, appId: string, now: number): Promise<Untold> {
  const reports = await rows<{ id: string }>(
    db,
    `select id from sms_message where app_id = $1 and not told and report_at <= $2
      order by report_at, seq limit ${AT_ONCE}`,
    [appId, now],
  );
  const replies = await rows<{ id: string; phone: string; text: string; at: number }>(
    db,
    `select id, phone, text, at from sms_reply where app_id = $1 and not told
      order by at, id limit ${AT_ONCE}`,
    [appId],
  );
  return {
    reports,
    replies: replies.map((reply) => ({ ...reply, at: new Date(reply.at * 1000).toISOString() })),
  };
}

export async function setTold(db: Db, appId: string, { reports, replies }: Untold): Promise<void> {
  await run(db, 'update sms_message set told = true where app_id = $1 and id = any($2)', [
    appId,
    reports.map(({ id }) => id),
  ]);
  await run(db, 'update sms_reply set told = true where app_id = $1 and id = any($2)', [
    appId,
    replies.map(({ id }) => id),
  ]);
}
