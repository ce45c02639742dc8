import { usesRules } from '#modules/compliance/server/index.ts';
import { bringNames } from '#modules/customers/server/index.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { contentPermissions, productChanged } from '../contract.ts';
import { contentRoutes } from './content.routes.ts';
import { expiredContent } from './items/expiry.ticker.ts';
import { namesOfContent } from './items/names.repo.ts';
import { withdrawDiffering } from './items/product-changed.ts';
import './items/release.kind.ts';
import { contentSets } from './data-sets.ts';
import { bringStartingContent } from './packs/starting-content.ts';
import { setPagesAddress } from './pages/address.ts';
import { pageRoutes } from './pages/page.routes.ts';
import { linksKept } from './pages/retention.ts';
import './products/product-change.kind.ts';
import './personas/persona-change.kind.ts';
import { bringOccasions } from './calendar/starting-occasions.ts';
import { bringPersonas } from './personas/starting-personas.ts';
import './scripts/script-change.kind.ts';
import { marketingContentKept } from './retention/marketing-content.ts';
import { bringScripts } from './scripts/starting-scripts.ts';
import './templates/template-change.kind.ts';
import { bringTemplates } from './templates/starting/starting-templates.ts';

definePermissions(contentPermissions, {
  'content.item.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'relationship_manager',
    'wecom_manager',
    'auditor',
  ],
  'content.item.manage': ['head_office_operator', 'branch_operator'],
  'content.item.approve': ['compliance_officer'],
  'content.product.manage': ['head_office_operator'],
  'content.product.approve': ['compliance_officer'],
  'content.setting.manage': ['head_office_operator'],
  'content.card.manage': ['head_office_operator', 'branch_operator'],
});
nameActions({
  'content.item-created': ['新建素材', 'Content created'],
  'content.item-changed': ['修改素材草稿', 'Content draft changed'],
  'content.version-begun': ['起草素材新版本', 'Content version begun'],
  'content.item-released': ['素材发布', 'Content released'],
  'content.item-withdrawn': ['撤下素材', 'Content withdrawn'],
  'content.item-expired': ['素材到期下架', 'Content expired'],
  'content.media-uploaded': ['上传素材文件', 'Media uploaded'],
  'content.starting-content': ['载入初始素材', 'Starting content brought'],
  'content.product-added': ['新增产品', 'Product added'],
  'content.product-changed': ['产品变更', 'Product changed'],
  'content.script-added': ['新增话术', 'Script added'],
  'content.script-changed': ['话术变更', 'Script changed'],
  'content.persona-added': ['新增人设', 'Persona added'],
  'content.persona-changed': ['人设变更', 'Persona changed'],
  'content.template-added': ['新增运营模板', 'Template added'],
  'content.template-saved': ['修改运营模板草稿', 'Draft of a template saved'],
  'content.template-changed': ['运营模板变更', 'Template changed'],
  'content.occasion-added': ['新增营销日程', 'Day added to the calendar'],
  'content.occasion-dropped': ['删除营销日程', 'Day taken out of the calendar'],
  'content.licences-set': ['登记从业资格', 'Licences recorded'],
  'content.exported': ['导出素材', 'Content exported'],
  'content.imported': ['导入素材', 'Content imported'],
  'content.wording-changed': ['修改本行用语', 'Words of the bank changed'],
});
bringNames(namesOfContent);
usesRules('content', {
  'CR-046': ['上架时检查风险等级', 'A listed investment has a grade'],
  'CR-047': ['等级从高', 'Of two grades the higher holds'],
  'CR-058': ['素材只能引用准入且在售的产品', 'Content speaks of listed products only'],
  'CR-061': [
    '产品主数据变更后，与之不一致的素材自动撤下',
    'When a product’s master changes, content that differs is withdrawn',
  ],
  'CR-082': [
    '带图片、视频或文件的素材，审批人须确认没有国家象征与国家机关形象',
    'Whoever approves pictures, films and files confirms that no state symbols are in them',
  ],
  'CR-079': ['素材须经第二人审批', 'Content is approved by a second person'],
  'CR-090': ['有效期满自动下架', 'Content expires by itself'],
});

export interface ContentSettings {
  /** A demo may send what it came with; a real bank reads and approves it first. */
  readonly mode: 'demo' | 'production';
  /** The address customers reach the product under. */
  readonly publicUrl?: string | undefined;
  /** Speaks for the product itself in one bank; without it there are no pages for customers. */
  readonly ctxFor?: (orgId: string) => Ctx;
}

export function contentModule({ mode, publicUrl, ctxFor }: ContentSettings): AppModule {
  setPagesAddress(publicUrl);
  return {
    name: 'content',
    routes: (app) => {
      contentRoutes(app);
      if (ctxFor) pageRoutes(app, { ctxFor, publicUrl });
    },
    dataSets: contentSets,
    retention: [linksKept, marketingContentKept],
    tickers: [expiredContent],
    subscriptions: [on(productChanged, 'content.product-changed', withdrawDiffering)],
    equipment: {
      version: `8/${mode}`,
      bring: async (ctx) => {
        const state = mode === 'demo' ? 'approved' : 'draft';
        await bringStartingContent(ctx, state);
        await bringScripts(ctx, state);
        await bringPersonas(ctx, state);
        await bringTemplates(ctx, state);
        await bringOccasions(ctx);
      },
    },
  };
}
