import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { compliancePermissions } from '../contract.ts';
import { contentCheckRoutes } from './content-check/content-check.routes.ts';
import { lexiconRoutes } from './lexicon/lexicon.routes.ts';
import { bringLexicon } from './lexicon/lexicon.service.ts';
import './lexicon/lexicon-change.kind.ts';
import { ruleRoutes } from './rules/rule.routes.ts';
import { bringRules } from './rules/rule.service.ts';
import './rules/rule-change.kind.ts';
import { readPack } from '#platform/server/packs.ts';
import { readLexiconFile } from './lexicon/lexicon-file.ts';
import { protectedRoutes } from './protected/protected.routes.ts';
import { rewardRoutes } from './rewards/rewards.routes.ts';
import { usesRules } from './rules/catalogue.ts';
import { suitabilityRoutes } from './suitability/suitability.routes.ts';

definePermissions(compliancePermissions, {
  'compliance.text.check': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'relationship_manager',
    'wecom_manager',
  ],
  'compliance.lexicon.read': ['compliance_officer', 'head_office_operator', 'auditor'],
  'compliance.lexicon.manage': ['compliance_officer', 'head_office_operator'],
  'compliance.lexicon.approve': ['compliance_officer'],
  'compliance.rule.read': [
    'compliance_officer',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'compliance.rule.manage': ['compliance_officer'],
  'compliance.rule.approve': ['compliance_officer'],
});
nameActions({
  'compliance.lexicon-drafted': ['起草词库新版本', 'Lexicon version drafted'],
  'compliance.lexicon-changed': ['修改词库草稿', 'Lexicon draft changed'],
  'compliance.lexicon-discarded': ['放弃词库草稿', 'Lexicon draft discarded'],
  'compliance.lexicon-in-force': ['词库生效', 'Lexicon in force'],
  'compliance.rule-changed': ['合规规则变更', 'Compliance rule changed'],
  'compliance.rules-brought': ['载入合规规则', 'Compliance rules brought'],
});

usesRules('compliance', {
  'CR-033': ['写作检查：密码、验证码、安全码', 'While writing: passwords and codes'],
  'CR-042': ['写作检查：证件号、卡号、手机号、余额', 'While writing: numbers of persons, balances'],
  'CR-076': ['写作检查：产品提示语一字不改', 'While writing: disclosures word for word'],
  'CR-077': ['写作检查：一对一营销须可退订', 'While writing: a way to stop'],
  'CR-072': ['写作与发送时的词库检查', 'The lexicon, while writing and before sending'],
  'CR-073': ['词库：保本保收益承诺', 'The lexicon: promise of principal or return'],
  'CR-074': ['词库：绝对化用语', 'The lexicon: absolute words'],
  'CR-081': ['词库：监管背书', 'The lexicon: claim of official backing'],
  'CR-084': ['词库：贬低同业', 'The lexicon: disparagement'],
  'CR-152': [
    '规则变更须第二人审批并有生效日期',
    'Rules change by a second person, from a named day',
  ],
});

export function complianceModule(): AppModule {
  return {
    name: 'compliance',
    routes: (app) => {
      contentCheckRoutes(app);
      lexiconRoutes(app);
      ruleRoutes(app);
      protectedRoutes(app);
      rewardRoutes(app);
      suitabilityRoutes(app);
    },
    equipment: {
      version: '1',
      bring: async (ctx) => {
        await bringLexicon(ctx, readLexiconFile(readPack('compliance-lexicon')));
        await bringRules(ctx);
      },
    },
  };
}
