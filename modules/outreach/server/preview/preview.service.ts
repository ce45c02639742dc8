import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { ReachPreview } from '../../contract/plan.ts';
import { Candidate, type CandidateInput } from '../../contract/touch.ts';
import { basisMaker } from '../decide/basis.service.ts';
import { gatheringOf } from '../decide/decide.service.ts';
import { planOf } from '../explain/precheck.service.ts';
import { armOfCandidate } from '../plans/arm.policy.ts';
import type { PlanInput } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import type { AskedRules } from '../rules/basis.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { type CandidateSet, candidateRows } from '../touches/propose.repo.ts';
import { judgeCandidates, kindsOf, loadOf, type Previewed } from './preview.repo.ts';

/** A plan that need not be defined yet. */
export type PlanLike = Omit<PlanInput, 'subjectId' | 'name' | 'deletionLimit'>;

const MOST_STAFF = 200;

/** Who would be reached if these were proposed now; nothing is recorded. `plan`: its id, or what it would be. */
export async function previewReach(
  ctx: Ctx,
  plan: PlanLike | string,
  candidates: CandidateSet | readonly CandidateInput[],
): Promise<ReachPreview> {
  const known = await planOf(ctx, plan);
  const rows = Array.isArray(candidates)
    ? candidateRows((candidates as readonly CandidateInput[]).map((c) => Candidate.parse(c)))
    : (candidates as CandidateSet);
  const basisOf = await basisMaker(ctx);
  const gathering = {
    ...(await gatheringOf(ctx)),
    arm: armOfCandidate(known),
  };
  const found: Previewed[] = [];
  let rules: AskedRules | null = null;
  for (const kind of await kindsOf(ctx, rows)) {
    const basis = await basisOf(known, kind);
    rules = basis.rules;
    const set = { basis, policies, gathering };
    found.push(await judgeCandidates(ctx, set, kind, known.unitId, rows));
  }
  return put(ctx, found, rules);
}

async function put(
  ctx: Ctx,
  found: readonly Previewed[],
  rules: AskedRules | null,
): Promise<ReachPreview> {
  const lines = found.flatMap((one) => one.rules);
  const count = (outcome: string) =>
    lines.filter((l) => l.outcome === outcome).reduce((sum, l) => sum + l.count, 0);
  const control = lines.filter((l) => l.rule === 'GATE-003').reduce((sum, l) => sum + l.count, 0);
  const day = dayOf(ctx.now());
  const daysLeft = monthDays(day);
  const least = Math.max(-1, ...found.map(({ massMonth }) => massMonth.most ?? -1));
  const sum = found.reduce((total, { massMonth }) => total + massMonth.sum, 0);
  const asked = found.reduce((total, { massMonth }) => total + massMonth.count, 0);
  const cap =
    rules?.['CR-097'].on === true ? Math.min(daysLeft, rules['CR-097'].values.perMonth) : daysLeft;
  return {
    at: ctx.now().toISOString(),
    candidates: lines.reduce((total, l) => total + l.count, 0),
    reached: count('allowed'),
    deferred: count('deferred'),
    refused: count('refused'),
    control,
    rules: [...Map.groupBy(lines, (l) => `${l.outcome}/${l.said}`).values()]
      .flatMap((same) => {
        const [{ outcome, said, rule }] = same as [(typeof same)[number]];
        if (outcome === 'allowed' || rule === null) return [];
        const policy = policies.find((p) => said?.startsWith(`${p.key}:`));
        const n = same.reduce((total, l) => total + l.count, 0);
        return [{ rule, name: policy ? say(policy.name, ctx.lang) : rule, outcome, count: n }];
      })
      .toSorted((a, b) => b.count - a.count),
    staff: await staffOf(ctx, found, day),
    quota: {
      least: asked === 0 ? null : Math.max(0, cap - least),
      average: asked === 0 ? null : Math.max(0, cap - sum / asked),
    },
  };
}

const monthDays = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

async function staffOf(
  ctx: Ctx,
  found: readonly Previewed[],
  day: string,
): Promise<ReachPreview['staff']> {
  const customers = new Map<string, number>();
  for (const { staff } of found)
    for (const { id, customers: n } of staff) customers.set(id, (customers.get(id) ?? 0) + n);
  const busiest = [...customers].toSorted((a, b) => b[1] - a[1]).slice(0, MOST_STAFF);
  const loads = await loadOf(
    ctx,
    busiest.map(([id]) => id),
    startOfDay(day),
    startOfDay(addDays(day, 1)),
  );
  const { settings } = await findSettings(ctx);
  return busiest.map(([id, n]) => {
    const { name = '', already = 0 } = loads.get(id) ?? {};
    return { id, name, customers: n, already, overCapacity: n + already > settings.staffCapacity };
  });
}
