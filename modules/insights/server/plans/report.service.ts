import { z } from 'zod';
import { cells } from '#modules/audiences/contract.ts';
import { say } from '#platform/contract/text.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import {
  type Arm,
  assetMoves,
  type FunnelStep,
  insightsErrors,
  type PlanLine,
  type PlanReport,
  type StageStays,
  type ValueLine,
} from '../../contract.ts';
import { welch, wilson } from '../statistics.ts';
import { VALUE_DAYS } from './baseline.repo.ts';
import { hasHooks, tiersOf, type ValueRow, valuesOf } from './compare.repo.ts';
import { reactivationOf, type StageRow, stagesOf } from './course.repo.ts';
import { dropsOf, funnelOf, modesOf, responsesOf } from './funnel.repo.ts';
import { groupsOf } from './group.repo.ts';
import { automationOf, loadByDay, outcomesOf, quotaOf, staffLoad } from './load.repo.ts';
import {
  type ArmRow,
  allDeletions,
  armsOf,
  cellsOf,
  deletionsOf,
  exitsOf,
  movesOf,
  roundsOf,
} from './outcome.repo.ts';
import { findPlan, planLines, planSpan } from './plan.repo.ts';

export const READ = 'insights.plan-report.read';
/** Of customers, by hand. */
const CAPACITY = 100;
const DELETED_WITHIN_DAYS = 7;
/** Nothing for so long is silence, as activity states say it. */
const SILENT_DAYS = 30;

export interface ReportDeps {
  /** What a rule or the reason of a failure is called, in the reader's language. */
  readonly nameRule: (ctx: Ctx, rule: string) => string;
}

export const listPlans = async (
  ctx: Ctx,
  query: { page: number; size: number; q?: string | undefined },
) => {
  const { items, total } = await planLines(ctx, READ, query);
  return { items: items satisfies PlanLine[], total };
};

/** Counted in one transaction, so that all figures are of one moment. */
export function planReport(ctx: Ctx, deps: ReportDeps, id: string): Promise<PlanReport> {
  return inTx(ctx, async (ctx) => {
    const plan = await findPlan(ctx, READ, id);
    if (!plan) throw insightsErrors.planNotFound({ id });
    const span = await planSpan(ctx, id);
    const from = span.from ?? plan.createdAt;
    const { touches, customers } = await funnelOf(ctx, id);
    const responses = await responsesOf(ctx, id);
    const [deleted, messages] = [await allDeletions(ctx, id), await deletionsOf(ctx, id)];
    const arms = await armsOf(ctx, id);
    const moves = await movesOf(ctx, id);
    const [reached, control] = [armOf('reached', arms, moves), armOf('control', arms, moves)];
    const difference = welch(sampleOf('reached', arms), sampleOf('control', arms));
    const meanBefore = reached.customers > 0 ? reached.before / reached.customers : 0;
    const load = await staffLoad(ctx, id, plan.followPlanId);
    const of = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : null);
    const step = (name: FunnelStep, key: keyof typeof touches, before?: keyof typeof touches) => ({
      step: name,
      touches: touches[key],
      customers: customers[key],
      share: before ? of(touches[key], touches[before]) : null,
    });
    const response = (name: FunnelStep, count: number) => ({
      step: name,
      touches: null,
      customers: count,
      share: of(count, customers.delivered),
    });
    return {
      plan: {
        id,
        kind: plan.kind,
        class: plan.class,
        name: plan.name,
        state: plan.state,
        need: plan.need,
      },
      source: 'real',
      from: from.toISOString(),
      to: ctx.now().toISOString(),
      people: { reached: span.reached, control: span.control, touched: span.touched },
      funnel: [
        step('proposed', 'proposed'),
        step('allowed', 'allowed', 'proposed'),
        step('handed_over', 'handedOver', 'allowed'),
        step('confirmed', 'confirmed', 'handedOver'),
        step('delivered', 'delivered', 'confirmed'),
        response('reacted', responses.reacted),
        response('consulted', responses.consulted),
        response('converted', responses.converted),
      ],
      drops: (await dropsOf(ctx, id)).map(({ rule, failure, ...counted }) => ({
        ...reasonOf(ctx, deps, rule ?? failure),
        ...counted,
      })),
      deletions: {
        days: DELETED_WITHIN_DAYS,
        all: wilson(deleted.deleted, deleted.delivered),
        messages: messages.map(({ item, title, planned, deleted, delivered }) => ({
          item,
          title: title ?? item,
          planned: planned.toISOString(),
          rate: wilson(Math.min(deleted, delivered), delivered),
        })),
        limit: plan.deletionLimit,
      },
      rounds: await roundsOf(ctx, id),
      exits: await exitsOf(ctx, id),
      cells: (await cellsOf(ctx, id)).map(({ cell, ...counted }) => ({
        cell: cells[cell] ?? String(cell),
        ...counted,
      })),
      stages: (await stagesOf(ctx, id)).map(asStage),
      tiers: await tiersOf(ctx, id),
      reactivation: await reactivation(ctx, id),
      hooked: await hookedValue(ctx, id),
      assets: {
        reached,
        control,
        difference,
        uplift:
          difference && meanBefore > 0
            ? {
                share: difference.mean / meanBefore,
                low: difference.low / meanBefore,
                high: difference.high / meanBefore,
              }
            : null,
      },
      automation: await automationOf(ctx, id, from),
      groups: await groupsOf(ctx, id),
      modes: await modesOf(ctx, id, plan.followPlanId),
      load: {
        capacity: CAPACITY,
        staff: load.map((line) => ({ ...line, over: line.customers > CAPACITY })),
        days: await loadByDay(ctx, id, plan.followPlanId),
        outcomes: await outcomesOf(ctx, id, plan.followPlanId),
      },
      quota: await quotaOf(ctx, id),
    };
  });
}

