import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ModelDraft, ModelQuality } from '../../../contract/score-model.ts';
import type { Propensity } from './propensity.ts';
import type { Quality } from './quality.ts';

export interface ModelRow extends ModelDraft {
  readonly id: string;
  readonly scoreKey: string;
  /** The version whose scores are in use. */
  readonly versionNo: number | null;
  readonly scored: number;
  readonly scoredAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const columns = sql`
  m.id, m.name, m.purpose, m.source, m.target, m.features, m.score_key as "scoreKey",
  m.version_no as "versionNo", m.scored, m.scored_at as "scoredAt", m.created_at as "createdAt",
  m.created_by as "createdBy"`;

export async function findModels(ctx: Ctx): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from audiences.model m where m.org_id = ${ctx.orgId}
     order by m.created_at, m.id`.execute(ctx.db);
  return rows;
}

export async function findModel(ctx: Ctx, id: string): Promise<ModelRow | null> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from audiences.model m
     where m.org_id = ${ctx.orgId} and m.id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** False when the name is taken. */
export async function insertModel(
  ctx: TxCtx,
  model: ModelDraft & { id: string; scoreKey: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into audiences.model
      (org_id, id, name, purpose, source, target, features, score_key, scored, created_at, created_by)
    values (${ctx.orgId}, ${model.id}, ${model.name}, ${model.purpose}, ${model.source},
            ${model.target ? JSON.stringify(model.target) : null}::jsonb,
            ${JSON.stringify(model.features)}::jsonb, ${model.scoreKey}, 0, ${ctx.now()},
            ${ctx.actor.name})
    on conflict (org_id, name) do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}

export interface VersionRow {
  readonly no: number;
  readonly state: 'training' | 'ready' | 'failed';
  readonly trainedAt: Date;
  readonly trainedBy: string;
  readonly trainedOn: number | null;
  readonly calibratedOn: number | null;
  readonly split: 'time' | 'random' | null;
  readonly quality: ModelQuality | null;
  readonly content: Propensity | null;
  readonly failure: string | null;
  readonly taskId: string | null;
}

export async function findVersions(ctx: Ctx, modelId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.no, v.state, v.trained_at as "trainedAt", v.trained_by as "trainedBy",
           v.trained_on as "trainedOn", v.calibrated_on as "calibratedOn", v.split, v.quality,
           v.content, v.failure, v.task_id as "taskId"
      from audiences.model_version v
     where v.org_id = ${ctx.orgId} and v.model_id = ${modelId} order by v.no desc`.execute(ctx.db);
  return rows;
}

export async function insertVersion(
  ctx: TxCtx,
  modelId: string,
  state: VersionRow['state'],
  by: string,
): Promise<number> {
  const { rows } = await sql<{ no: number }>`
    insert into audiences.model_version (org_id, model_id, no, state, trained_at, trained_by)
    select ${ctx.orgId}, ${modelId}, coalesce(max(v.no), 0) + 1, ${state}, ${ctx.now()}, ${by}
      from audiences.model_version v where v.org_id = ${ctx.orgId} and v.model_id = ${modelId}
    returning no`.execute(ctx.db);
  return rows[0]!.no;
}

export async function setVersionTask(ctx: TxCtx, modelId: string, no: number, taskId: string) {
  await sql`update audiences.model_version set task_id = ${taskId}
             where org_id = ${ctx.orgId} and model_id = ${modelId} and no = ${no}`.execute(ctx.db);
}

export async function setTrained(
  ctx: TxCtx,
  modelId: string,
  no: number,
  trained: {
    content: Propensity;
    quality: Quality;
    trainedOn: number;
    calibratedOn: number;
    split: 'time' | 'random';
  },
): Promise<void> {
  await sql`
    update audiences.model_version
       set state = 'ready', content = ${JSON.stringify(trained.content)}::jsonb,
           quality = ${JSON.stringify(trained.quality)}::jsonb, trained_on = ${trained.trainedOn},
           calibrated_on = ${trained.calibratedOn}, split = ${trained.split}
     where org_id = ${ctx.orgId} and model_id = ${modelId} and no = ${no}`.execute(ctx.db);
}

export async function setFailed(ctx: TxCtx, modelId: string, no: number, failure: string) {
  await sql`
    update audiences.model_version set state = 'failed', failure = ${failure}
     where org_id = ${ctx.orgId} and model_id = ${modelId} and no = ${no}
       and state = 'training'`.execute(ctx.db);
}

/** Which version's scores are in use from now on. */
export async function setInUse(ctx: TxCtx, modelId: string, no: number): Promise<void> {
  await sql`update audiences.model set version_no = ${no}
             where org_id = ${ctx.orgId} and id = ${modelId}`.execute(ctx.db);
}

/** Counts who has a score now. */
export async function setScored(ctx: TxCtx, model: Pick<ModelRow, 'id' | 'scoreKey'>) {
  await sql`
    update audiences.model
       set scored_at = ${ctx.now()}, scored = (select count(*) from audiences.score s
             where s.org_id = ${ctx.orgId} and s.score_key = ${model.scoreKey})
     where org_id = ${ctx.orgId} and id = ${model.id}`.execute(ctx.db);
}
