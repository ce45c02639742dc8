import { z } from 'zod';
import { UnitId } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { MaskedCustomer } from './audience.ts';

const READ = 'audiences.score.read';
const MANAGE = 'audiences.score.manage';

/** A page of customers begins after this one. */
export const cursorQuery = {
  cursor: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  size: pageQuery.size,
};
export const cursorOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    /** Null at the end. */
    next: z.string().nullable(),
  });

/** Value bands, by assets under management. */
export const bands = ['high_quality', 'mid', 'long_tail'] as const;
export const Band = z.enum([...bands, 'unknown']);
export type Band = z.infer<typeof Band>;
export const bandText: Record<Band, { name: Phrase; meaning: Phrase }> = {
  high_quality: {
    name: ['高质量客群', 'High quality'],
    meaning: [
      '管理资产 50 万元及以上：一人一策，客户经理亲自跟进',
      'Assets of 500,000 yuan and more: looked after one by one',
    ],
  },
  mid: {
    name: ['中端客群', 'Mid'],
    meaning: [
      '管理资产 5 万至 50 万元：序列培育与活动结合，向上提升',
      'Assets of 50,000 to 500,000 yuan: sequences and activities, to move up',
    ],
  },
  long_tail: {
    name: ['长尾客群', 'Long tail'],
    meaning: [
      '管理资产不足 5 万元：以自动化和社群为主，低成本覆盖',
      'Assets below 50,000 yuan: automation and communities, at low cost',
    ],
  },
  unknown: {
    name: ['资产未知', 'Not known'],
    meaning: ['还没有管理资产数据，请从核心系统导入', 'No assets known yet: import them'],
  },
};

export const activityStates = ['active', 'silent', 'near_lost', 'lost'] as const;
export const ActivityState = z.enum(activityStates);
export type ActivityState = z.infer<typeof ActivityState>;
export const activityText: Record<ActivityState, { name: Phrase; meaning: Phrase }> = {
  active: {
    name: ['活跃', 'Active'],
    meaning: ['近 30 天有主动行为：按节奏推进', 'Did something in the last 30 days: go on'],
  },
  silent: {
    name: ['沉默', 'Silent'],
    meaning: [
      '31–90 天没有主动行为：用权益或内容轻轻唤醒',
      'Nothing for 31–90 days: wake gently, with a benefit or content',
    ],
  },
  near_lost: {
    name: ['濒临流失', 'Nearly lost'],
    meaning: [
      '91–180 天没有主动行为：客户经理本周亲自联系',
      'Nothing for 91–180 days: their manager calls this week',
    ],
  },
  lost: {
    name: ['流失', 'Lost'],
    meaning: [
      '180 天以上没有主动行为，或从未有过：只做低频召回',
      'Nothing for more than 180 days, or never: rare attempts only',
    ],
  },
};

const Counted = z.object({ count: z.int(), share: z.number() });

/** Customers whom the caller sees, by value band and activity. */
export const valueBands = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/bands',
  permission: READ,
  summary: ['价值分层与活跃状态', 'Value bands and activity'],
  query: z.object({ unitId: UnitId.optional() }),
  reply: z.object({
    total: z.int(),
    bands: z.array(Counted.extend({ band: Band })),
    states: z.array(Counted.extend({ state: ActivityState })),
    cells: z.array(z.object({ band: Band, state: ActivityState, count: z.int() })),
    /** When all profiles were last made anew. */
    builtAt: z.iso.datetime().nullable(),
  }),
});

export const BandLine = MaskedCustomer.extend({
  band: Band,
  state: ActivityState,
  lastActiveAt: z.iso.datetime().nullable(),
});

export const listBand = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/bands/customers',
  permission: READ,
  summary: ['某一分层的客户', 'Customers of a band'],
  query: z.object({
    band: Band.optional(),
    state: ActivityState.optional(),
    unitId: UnitId.optional(),
    ...cursorQuery,
  }),
  reply: cursorOf(BandLine),
});

const FourCuts = z.tuple([z.number(), z.number(), z.number(), z.number()]);
/** Four cut points of each direction; recency in days, monetary in fen. */
export const RfmCutPoints = z.object({
  recency: FourCuts,
  frequency: FourCuts,
  monetary: FourCuts,
});

export const RfmSettings = z.object({
  /** Kinds of events that count as a purchase. */
  kinds: z.array(z.string().min(1).max(80)).min(1).max(20),
  /** How many days back purchases count. */
  days: z.int().min(30).max(1_825),
  /** The bank's own cut points; fifths of its customers when null. */
  cuts: RfmCutPoints.nullable(),
});
export type RfmSettings = z.infer<typeof RfmSettings>;

export const RfmTier = z.object({
  no: z.int().min(1).max(8),
  name: z.string(),
  meaning: z.string(),
  high: z.object({ recency: z.boolean(), frequency: z.boolean(), monetary: z.boolean() }),
  count: z.int(),
  share: z.number(),
});

export const rfmOverview = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/rfm',
  permission: READ,
  summary: ['RFM 分层', 'RFM tiers'],
  query: z.object({ unitId: UnitId.optional() }),
  reply: z.object({
    settings: RfmSettings,
    /** What counts as a purchase, in the reader's words. */
    counted: z.array(z.string()),
    version: z.int(),
    /** Customers with purchases. */
    total: z.int(),
    tiers: z.array(RfmTier),
    /** How many customers have 1, 2, … 5. */
    scores: z.object({
      recency: z.array(z.int()).length(5),
      frequency: z.array(z.int()).length(5),
      monetary: z.array(z.int()).length(5),
    }),
    /** The cut points of the last run. */
    cuts: RfmCutPoints.nullable(),
    scoredAt: z.iso.datetime().nullable(),
  }),
});

export const RfmLine = MaskedCustomer.extend({
  tier: z.int(),
  r: z.int(),
  f: z.int(),
  m: z.int(),
  /** Days since the last purchase. */
  recency: z.int(),
  frequency: z.int(),
  /** In fen. */
  monetary: z.number(),
});

export const listRfmTier = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/rfm/customers',
  permission: READ,
  summary: ['RFM 某一层的客户', 'Customers of an RFM tier'],
  query: z.object({
    tier: z.coerce.number().int().min(1).max(8),
    unitId: UnitId.optional(),
    ...cursorQuery,
  }),
  reply: cursorOf(RfmLine),
});

/** Everybody is scored anew with them. */
export const saveRfmSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/audiences/rfm',
  permission: MANAGE,
  summary: ['修改 RFM 口径', 'Change how RFM is worked out'],
  body: z.object({ version: z.int(), settings: RfmSettings }),
  reply: z.object({ version: z.int() }),
});
