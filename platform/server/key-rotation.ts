import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { audit } from './audit.ts';
import { asSystem, type Ctx, inTx, NO_BANK } from './ctx.ts';
import { defineJob, enqueue, handleOutside, type JobHandler } from './jobs.ts';
import { KEY_LOCK } from './master-key.ts';
import type { EncryptedColumn } from './module.ts';
import { tellAll } from './notices.ts';
import { findMaster, insertDataKey, keyOf, type MasterKeys } from './vault.ts';

const BATCH = 500;
/** Every process has read the new key by then, even one that missed the notice. */
const SETTLED_MS = 45_000;

const reencrypt = defineJob('platform.reencrypt', z.object({}), { attempts: 25 });

/**
 * Adds a data key, which encrypts from now on, and queues the work of encrypting anew what stands
 * under the ones before. Those stay: until the work is done, and in backups, values need them.
 */
export async function rotateDataKey(ctx: Ctx, masters: MasterKeys): Promise<string> {
  const keyId = await inTx(asSystem(ctx, NO_BANK, ctx.actor.name), async (ctx) => {
    await sql`select pg_advisory_xact_lock(${KEY_LOCK})`.execute(ctx.db);
    const keys = await ctx.db
      .selectFrom('platform.dataKey')
      .select(['id', 'purpose', 'generation', 'wrapped'])
      .execute();
    const fields = keys.filter(({ purpose }) => purpose === 'field');
    const generation = Math.max(...fields.map((key) => key.generation)) + 1;
    await insertDataKey(ctx.db, findMaster(keys, masters()), 'field', generation);
    const { id } = await ctx.db
      .selectFrom('platform.dataKey')
      .select('id')
      .where('purpose', '=', 'field')
      .where('generation', '=', generation)
      .executeTakeFirstOrThrow();
    // What an earlier rotation had not come to yet is this one's work now.
    await ctx.db
      .updateTable('platform.keyRotation')
      .set({ finishedAt: ctx.realNow() })
      .where('finishedAt', 'is', null)
      .execute();
    await ctx.db
      .insertInto('platform.keyRotation')
      .values({ keyId: id, startedAt: ctx.realNow(), startedBy: ctx.actor.name, finishedAt: null })
      .execute();
    await enqueue(ctx, reencrypt, {});
    audit(ctx, {
      action: 'platform.data-key-rotated',
      subject: { kind: 'data-key', id },
      after: { generation },
    });
    await tellAll(ctx.db, 'yuhang_keys');
    return id;
  });
  await ctx.vault.refresh();
  return keyId;
}

export function reencryptJob(
  columns: readonly EncryptedColumn[],
  settledMs = SETTLED_MS,
): JobHandler {
  return handleOutside(reencrypt, (ctx) => reencryptAll(ctx, columns, settledMs));
}

/**
 * Goes over every column until a whole pass, begun when no process can write under an old key any
 * more, finds nothing to do. A crash goes on from the last batch.
 */
export async function reencryptAll(
  ctx: Ctx,
  columns: readonly EncryptedColumn[],
  settledMs: number,
): Promise<void> {
  await ctx.vault.refresh();
  const keyId = ctx.vault.activeKey();
  const rotation = await ctx.db
    .selectFrom('platform.keyRotation')
    .select(['startedAt', 'finishedAt'])
    .where('keyId', '=', keyId)
    .executeTakeFirst();
  if (!rotation || rotation.finishedAt) return;
  for (;;) {
    const begun = ctx.realNow().getTime();
    let found = 0;
    for (const column of columns) found += await passOver(ctx, keyId, column);
    const settled = begun - rotation.startedAt.getTime() >= settledMs;
    if (settled && found === 0) break;
    await startAnotherPass(ctx, keyId);
    if (found === 0) await sleep(Math.min(settledMs, 5_000));
  }
  await inTx(ctx, async (ctx) => {
    await ctx.db
      .updateTable('platform.keyRotation')
      .set({ finishedAt: ctx.realNow() })
      .where('keyId', '=', keyId)
      .execute();
    audit(ctx, {
      action: 'platform.data-key-rotation-finished',
      subject: { kind: 'data-key', id: keyId },
    });
  });
}

const nameOf = ({ table, column, path }: EncryptedColumn) =>
  [table, column, ...(path ?? [])].join('.');

async function startAnotherPass(ctx: Ctx, keyId: string): Promise<void> {
  await ctx.db
    .updateTable('platform.keyRotationColumn')
    .set({ lastKey: null, done: false })
    .where('keyId', '=', keyId)
    .execute();
}

