import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { Draft } from './item.ts';
import { Script } from './script.ts';
import { Template } from './template.ts';

/** A file of content: from one bank or installation to another, or kept as a copy. */
export const ContentFile = z.object({
  format: z.literal('yuhang-content'),
  version: z.literal(1),
  items: z
    .array(
      Draft.extend({
        /** Products by their codes, which both banks may know; ids they do not share. */
        productCodes: z.array(z.string().max(32)).max(10).default([]),
      }),
    )
    .max(500)
    .default([]),
  scripts: z.array(Script).max(500).default([]),
  templates: z.array(Template).max(100).default([]),
  /** What the items show, by the ids they name. */
  files: z
    .record(z.uuid(), z.object({ filename: z.string().max(200), base64: z.string() }))
    .default({}),
});
export type ContentFile = z.infer<typeof ContentFile>;

export const exportContent = endpoint({
  method: 'GET',
  path: '/api/v1/content/export',
  permission: 'content.item.read',
  summary: ['导出素材、话术与运营模板为文件', 'Content, scripts and templates as a file'],
  query: z.object({
    /** Without: everything the caller reads. */
    ids: z.string().max(8_000).optional(),
    scripts: z.stringbool().default(true),
    templates: z.stringbool().default(true),
  }),
  reply: z.unknown(),
  produces: 'file',
});

/** Everything comes in as a draft: nothing is sent that this bank has not approved. */
export const importContent = endpoint({
  method: 'POST',
  path: '/api/v1/content/import',
  permission: 'content.item.manage',
  summary: [
    '从文件导入素材、话术与运营模板（均为草稿）',
    'Content, scripts and templates from a file, as drafts',
  ],
  upload: true,
  reply: z.object({
    items: z.int(),
    scripts: z.int(),
    templates: z.int(),
    files: z.int(),
    /** Named in the file and unknown here: left out of the items. */
    unknownProducts: z.array(z.string()),
  }),
});

export const transferErrors = defineErrors('content', {
  /** details.issues: what in the file is not as it must be. */
  fileUnreadable: 422,
  /** Templates are the whole bank's. */
  templatesOfHeadOffice: 403,
});
