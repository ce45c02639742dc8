import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { compliancePermissions } from '../contract.ts';
import { lexiconRoutes } from './lexicon/lexicon.routes.ts';
import { bringLexicon } from './lexicon/lexicon.service.ts';
import './lexicon/lexicon-change.kind.ts';
import { readLexiconFile } from './lexicon/lexicon-file.ts';
import { readPack } from './packs.ts';

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
});
nameActions({
  'compliance.lexicon-drafted': ['起草词库新版本', 'Lexicon version drafted'],
  'compliance.lexicon-changed': ['修改词库草稿', 'Lexicon draft changed'],
  'compliance.lexicon-discarded': ['放弃词库草稿', 'Lexicon draft discarded'],
  'compliance.lexicon-in-force': ['词库生效', 'Lexicon in force'],
});

export function complianceModule(): AppModule {
  return {
    name: 'compliance',
    routes: (app) => {
      lexiconRoutes(app);
    },
    equipment: {
      version: '1',
      bring: (ctx) => bringLexicon(ctx, readLexiconFile(readPack('compliance-lexicon'))),
    },
  };
}
