import { z } from 'zod';
import { AudienceId } from '#modules/audiences/contract.ts';
import { TagCode } from '#modules/customers/contract.ts';
import { UnitId, UnitRef } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const ZoneId = z.uuid().brand<'ZoneId'>();
export type ZoneId = z.infer<typeof ZoneId>;

/** What a block may hold. What another module has to offer becomes another kind. */
export const entryKinds = {
  content: ['内容', 'Content'],
  product: ['产品', 'Product'],
  offer: ['产品优惠', 'Offer of a product'],
  link: ['服务入口', 'Entry to a service'],
} as const satisfies Record<string, Phrase>;
export type EntryKind = keyof typeof entryKinds;

interface BlockText {
  readonly name: Phrase;
  readonly what: Phrase;
  readonly takes: readonly EntryKind[];
}

/** The four blocks of a zone, in the order in which a customer sees them. */
export const blocks = {
  scenes: {
    name: ['场景服务', 'Services'],
    what: [
      '客户常来办的事：服务入口或办事指南',
      'What they come to do: entries to services, guides',
    ],
    takes: ['link', 'content'],
  },
  products: {
    name: ['金融产品', 'Products'],
    what: [
      '准入且在售的产品，只对适合的客户显示',
      'Products on sale, shown to whom they are suitable',
    ],
    takes: ['product'],
  },
  campaigns: {
    name: ['营销活动', 'Campaigns'],
    what: [
      '活动内容，或产品在期限内的优惠',
      'What is on, or the offers of a product in their days',
    ],
    takes: ['content', 'offer'],
  },
  benefits: {
    name: ['客群权益', 'Benefits'],
    what: ['给这一客群的权益与服务', 'Benefits and services for the group'],
    takes: ['content'],
  },
} as const satisfies Record<string, BlockText>;
export type BlockKey = keyof typeof blocks;
export const blockOrder = Object.keys(blocks) as BlockKey[];
export const BlockKey = z.enum(blockOrder as [BlockKey, ...BlockKey[]]);

export const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('content'), itemId: z.uuid() }),
  z.object({ kind: z.literal('product'), productId: z.uuid() }),
  /** By its name among the offers of the product. */
  z.object({
    kind: z.literal('offer'),
    productId: z.uuid(),
    name: z.string().trim().min(1).max(60),
  }),
  z.object({
    kind: z.literal('link'),
    title: z.string().trim().min(1).max(20),
    note: z.string().trim().max(40).default(''),
    /** Of the bank's own pages on the phone, or of mobile banking. */
    url: z.url({ protocol: /^https$/ }).max(2_000),
  }),
]);
export type Entry = z.infer<typeof Entry>;

/** The same thing twice in a block is there once. */
export const entryKey = (entry: Entry): string =>
  entry.kind === 'content'
    ? `content/${entry.itemId}`
    : entry.kind === 'product'
      ? `product/${entry.productId}`
      : entry.kind === 'offer'
        ? `offer/${entry.productId}/${entry.name}`
        : `link/${entry.url}`;

const block = (key: BlockKey) =>
  z
    .array(Entry)
    .max(12)
    .default([])
    .refine((entries) => entries.every(({ kind }) => takes(key).includes(kind)), {
      message: '这个板块放不下这类内容 / This block does not take such an entry',
    });
const takes = (key: BlockKey): readonly EntryKind[] => blocks[key].takes;

export const Entries = z.object({
  scenes: block('scenes'),
  products: block('products'),
  campaigns: block('campaigns'),
  benefits: block('benefits'),
});
export type Entries = z.infer<typeof Entries>;

/** What stands in the four blocks for whoever holds a tag. */
export const Match = z.object({ tag: TagCode, entries: Entries });
export type Match = z.infer<typeof Match>;

export const ZoneDraft = z.object({
  name: z.string().trim().min(1).max(20),
  /** One sentence under the name. */
  lead: z.string().trim().max(60).default(''),
  /** Of whom it is the home; whoever does not belong sees what everybody sees. Null: of everybody. */
  audienceId: AudienceId.nullable().default(null),
  /** False: the same for everybody, whatever their tags are. */
  personal: z.boolean().default(true),
  /** For whoever holds none of the tags below. */
  defaults: Entries,
  matches: z
    .array(Match)
    .max(40)
    .default([])
    .refine((matches) => new Set(matches.map(({ tag }) => tag)).size === matches.length, {
      message: '同一个标签只能匹配一次 / A tag is matched once',
    }),
});
export type ZoneDraft = z.infer<typeof ZoneDraft>;
export type ZoneDraftInput = z.input<typeof ZoneDraft>;

export const zoneStates = ['draft', 'approved', 'withdrawn'] as const;
export const ZoneState = z.enum(zoneStates);
export type ZoneState = z.infer<typeof ZoneState>;

