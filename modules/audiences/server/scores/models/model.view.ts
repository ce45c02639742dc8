import type { TaskId } from '#platform/contract/task.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type {
  Model,
  ModelId,
  ModelQuality,
  ModelTarget,
  ModelVersion,
} from '../../../contract/score-model.ts';
import { featureNames } from './encode.ts';
import type { Labels } from './labels.ts';
import { findVersions, type ModelRow, type VersionRow } from './model.repo.ts';

const SHOWN = 20;

export function asVersion(row: VersionRow, inUse: number | null, labels: Labels): ModelVersion {
  const { content, taskId, quality, ...version } = row;
  const weights = content
    ? featureNames(content.encoding).map((feature, j) => ({
        feature,
        label: labels.feature(feature),
        // As it counts in the end, and as reasons are told.
        weight: content.calibration.slope * content.logistic.weights[j]!,
      }))
    : [];
  return {
    ...version,
    inUse: row.no === inUse,
    trainedAt: row.trainedAt.toISOString(),
    quality: quality as ModelQuality | null,
    weights: weights.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, SHOWN),
    taskId: taskId as TaskId | null,
  };
}

/** 未来 30 天内是否发生“购买产品” */
function sentenceOf(ctx: Ctx, target: ModelTarget | null, labels: Labels): string {
  if (target === null)
    return say(['由行方自有模型给出', 'Given by a model of the bank’s own'], ctx.lang);
  if (target.kind === 'attribute')
    return say(['“{name}”为是的可能性', 'How likely “{name}” is yes'], ctx.lang, {
      name: labels.feature(target.attribute),
    });
  const names = target.events.map((kind) =>
    labels
      .feature(`event:${kind}`)
      .replace(/[（(].*$/, '')
      .trim(),
  );
  return say(
    ['未来 {days} 天内发生“{names}”的可能性', 'How likely “{names}” is within {days} days'],
    ctx.lang,
    { days: target.days, names: names.join(ctx.lang === 'en' ? ', ' : '、') },
  );
}

export async function asModel(
  ctx: Ctx,
  row: ModelRow,
  labels: Labels,
): Promise<Model & { versions: ModelVersion[] }> {
  const { versionNo, scoredAt, createdAt, id, ...model } = row;
  const versions = (await findVersions(ctx, id)).map((v) => asVersion(v, versionNo, labels));
  return {
    ...model,
    id: id as ModelId,
    sentence: sentenceOf(ctx, model.target, labels),
    scoredAt: scoredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    latest: versions[0] ?? null,
    versions,
  };
}
