import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { openFile } from '#platform/server/files/file.service.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { ContentFile } from '../../contract/transfer.ts';
import { filesOf } from '../items/files.ts';
import { pageOfItems } from '../items/item.repo.ts';
import { contentOf } from '../items/item.service.ts';
import { READ } from '../items/item.view.ts';
import { findProducts } from '../products/product.repo.ts';
import { findScripts } from '../scripts/script.repo.ts';

/** What the caller reads, each item in the version that stands for it, with the files it shows. */
export async function exportContent(
  ctx: Ctx,
  { ids, scripts }: { ids?: string | undefined; scripts: boolean },
): Promise<FileReply> {
  const wanted = ids ? new Set(ids.split(',')) : null;
  const { items } = await pageOfItems(ctx, READ, { page: 1, size: 500, sort: 'name' });
  const chosen = items.filter(({ id }) => !wanted || wanted.has(id));
  const products = await findProducts(ctx, [
    ...new Set(chosen.flatMap(({ shown }) => shown.facets.productIds)),
  ]);
  const codes = new Map(products.map(({ id, product }) => [id as string, product.code]));
  const fileIds = [...new Set(chosen.flatMap(({ shown }) => filesOf(shown.body)))];
  const files: ContentFile['files'] = {};
  for (const id of fileIds) {
    const { file, readAll } = await openFile(ctx, id);
    const content = await buffer(await readAll());
    files[id] = { filename: file.filename, base64: content.toString('base64') };
  }
  const content: ContentFile = {
    format: 'yuhang-content',
    version: 1,
    items: chosen.map(({ shown }) => {
      const draft = contentOf(shown);
      const productCodes = draft.facets.productIds.flatMap((id) => codes.get(id) ?? []);
      return { ...draft, facets: { ...draft.facets, productIds: [] }, productCodes };
    }),
    scripts: scripts
      ? (await findScripts(ctx)).filter((s) => s.state !== 'withdrawn').map((s) => s.script)
      : [],
    files,
  };
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'content.exported',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { items: content.items.length, scripts: content.scripts.length },
    }),
  );
  return {
    filename: `content-${dayOf(ctx.now())}.json`,
    contentType: 'application/json',
    content: Readable.from([JSON.stringify(content, null, 1)]),
  };
}