/** One pass over a column, batch by batch in the order of its key. Answers how many values it found under old keys. */
async function passOver(ctx: Ctx, keyId: string, column: EncryptedColumn): Promise<number> {
  const name = nameOf(column);
  await ctx.db
    .insertInto('platform.keyRotationColumn')
    .values({ keyId, name, lastKey: null, rewritten: 0, done: false })
    .onConflict((c) => c.doNothing())
    .execute();
  const types = await keyTypes(ctx, column);
  let found = 0;
  for (;;) {
    const { lastKey, done } = await ctx.db
      .selectFrom('platform.keyRotationColumn')
      .select(['lastKey', 'done'])
      .where('keyId', '=', keyId)
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    if (done) return found;
    const rows = await oldValues(ctx, column, types, lastKey, keyId);
    const renewed = await Promise.all(
      rows.map(async ({ key, value }) => ({
        key,
        value,
        // Not ours to read: left as it is, and reported.
        fresh: await renew(ctx, column.place, value).catch((err) => {
          ctx.log.error({ err, column: name }, 'an encrypted value could not be read');
          return null;
        }),
      })),
    );
    const readable = renewed.filter(({ fresh }) => fresh !== null);
    found += readable.length;
    await inTx(ctx, async (ctx) => {
      const changed = await writeBack(ctx, column, types, readable as Renewed[]);
      await ctx.db
        .updateTable('platform.keyRotationColumn')
        .set((eb) => ({
          lastKey: rows.at(-1)?.key ?? lastKey,
          rewritten: eb('rewritten', '+', changed),
          done: rows.length < BATCH,
        }))
        .where('keyId', '=', keyId)
        .where('name', '=', name)
        .execute();
    });
  }
}

interface Renewed {
  key: string[];
  value: string;
  fresh: string;
}

async function renew(ctx: Ctx, place: string, value: string): Promise<string> {
  const fresh = ctx.vault.encrypt(place, await ctx.vault.decrypt(place, value));
  if (keyOf(fresh) === keyOf(value)) throw new Error('the new data key is not known here yet');
  return fresh;
}

const storedValue = ({ column, path }: EncryptedColumn): RawBuilder<string> =>
  path
    ? sql<string>`t.${sql.ref(column)} #>> ${sql.lit(`{${path.join(',')}}`)}`
    : sql<string>`t.${sql.ref(column)}`;

async function oldValues(
  ctx: Ctx,
  column: EncryptedColumn,
  types: readonly string[],
  after: readonly string[] | null,
  keyId: string,
): Promise<{ key: string[]; value: string }[]> {
  const keys = column.key.map((name) => sql`t.${sql.ref(name)}`);
  const later = after
    ? sql`and (${sql.join(keys)}) > (${sql.join(after.map((v, i) => sql`${v}::${sql.raw(types[i]!)}`))})`
    : sql``;
  const value = storedValue(column);
  const { rows } = await sql<{ key: string[]; value: string }>`
    select array[${sql.join(keys.map((k) => sql`${k}::text`))}] as key, ${value} as value
      from ${sql.table(column.table)} t
     where ${value} like 'v1.%' and ${value} not like ${`v1.${keyId}.%`} ${later}
     order by ${sql.join(keys)} limit ${BATCH}`.execute(ctx.db);
  return rows;
}

/** Only where the value is still the one we read: what was written meanwhile is newer, and looked at in the next pass. */
async function writeBack(
  ctx: Ctx,
  column: EncryptedColumn,
  types: readonly string[],
  rows: readonly Renewed[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const { table, key, path } = column;
  const lists = key.map((_, i) => rows.map((row) => row.key[i]!));
  const fresh = path
    ? sql`jsonb_set(t.${sql.ref(column.column)}, ${sql.lit(`{${path.join(',')}}`)}, to_jsonb(v.fresh))`
    : sql`v.fresh`;
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} t set ${sql.ref(column.column)} = ${fresh}
      from unnest(${sql.join([
        ...lists.map((list, i) => sql`${list}::${sql.raw(types[i]!)}[]`),
        sql`${rows.map((row) => row.value)}::text[]`,
        sql`${rows.map((row) => row.fresh)}::text[]`,
      ])}) as v(${sql.join([...key.map((_, i) => sql.ref(`k${i}`)), sql.ref('old'), sql.ref('fresh')])})
     where ${sql.join(
       key.map((name, i) => sql`t.${sql.ref(name)} = v.${sql.ref(`k${i}`)}`),
       sql` and `,
     )} and ${storedValue(column)} = v.old`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}

async function keyTypes(ctx: Ctx, { table, key }: EncryptedColumn): Promise<string[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = ${table}::regclass and attname = any(${key})`.execute(ctx.db);
  return key.map((name) => {
    const found = rows.find((row) => row.name === name);
    if (!found) throw new Error(`${table} has no column ${name}`);
    return found.type;
  });
}
