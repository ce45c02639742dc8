import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { openFile } from '#platform/server/files/file.service.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { templateErrors } from '../../contract/template.ts';
import { ContentFile } from '../../contract/transfer.ts';
import { filesOf } from '../items/files.ts';
import { pageOfItems } from '../items/item.repo.ts';
import { contentOf } from '../items/item.service.ts';
import { READ } from '../items/item.view.ts';
import { findProducts } from '../products/product.repo.ts';
import { scripts as keptScripts } from '../scripts/script.repo.ts';
import { templates as keptTemplates } from '../templates/template.repo.ts';
import { mayWrite } from '../templates/template.service.ts';

/** What the caller reads, each item in the version that stands for it, with the files it shows. */
export async function exportContent(
  ctx: Ctx,
  { ids, scripts, templates }: { ids?: string | undefined; scripts: boolean; templates: boolean },
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
    scripts: scripts ? inForce(await keptScripts.all(ctx)) : [],
    // The whole bank's go out with head office's content; a branch takes its own, and one template at a time.
    templates: templates && (await mayWrite(ctx)) ? inForce(await keptTemplates.all(ctx)) : [],
    files,
  };
  return asFile(ctx, `content-${dayOf(ctx.now())}.json`, content);
}

/** One template, in a file that is read as any other. */
export async function exportTemplate(ctx: Ctx, id: string): Promise<FileReply> {
  const row = await keptTemplates.find(ctx, id);
  if (!row) throw templateErrors.templateNotFound({ id });
  const content = ContentFile.parse({
    ...{ format: 'yuhang-content', version: 1 },
    templates: [row.document],
  });
  return asFile(ctx, `template-${row.document.title}-${dayOf(ctx.now())}.json`, content);
}

const inForce = <D>(rows: readonly { state: string; document: D }[]): D[] =>
  rows.filter(({ state }) => state !== 'withdrawn').map(({ document }) => document);

async function asFile(ctx: Ctx, filename: string, content: ContentFile): Promise<FileReply> {
  const { items, scripts, templates } = content;
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'content.exported',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { items: items.length, scripts: scripts.length, templates: templates.length },
    }),
  );
  return {
    filename,
    contentType: 'application/json',
    content: Readable.from([JSON.stringify(content, null, 1)]),
  };
}