export const Zone = z.object({
  id: ZoneId,
  name: z.string(),
  unit: UnitRef.pick({ id: true, name: true }),
  audience: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: ZoneState,
  version: z.int(),
  /** What is written differs from what customers see. */
  changed: z.boolean(),
  /** Tags that are matched, by their codes. */
  tags: z.array(z.string()),
  /** Where customers find it. */
  address: z.string(),
  pendingApprovalId: z.string().nullable(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  can: z.object({ change: z.boolean() }),
});
export type Zone = z.infer<typeof Zone>;

/** An entry as it is called, and why nobody sees it today; null: it is there. */
export const KnownEntry = z.object({
  key: z.string(),
  title: z.string(),
  note: z.string(),
  why: z.tuple([z.string(), z.string()]).nullable(),
});
export type KnownEntry = z.infer<typeof KnownEntry>;

export const ZoneDetail = Zone.extend({
  /** As it is written now; what customers see is what was approved. */
  draft: ZoneDraft,
  entries: z.array(KnownEntry),
});
export type ZoneDetail = z.infer<typeof ZoneDetail>;

const READ = 'zones.zone.read';
const MANAGE = 'zones.zone.manage';
const one = z.object({ id: ZoneId });

export const listZones = endpoint({
  method: 'GET',
  path: '/api/v1/zones/zones',
  permission: READ,
  summary: ['客群专区', 'Zones'],
  reply: z.object({ items: z.array(Zone) }),
});

export const getZone = endpoint({
  method: 'GET',
  path: '/api/v1/zones/zones/:id',
  permission: READ,
  summary: ['专区详情', 'A zone'],
  params: one,
  reply: ZoneDetail,
});

export const createZone = endpoint({
  method: 'POST',
  path: '/api/v1/zones/zones',
  permission: MANAGE,
  summary: ['新建专区', 'Create a zone'],
  body: ZoneDraft.extend({ unitId: UnitId }),
  reply: ZoneDetail,
});

/** Customers go on seeing what was approved until this is. */
export const changeZone = endpoint({
  method: 'PUT',
  path: '/api/v1/zones/zones/:id',
  permission: MANAGE,
  summary: ['修改专区', 'Change a zone'],
  params: one,
  body: ZoneDraft.extend({ version: z.int() }),
  reply: ZoneDetail,
});

/** At once, and without a second person: nobody sees it any more. */
export const withdrawZone = endpoint({
  method: 'POST',
  path: '/api/v1/zones/zones/:id/withdraw',
  permission: MANAGE,
  summary: ['下线专区', 'Take a zone offline'],
  params: one,
  body: z.object({ version: z.int() }),
  reply: ZoneDetail,
});

/** Approval kind: payload `{ id, version }`. */
export const zoneReleaseKind = 'zones.release';

export const zoneErrors = defineErrors('zones', {
  zoneNotFound: 404,
  zoneChangedMeanwhile: 409,
  zoneNothingToRelease: 409,
  zoneNotOnline: 409,
  /** details.tags: unknown, retired, or of a group that may not steer what is recommended (CR-014). */
  zoneTagUnfit: 422,
  /** details.entries: what may not be shown to customers, each with why. */
  zoneEntryUnfit: 422,
  /** Nothing would be there for somebody without tags. */
  zoneEmpty: 422,
});

export const zoneErrorTexts: Record<`zones.${keyof typeof zoneErrors}`, Phrase> = {
  'zones.zoneNotFound': [
    '没有找到这个专区，或它不在您的范围内',
    'No such zone, or not in your scope',
  ],
  'zones.zoneChangedMeanwhile': [
    '这个专区刚被别人改过，请刷新后再改',
    'Somebody else has just changed this zone; reload it first',
  ],
  'zones.zoneNothingToRelease': [
    '客户看到的已经是这一版，没有可提交的修改',
    'This is what customers see already; there is nothing to submit',
  ],
  'zones.zoneNotOnline': ['专区没有上线', 'The zone is not online'],
  'zones.zoneTagUnfit': [
    '有的标签不能用来匹配：它已停用，或所在标签组没有开放给推荐',
    'A tag may not be matched: it is retired, or its group does not steer recommendations',
  ],
  'zones.zoneEntryUnfit': [
    '有的内容今天不能给客户看，请更换',
    'Some entries may not be shown to customers today; replace them',
  ],
  'zones.zoneEmpty': [
    '默认展示不能为空：没有匹配标签的客户也要有内容可看',
    'The default may not be empty: whoever holds none of the tags needs something too',
  ],
};

export const zonePermissions = {
  'zones.zone.read': ['查看客群专区', 'See zones'],
  'zones.zone.manage': ['新建和修改客群专区', 'Create and change zones'],
  'zones.zone.approve': ['审批客群专区', 'Approve zones'],
} as const satisfies Record<string, Phrase>;
