import { createHash } from 'node:crypto';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { trackingRecorded } from '#modules/tracking/contract.ts';
import { contactsMirrored, tagsMirrored } from '#modules/wecom/contract.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { on, onMany } from '#platform/server/events.ts';
import { handle, handleOutside } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { attributePermissions } from '../contract/attribute.ts';
import { consentPermissions } from '../contract/consent.ts';
import { relationshipEnded, relationshipStarted } from '../contract/events.ts';
import { rightsPermissions } from '../contract/rights.ts';
import { tagPermissions } from '../contract/tag.ts';
import { attributeRoutes } from './attributes/attribute.routes.ts';
import { attributeRegistry } from './attributes/attribute.service.ts';
import { builtInAttributes } from './attributes/built-in.ts';
import { consentRoutes } from './consents/consent.routes.ts';
import './consents/consent-text.kind.ts';
import { bringTexts } from './consents/consent-text.service.ts';
import { standardTexts } from './consents/standard-texts.ts';
import { ownRoutes } from './own/own.routes.ts';
import { sweepOwnSessions } from './own/own-session.service.ts';
import { customerSignIn, type SignInSettings } from './own/sign-in.routes.ts';
import { makeOwnCopy } from './rights/copy.service.ts';
import { customerDataSets } from './rights/data-sets.ts';
import { erase } from './rights/erase.service.ts';
import type { Inventory } from './rights/inventory.ts';
import { eraseCustomer, makeCopy } from './rights/jobs.ts';
import { remindOfRequests } from './rights/request.service.ts';
import { knownRetention } from './rights/retention.repo.ts';
import { rightsRoutes } from './rights/rights.routes.ts';
import { builtInGroups, builtInRules } from './tags/built-in.ts';
import { tagGroups } from './tags/dictionary.service.ts';
import { tagByRules } from './tags/rule.service.ts';
import { tagRoutes } from './tags/tag.routes.ts';
import { expireTags } from './tags/tagging.service.ts';
import {
  pushDictionary,
  pushTagDictionary,
  takeWecomDictionary,
} from './tags/wecom-dictionary.service.ts';
import { takeWecomTags, takeWecomTagsOf } from './tags/wecom-pull.service.ts';
import { pushWecomTags } from './tags/wecom-push.job.ts';
import { pushTags } from './tags/wecom-push.service.ts';
import { forgetKnown } from './tags/wecom-tag.repo.ts';

const operators = ['head_office_operator', 'branch_operator'];
const managers = ['relationship_manager', 'wecom_manager'];
const watchers = ['compliance_officer', 'auditor'];

definePermissions(attributePermissions, {
  'customers.attribute.read': [...operators, ...managers, ...watchers],
  'customers.attribute.manage': ['head_office_operator'],
  'customers.attribute.set': [...operators, ...managers],
});
definePermissions(tagPermissions, {
  'customers.tag.read': [...operators, ...managers, ...watchers],
  'customers.tag.manage': ['head_office_operator'],
  'customers.tag.assign': [...operators, ...managers],
  'customers.tag.bulk': operators,
});
definePermissions(consentPermissions, {
  'customers.consent.read': [...operators, ...managers, ...watchers],
  'customers.consent.record': [...operators, ...managers],
  'customers.consent.text': ['head_office_operator'],
  'customers.consent.approve': ['compliance_officer'],
});
definePermissions(rightsPermissions, {
  'customers.rights.read': ['head_office_operator', ...watchers],
  'customers.rights.manage': ['head_office_operator'],
  'customers.rights.erase': ['compliance_officer'],
  'customers.asset.read': ['head_office_operator', 'bank_it', ...watchers],
});
nameActions({
  'customers.attribute-added': ['新增客户属性', 'Attribute added'],
  'customers.attribute-changed': ['修改客户属性', 'Attribute changed'],
  'customers.attribute-set': ['录入客户属性值', 'Attribute of a customer entered'],
  'customers.tag-group-added': ['新增标签组', 'Tag group added'],
  'customers.tag-added': ['新增标签', 'Tag added'],
  'customers.tag-changed': ['修改标签', 'Tag changed'],
  'customers.tag-rule-added': ['新增打标规则', 'Tag rule added'],
  'customers.tag-rule-changed': ['修改打标规则', 'Tag rule changed'],
  'customers.customer-tagged': ['给客户打标签', 'Customer tagged'],
  'customers.tag-deleted-by-customer': ['客户删除标签', 'Tag deleted by the customer'],
  'customers.tag-batch-started': ['批量打标签', 'Customers tagged in bulk'],
  'customers.tag-batch-undone': ['撤销批量打标签', 'Bulk tags undone'],
  'customers.tag-dictionary-pushed': ['标签字典同步到企业微信', 'Tags brought to WeCom'],
  'customers.consent-given': ['客户同意', 'Consent given'],
  'customers.consent-withdrawn': ['客户撤回同意', 'Consent withdrawn'],
  'customers.consent-text-drafted': ['起草授权文本', 'Consent text drafted'],
  'customers.right-asked': ['提出个人信息请求', 'Request about personal data'],
  'customers.right-answered': ['办理个人信息请求', 'Request about personal data answered'],
  'customers.copy-made': ['生成个人信息副本', 'Copy of personal data made'],
  'customers.copy-downloaded': ['客户下载个人信息副本', 'Copy of personal data downloaded'],
  'customers.erasure-confirmed': ['确认删除个人信息', 'Erasure confirmed'],
  'customers.customer-erased': ['删除客户个人信息', 'Customer erased'],
  'customers.customer-signed-in': ['客户登录', 'Customer signed in'],
  'customers.customer-signed-out': ['客户退出', 'Customer signed out'],
  'customers.consent-text-approved': ['授权文本生效', 'Consent text in force'],
});

