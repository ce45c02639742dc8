import { type ChangeLine, defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import type { Parameter } from '../../contract/parameter.ts';
import { RuleChange, ruleChangeKind, ruleErrors } from '../../contract/rule.ts';
import { parametersOf } from '../../contract/rule-parameters.ts';
import { ruleDefinitions } from './catalogue.ts';
import { lockNewest, type RuleState } from './rule.repo.ts';
import { applyRuleChange, checkRuleChange } from './rule.service.ts';

const onOff = (on: boolean) => (on ? (['启用', 'on'] as const) : (['停用', 'off'] as const));

/** A rule changes when another person has approved exactly this change, and from a named day (CR-152). */
defineApprovalKind({
  kind: ruleChangeKind,
  name: ['合规规则变更', 'Change of a compliance rule'],
  payload: RuleChange,
  draftPermission: 'compliance.rule.manage',
  decidePermission: 'compliance.rule.approve',
  deadlineWorkdays: 5,
  prepare: async (ctx, change) => {
    const [before, head] = [await checkRuleChange(ctx, change), await headOffice(ctx)];
    const definition = ruleDefinitions.get(change.rule);
    if (!definition || !head) throw ruleErrors.ruleNotFound({ rule: change.rule });
    const [zh, en] = definition.title;
    return {
      subject: { id: change.rule, name: zh, version: before.version },
      unitId: head.id,
      title: [`变更规则 ${change.rule} ${zh}`, `Change rule ${change.rule} ${en}`],
      changes: changedLines(before, change),
      link: `/compliance/rules/${change.rule}`,
    };
  },
  lockVersion: (ctx, { payload }) => lockNewest(ctx, payload.rule),
  onApproved: (ctx, { id, payload, makerName }) =>
    applyRuleChange(ctx, payload, { makerName, approvalId: id }),
});

function changedLines(before: RuleState, after: RuleChange): ChangeLine[] {
  const lines: ChangeLine[] = [
    { label: ['状态', 'State'], before: onOff(before.on), after: onOff(after.on) },
    ...Object.entries(parametersOf(after.rule)).map(([name, parameter]) => ({
      label: parameter.label,
      before: said(parameter, before.parameters[name]),
      after: said(parameter, after.parameters[name]),
    })),
  ];
  return [
    ...lines.filter((line) => JSON.stringify(line.before) !== JSON.stringify(line.after)),
    { label: ['生效日期', 'Holds from'], before: null, after: after.effectiveOn },
    { label: ['理由', 'Reason'], before: null, after: after.reason },
  ];
}

function said(parameter: Parameter, value: unknown): ChangeLine['before'] {
  if (value === undefined) return null;
  switch (parameter.kind) {
    case 'count':
    case 'text':
      return value as number | string;
    case 'windows':
      return (value as [string, string][]).map(([from, to]) => {
        const window = `${from}–${to}`;
        return [window, window];
      });
    case 'choice':
      return parameter.options.find((o) => o.value === value)?.text ?? null;
    case 'matrix':
      return Object.entries(value as Record<string, string>).map(([customer, product]) => {
        const pair = `${customer} → ${product}`;
        return [pair, pair];
      });
  }
}
