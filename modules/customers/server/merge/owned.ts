import { z } from 'zod';
import { mergeHistory, splitHistory } from '#modules/tracking/server/index.ts';
import { hashesOf, pointKeys } from '../identities/identity.repo.ts';
import type { CustomerOwned } from './customer-owned.ts';
import { mergedInto } from './merge.repo.ts';

const Note = z.object({ hashes: z.array(z.string()) });

/** What this module itself keeps of a customer. */
export const ownRows: readonly CustomerOwned[] = [
  {
    table: 'customers.identity_key',
    title: ['身份索引', 'Identity look-up'],
    async take(ctx, from, into) {
      const hashes = await pointKeys(ctx, await hashesOf(ctx, from), from, into);
      return { rows: hashes.length, note: { hashes } };
    },
    async giveBack(ctx, from, into, note) {
      await pointKeys(ctx, Note.parse(note).hashes, into, from);
    },
  },
  { table: 'customers.identity', title: ['身份', 'Identities'], key: ['key_hash'] },
  {
    table: 'customers.relationship',
    title: ['好友关系', 'Relationships'],
    key: ['corp_id', 'userid'],
  },
  {
    table: 'customers.relationship_change',
    title: ['好友关系历史', 'History of relationships'],
    key: ['at', 'corp_id', 'userid', 'kind'],
  },
  {
    table: 'customers.handover_customer',
    title: ['继承记录', 'Hand-overs'],
    key: ['handover_id'],
  },
  {
    table: 'customers.handover_transfer',
    title: ['企业微信继承', 'Transfers in WeCom'],
    key: ['handover_id', 'corp_id', 'external_userid', 'from_userid'],
  },
  {
    table: 'customers.pool_handover',
    title: ['服务池转人工记录', 'Hand-overs of pools'],
    key: ['item_id'],
  },
  {
    table: 'tracking.event',
    title: ['行为事件与汇总', 'Events and their sums'],
    async take(ctx, from, into) {
      return { rows: await mergeHistory(ctx, from, into), note: null };
    },
    async giveBack(ctx, from, into) {
      await splitHistory(ctx, into, from, [from, ...(await mergedInto(ctx, from))]);
    },
  },
];
