import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { ReachPreview } from '../../contract/bulk-send.ts';
import { Candidate, type CandidateInput } from '../../contract/touch.ts';
import { basisMaker } from '../decide/basis.service.ts';
import { gatheringOf } from '../decide/decide.service.ts';
import { planOf } from '../explain/precheck.service.ts';
import { armOfCandidate } from '../plans/arm.policy.ts';
import type { PlanInput } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import type { AskedRules, Basis } from '../rules/basis.ts';
import { readFacts } from '../rules/facts.ts';
import { momentsLeft } from '../senders/moments-quota.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { type CandidateSet, candidateRows } from '../touches/propose.repo.ts';
import {
  type JudgedGroup,
  judgeCandidates,
  judgeGroups,
  kindsOf,
  loadOf,
  type Previewed,
} from './preview.repo.ts';

/** A plan that need not be defined yet. */
export type PlanLike = Omit<PlanInput, 'subjectId' | 'name' | 'deletionLimit'>;

const MOST_STAFF = 200;
const MOST_GROUPS = 500;

/** A judged group with the basis it was judged on. */
type OnBasis = readonly [JudgedGroup, Basis];

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
  const groups: OnBasis[] = [];
  let rules: AskedRules | null = null;
  let moments: number | null = null;
  for (const kind of await kindsOf(ctx, rows)) {
    const basis = await basisOf(known, kind);
    rules = basis.rules;
    const set = { basis, policies, gathering };
    found.push(await judgeCandidates(ctx, set, kind, known.unitId, rows));
    if (kind.channel === 'moments') moments ??= await momentsLeft(ctx);
    if (kind.channel === 'group')
      for (const one of await judgeGroups(ctx, set, kind, known.unitId, rows, MOST_GROUPS))
        groups.push([one, basis]);
  }
  return put(ctx, found, groups, rules, moments);
}

async function put(
  ctx: Ctx,
  found: readonly Previewed[],
  groups: readonly OnBasis[],
  rules: AskedRules | null,
  moments: number | null,
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
  const staff = await staffOf(ctx, found, day);
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
    staff,
    groups: groups.map((one) => groupOf(ctx, one, staff)),
    quota: {
      moments,
      least: asked === 0 ? null : Math.max(0, cap - least),
      average: asked === 0 ? null : Math.max(0, cap - sum / asked),
    },
  };
}

function groupOf(
  ctx: Ctx,
  [group, basis]: OnBasis,
  staff: ReachPreview['staff'],
): ReachPreview['groups'][number] {
  const { said, facts, staffId, plannedAt, until, outcome, ...shown } = group;
  const [key, code = ''] = said?.split(':') ?? [];
  const policy = policies.find((p) => p.key === key);
  return {
    ...shown,
    outcome,
    plannedAt: plannedAt.toISOString(),
    why: policy ? say(policy.why(code, readFacts(facts), basis), ctx.lang) : null,
    until: outcome === 'deferred' ? (until?.toISOString() ?? null) : null,
    ownerOverCapacity: staff.some(({ id, overCapacity }) => id === staffId && overCapacity),
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
