import { buffer } from 'node:stream/consumers';
import type { MultipartFile } from '@fastify/multipart';
import { findOpenUnits, headOffice } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt, scopePaths } from '#platform/server/scope.ts';
import type { Body } from '../../contract/body.ts';
import { contentErrors, Draft, type ItemId } from '../../contract/item.ts';
import type { ScriptId } from '../../contract/script.ts';
import type { TemplateId } from '../../contract/template.ts';
import { ContentFile, transferErrors } from '../../contract/transfer.ts';
import { findUnitAt, insertItem, insertVersion } from '../items/item.repo.ts';
import { MANAGE } from '../items/item.view.ts';
import { keepMedia } from '../media/media.service.ts';
import { findByCodes } from '../products/product.repo.ts';
import { scripts } from '../scripts/script.repo.ts';
import { templates } from '../templates/template.repo.ts';
import { mayWrite } from '../templates/template.service.ts';

const MOST_BYTES = 200 * 1024 * 1024;

/** All of it or, where something cannot be read, nothing; everything is a draft here. */
export async function importContent(ctx: Ctx, { file }: MultipartFile) {
  const content = readContent(await buffer(file));
  const unitId = await ownUnit(ctx);
  if (content.templates.length > 0 && !(await mayWrite(ctx)))
    throw transferErrors.templatesOfHeadOffice({ templates: content.templates.length });
  const counts = {
    items: content.items.length,
    scripts: content.scripts.length,
    templates: content.templates.length,
  };
  const ids = new Map<string, string>();
  for (const [old, { filename, base64 }] of Object.entries(content.files))
    ids.set(old, (await keepMedia(ctx, filename, Buffer.from(base64, 'base64'))).id);
  const codes = [...new Set(content.items.flatMap((item) => item.productCodes))];
  const products = await findByCodes(ctx, codes);
  await inTx(ctx, async (ctx) => {
    for (const { productCodes, ...given } of content.items) {
      const productIds = productCodes.flatMap((code) => products.get(code) ?? []);
      const draft: Draft = {
        ...given,
        body: withFiles(given.body, ids),
        facets: { ...given.facets, productIds },
      };
      const id = newId(ctx.now()) as ItemId;
      const { name, body } = draft;
      await insertItem(ctx, { id, ownerUnitId: unitId, name, format: body.carrier.format });
      await insertVersion(ctx, id, 1, draft);
    }
    for (const script of content.scripts) {
      const id = newId(ctx.now()) as ScriptId;
      await scripts.insert(ctx, { id, key: id, document: script, state: 'draft' });
    }
    for (const template of content.templates) {
      const id = newId(ctx.now()) as TemplateId;
      await templates.insert(ctx, { id, key: id, document: template, state: 'draft' });
    }
    audit(ctx, {
      action: 'content.imported',
      subject: { kind: 'bank', id: ctx.orgId },
      unitId,
      after: { ...counts, files: ids.size },
    });
  });
  return {
    ...counts,
    files: ids.size,
    unknownProducts: codes.filter((code) => !products.has(code)),
  };
}

function readContent(bytes: Buffer): ContentFile {
  if (bytes.length > MOST_BYTES) throw transferErrors.fileUnreadable({ issues: ['too large'] });
  let given: unknown;
  try {
    given = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw transferErrors.fileUnreadable({ issues: ['not JSON'] });
  }
  const read = ContentFile.safeParse(given);
  if (!read.success)
    throw transferErrors.fileUnreadable({
      issues: read.error.issues
        .slice(0, 20)
        .map(({ path, message }) => `${path.join('.')}: ${message}`),
    });
  return read.data;
}

/** To the widest unit in which the caller writes content. */
async function ownUnit(ctx: Ctx): Promise<string> {
  const head = await headOffice(ctx);
  if (head && mayAt(ctx, MANAGE, head.path)) return head.id;
  const [widest] = scopePaths(ctx, MANAGE).toSorted((a, b) => a.length - b.length);
  const id = widest && (await findUnitAt(ctx, widest));
  const [unit] = id ? await findOpenUnits(ctx, [id]) : [];
  if (!unit) throw contentErrors.unitUnknown({});
  return unit.id;
}

/** Names the files by what they are called here. */
function withFiles(body: Body, ids: ReadonlyMap<string, string>): Body {
  const renamed = JSON.stringify(body).replace(
    /"([0-9a-f]{8}-[0-9a-f-]{27})"/g,
    (whole, id: string) => (ids.has(id) ? `"${ids.get(id)}"` : whole),
  );
  return Draft.shape.body.parse(JSON.parse(renamed));
}
