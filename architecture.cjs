// The architecture on one page: which module may use which. A new arrow is a design decision, made
// here in the commit that needs it. Not listed → publish an event, or compose the two in apps/.
const uses = {
  org: [],
  wecom: ['org'],
  tracking: ['org'],
  compliance: ['org'],
  customers: ['org', 'wecom', 'tracking'],
  content: ['org', 'wecom', 'compliance'],
  experiments: ['org', 'tracking'],
  audiences: ['org', 'customers', 'tracking'],
  benefits: ['org', 'compliance', 'customers'],
  outreach: ['org', 'wecom', 'compliance', 'customers', 'audiences', 'content', 'experiments'],
  channels: ['org', 'wecom', 'customers', 'content'],
  sequences: ['org', 'customers', 'audiences', 'content', 'outreach'],
  communities: ['org', 'wecom', 'customers', 'content', 'outreach'],
  activities: ['org', 'compliance', 'customers', 'content', 'benefits', 'outreach'],
  growth: ['org', 'tracking', 'customers', 'benefits'],
  zones: ['org', 'content', 'benefits', 'growth', 'activities', 'experiments'],
  workbench: ['org', 'wecom', 'customers', 'content', 'outreach'],
  archive: ['org', 'wecom', 'compliance', 'customers'],
  insights: ['org', 'tracking'],
  rehearsal: ['org', 'audiences', 'outreach', 'sequences', 'communities'],
};

// Which module may read another's tables in SQL: only for lists and reports that would be slow otherwise.
const reads = {
  customers: ['org'],
};

// How each table lies on a cluster (docs/decisions/0004-distributable-schema.md):
// distributed: rows of a customer, by customer_id · reference: dictionaries, a copy on every node ·
// by <column>: a look-up table distributed by its own key · local: on the coordinator only.
const tables = {
  'platform.*': 'local',
  'org.*': 'local',
  'outreach.decision': 'distributed',
  'wecom.*': 'local',
  'customers.customer': 'distributed',
  'customers.identity': 'distributed',
  'customers.identity_key': 'by key_hash',
  'customers.relationship': 'distributed',
  'customers.relationship_change': 'distributed',
  'customers.merge_proposal': 'distributed',
  'customers.merge': 'distributed',
  'customers.saved_view': 'local',
  'customers.handover': 'local',
  'customers.handover_customer': 'distributed',
  'customers.handover_group': 'local',
  'customers.pool_rule': 'local',
  'customers.attribute': 'reference',
  'customers.attribute_value': 'distributed',
  'customers.tag_group': 'reference',
  'customers.tag': 'reference',
  'customers.customer_tag': 'distributed',
  'customers.tag_change': 'distributed',
  'customers.tag_refusal': 'distributed',
  'customers.tag_batch': 'local',
  'customers.tag_batch_result': 'distributed',
  'customers.tag_rule': 'reference',
  'customers.wecom_tag': 'reference',
  'customers.wecom_tag_known': 'distributed',
  'customers.consent_text': 'reference',
  'customers.consent': 'distributed',
  'customers.consent_step': 'distributed',
  'customers.own_session': 'by token_hash',
  'customers.rights_request': 'distributed',
  'customers.erasure_certificate': 'by number',
};

module.exports = { uses, reads, tables };
