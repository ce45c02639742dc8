import { z } from 'zod';
import { ContentPlace, Finding } from '#modules/compliance/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Body, Format } from './body.ts';
import { ContentType, Facets, SegmentKey, Stage } from './facets.ts';

export const ItemId = z.uuid().brand<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;

export const versionStates = [
  'draft',
  'submitted',
  'approved',
  'replaced',
  'withdrawn',
  'expired',
] as const;
export const VersionState = z.enum(versionStates);
export type VersionState = z.infer<typeof VersionState>;

export const versionStateText: Record<VersionState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'To be decided'],
  approved: ['可用', 'Usable'],
  replaced: ['已被新版替换', 'Replaced'],
  withdrawn: ['已撤下', 'Withdrawn'],
  expired: ['已过期', 'Expired'],
};

/** From the first day to the last, both included, of the bank's zone; null: without end. */
export const Validity = z.object({
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
});

export const Draft = z.object({
  name: z.string().trim().min(1).max(80),
  body: Body,
  facets: Facets,
  validity: Validity,
});
export type Draft = z.infer<typeof Draft>;
export type DraftInput = z.input<typeof Draft>;

export const Version = Draft.extend({
  version: z.int(),
  revision: z.int(),
  state: VersionState,
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  approvalId: z.string().nullable(),
});
export type Version = z.infer<typeof Version>;

/** Something that would send the content, and where it stands in the console. */
export const Use = z.object({
  kind: z.string(),
  name: z.string(),
  link: z.string(),
  /** Pieces planned and not yet gone. */
  waiting: z.int(),
});
export type Use = z.infer<typeof Use>;

export const Item = z.object({
  id: ItemId,
  name: z.string(),
  format: Format,
  owner: z.object({ id: z.uuid(), name: z.string() }),
  /** Head-office content holds for every branch, and only head office changes it. */
  central: z.boolean(),
  /** What may be sent; null when nothing may. */
  usable: z.int().nullable(),
  /** What is being written or decided; null when nothing is. */
  open: z.int().nullable(),
  state: VersionState,
  facets: Facets,
  validity: Validity,
  preview: z.string(),
  /** Places of the version shown that neither it, its product nor the bank fills: whoever plans must. */
  openPlaces: z.array(z.object({ place: z.string(), name: z.tuple([z.string(), z.string()]) })),
  changedAt: z.iso.datetime(),
  can: z.object({ change: z.boolean() }),
});
export type Item = z.infer<typeof Item>;

export const ItemDetail = Item.extend({
  versions: z.array(Version),
  uses: z.array(Use),
  pendingApprovalId: z.string().nullable(),
});
export type ItemDetail = z.infer<typeof ItemDetail>;

export const listItems = endpoint({
  method: 'GET',
  path: '/api/v1/content/items',
  permission: 'content.item.read',
  summary: ['内容素材', 'Content items'],
  query: z.object({
    ...pageQuery,
    sort: sortBy('name', 'changedAt'),
    format: listOf(Format),
    stage: listOf(Stage),
    segment: SegmentKey.optional(),
    state: listOf(VersionState),
    /** Usable today. */
    usable: z.stringbool().optional(),
    /** Written for there. */
    place: ContentPlace.optional(),
  }),
  reply: pageOf(Item),
});

export const getItem = endpoint({
  method: 'GET',
  path: '/api/v1/content/items/:id',
  permission: 'content.item.read',
  summary: ['素材详情与版本', 'A content item and its versions'],
  params: z.object({ id: ItemId }),
  reply: ItemDetail,
});

export const createItem = endpoint({
  method: 'POST',
  path: '/api/v1/content/items',
  permission: 'content.item.manage',
  summary: ['新建素材', 'Create a content item'],
  body: Draft.extend({ ownerUnitId: z.uuid() }),
  reply: ItemDetail,
});

export const changeItem = endpoint({
  method: 'PUT',
  path: '/api/v1/content/items/:id/draft',
  permission: 'content.item.manage',
  summary: ['修改草稿', 'Change the draft'],
  params: z.object({ id: ItemId }),
  body: Draft.extend({ version: z.int(), revision: z.int() }),
  reply: ItemDetail,
});

