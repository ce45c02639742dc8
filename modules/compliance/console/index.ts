import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { complianceErrorTexts } from '../contract.ts';

registerErrorText(complianceErrorTexts);

/** The law as data: what each rule says, how it holds here, and the words that may not be said. */
export const complianceRoom: Room = {
  key: 'compliance',
  capability: ['合规', 'Compliance'],
  nav: [
    {
      path: '/compliance/rules',
      label: ['合规规则', 'Rules'],
      icon: 'stamp',
      also: ['hg', 'gz', 'rule', 'compliance', 'cr'],
      permission: 'compliance.rule.read',
      page: () => import('./rules/RuleListPage.tsx'),
    },
    {
      path: '/compliance/lexicon',
      label: ['词库', 'Lexicon'],
      icon: 'ledger',
      also: ['ck', 'mgc', 'lexicon', 'words'],
      permission: 'compliance.lexicon.read',
      page: () => import('./lexicon/LexiconPage.tsx'),
    },
    {
      path: '/compliance/try',
      label: ['规则试算', 'Try the rules'],
      icon: 'shield',
      also: ['ss', 'gzss', 'try', 'suitability', 'reward', 'lottery'],
      permission: 'compliance.text.check',
      page: () => import('./trying/TryPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/compliance/rules/:rule',
      permission: 'compliance.rule.read',
      page: () => import('./rules/RulePage.tsx'),
    },
    {
      path: '/compliance/rules/:rule/change',
      permission: 'compliance.rule.manage',
      page: () => import('./rules/RuleChangePage.tsx'),
    },
    {
      path: '/compliance/lexicon/:version',
      permission: 'compliance.lexicon.read',
      page: () => import('./lexicon/VersionPage.tsx'),
    },
  ],
};