/** A rule or the code of a failure; what a plan gave as its reason is told in its words. */
function reasonOf(ctx: Ctx, deps: ReportDeps, reason: string | null) {
  if (!reason) return { rule: null, title: '', said: null };
  if (!reason.startsWith('['))
    return { rule: reason, title: deps.nameRule(ctx, reason), said: null };
  const said = Said.parse(JSON.parse(reason));
  return { rule: null, title: say(said, ctx.lang), said };
}
const Said = z.tuple([z.string(), z.string()]);

const asStage = (row: StageRow): StageStays => ({
  stage: row.stage,
  name: row.name,
  entered: row.entered,
  now: row.now,
  dwellDays: row.dwellDays,
  need: { before: row.needBefore, after: row.needAfter },
  recognition: { before: row.recognitionBefore, after: row.recognitionAfter },
});

async function reactivation(ctx: Ctx, id: string): Promise<PlanReport['reactivation']> {
  const { reached, control } = await reactivationOf(ctx, id, SILENT_DAYS);
  if (reached.silent + control.silent === 0) return null;
  return {
    silentDays: SILENT_DAYS,
    reached: wilson(reached.back, reached.silent),
    control: wilson(control.back, control.silent),
  };
}

async function hookedValue(ctx: Ctx, id: string): Promise<PlanReport['hooked']> {
  if (!(await hasHooks(ctx, id))) return null;
  const rows = await valuesOf(ctx, id);
  const of = (hooked: boolean) => rows.find((row) => row.hooked === hooked);
  const line = (row: ValueRow | undefined): ValueLine => ({
    customers: row?.customers ?? 0,
    known: row?.known ?? 0,
    meanBefore: row?.meanBefore ?? 0,
    meanChange: row?.mean ?? 0,
    converted: row?.converted ?? 0,
  });
  const sample = (row: ValueRow | undefined) => ({
    n: row?.known ?? 0,
    mean: row?.mean ?? 0,
    variance: row?.variance ?? 0,
  });
  return {
    days: VALUE_DAYS,
    mature: rows.reduce((sum, row) => sum + row.mature, 0),
    hooked: line(of(true)),
    others: line(of(false)),
    difference: welch(sample(of(true)), sample(of(false))),
  };
}

const sampleOf = (arm: ArmRow['arm'], rows: readonly ArmRow[]) =>
  rows.find((row) => row.arm === arm) ?? { n: 0, mean: 0, variance: 0 };

function armOf(
  arm: ArmRow['arm'],
  rows: readonly ArmRow[],
  moves: Awaited<ReturnType<typeof movesOf>>,
): Arm {
  const row = rows.find((one) => one.arm === arm);
  return {
    customers: row?.n ?? 0,
    before: row?.before ?? 0,
    after: row?.after ?? 0,
    meanChange: row?.mean ?? 0,
    moves: assetMoves.map((move) => {
      const found = moves.find((one) => one.arm === arm && one.move === move);
      return { move, customers: found?.customers ?? 0, change: found?.change ?? 0 };
    }),
  };
}
