import { type Lang, say } from '#platform/contract/text.ts';
import type { TouchLine } from '../../contract/touch.ts';
import { failureText } from '../handover/failure.ts';
import { policies } from '../policies/index.ts';
import type { Basis } from '../rules/basis.ts';
import { readFacts } from '../rules/facts.ts';
import type { TouchRow } from './touch.repo.ts';

/** A contact as lists show it. `names`: masked names of the customers the reader may see. */
export function asLine(
  row: TouchRow,
  bases: ReadonlyMap<string, Basis>,
  names: ReadonlyMap<number, string | null>,
  lang: Lang,
): TouchLine {
  return {
    customerId: row.customerId,
    touchId: row.touchId,
    plannedAt: row.plannedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    plan: { id: row.planId, name: row.planName },
    itemKey: row.itemKey,
    channel: row.channel,
    mode: row.mode,
    class: row.class,
    purpose: row.purpose,
    customerName: names.get(row.customerId) ?? null,
    recipient: row.recipient,
    staff: row.staffId === null ? null : { id: row.staffId, name: row.staffName ?? '' },
    content: {
      kind: row.contentKind,
      id: row.contentId,
      version: row.contentVersion,
      name: row.contentName,
    },
    state: row.state,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    rule: row.rule,
    why: whyOf(row, row.basisId === null ? undefined : bases.get(row.basisId), lang),
    until: row.untilAt?.toISOString() ?? null,
  };
}

/** Why it did not pass, in the words of the rule; or why it did not arrive. */
function whyOf(row: TouchRow, basis: Basis | undefined, lang: Lang): string | null {
  if (row.state === 'withdrawn' && row.reason) return say(row.reason, lang);
  if ((row.state === 'failed' || row.state === 'expired') && row.failure)
    return say(failureText(row.failure), lang);
  if (row.rule === null || row.verdict === null || !basis) return null;
  const facts = readFacts(row.facts);
  const policy = policies.find(
    (p) => p.about(basis) && p.codes(basis)[row.verdict!]?.rule === row.rule,
  );
  return policy ? say(policy.why(row.verdict, facts, basis), lang) : row.rule;
}
