import { z } from 'zod';
import { moveConsents, putBackConsents } from './consents/move-consents.repo.ts';
import type { CustomerOwned } from './merge/customer-owned.ts';

const Note = z.object({ moved: z.array(z.unknown()), over: z.array(z.unknown()) });

/** What is known of a customer and goes along when two turn out to be one. */
export const knownRows: readonly CustomerOwned[] = [
  {
    table: 'customers.attribute_value',
    title: ['属性', 'Attributes'],
    key: ['attribute_id'],
  },
  { table: 'customers.customer_tag', title: ['标签', 'Tags'], key: ['tag_id'] },
  {
    table: 'customers.tag_change',
    title: ['标签历史', 'History of tags'],
    key: ['change_id', 'tag_id'],
  },
  {
    table: 'customers.tag_refusal',
    title: ['客户删除的标签', 'Tags they deleted'],
    key: ['tag_id'],
  },
  {
    table: 'customers.tag_batch_result',
    title: ['批量标签明细', 'Results of bulk tags'],
    key: ['batch_id'],
  },
  {
    table: 'customers.wecom_tag_known',
    title: ['企业微信标签', 'Tags in WeCom'],
    key: ['corp_id', 'userid'],
  },
  {
    table: 'customers.consent',
    title: ['授权同意', 'Consents'],
    async take(ctx, from, into) {
      const note = await moveConsents(ctx, from, into);
      return { rows: note.moved.length + note.over.length, note };
    },
    giveBack: (ctx, from, into, note) => putBackConsents(ctx, from, into, Note.parse(note)),
  },
  {
    table: 'customers.consent_step',
    title: ['授权记录', 'History of consents'],
    key: ['step_id', 'purpose', 'channel'],
  },
  {
    table: 'customers.rights_request',
    title: ['个人信息请求', 'Requests about personal data'],
    key: ['request_id'],
  },
];
