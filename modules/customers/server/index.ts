export {
  attributeRegistry,
  bringAttributes,
  demandPurpose,
} from './attributes/attribute.service.ts';
export { showPortrait } from './attributes/portrait.service.ts';
export {
  type AttributeInput,
  type AttributesSet,
  attributesOf,
  attributeTextHash,
  type HeldValue,
  setAttributes,
} from './attributes/value.service.ts';
export { tellChanged } from './changed.ts';
export {
  type ConsentInput,
  consentFor,
  giveConsents,
  hasConsent,
  withdrawConsents,
} from './consents/consent.service.ts';
export {
  clearHeadsOf,
  headsOf,
  phonesOf,
  requireVisible as requireVisibleCustomers,
} from './customers/head.service.ts';
export { titlesOf } from './customers/title.service.ts';
export { customerByIdentity, customersByIdentity } from './identities/find.service.ts';
export { knowBy } from './identities/known-by.service.ts';
export type { CustomerRecord, Resolved, ResolveOptions } from './identities/record.ts';
export { resolveCustomers } from './identities/resolve.service.ts';
export { customerImport } from './imports/customer.import.ts';
export { transactionImport } from './imports/transaction.import.ts';
export { customerExport } from './list/customer.export.ts';
export { listCustomers as listVisibleCustomers, selectedCustomers } from './list/list.service.ts';
export type { CustomerOwned } from './merge/customer-owned.ts';
export { ownConsents, ownSession } from './own/own.service.ts';
export { findLiving as livingCustomer } from './own/own-session.repo.ts';
export { customerAuthenticator } from './own/own-session.service.ts';
export { tagBatchTask } from './tags/batch.service.ts';
export { tagGroups } from './tags/dictionary.service.ts';
export { type TagInput, tagCustomers, tagsOf, untagCustomers } from './tags/tagging.service.ts';
export { bringNames } from './timeline/names.ts';
export { showTimeline } from './timeline/timeline.service.ts';
export { visible as visibleCustomers } from './visible.repo.ts';
