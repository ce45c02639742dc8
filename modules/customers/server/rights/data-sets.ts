import type { Phrase } from '#platform/contract/text.ts';
import { type DataSet, keptRows, removedRows } from '#platform/server/data-set.ts';
import { attributeRegistry } from '../attributes/attribute.service.ts';
import { valuesOf } from '../attributes/value.service.ts';
import { NAME_PLACE } from '../customers/name.ts';
import { VALUE_PLACE } from '../identities/identity-key.ts';
import { tagsOf } from '../tags/tagging.service.ts';
import * as repo from './own-sets.repo.ts';

const retail: Phrase = ['零售业务部', 'Retail banking'];
const operations: Phrase = ['私域运营中心', 'Private-domain operations'];
const compliance: Phrase = ['合规部', 'Compliance'];
const whileCustomer: Phrase = ['客户关系存续期间', 'While they are a customer'];
const people: Phrase = ['客户经理、运营人员', 'Relationship managers, operators'];
const audiences: Phrase = ['客群与画像', 'Audiences and portraits'];
const gate: Phrase = ['触达规则', 'Rules of contact'];

const consentLaw: Phrase = [
  '同意与撤回的记录须保存三年，用于证明处理行为合法（《个人信息保护法》第 14、56 条）',
  'Records of consent and withdrawal are kept three years, to prove that processing was lawful (PIPL art. 14, 56)',
];
const rightsLaw: Phrase = [
  '权利请求的办理记录须保存三年（《个人信息保护法》第 50、56 条）',
  'Records of how requests were handled are kept three years (PIPL art. 50, 56)',
];

const master: DataSet = {
  name: 'customers.customers',
  title: ['客户主档', 'Customers'],
  dataClass: 'C2',
  owner: retail,
  retention: whileCustomer,
  consumers: [people, audiences],
  tables: ['customers.customer'],
  onErasure: 'anonymised',
  copy: async (ctx, id) => {
    const row = await repo.findCustomer(ctx, id);
    if (!row) return [];
    const name = row.name === null ? null : await ctx.vault.decrypt(NAME_PLACE, row.name);
    return [{ name, source: row.source, since: row.createdAt }];
  },
  erase: async (ctx, id) => ({
    removed: 0,
    anonymised: await repo.anonymiseCustomer(ctx, id),
    kept: 0,
    keptBecause: null,
  }),
};

const identities: DataSet = {
  name: 'customers.identities',
  title: ['客户身份标识', 'Identities of customers'],
  dataClass: 'C2',
  owner: retail,
  retention: whileCustomer,
  consumers: [people, ['身份识别', 'Recognition']],
  tables: ['customers.identity', 'customers.identity_key'],
  onErasure: 'removed',
  copy: async (ctx, id) =>
    Promise.all(
      (await repo.findIdentities(ctx, id)).map(async ({ sealed, value, ...row }) => ({
        ...row,
        value: sealed === null ? value : await ctx.vault.decrypt(VALUE_PLACE, sealed),
      })),
    ),
  erase: async (ctx, id) => ({
    removed: await repo.deleteIdentities(ctx, id),
    anonymised: 0,
    kept: 0,
    keptBecause: null,
  }),
};

const attributes: DataSet = {
  ...removedRows({
    name: 'customers.attributes',
    title: ['客户属性与画像', 'Attributes and portraits'],
    dataClass: 'C2',
    owner: retail,
    retention: whileCustomer,
    consumers: [people, audiences, ['适当性匹配', 'Suitability']],
    tables: ['customers.attribute_value'],
  }),
  copy: async (ctx, id) => {
    const registry = await attributeRegistry(ctx);
    const held = (await valuesOf(ctx, [id], registry)).get(id);
    return registry.flatMap(({ code, name, unit }) => {
      const one = held?.get(code);
      return one ? [{ code, name, unit, value: one.value, source: one.source, at: one.at }] : [];
    });
  },
};

