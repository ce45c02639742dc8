import { createHash } from 'node:crypto';
import { bringAttributes } from '#modules/customers/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { putProfile } from '#platform/server/imports/profile.repo.ts';
import { headersFingerprint } from '#platform/server/imports/read-headers.ts';
import { readPackFolders } from '#platform/server/packs.ts';
import { type Pack, PackContent, packErrors } from '../../contract/pack.ts';
import { countActive } from '../setups/setup.repo.ts';
import { insertPack, newestPacks, type PackRow, versionsOf } from './pack.repo.ts';
import { namedTemplates, researchForm, templateHeads, unfitFields } from './templates.ts';

/** The packs that came with the product, by their folders. */
export const shippedPacks = (root?: string): PackContent[] =>
  readPackFolders(root).map(({ content }) => demandFit(PackContent.parse(content)));

/** Changes with any of the files, so that every bank is given the new ones. */
export const packsVersion = (packs: readonly PackContent[]): string =>
  createHash('sha256').update(JSON.stringify(packs)).digest('hex').slice(0, 16);

const asPack = ({ at, ...row }: PackRow, active: number): Pack => ({
  ...row,
  at: at.toISOString(),
  active,
});

export async function listPacks(ctx: Ctx): Promise<Pack[]> {
  const active = await countActive(ctx);
  return (await newestPacks(ctx)).map((row) => asPack(row, active.get(row.key) ?? 0));
}

export async function showPack(ctx: Ctx, key: string) {
  const versions = await versionsOf(ctx, key);
  const [newest] = versions;
  if (!newest) throw packErrors.packNotFound({ key });
  return {
    ...asPack(newest, (await countActive(ctx)).get(key) ?? 0),
    versions: versions.map(({ version, from, by, at }) => ({
      ...{ version, from, by },
      at: at.toISOString(),
    })),
    templates: templateHeads(namedTemplates(newest.content)),
    research: researchForm(newest.content),
  };
}

/** A file that somebody brought: the next version of its pack, or a pack that is new. */
export function importPack(ctx: Ctx, content: PackContent): Promise<Pack> {
  return inTx(ctx, async (ctx) => {
    demandFit(content);
    const [newest] = await versionsOf(ctx, content.key);
    await keepPack(ctx, content, (newest?.version ?? 0) + 1, 'bank');
    const [kept] = await versionsOf(ctx, content.key);
    return asPack(kept!, (await countActive(ctx)).get(content.key) ?? 0);
  });
}

/**
 * What the product came with, to a bank that does not have it yet. A pack that the bank has changed
 * stays the bank's.
 */
export async function bringPacks(ctx: TxCtx, packs: readonly PackContent[]): Promise<void> {
  const known = new Map((await newestPacks(ctx)).map((row) => [row.key, row]));
  for (const content of packs) {
    const before = known.get(content.key);
    if (before?.from === 'bank') continue;
    if (before && JSON.stringify(before.content) === JSON.stringify(content)) continue;
    await keepPack(ctx, content, (before?.version ?? 0) + 1, 'product');
  }
}

async function keepPack(
  ctx: TxCtx,
  content: PackContent,
  version: number,
  from: 'product' | 'bank',
): Promise<void> {
  if (!(await insertPack(ctx, { content, version, from })))
    throw packErrors.packUnfit({ fields: ['version'] });
  await bringAttributes(ctx, content.attributes);
  for (const { name, kind, headers, columns, fills } of content.import_profiles)
    await putProfile(ctx, {
      ...{ id: newId(ctx.now()), kind, name, headers, fills },
      mapping: headers.map((header) => columns[header] ?? null),
      fingerprint: headersFingerprint(ctx, kind, headers),
    });
  audit(ctx, {
    action: 'segments.pack-brought',
    subject: { kind: 'segment_pack', id: content.key, name: content.name[0] },
    after: { version, from },
  });
}

function demandFit(content: PackContent): PackContent {
  const fields = unfitFields(content);
  if (fields.length > 0) throw packErrors.packUnfit({ pack: content.key, fields });
  return content;
}
