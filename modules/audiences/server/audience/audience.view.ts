import type { Purpose } from '#modules/customers/contract.ts';
import type { UnitId } from '#modules/org/contract.ts';
import type { TaskId } from '#platform/contract/task.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Audience, AudienceId, AudienceLine } from '../../contract/audience.ts';
import { sentences } from '../words/read-rule.service.ts';
import type { AudienceRow } from './audience.repo.ts';
import { growthOf } from './growth.service.ts';
import { countSnapshots } from './snapshot.repo.ts';
import { findUses } from './uses.ts';

/** How far back a list shows how its audiences grew. */
const DAYS = 30;

export async function asLines(ctx: Ctx, rows: readonly AudienceRow[]): Promise<AudienceLine[]> {
  const ids = rows.map((row) => row.id);
  const [said, growth, uses, frozen] = await Promise.all([
    sentences(
      ctx,
      rows.map((row) => row.rule),
    ),
    growthOf(ctx, rows, DAYS),
    findUses(ctx, ids),
    countSnapshots(ctx, ids),
  ]);
  return rows.map((row, i) => ({
    id: row.id as AudienceId,
    name: row.name,
    description: row.description,
    kind: row.kind,
    purpose: row.purpose as Purpose,
    state: row.state,
    unit: { id: row.unitId as UnitId, name: row.unitName },
    ready: row.ready,
    count: row.count,
    reachable: row.reachable,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    sentence: said[i]!,
    createdBy: { id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    version: row.version,
    growth: growth.get(row.id)!.map((day) => day.count),
    uses: uses[i]!.length,
    frozen: frozen.get(row.id) ?? 0,
  }));
}

export async function asAudience(ctx: Ctx, row: AudienceRow): Promise<Audience> {
  const [line] = await asLines(ctx, [row]);
  return {
    ...line!,
    rule: row.rule,
    ruleVersion: row.ruleVersion,
    ruleHash: row.ruleHash,
    taskId: row.taskId as TaskId | null,
  };
}
