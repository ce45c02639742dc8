import { z } from 'zod';
import { CustomerId, Purpose } from '#modules/customers/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { TaskId } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { MaskedCustomer } from './audience.ts';
import { cursorOf, cursorQuery } from './score.ts';

export const ModelId = z.uuid().brand<'ModelId'>();
export type ModelId = z.infer<typeof ModelId>;

/** `trained`: learns here from the bank's own customers. `uploaded`: the bank brings its own scores. */
export const modelSources = ['trained', 'uploaded'] as const;
export const ModelSource = z.enum(modelSources);
export type ModelSource = z.infer<typeof ModelSource>;
export const modelSourceText: Record<ModelSource, Phrase> = {
  trained: ['本地训练', 'Trained here'],
  uploaded: ['行方上传', 'Uploaded by the bank'],
};

/**
 * What is to be foretold. `event`: whether one of these events happens within so many days, learnt from
 * what was known on an earlier day and what happened after it. `attribute`: whether a yes-or-no
 * attribute is yes, learnt from those of whom it is known.
 */
export const ModelTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    events: z.array(z.string().min(1).max(80)).min(1).max(20),
    days: z.int().min(1).max(365),
  }),
  z.object({ kind: z.literal('attribute'), attribute: z.string().min(1).max(60) }),
]);
export type ModelTarget = z.infer<typeof ModelTarget>;

/** What it may look at: attributes by code, and how often events of a kind happened in 90 days. */
export const ModelFeatures = z.object({
  attributes: z.array(z.string().min(1).max(60)).max(60),
  events: z.array(z.string().min(1).max(80)).max(40),
});
export type ModelFeatures = z.infer<typeof ModelFeatures>;

/** How well it told what happened, on customers it had not seen. */
export const ModelQuality = z.object({
  samples: z.int(),
  positives: z.int(),
  /** Chance that somebody with whom it happened scores above somebody with whom it did not. */
  auc: z.number(),
  /** Share of positives in the top tenth, over their share among all. */
  lift10: z.number(),
  /** Of all positives, the share in the top tenth. */
  captured10: z.number(),
  brier: z.number(),
  calibrationError: z.number(),
  /** In ten groups of equal size from low to high: what was said, what happened. */
  calibration: z.array(z.object({ said: z.number(), happened: z.number() })),
});
export type ModelQuality = z.infer<typeof ModelQuality>;

export const modelVersionStates = ['training', 'ready', 'failed'] as const;
export const ModelVersionState = z.enum(modelVersionStates);
export type ModelVersionState = z.infer<typeof ModelVersionState>;
export const modelVersionStateText: Record<ModelVersionState, Phrase> = {
  training: ['训练中', 'Training'],
  ready: ['可用', 'Ready'],
  failed: ['失败', 'Failed'],
};

export const ModelWeight = z.object({
  /** `balance`, or `job=student`. */
  feature: z.string(),
  /** In the reader's words. */
  label: z.string(),
  /** What one standard deviation, or the word, adds to the log odds. */
  weight: z.number(),
});

export const ModelVersion = z.object({
  no: z.int(),
  state: ModelVersionState,
  /** Whether these scores are the ones in use. */
  inUse: z.boolean(),
  trainedAt: z.iso.datetime(),
  trainedBy: z.string(),
  trainedOn: z.int().nullable(),
  calibratedOn: z.int().nullable(),
  /** Null for uploaded scores: what they are worth shows only afterwards. */
  quality: ModelQuality.nullable(),
  /** The strongest first, at most twenty. */
  weights: z.array(ModelWeight),
  taskId: TaskId.nullable(),
  /** How the customers it was measured on were held back. */
  split: z.enum(['time', 'random']).nullable(),
  failure: z.string().nullable(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const ModelDraft = z.object({
  name: z.string().trim().min(1).max(60),
  purpose: Purpose.default('marketing'),
  source: ModelSource,
  target: ModelTarget.nullable(),
  features: ModelFeatures,
});
export type ModelDraft = z.infer<typeof ModelDraft>;

export const Model = ModelDraft.extend({
  id: ModelId,
  /** By which rules ask for it. */
  scoreKey: z.string(),
  sentence: z.string(),
  scored: z.int(),
  scoredAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  latest: ModelVersion.nullable(),
});
export type Model = z.infer<typeof Model>;

const READ = 'audiences.score.read';
const MANAGE = 'audiences.score.manage';
const one = z.object({ id: ModelId });

export const listModels = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/models',
  permission: READ,
  summary: ['评分模型', 'Models'],
  reply: z.object({ items: z.array(Model) }),
});

export const getModel = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/models/:id',
  permission: READ,
  summary: ['评分模型详情', 'A model'],
  params: one,
  reply: Model.extend({
    versions: z.array(ModelVersion),
    /** Audiences whose rule asks for it. */
    uses: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
});

/** One that is trained here begins to learn at once. */
export const createModel = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/models',
  permission: MANAGE,
  summary: ['新建评分模型', 'Create a model'],
  body: ModelDraft,
  reply: Model,
});

