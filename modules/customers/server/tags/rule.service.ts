import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { type TagRule, type TagRuleDraft, tagRuleErrors } from '../../contract/tag-rule.ts';
import { activeTags, tagGroups } from './dictionary.service.ts';
import { findHits, findRules, insertRule, type RuleRow, setRule } from './rule.repo.ts';
import { type TagInput, tagCustomers } from './tagging.service.ts';

const DAY_MS = 86_400_000;
const shown = ({ tagId: _, ...rule }: RuleRow): TagRule => rule;

export async function listRules(ctx: Ctx): Promise<TagRule[]> {
  await tagGroups(ctx);
  return (await findRules(ctx)).map(shown);
}

export function addRule(ctx: Ctx, draft: TagRuleDraft): Promise<TagRule> {
  return inTx(ctx, async (ctx) => {
    const [tag] = await activeTags(ctx, [draft.tag]);
    const id = await insertRule(ctx, draft, tag!.id);
    audit(ctx, {
      action: 'customers.tag-rule-added',
      subject: { kind: 'tag-rule', id: String(id), name: draft.name },
      after: draft,
    });
    return shown((await findRules(ctx)).find((rule) => rule.id === id)!);
  });
}

type Change = { [K in keyof TagRuleDraft]?: TagRuleDraft[K] | undefined } & {
  state?: TagRule['state'] | undefined;
  version: number;
};

export function changeRule(ctx: Ctx, id: number, change: Change): Promise<TagRule> {
  return inTx(ctx, async (ctx) => {
    const before = (await findRules(ctx)).find((rule) => rule.id === id);
    if (!before) throw tagRuleErrors.tagRuleNotFound({ id });
    const given = Object.fromEntries(
      Object.entries(change).filter(([key, v]) => v !== undefined && key !== 'version'),
    );
    const next = { ...before, ...given } as RuleRow;
    const [tag] = await activeTags(ctx, [next.tag]);
    if (!(await setRule(ctx, id, change.version, { ...next, tagId: tag!.id })))
      throw tagRuleErrors.tagRuleChanged({ version: before.version });
    audit(ctx, {
      action: 'customers.tag-rule-changed',
      subject: { kind: 'tag-rule', id: String(id), name: next.name },
      before: shown(before),
      after: shown(next),
    });
    return shown((await findRules(ctx)).find((rule) => rule.id === id)!);
  });
}

/** Something of these kinds was recorded about these customers: the rules look. */
export async function tagByRules(
  ctx: TxCtx,
  { customerIds, kinds }: { customerIds: readonly number[]; kinds: readonly string[] },
): Promise<void> {
  await tagGroups(ctx);
  const rules = (await findRules(ctx)).filter(
    (rule) => rule.state === 'active' && kinds.includes(rule.event),
  );
  const inputs: TagInput[] = [];
  for (const rule of rules) {
    for (const { customerId, count, lastAt, eventId } of await findHits(ctx, rule, customerIds))
      inputs.push({
        customerId,
        tag: rule.tag,
        source: 'behaviour',
        confidence: rule.confidence,
        at: lastAt,
        expiresAt: rule.days === null ? undefined : new Date(lastAt.getTime() + rule.days * DAY_MS),
        evidence: {
          text: count > 1 ? `${rule.name} ×${count}` : rule.name,
          ref: `rule:${rule.id}/event:${eventId}`,
        },
      });
  }
  await tagCustomers(ctx, inputs);
}
