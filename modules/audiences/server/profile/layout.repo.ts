import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** What a profile is made of in this bank. */
export interface Layout {
  /** Hot attributes and the columns that hold them. */
  readonly slots: readonly { attributeId: number; type: string; slot: string; ready: boolean }[];
  /** As many words as the tags of the bank need. */
  readonly tagWords: number;
}

/** How many columns there are of each sort. */
const COLUMNS = { number: 12, word: 10, day: 4, flag: 10 } as const;
const SORTS: Readonly<Record<string, keyof typeof COLUMNS>> = {
  number: 'number',
  money: 'number',
  choice: 'word',
  day: 'day',
  flag: 'flag',
};

/** Gives columns to hot attributes and bits to tags that have none yet. */
export async function layOut(ctx: TxCtx): Promise<void> {
  const fresh = await sql<{ attributeId: number; code: string; type: string }>`
    select a.attribute_id as "attributeId", a.code, a.type from customers.attribute a
     where a.org_id = ${ctx.orgId} and a.hot and a.state = 'active'
       and a.type = any(${Object.keys(SORTS)}::text[])
       and not exists (select 1 from audiences.slot s
                        where s.org_id = a.org_id and s.attribute_id = a.attribute_id)
     order by a.position, a.attribute_id`.execute(ctx.db);
  const untagged = await sql<{ tagId: number }>`
    select t.tag_id as "tagId" from customers.tag t
     where t.org_id = ${ctx.orgId}
       and not exists (select 1 from audiences.tag_slot s
                        where s.org_id = t.org_id and s.tag_id = t.tag_id)
     order by t.tag_id`.execute(ctx.db);
  if (fresh.rows.length === 0 && untagged.rows.length === 0) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audiences.layout/${ctx.orgId}`}, 0))`.execute(
    ctx.db,
  );
  await giveColumns(ctx, fresh.rows);
  await giveBits(
    ctx,
    untagged.rows.map((row) => row.tagId),
  );
}

async function giveColumns(
  ctx: TxCtx,
  attributes: readonly { attributeId: number; code: string; type: string }[],
): Promise<void> {
  if (attributes.length === 0) return;
  const { rows } = await sql<{ slot: string; empty: boolean }>`
    select s.slot from audiences.slot s where s.org_id = ${ctx.orgId}`.execute(ctx.db);
  const taken = new Set(rows.map((row) => row.slot));
  const built = await sql<{ some: boolean }>`
    select exists (select 1 from audiences.profile p where p.org_id = ${ctx.orgId}) as some`.execute(
    ctx.db,
  );
  for (const { attributeId, code, type } of attributes) {
    const sort = SORTS[type]!;
    const slot = Array.from({ length: COLUMNS[sort] }, (_, i) => `${sort}_${i + 1}`).find(
      (name) => !taken.has(name),
    );
    // No column is left: the attribute stays among the others, a little slower to ask.
    if (!slot) continue;
    taken.add(slot);
    await sql`
      insert into audiences.slot (org_id, attribute_id, code, slot, ready)
      values (${ctx.orgId}, ${attributeId}, ${code}, ${slot}, ${!built.rows[0]!.some})
      on conflict do nothing`.execute(ctx.db);
  }
}

async function giveBits(ctx: TxCtx, tagIds: readonly number[]): Promise<void> {
  if (tagIds.length === 0) return;
  await sql`
    insert into audiences.tag_slot (org_id, tag_id, slot)
    select ${ctx.orgId}, fresh.tag_id, taken.next + fresh.place - 1
      from unnest(${tagIds}::int[]) with ordinality as fresh (tag_id, place),
           (select coalesce(max(s.slot), -1) + 1 as next from audiences.tag_slot s
             where s.org_id = ${ctx.orgId}) taken
     where not exists (select 1 from audiences.tag_slot s
                        where s.org_id = ${ctx.orgId} and s.tag_id = fresh.tag_id)
    on conflict do nothing`.execute(ctx.db);
}

export async function findLayout(ctx: Ctx): Promise<Layout> {
  const { rows } = await sql<Layout['slots'][number]>`
    select s.attribute_id as "attributeId", a.type, s.slot, s.ready from audiences.slot s
      join customers.attribute a on a.org_id = s.org_id and a.attribute_id = s.attribute_id
     where s.org_id = ${ctx.orgId} order by s.slot`.execute(ctx.db);
  const tags = await sql<{ words: number }>`
    select coalesce(max(s.slot) / 64 + 1, 0) as words from audiences.tag_slot s
     where s.org_id = ${ctx.orgId}`.execute(ctx.db);
  return { slots: rows, tagWords: tags.rows[0]!.words };
}

/** Every profile has been made with these columns. */
export async function setReady(ctx: TxCtx, slots: readonly string[]): Promise<void> {
  await sql`update audiences.slot set ready = true
             where org_id = ${ctx.orgId} and slot = any(${[...slots]}::text[])`.execute(ctx.db);
}
