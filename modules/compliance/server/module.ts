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
  // Who sends is shown by WeCom itself, and stands before every SMS: no text is searched for it.
  'CR-077': ['写作检查：一对一营销须可退订', 'While writing: a way to stop'],
  'CR-078': [
    '写作检查：朋友圈和页面宣传产品须标明广告',
    'While writing: Moments and pages about a product say that they are advertising',
  ],
  'CR-072': ['写作与发送时的词库检查', 'The lexicon, while writing and before sending'],
  'CR-073': ['词库：保本保收益承诺', 'The lexicon: promise of principal or return'],
  'CR-074': ['词库：绝对化用语', 'The lexicon: absolute words'],
  'CR-081': ['词库：监管背书', 'The lexicon: claim of official backing'],
  'CR-084': ['词库：贬低同业', 'The lexicon: disparagement'],
  'CR-051': [
    '词库：招揽购买超出风险等级的产品',
    'The lexicon: courting purchases above the customer’s grade',
  ],
  'CR-061': [
    '写作检查：产品名称、利率、费用、期限、起点与权益须与主数据一致',
    'While writing: name, rate, fee, term, least amount and benefits as in the product master',
  ],
  'CR-082': [
    '词库：国家象征与国家机关名义；带图片的内容由审批人逐条确认',
    'The lexicon: state symbols and names; whoever approves pictures says so of each content',
  ],
  'CR-083': [
    '写作检查：赠品须写明品种、规格、数量、期限、方式',
    'While writing: kind, specification, quantity, period and method of a gift',
  ],
  'CR-085': [
    '写作检查：数据与调查须有出处',
    'While writing: figures and surveys with their source',
  ],
  'CR-135': ['词库：聊天中成交与代客操作', 'The lexicon: closing in chat, acting for customers'],
  'CR-059': ['写作检查：代销产品须有代销声明', 'While writing: who issues an agency product'],
  'CR-060': ['词库：与存款混同', 'The lexicon: mixed up with deposits'],
  'CR-062': ['写作检查：业绩基准须附说明', 'While writing: the words beside a benchmark'],
  'CR-063': ['词库：预期收益与收益预测', 'The lexicon: expected returns'],
  'CR-067': ['词库与贷款提示语', 'The lexicon, and the text for loans'],
  'CR-069': [
    '写作检查：保险产品不用“存款”“利息”',
    'While writing: no “deposit”, no “interest” of insurance',
  ],
  'CR-070': ['写作检查：存款保险的提法', 'While writing: deposit insurance'],
  'CR-071': ['写作检查：结构性存款的提法与提示', 'While writing: structured deposits'],
  'CR-075': ['词库：代言与受益人证明', 'The lexicon: endorsement'],
  'CR-086': ['写作检查：案例须有声明', 'While writing: the words beside a case'],
  'CR-087': ['写作检查：标明人工智能生成的须有标识', 'While writing: the label of AI content'],
  'CR-092': ['词库：催促用语提示', 'The lexicon: pressure is warned of'],
  'CR-106': ['写作检查：营销短信须可退订', 'While writing: a way to stop in marketing SMS'],
  'CR-118': ['词库：购买理财送礼', 'The lexicon: gifts for buying'],
  'CR-120': ['词库：诱导分享', 'The lexicon: rewards for sharing'],
  'CR-124': ['词库：多级返利', 'The lexicon: rewards over several levels'],
  'CR-137': ['词库：飞单与私下交易', 'The lexicon: private dealings'],
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
      version: '2',
      bring: async (ctx) => {
        await bringLexicon(ctx, readLexiconFile(readPack('compliance-lexicon')));
        await bringRules(ctx);
      },
    },
  };
}
