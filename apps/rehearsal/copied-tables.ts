/**
 * What of the real bank a rehearsal is given, in the order of references. What is not listed here is
 * not given: corps and their secrets, accounts, sessions, approvals, conversations, files, identities.
 */
export interface CopiedTable {
  readonly table: string;
  /** `bank`: rows of the bank; `customers`: rows of the customers who were drawn; else a condition on `t`. */
  readonly rows: 'bank' | 'customers' | { readonly where: string };
  /** Columns that get something else: expressions over `t`. */
  readonly instead?: Readonly<Record<string, string>>;
}

const ofBank = (table: string, instead?: CopiedTable['instead']): CopiedTable => ({
  table,
  rows: 'bank',
  ...(instead ? { instead } : {}),
});
const ofCustomers = (table: string, instead?: CopiedTable['instead']): CopiedTable => ({
  table,
  rows: 'customers',
  ...(instead ? { instead } : {}),
});

/** Made by the copy: `pg_temp.rehearsed` (customer_id, rm_id) and `pg_temp.rehearsed_staff` (id, nth). */
export const copiedTables: readonly CopiedTable[] = [
  { table: 'platform.calendar_day', rows: { where: 'true' } },
  { table: 'org.bank', rows: { where: 't.id = $1' }, instead: { settings: `t.settings - 'oidc'` } },
  ofBank('org.unit'),
  {
    table: 'org.staff',
    rows: { where: 't.org_id = $1 and t.id in (select id from rehearsed_staff)' },
    instead: {
      number: `(select 'R' || lpad(nth::text, 5, '0') from rehearsed_staff s where s.id = t.id)`,
      name: `(select '客户经理' || lpad(nth::text, 3, '0') from rehearsed_staff s where s.id = t.id)`,
      phone: 'null',
      phone_hash: 'null',
      email: 'null',
      email_hash: 'null',
      title: `'客户经理'`,
      wecom_user_id: `(select 'rm' || lpad(nth::text, 5, '0') from rehearsed_staff s where s.id = t.id)`,
      // Who has left still has a group that nobody can send to.
      state: `case when t.id in (select owner_id from rehearsed_chat) then t.state else 'active' end`,
      state_reason: 'null',
      last_sign_in_at: 'null',
    },
  },
  {
    table: 'org.staff_licence',
    rows: { where: 't.org_id = $1 and t.staff_id in (select id from rehearsed_staff)' },
    instead: { number: `''` },
  },
  ofBank('org.equipment'),
  ofBank('org.project', { created_by_name: `''` }),
  ofBank('org.project_unit'),
  ofBank('org.project_setting'),
  ofBank('compliance.lexicon_version', { created_by: `''` }),
  ofBank('compliance.rule_version', { made_by: `''` }),
  ofBank('tracking.kind'),
  ofBank('content.product'),
  ofBank('content.item'),
  ofBank('content.version', { changed_by: `''`, approved_by: `''` }),
  ofBank('content.wording'),
  ofBank('customers.attribute'),
  ofBank('customers.tag_group'),
  ofBank('customers.tag', { owner_id: 'null' }),
  ofBank('customers.tag_rule'),
  ofBank('customers.consent_text'),
  ofBank('audiences.audience', { created_by_name: `''`, task_id: 'null', due_at: 'null' }),
  ofBank('audiences.rule_version', { saved_by_name: `''` }),
  ofBank('audiences.slot'),
  ofBank('audiences.tag_slot'),
  ofBank('audiences.signal'),
  ofBank('audiences.score_setting'),
  ofBank('audiences.population', { build_task_id: 'null' }),
  ofBank('outreach.setting', { made_by: `''` }),
  ofBank('workbench.settings'),
  ofCustomers('customers.customer', { name: 'null', name_from: 'null', name_grams: `'{}'` }),
  {
    table: 'customers.attribute_value',
    // What was written in words may name somebody.
    rows: {
      where: `t.customer_id in (select customer_id from rehearsed) and t.sealed is null and t.text is null`,
    },
  },
  ofCustomers('customers.customer_tag', { evidence: `'[]'` }),
  ofCustomers('customers.tag_refusal'),
  ofCustomers('customers.consent', { evidence: `'{}'` }),
  ofCustomers('audiences.profile'),
  ofCustomers('audiences.standing'),
  {
    table: 'audiences.member',
    rows: {
      where: 't.audience_id = $2 and t.customer_id in (select customer_id from rehearsed)',
    },
  },
  ofCustomers('tracking.daily'),
  ofCustomers('outreach.contact_day'),
];
