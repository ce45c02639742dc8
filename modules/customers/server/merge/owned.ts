import { sql } from 'kysely';
import { z } from 'zod';
import type { CustomerOwned } from './customer-owned.ts';
import { keysOf, pointAll } from './merge.repo.ts';

const Note = z.object({ hashes: z.array(z.string()) });

/** What this module itself keeps of a customer. */
export const ownRows: readonly CustomerOwned[] = [
  {
    table: 'customers.identity_key',
    title: ['身份索引', 'Identity look-up'],
    async take(ctx, from, into) {
      const hashes = await pointAll(ctx, await keysOf(ctx, from), from, into);
      return { rows: hashes.length, note: { hashes } };
    },
    async giveBack(ctx, from, into, note) {
      await pointAll(ctx, Note.parse(note).hashes, into, from);
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
];
