import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { platformErrors } from '#platform/contract/errors.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { expireFile, keepFile, openFile } from '#platform/server/files/file.service.ts';
import { contentErrors } from '../../contract/item.ts';
import type { VersionRef } from '../../contract/sending.ts';
import { findVersion } from '../items/item.repo.ts';
import { staffCardLinks } from '../pages/link.service.ts';
import { findStaff, type StaffFacts } from '../rendering/staff.repo.ts';
import { drawCover, drawPoster } from './draw.ts';
import { findPoster, insertPoster, type PosterKey } from './poster.repo.ts';

const PURPOSE = 'content.poster';
/** In the place of a colleague where a picture is nobody's. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The picture of a version with the code of who sends it, drawn once for each and kept. The code
 * leads to the colleague's card unless another one is given: the code by which customers add them.
 */
export async function posterFor(
  ctx: Ctx,
  { itemId, version, staffId, code }: VersionRef & { staffId: string; code?: string | undefined },
): Promise<string> {
  const row = await findVersion(ctx, { itemId, version });
  const carrier = row?.body.carrier;
  if (carrier?.format !== 'image' || !carrier.code)
    throw contentErrors.itemNotFound({ id: itemId });
  const [staff] = await findStaff(ctx, [staffId]);
  if (!staff) throw platformErrors.notFound({ staff: staffId });
  const text = code ?? (await staffCardLinks(ctx, [staffId])).get(staffId)!;
  const caption = captionOf(staff);
  const place = carrier.code;
  const key = { itemId, version, staffId, codeHash: hashOf([text, caption, place]) };
  return drawnOnce(ctx, key, async () => {
    const { readAll } = await openFile(ctx, carrier.images[0]!);
    return drawPoster(await buffer(await readAll()), place, { text, caption });
  });
}

/** A cover for cards that WeCom takes only with one. */
export function coverFor(ctx: Ctx, ref: VersionRef, title: string, bank: string): Promise<string> {
  const key = { ...ref, staffId: NOBODY, codeHash: hashOf([title, bank]) };
  return drawnOnce(ctx, key, () => drawCover(title, bank));
}

const captionOf = ({ name, unitName }: StaffFacts) => `${name} · ${unitName}`;

const hashOf = (parts: readonly unknown[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

async function drawnOnce(ctx: Ctx, key: PosterKey, draw: () => Promise<Buffer>): Promise<string> {
  const known = await findPoster(ctx, key);
  if (known) return known;
  const file = await keepFile(
    ctx,
    { purpose: PURPOSE, filename: 'poster.jpg', contentType: 'image/jpeg', expiresAt: null },
    Readable.from([await draw()]),
  );
  return inTx(ctx, async (ctx) => {
    const kept = await insertPoster(ctx, key, file.id);
    if (kept !== file.id) await expireFile(ctx, file.id);
    return kept;
  });
}
