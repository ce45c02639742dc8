import { findAllOpen } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { dayOf, startOfDay } from '#platform/server/holidays.ts';
import { ruleChanged } from '../../contract/events.ts';
import { valuesSchema } from '../../contract/parameter.ts';
import {
  type Rule,
  type RuleChange,
  type RuleChangeState,
  ruleChangeKind,
  ruleErrors,
} from '../../contract/rule.ts';
import {
  offAtFirst,
  type ParameterisedRule,
  parametersOf,
  type RuleValues,
  withReady,
} from '../../contract/rule-parameters.ts';
import { groupName, marksOf, type RuleDefinition, ruleDefinitions, usesOf } from './catalogue.ts';
import { refusals } from './refusals.ts';
import { historyOf, insertStates, type RuleState, statesAt, statesToCome } from './rule.repo.ts';

/** A rule as it holds for the bank: what a decision is recorded with. */
export interface RuleInForce<R extends string = string> {
  readonly id: R;
  readonly version: number;
  readonly on: boolean;
  readonly values: R extends ParameterisedRule ? RuleValues<R> : Readonly<Record<string, unknown>>;
}

/**
 * Rules as they hold now, or held at another moment: a decision of any day can be replayed (CR-152).
 * @throws `ruleNotFound` for a rule the bank was never given.
 */
export async function rulesAt<const R extends string>(
  ctx: Ctx,
  ids: readonly R[],
  at: Date = ctx.now(),
): Promise<{ readonly [I in R]: RuleInForce<I> }> {
  const states = await statesAt(ctx, at, ids);
  const found = ids.map((id) => {
    const state = states.get(id);
    if (!state) throw ruleErrors.ruleNotFound({ rule: id });
    return [id, { id, version: state.version, on: state.on, values: state.parameters }];
  });
  return Object.fromEntries(found);
}

type Filter = Partial<{
  q: string;
  group: string;
  marks: readonly string[];
  state: 'on' | 'off';
  checked: 'yes' | 'no';
}>;

export async function listRules(ctx: Ctx, filter: Filter): Promise<Rule[]> {
  const rules = await everyRule(ctx);
  const q = filter.q?.toLowerCase();
  return rules.filter(
    (rule) =>
      (!filter.group || rule.group === filter.group) &&
      (!filter.marks?.length || rule.marks.some((mark) => filter.marks!.includes(mark))) &&
      (!filter.state || rule.on === (filter.state === 'on')) &&
      (!filter.checked || rule.uses.length > 0 === (filter.checked === 'yes')) &&
      (!q || wordsOf(rule).includes(q)),
  );
}

const wordsOf = (rule: Rule) =>
  [rule.id, ...rule.title, ...rule.condition, ...rule.effect, rule.citation]
    .join(' ')
    .toLowerCase();

async function everyRule(ctx: Ctx): Promise<Rule[]> {
  const now = ctx.now();
  const month = startOfDay(`${dayOf(now).slice(0, 7)}-01`);
  const [states, coming, pending, refused] = [
    await statesAt(ctx, now),
    await statesToCome(ctx, now),
    await findAllOpen(ctx, ruleChangeKind),
    await refusals(ctx, month, now),
  ];
  return [...ruleDefinitions.values()].flatMap((definition) => {
    const state = states.get(definition.id);
    if (!state) return [];
    const next = coming.get(definition.id);
    return {
      ...describe(definition),
      ...{ version: state.version, on: state.on, parameters: state.parameters },
      effectiveFrom: state.effectiveFrom.toISOString(),
      coming: next ? asChange(next) : null,
      pendingApprovalId: pending.get(definition.id) ?? null,
      uses: [...usesOf(definition.id)],
      refusedThisMonth: refused.get(definition.id) ?? 0,
    };
  });
}

const describe = (definition: RuleDefinition) => ({
  ...definition,
  groupName: [...groupName(definition.group)] as [string, string],
  marks: marksOf(definition),
});

export async function showRule(
  ctx: Ctx,
  id: string,
): Promise<Rule & { history: RuleChangeState[] }> {
  const rule = (await everyRule(ctx)).find((r) => r.id === id);
  if (!rule) throw ruleErrors.ruleNotFound({ rule: id });
  return { ...rule, history: (await historyOf(ctx, id)).map(asChange) };
}

const asChange = ({ rule: _, effectiveFrom, ...state }: RuleState): RuleChangeState => ({
  ...state,
  effectiveFrom: effectiveFrom.toISOString(),
});

/** Refuses a change that could never hold, before anybody is asked to approve it. */
export async function checkRuleChange(ctx: Ctx, change: RuleChange): Promise<RuleState> {
  const [newest] = await historyOf(ctx, change.rule);
  if (!newest) throw ruleErrors.ruleNotFound({ rule: change.rule });
  if (newest.version !== change.version)
    throw ruleErrors.ruleChangedMeanwhile({ version: newest.version });
  if (change.effectiveOn < dayOf(ctx.now()))
    throw ruleErrors.ruleDayPast({ effectiveOn: change.effectiveOn });
  const { error } = valuesSchema(parametersOf(change.rule)).safeParse(change.parameters);
  if (error)
    throw ruleErrors.ruleParametersUnusable({
      issues: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    });
  return newest;
}

/** What another person has approved: a new version, from its day on; the old one stays for replay. */
export async function applyRuleChange(
  ctx: TxCtx,
  change: RuleChange,
  approved: { readonly makerName: string; readonly approvalId: string },
): Promise<void> {
  const before = await checkRuleChange(ctx, change);
  const day = startOfDay(change.effectiveOn);
  const effectiveFrom = day < ctx.now() ? ctx.now() : day;
  const after = { version: before.version + 1, on: change.on, parameters: change.parameters };
  await insertStates(ctx, [
    {
      ...after,
      rule: change.rule,
      effectiveFrom,
      reason: change.reason,
      by: approved.makerName,
      approvalId: approved.approvalId,
    },
  ]);
  const { rule } = change;
  const { version } = after;
  await publish(ctx, ruleChanged, { rule, version, effectiveFrom: effectiveFrom.toISOString() });
  audit(ctx, {
    action: 'compliance.rule-changed',
    subject: { kind: 'rule', id: change.rule, name: ruleDefinitions.get(change.rule)?.title[0] },
    before: { version: before.version, on: before.on, parameters: before.parameters },
    after: { ...after, effectiveFrom },
    reason: change.reason,
  });
}

/** The rules a bank begins with; what it has made its own stays. */
export async function bringRules(ctx: TxCtx): Promise<void> {
  const brought = await insertStates(
    ctx,
    [...ruleDefinitions.keys()].map((rule) => ({
      rule,
      version: 1,
      on: !offAtFirst.includes(rule),
      parameters: withReady(rule, {}),
      // The law did not begin with the installation: what happened before it is judged by it too.
      effectiveFrom: new Date(0),
      reason: '随产品提供',
      by: 'system',
      approvalId: null,
    })),
  );
  if (brought.length > 0)
    audit(ctx, {
      action: 'compliance.rules-brought',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { rules: brought.length },
    });
}
