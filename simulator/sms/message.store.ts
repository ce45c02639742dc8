import { createHash } from 'node:crypto';
import { type SmsMessage, type SmsReport, smsParts } from '#protocol/sms/gateway.ts';
import { startOfDay } from '../wecom/core/clock.ts';
import { type Db, row, rows, run } from '../wecom/core/db.ts';
import type { Sim } from '../wecom/core/sim.ts';

const DELIVERED = 1;
/** Codes of the networks. */
const NO_SUCH_NUMBER = 'MK:0001';
const OUT_OF_REACH = 'MK:0012';
const FIRST_REPORT = 2;
const LAST_REPORT = 20;

/** 0 ≤ x < 1, always the same for the same message. */
const chanceOf = (id: string, what: string): number =>
  createHash('sha256').update(`${what} ${id}`).digest().readUInt32BE(0) / 0x1_0000_0000;

export async function idsTaken(db: Db, appId: string, ids: readonly string[]) {
  const found = await rows<{ id: string }>(
    db,
    'select id from sms_message where app_id = $1 and id = any($2)',
    [appId, ids],
  );
  return new Set(found.map(({ id }) => id));
}

/** Messages that each of these numbers got since midnight. */
export async function countToday(db: Db, appId: string, phones: readonly string[], now: number) {
  const found = await rows<{ phone: string; n: number }>(
    db,
    `select phone, count(*)::int n from sms_message
      where app_id = $1 and phone = any($2) and at >= $3 group by 1`,
    [appId, phones, startOfDay(now)],
  );
  return new Map(found.map(({ phone, n }) => [phone, n]));
}

/** On the phone at once where there is one; what the network says of it comes a little later. */
export async function insertMessages(
  db: Db,
  appId: string,
  messages: readonly SmsMessage[],
  { now, outOfReach }: { now: number; outOfReach: number },
): Promise<void> {
  // Numbered in the order of the commits: whoever follows the stream misses nothing.
  await db.query('select pg_advisory_xact_lock(742002)');
  const owned = new Set(
    (
      await rows<{ phone: string }>(db, 'select phone from sms_number where phone = any($1)', [
        messages.map(({ phone }) => phone),
      ])
    ).map(({ phone }) => phone),
  );
  const codes = messages.map(({ id, phone }) =>
    !owned.has(phone)
      ? NO_SUCH_NUMBER
      : chanceOf(id, 'out of reach') < outOfReach
        ? OUT_OF_REACH
        : '',
  );
  await run(
    db,
    `insert into sms_message (app_id, id, phone, text, parts, at, status, code, report_at)
     select $1, m.id, m.phone, m.text, m.parts, $2::bigint, case when m.code = '' then 1 else 2 end, m.code,
            $2::bigint + m.wait
       from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::int[])
            with ordinality m(id, phone, text, parts, code, wait, nth)
      order by m.nth on conflict do nothing`,
    [
      appId,
      now,
      messages.map(({ id }) => id),
      messages.map(({ phone }) => phone),
      messages.map(({ text }) => text),
      messages.map(({ text }) => smsParts(text)),
      codes,
      messages.map(({ id }) =>
        Math.floor(FIRST_REPORT + chanceOf(id, 'report') * (LAST_REPORT - FIRST_REPORT)),
      ),
    ],
  );
}

export async function reportsOf(
  db: Db,
  appId: string,
  ids: readonly string[],
  now: number,
): Promise<SmsReport[]> {
  const found = await rows<{ id: string; status: 1 | 2; code: string; report_at: number }>(
    db,
    `select id, status, code, report_at from sms_message
      where app_id = $1 and id = any($2) order by seq`,
    [appId, ids],
  );
  return found.map(({ id, status, code, report_at }) =>
    report_at > now
      ? { id, status: 0, code: '' }
      : { id, status, code, at: new Date(report_at * 1000).toISOString() },
  );
}

const STREAM_LIMIT = 20_000;

/** What reached phones, after a place in the order in which it was taken. */
export async function textsAfter({ sms, pool }: Pick<Sim, 'sms' | 'pool'>, after: number) {
  if (sms.accounts.all().length === 0) return { sms: [], smsUpTo: after };
  const found = await rows<{ seq: number; person: string; text: string; at: number }>(
    pool,
    `select m.seq, n.person_id person, m.text, m.at from sms_message m
       join sms_number n using (phone)
      where m.seq > $1 and m.status = ${DELIVERED} order by m.seq limit ${STREAM_LIMIT}`,
    [after],
  );
  return {
    sms: found.map(({ seq: _, ...text }) => text),
    smsUpTo: found.at(-1)?.seq ?? after,
  };
}

export const numberOf = async (db: Db, person: string): Promise<string | null> =>
  (
    await row<{ phone: string }>(
      db,
      'select phone from sms_number where person_id = $1 order by phone limit 1',
      [person],
    )
  )?.phone ?? null;

/** Numbers stay with whoever had them first. */
export const writeNumbers = (
  db: Db,
  numbers: readonly { readonly phone: string; readonly person: string }[],
) =>
  run(
    db,
    `insert into sms_number (phone, person_id)
     select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    [numbers.map(({ phone }) => phone), numbers.map(({ person }) => person)],
  );

export const smsTotals = (db: Db) =>
  row<{ messages: number; parts: number; delivered: number; replies: number }>(
    db,
    `select count(*)::int messages, coalesce(sum(parts), 0)::int parts,
            count(*) filter (where status = ${DELIVERED})::int delivered,
            (select count(*)::int from sms_reply) replies
       from sms_message`,
  );
