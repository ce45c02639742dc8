import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ContentRef, Definition } from '../../contract/definition.ts';
import type { ContentFact } from '../../contract/sequence.ts';
import { bindings } from '../../definition/check-contents.ts';

/** Everything a definition names, each once. */
export function namedContents({ items }: Definition): ContentRef[] {
  const refs = new Map<string, ContentRef>();
  for (const item of items)
    for (const { content } of bindings(item))
      if (content) refs.set(`${content.id}/${content.version}`, content);
  return [...refs.values()];
}

interface Row extends Omit<ContentFact, 'places' | 'preview'> {
  readonly text: string;
}

/** What is known of these versions of content items; what is not there is left out. */
export async function contentFacts(ctx: Ctx, refs: readonly ContentRef[]): Promise<ContentFact[]> {
  if (refs.length === 0) return [];
  const { rows } = await sql<Row>`
    select i.id, v.name, v.version, i.usable, v.facets ->> 'type' as type, v.facets ->> 'aida' as aida,
           coalesce((v.facets ->> 'promotional')::boolean, false) as promotional,
           coalesce(v.facets -> 'scenes', '[]') as scenes, coalesce(v.facets ->> 'need', '') as need,
           coalesce(v.facets -> 'productIds', '[]') as "productIds",
           coalesce(v.body ->> 'text', '') as text
      from unnest(${refs.map((r) => r.id)}::uuid[], ${refs.map((r) => r.version)}::int[]) as w (id, version)
      join content.item i on i.org_id = ${ctx.orgId} and i.id = w.id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = w.version`.execute(
    ctx.db,
  );
  return rows.map(({ text, ...row }) => ({
    ...row,
    preview: text.slice(0, 160),
    places: [...new Set([...text.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map((m) => m[1]!))],
  }));
}

/** Starting content of the product by where it stands in its pack: key → version that stands for it. */
export async function startingContents(
  ctx: Ctx,
  prefix: string,
): Promise<Map<string, ContentRef & { promotional: boolean }>> {
  const { rows } = await sql<{ key: string; id: string; version: number; promotional: boolean }>`
    select i.pack_key as key, i.id, v.version,
           coalesce((v.facets ->> 'promotional')::boolean, false) as promotional
      from content.item i
      join content.version v on v.org_id = i.org_id and v.item_id = i.id
       and v.version = coalesce(i.usable, i.open)
     where i.org_id = ${ctx.orgId} and starts_with(i.pack_key, ${prefix})`.execute(ctx.db);
  return new Map(rows.map(({ key, ...ref }) => [key, ref]));
}