/** A new version from what is known today; it scores everybody when it is ready. */
export const trainModel = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/models/:id/train',
  permission: MANAGE,
  summary: ['重新训练', 'Train again'],
  params: one,
  reply: z.object({ taskId: TaskId }),
});

/** Goes back to an earlier version, or on to a later one; everybody is scored anew. */
export const chooseModelVersion = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/models/:id/version',
  permission: MANAGE,
  summary: ['选用模型版本', 'Choose a version'],
  params: one,
  body: z.object({ no: z.int().min(1) }),
  reply: z.object({ taskId: TaskId }),
});

/** A CSV: bank customer number, score from 0 to 1, and a reason if there is one. */
export const uploadScores = endpoint({
  method: 'POST',
  path: '/api/v1/audiences/scores',
  permission: MANAGE,
  summary: ['上传行方评分', 'Upload scores'],
  query: z.object({ modelId: ModelId }),
  upload: true,
  reply: z.object({
    lines: z.int(),
    scored: z.int(),
    /** The first lines that were not taken, and why. */
    refused: z.array(z.object({ line: z.int(), text: z.string(), reason: z.string() })),
    refusedCount: z.int(),
  }),
});

export const ModelReason = z.object({
  label: z.string(),
  /** On the log odds; null where the bank gave the reason in words. */
  effect: z.number().nullable(),
});

export const ScoredLine = MaskedCustomer.extend({
  /** Probability, 0 to 1. */
  value: z.number(),
  reasons: z.array(ModelReason),
});

/** The highest first, of the customers whom the caller sees: an RM finds their own. */
export const listTopScored = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/models/:id/top',
  permission: READ,
  summary: ['得分最高的客户', 'Customers who score highest'],
  params: one,
  query: z.object(cursorQuery),
  reply: cursorOf(ScoredLine),
});

export const customerScores = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/customers/:id/scores',
  permission: READ,
  summary: ['客户的各项评分', 'Scores of a customer'],
  params: z.object({ id: CustomerId }),
  reply: z.object({
    models: z.array(
      z.object({
        id: ModelId,
        name: z.string(),
        value: z.number(),
        at: z.iso.datetime(),
        reasons: z.array(ModelReason),
      }),
    ),
    rfm: z
      .object({
        tier: z.int(),
        name: z.string(),
        r: z.int(),
        f: z.int(),
        m: z.int(),
      })
      .nullable(),
  }),
});

export const scoreErrors = defineErrors('audiences', {
  modelNotFound: 404,
  modelNameTaken: 409,
  /** Training needs at least this many with whom it happened, and with whom it did not. */
  tooFewExamples: 422,
  /** The target may not be among what the model looks at, nor may anything known only afterwards. */
  targetAmongFeatures: 422,
  noFeatures: 422,
  targetUnfit: 422,
  notTrainedHere: 409,
  notUploaded: 409,
  versionNotReady: 409,
  trainingAlready: 409,
  scoresUnreadable: 400,
  settingsChanged: 409,
});
export const scoreErrorTexts: Record<`audiences.${keyof typeof scoreErrors}`, Phrase> = {
  'audiences.modelNotFound': ['没有找到这个模型', 'No such model'],
  'audiences.modelNameTaken': ['已有同名模型：{name}', 'There is a model of that name: {name}'],
  'audiences.tooFewExamples': [
    '样本太少：只从同意“参与建模分析”的客户学习，每一段需要发生与未发生各至少 {least} 人，现有 {positives} 与 {negatives} 人',
    'Too few examples: of those who agreed to be learnt from, {least} of each kind are needed in each part; there are {positives} and {negatives}',
  ],
  'audiences.targetAmongFeatures': [
    '预测目标不能同时作为特征：{name}',
    'What is foretold cannot be a feature: {name}',
  ],
  'audiences.noFeatures': ['请至少选择一个特征', 'Choose at least one feature'],
  'audiences.targetUnfit': [
    '目标须是“是/否”类型的属性或已登记的行为',
    'The target must be a yes-or-no attribute or a known event',
  ],
  'audiences.notTrainedHere': ['这个模型的评分由行方上传', 'The scores of this model are uploaded'],
  'audiences.notUploaded': ['这个模型在本地训练，不接收上传', 'This model is trained here'],
  'audiences.versionNotReady': ['这个版本还不能使用', 'This version cannot be used'],
  'audiences.trainingAlready': ['正在训练，请等它完成', 'It is being trained; wait for the end'],
  'audiences.scoresUnreadable': [
    '文件须为 CSV，首行含 bank_no（或 客户号）与 score（或 评分）两列',
    'A CSV is needed whose first line names bank_no and score',
  ],
  'audiences.settingsChanged': [
    '其他人刚刚修改过，请刷新后再改',
    'Somebody else has just changed this; reload first',
  ],
};
