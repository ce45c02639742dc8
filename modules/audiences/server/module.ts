import { customersChanged, customersMerged, customersSplit } from '#modules/customers/contract.ts';
import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { trackingRecorded } from '#modules/tracking/contract.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { audiencePermissions } from '../contract.ts';
import { buildMembers, dueAudiences } from './audience/build.task.ts';
import { freezeMembers } from './audience/snapshot.task.ts';
import { audienceRoutes } from './audience.routes.ts';
import { audienceDataSets } from './data-sets.ts';
import { audiencesEquipment } from './equip.ts';
import { oldPreviews, previewJobs } from './preview/preview.service.ts';
import { rebuildDue, rebuildProfiles } from './profile/rebuild.task.ts';
import { endedTags, refreshCustomers } from './profile/refresh.service.ts';
import { trainModelTask } from './scores/models/train.task.ts';
import { scoreRoutes } from './scores/score.routes.ts';
import { defineScore } from './words/score-names.ts';

const operators = ['head_office_operator', 'branch_operator'];

definePermissions(audiencePermissions, {
  'audiences.audience.read': [
    ...operators,
    'compliance_officer',
    'auditor',
    'relationship_manager',
    'wecom_manager',
  ],
  'audiences.audience.manage': operators,
  'audiences.member.read': operators,
  'audiences.score.read': [
    ...operators,
    'compliance_officer',
    'auditor',
    'relationship_manager',
    'wecom_manager',
  ],
  'audiences.score.manage': ['head_office_operator'],
});
nameActions({
  'audiences.audience-created': ['新建客群', 'Audience created'],
  'audiences.audience-changed': ['修改客群', 'Audience changed'],
  'audiences.audience-archived': ['归档客群', 'Audience archived'],
  'audiences.snapshot-taken': ['冻结客群', 'Audience frozen'],
  'audiences.list-uploaded': ['上传名单', 'List uploaded'],
  'audiences.model-created': ['新建评分模型', 'Model created'],
  'audiences.model-trained': ['训练评分模型', 'Model trained'],
  'audiences.model-version-chosen': ['选用模型版本', 'Version of a model chosen'],
  'audiences.scores-uploaded': ['上传行方评分', 'Scores uploaded'],
  'audiences.rfm-changed': ['修改 RFM 口径', 'RFM settings changed'],
  'audiences.signals-changed': ['修改需求与认可的权重', 'Weights of need and recognition changed'],
});

defineScore('need', ['需求强度（0–100）', 'Need, 0–100']);
defineScore('recognition', ['认可度（0–100）', 'Recognition, 0–100']);
defineScore('need_stage', [
  '需求阶段（0 未知，1 已识别，2 已深化，3 已明确）',
  'Stage of need: 0 unknown, 1 identified, 2 deepened, 3 explicit',
]);
defineScore('rfm_r', ['最近购买（1–5）', 'Recency, 1–5']);
defineScore('rfm_f', ['购买频次（1–5）', 'Frequency, 1–5']);
defineScore('rfm_m', ['购买金额（1–5）', 'Monetary, 1–5']);
defineScore('rfm_tier', ['RFM 层级（1 最高，8 最低）', 'RFM tier, 1 the best, 8 the lowest']);

/** Long work, for the module of tasks. */
export const audienceTasks = [rebuildProfiles, buildMembers, freezeMembers, trainModelTask];

export function audiencesModule(): AppModule {
  return {
    name: 'audiences',
    routes(app) {
      audienceRoutes(app);
      scoreRoutes(app);
    },
    jobs: previewJobs,
    subscriptions: [
      on(customersChanged, 'audiences.refresh-changed', (ctx, { customerIds }) =>
        refreshCustomers(ctx, customerIds, { what: 'customer' }),
      ),
      on(trackingRecorded, 'audiences.refresh-recorded', (ctx, { customerIds, kinds }) =>
        refreshCustomers(ctx, customerIds, { what: 'events', kinds }),
      ),
      on(customersMerged, 'audiences.refresh-merged', (ctx, { customerId, mergedId }) =>
        refreshCustomers(ctx, [customerId, mergedId], { what: 'customer', history: true }),
      ),
      on(customersSplit, 'audiences.refresh-split', (ctx, { customerId, mergedId }) =>
        refreshCustomers(ctx, [customerId, mergedId], { what: 'customer', history: true }),
      ),
    ],
    tickers: [endedTags, dueAudiences, rebuildDue, oldPreviews],
    equipment: audiencesEquipment,
    dataSets: audienceDataSets,
  };
}