const tags: DataSet = {
  ...removedRows({
    name: 'customers.tags',
    title: ['客户标签', 'Tags of customers'],
    dataClass: 'C1',
    owner: operations,
    retention: whileCustomer,
    consumers: [people, audiences, ['企业微信', 'WeCom']],
    tables: [
      'customers.customer_tag',
      'customers.tag_change',
      'customers.tag_refusal',
      'customers.tag_batch_result',
      'customers.wecom_tag_known',
    ],
  }),
  copy: async (ctx, id) => (await tagsOf(ctx, [id])).get(id) ?? [],
};

const merges: DataSet = {
  name: 'customers.merges',
  title: ['客户合并记录', 'Merges of customers'],
  dataClass: 'C2',
  owner: operations,
  retention: whileCustomer,
  consumers: [people],
  tables: ['customers.merge', 'customers.merge_proposal'],
  onErasure: 'removed',
  copy: async () => [],
  erase: async (ctx, id) => ({
    removed: await repo.deleteMerges(ctx, id),
    anonymised: 0,
    kept: 0,
    keptBecause: null,
  }),
};

const requests: DataSet = {
  ...keptRows(
    {
      name: 'customers.rights-requests',
      title: ['个人信息权利请求', 'Requests about personal data'],
      dataClass: 'C1',
      owner: compliance,
      retention: { record: 'rights_request' },
      consumers: [['合规人员', 'Compliance officers']],
      tables: ['customers.rights_request'],
    },
    rightsLaw,
  ),
  erase: async (ctx, id) => {
    const kept = await repo.anonymiseRequests(ctx, id);
    return { removed: 0, anonymised: kept, kept, keptBecause: kept > 0 ? rightsLaw : null };
  },
};

/** What this module holds; consents last, so that a withdrawal is the last word. */
export const customerDataSets: readonly DataSet[] = [
  attributes,
  tags,
  removedRows({
    name: 'customers.relationships',
    title: ['好友关系与历史', 'Relationships and their history'],
    dataClass: 'C1',
    owner: operations,
    retention: whileCustomer,
    consumers: [people, audiences],
    tables: [
      'customers.relationship',
      'customers.relationship_change',
      'customers.handover_customer',
      'customers.handover_transfer',
      'customers.pool_handover',
    ],
  }),
  merges,
  identities,
  master,
  removedRows(
    {
      name: 'customers.own-sessions',
      title: ['客户登录会话', 'Sessions of customers'],
      dataClass: 'C2',
      owner: compliance,
      retention: ['三十天', 'Thirty days'],
      consumers: [['授权中心', 'Consent centre']],
      tables: ['customers.own_session'],
    },
    { copied: false },
  ),
  requests,
  removedRows({
    name: 'customers.consents',
    title: ['授权同意现状', 'Consents as they stand'],
    dataClass: 'C1',
    owner: compliance,
    retention: whileCustomer,
    consumers: [gate, audiences],
    tables: ['customers.consent'],
  }),
  keptRows(
    {
      name: 'customers.consent-steps',
      title: ['同意与撤回记录', 'Records of consent and withdrawal'],
      dataClass: 'C1',
      owner: compliance,
      retention: { record: 'consent_record' },
      consumers: [['合规人员、审计', 'Compliance officers, auditors']],
      tables: ['customers.consent_step'],
    },
    consentLaw,
  ),
  {
    name: 'customers.dictionaries',
    title: ['属性、标签与授权文本字典', 'Dictionaries of attributes, tags and consent texts'],
    dataClass: 'none',
    owner: operations,
    retention: ['长期', 'As long as the bank works with it'],
    consumers: [people, audiences],
    tables: [
      'customers.attribute',
      'customers.tag_group',
      'customers.tag',
      'customers.tag_rule',
      'customers.consent_text',
      'customers.pool',
    ],
    onErasure: 'not_personal',
  },
  {
    name: 'customers.certificates',
    title: ['删除凭证', 'Certificates of erasure'],
    dataClass: 'none',
    owner: compliance,
    retention: { record: 'rights_request' },
    consumers: [['客户、监管', 'Customers, supervisors']],
    tables: ['customers.erasure_certificate'],
    onErasure: 'not_personal',
  },
];