/** The dictionaries every bank begins with, and what a later version adds to them. */
export async function bringKnown(ctx: TxCtx, texts: Texts = 'draft'): Promise<void> {
  await attributeRegistry(ctx);
  await tagGroups(ctx);
  await bringTexts(ctx, texts);
}

const versionOfKnown = createHash('sha256')
  .update(JSON.stringify([builtInAttributes, builtInGroups, builtInRules, standardTexts]))
  .digest('hex')
  .slice(0, 16);

/** A real bank reads the texts of consent and approves them; a demo may use them as they come. */
export type Texts = 'draft' | 'approved';

/** What this half of the module needs to know of the installation and of the other modules. */
export interface KnownSettings {
  /** Without it nobody signs in on their phone. */
  readonly signIn?: SignInSettings;
  readonly texts?: Texts;
  /** What the whole product holds; this module's own where there is no other. */
  readonly inventory?: Inventory;
}

const ownInventory: Inventory = {
  dataSets: () => customerDataSets,
  retention: () => knownRetention,
};

/** What this half of the module adds: attributes, tags, consents, and one's own data. */
export function known({ inventory = ownInventory, signIn, texts }: KnownSettings) {
  return {
    routes: (app) => {
      attributeRoutes(app);
      tagRoutes(app);
      consentRoutes(app);
      rightsRoutes(app, inventory);
      ownRoutes(app);
      if (signIn) customerSignIn(app, signIn);
    },
    jobs: [
      handleOutside(pushWecomTags, (ctx, order) => pushTags(ctx, order)),
      handleOutside(pushTagDictionary, pushDictionary),
      handleOutside(makeCopy, (ctx, order) => makeOwnCopy(ctx, inventory.dataSets(), order)),
      handle(eraseCustomer, (ctx, order) => erase(ctx, inventory.dataSets(), order)),
    ],
    subscriptions: [
      on(trackingRecorded, 'customers.tag-by-rules', tagByRules),
      on(contactsMirrored, 'customers.take-wecom-tags', takeWecomTags),
      on(tagsMirrored, 'customers.take-wecom-dictionary', takeWecomDictionary),
      onMany(relationshipStarted, 'customers.take-tags-of-friendship', (ctx, started) =>
        takeWecomTagsOf(ctx, [...new Set(started.map(({ customerId }) => customerId))]),
      ),
      on(relationshipEnded, 'customers.forget-tags-of-friendship', forgetKnown),
    ],
    tickers: [expireTags, remindOfRequests, sweepOwnSessions],
    equipment: { version: versionOfKnown, bring: (ctx: TxCtx) => bringKnown(ctx, texts) },
    retention: knownRetention,
    dataSets: customerDataSets,
  } as const satisfies Omit<AppModule, 'name'>;
}
