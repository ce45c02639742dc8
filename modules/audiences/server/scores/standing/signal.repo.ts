import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { needStages, type Signal, StandingSettings } from '../../../contract/score-standing.ts';
import { startingSettings } from './starting-signals.ts';

export async function findSignals(ctx: Ctx): Promise<Signal[]> {
  const { rows } = await sql<Omit<Signal, 'stage'> & { needStage: number | null }>`
    select w.dimension, w.kind, w.points::float8 as points, w.half_life_days as "halfLifeDays",
           w.per_day as "perDay", w.need_stage as "needStage"
      from audiences.signal w where w.org_id = ${ctx.orgId}
     order by w.dimension, w.points desc, w.kind`.execute(ctx.db);
  return rows.map(({ needStage, ...signal }) => ({
    ...signal,
    stage: needStage === null ? null : (needStages[needStage] as Signal['stage']),
  }));
}

/** Those a bank has already stay as it made them. */
export async function addSignals(ctx: TxCtx, signals: readonly Signal[]): Promise<void> {
  await sql`
    insert into audiences.signal
      (org_id, dimension, kind, points, half_life_days, per_day, need_stage)
    select ${ctx.orgId}::uuid, s.dimension, s.kind, s.points, s.half_life_days, s.per_day, s.need_stage
      from unnest(${signals.map((s) => s.dimension)}::text[], ${signals.map((s) => s.kind)}::text[],
                  ${signals.map((s) => s.points)}::real[],
                  ${signals.map((s) => s.halfLifeDays)}::int[],
                  ${signals.map((s) => s.perDay)}::int[],
                  ${signals.map((s) => (s.stage ? needStages.indexOf(s.stage) : null))}::smallint[])
        as s (dimension, kind, points, half_life_days, per_day, need_stage)
    on conflict (org_id, dimension, kind) do nothing`.execute(ctx.db);
}

export async function deleteSignals(ctx: TxCtx): Promise<void> {
  await sql`delete from audiences.signal w where w.org_id = ${ctx.orgId}`.execute(ctx.db);
}

export interface Settled<S> {
  readonly settings: S;
  readonly version: number;
  readonly run: unknown;
  readonly runAt: Date | null;
}

export async function findSettings(ctx: Ctx): Promise<Settled<StandingSettings>> {
  const row = await settingRow(ctx, 'standing');
  return row
    ? { ...row, settings: StandingSettings.parse(row.settings) }
    : { settings: startingSettings, version: 0, run: null, runAt: null };
}

export async function settingRow(
  ctx: Ctx,
  score: 'standing' | 'rfm',
): Promise<Settled<unknown> | null> {
  const { rows } = await sql<Settled<unknown>>`
    select s.settings, s.version, s.run, s.run_at as "runAt" from audiences.score_setting s
     where s.org_id = ${ctx.orgId} and s.score = ${score}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** False when somebody else has changed them since this version. */
export async function setSettings(
  ctx: TxCtx,
  score: 'standing' | 'rfm',
  settings: unknown,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    insert into audiences.score_setting as held (org_id, score, settings, version)
    values (${ctx.orgId}, ${score}, ${JSON.stringify(settings)}::jsonb, 1)
    on conflict (org_id, score) do update
      set settings = excluded.settings, version = held.version + 1
      where held.version = ${version}
    returning held.version`.execute(ctx.db);
  return rows.length > 0 && (version > 0 || rows[0]!.version === 1);
}

/** Everybody has been scored. */
export async function setRun(
  ctx: TxCtx,
  score: 'standing' | 'rfm',
  settings: unknown,
  run: unknown,
): Promise<void> {
  await sql`
    insert into audiences.score_setting (org_id, score, settings, version, run, run_at)
    values (${ctx.orgId}, ${score}, ${JSON.stringify(settings)}::jsonb, 0,
            ${JSON.stringify(run)}::jsonb, ${ctx.now()})
    on conflict (org_id, score) do update set run = excluded.run, run_at = excluded.run_at`.execute(
    ctx.db,
  );
}