export const newVersion = endpoint({
  method: 'POST',
  path: '/api/v1/content/items/:id/versions',
  permission: 'content.item.manage',
  summary: ['起草新版本', 'Begin a new version'],
  params: z.object({ id: ItemId }),
  reply: ItemDetail,
});

export const withdrawItem = endpoint({
  method: 'POST',
  path: '/api/v1/content/items/:id/withdraw',
  permission: 'content.item.manage',
  summary: ['撤下可用版本', 'Withdraw the usable version'],
  params: z.object({ id: ItemId }),
  body: z.object({ reason: z.string().trim().min(1).max(300) }),
  reply: ItemDetail,
});

/** Approval kind: payload `{ id, version, revision }`. */
export const releaseKind = 'content.release';

/** Whole and by parts, so that the editor can point at each place. */
export const DraftCheck = z.object({
  level: z.enum(['pass', 'warn', 'review', 'block']),
  findings: z.array(Finding.extend({ field: z.string() })),
  /** Lengths and counts that WeCom does not take. */
  limits: z.array(z.object({ field: z.string(), why: z.tuple([z.string(), z.string()]) })),
  /** How it reads: 0–100, from warmth, concreteness and speaking to one person. */
  tone: z.object({
    score: z.int(),
    hints: z.array(z.tuple([z.string(), z.string()])),
  }),
});
export type DraftCheck = z.infer<typeof DraftCheck>;

export const checkDraft = endpoint({
  method: 'POST',
  path: '/api/v1/content/checks',
  permission: 'content.item.read',
  summary: ['边写边查', 'Check while writing'],
  body: Draft,
  reply: DraftCheck,
  audited: false,
});

/** Segment × stage × format, usable content only. */
export const contentMatrix = endpoint({
  method: 'GET',
  path: '/api/v1/content/matrix',
  permission: 'content.item.read',
  summary: ['内容矩阵', 'Content matrix'],
  query: z.object({ segment: SegmentKey.optional() }),
  reply: z.object({
    segments: z.array(z.object({ key: z.string(), name: z.tuple([z.string(), z.string()]) })),
    cells: z.array(z.object({ segment: z.string(), stage: Stage, format: Format, items: z.int() })),
    /** Without segment, scene or stage: no automation uses them. */
    unplaced: z.int(),
    /** The five stages in their order, each with the types it takes and what there is of them. */
    board: z.array(
      z.object({
        stage: Stage,
        types: z.array(
          z.object({ type: ContentType, items: z.int(), sample: z.string().nullable() }),
        ),
      }),
    ),
    /** Content, activities and data of each segment: a zero is a gap. */
    directions: z.array(
      z.object({
        segment: z.string(),
        /** Of the five. */
        stagesWithContent: z.int(),
        activities: z.int(),
        /** In 90 days. */
        opened: z.int(),
      }),
    ),
  }),
});

export const contentErrors = defineErrors('content', {
  itemNotFound: 404,
  itemNotDraft: 409,
  itemChangedMeanwhile: 409,
  /** A draft is open already; details.version. */
  itemDraftOpen: 409,
  itemNothingUsable: 409,
  /** What it says may not be said; details.findings, details.words with the field of each. */
  itemBlocked: 422,
  /** details.fields: what has to be known before it goes to a checker. */
  itemIncomplete: 422,
  unitUnknown: 400,
  productUnknown: 400,
  fileUnknown: 400,
});

/** From now on this version and no other may be sent. */
export const itemApproved = defineEvent(
  'content.item-approved',
  z.object({ itemId: z.string(), version: z.int(), replaced: z.int().nullable() }),
);
/** Nothing of the item may be sent any more: whatever would have sent it has to stop. */
export const itemUnusable = defineEvent(
  'content.item-unusable',
  z.object({ itemId: z.string(), version: z.int(), why: z.enum(['expired', 'withdrawn']) }),
);
