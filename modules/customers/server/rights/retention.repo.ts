import { sql } from 'kysely';
import type { RecordKind } from '#platform/server/retention.ts';

/** Steps of consents that are over; those of one that still holds prove that it does. */
const consentRecord: RecordKind = {
  name: 'consent_record',
  title: ['同意与撤回记录', 'Records of consent and withdrawal'],
  basis: [
    '撤回或关系终止后三年（参照《个人信息保护法》第56条）',
    'Three years after withdrawal or the end (after PIPL art. 56)',
  ],
  days: 1096,
  least: 1096,
  time: 'business',
  of: 'bank',
  async purge(ctx, before, limit) {
    const { numAffectedRows } = await sql`
      delete from customers.consent_step s
       where s.org_id = ${ctx.orgId}
         and (s.customer_id, s.step_id, s.purpose, s.channel) in (
           select o.customer_id, o.step_id, o.purpose, o.channel from customers.consent_step o
            where o.org_id = ${ctx.orgId} and o.at < ${before}
              and not exists (select from customers.consent k
                    where k.customer_id = o.customer_id and k.purpose = o.purpose
                      and k.channel = o.channel and (k.state = 'given' or k.at >= ${before}))
            order by o.at limit ${limit})`.execute(ctx.db);
    return { count: Number(numAffectedRows ?? 0n) };
  },
};

const rightsRequests: RecordKind = {
  name: 'rights_request',
  title: ['个人信息权利请求与删除凭证', 'Requests about personal data, certificates of erasure'],
  basis: ['办结后三年（内部规则）', 'Three years after they are settled (internal rule)'],
  days: 1096,
  least: 366,
  time: 'business',
  of: 'bank',
  async purge(ctx, before, limit) {
    const { rows } = await sql<{ id: string }>`
      delete from customers.rights_request q
       where q.org_id = ${ctx.orgId} and (q.customer_id, q.request_id) in (
         select o.customer_id, o.request_id from customers.rights_request o
          where o.org_id = ${ctx.orgId} and o.ended_at < ${before} order by o.ended_at limit ${limit})
      returning q.request_id as id`.execute(ctx.db);
    await sql`
      delete from customers.erasure_certificate
       where org_id = ${ctx.orgId} and request_id = any(${rows.map((r) => r.id)}::uuid[])`.execute(
      ctx.db,
    );
    return { count: rows.length };
  },
};

export const knownRetention: readonly RecordKind[] = [consentRecord, rightsRequests];
