import { z } from 'zod';
import type { CustomerOwned } from '#modules/customers/server/index.ts';
import { heardChannels } from '../ledger/ledger.repo.ts';
import { lockCustomers } from '../touches/lock.repo.ts';
import { tellWithdrawn } from '../touches/withdraw.service.ts';
import { addLedger, askAnew, countedOf, takeBackDoubles, takeLedger } from './merge.repo.ts';

const Heard = z.array(
  z.object({
    day: z.string(),
    channel: z.string(),
    corpId: z.string(),
    recipient: z.string(),
    contacts: z.int(),
    marketing: z.int(),
  }),
);
const fromOutside = (channel: string) => (heardChannels as readonly string[]).includes(channel);

/**
 * What follows a customer who is merged into another. The ledger comes first: the two are held still
 * until the end, and what of the merged one's waits twice is taken back before it moves. Undoing goes
 * the other way round, so the touches are back when the ledger counts them.
 */
export const outreachOwned: readonly CustomerOwned[] = [
  {
    table: 'outreach.contact_day',
    title: ['触达台账', 'Ledger of contacts'],
    async take(ctx, from, into) {
      await lockCustomers(ctx, [from, into]);
      const doubles = await takeBackDoubles(ctx, from, into);
      await tellWithdrawn(
        ctx,
        doubles.map((touch) => ({ ...touch, customerId: into })),
        null,
      );
      await askAnew(ctx, from);
      const rows = await takeLedger(ctx, from);
      await addLedger(ctx, into, rows);
      return { rows: rows.length, note: rows.filter(({ channel }) => fromOutside(channel)) };
    },
    async giveBack(ctx, from, into, note) {
      await lockCustomers(ctx, [from, into]);
      const rows = [...(await countedOf(ctx, from)), ...Heard.parse(note)];
      await addLedger(ctx, into, rows, -1);
      await takeLedger(ctx, from);
      await addLedger(ctx, from, rows);
    },
  },
  {
    table: 'outreach.touch',
    title: ['触达', 'Contacts'],
    key: ['touch_id', 'planned_at'],
  },
  {
    table: 'outreach.decision',
    title: ['触达决策', 'Decisions about contacts'],
    key: ['touch_id', 'nth'],
  },
  {
    table: 'outreach.deletion',
    title: ['触达后删除', 'Deletions after a contact'],
    key: ['planned_at', 'touch_id'],
  },
  { table: 'outreach.assignment', title: ['计划分组', 'Arms of plans'], key: ['plan_id'] },
  {
    table: 'outreach.moment_tag',
    title: ['朋友圈可见标签', 'Tags for Moments'],
    key: ['plan_id', 'corp_id', 'userid', 'cohort'],
  },
];
