import { defineAudienceUse } from '#modules/audiences/server/index.ts';
import { usesContent } from '#modules/content/server/index.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import type { AppModule } from '#platform/server/module.ts';
import { sequencePermissions } from '../contract.ts';
import { sequenceDataSets } from './data-sets.ts';
import { intakeDue, takeInHandler } from './intake/intake.job.ts';
import { bringStartingSequences } from './packs/starting-sequences.ts';
import { followUpsDue } from './react/follow-up.service.ts';
import { sequenceSubscriptions } from './react/subscriptions.ts';
import './run/start.kind.ts';
import './sequence/release.kind.ts';
import { audienceUses, contentUses } from './sequence/use.repo.ts';
import { sequenceRoutes } from './sequences.routes.ts';
import { tickHandler, ticksDue } from './tick/tick.job.ts';

definePermissions(sequencePermissions, {
  'sequences.sequence.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'relationship_manager',
    'auditor',
  ],
  'sequences.sequence.manage': ['head_office_operator', 'branch_operator'],
  'sequences.sequence.approve': ['compliance_officer'],
  'sequences.run.manage': ['head_office_operator', 'branch_operator'],
  'sequences.run.approve': ['compliance_officer'],
  'sequences.enrolment.read': [
    'head_office_operator',
    'branch_operator',
    'compliance_officer',
    'relationship_manager',
  ],
});
nameActions({
  'sequences.created': ['新建序列', 'Sequence created'],
  'sequences.changed': ['修改序列草稿', 'Sequence draft changed'],
  'sequences.version-begun': ['起草序列新版本', 'Sequence version begun'],
  'sequences.released': ['序列发布', 'Sequence released'],
  'sequences.starting-content': ['载入初始序列', 'Starting sequences brought'],
  'sequences.run-drafted': ['新建运行', 'Run drafted'],
  'sequences.run-changed': ['修改运行草稿', 'Run draft changed'],
  'sequences.run-started': ['启动运行', 'Run started'],
  'sequences.run-paused': ['暂停运行', 'Run paused'],
  'sequences.run-resumed': ['恢复运行', 'Run resumed'],
  'sequences.run-ended': ['结束运行', 'Run ended'],
  'sequences.run-moved': ['运行切换版本', 'Run moved to a version'],
  'sequences.taken-out': ['客户移出运行', 'Customer taken out of a run'],
});

usesContent('sequences', contentUses);
defineAudienceUse(audienceUses);

export interface SequenceSettings {
  /** A demo may run what it came with; a real bank reads and approves it first. */
  readonly mode: 'demo' | 'production';
}

export function sequencesModule({ mode }: SequenceSettings): AppModule {
  return {
    name: 'sequences',
    routes: sequenceRoutes,
    jobs: [takeInHandler, tickHandler],
    subscriptions: sequenceSubscriptions,
    tickers: [intakeDue, ticksDue, followUpsDue],
    dataSets: sequenceDataSets,
    equipment: {
      version: `1/${mode}`,
      bring: (ctx) => bringStartingSequences(ctx, mode === 'demo' ? 'approved' : 'draft'),
    },
  };
}
