import { z } from 'zod';
import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { productLines } from '../../contract/definition.ts';
import { RunId, runErrors, startKind } from '../../contract/run.ts';
import { valueTiers } from '../../contract/value-tier.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { findRun, lockRun, type RunRow, setRun } from './run.repo.ts';
import { demandFit, demandWords, start } from './run.service.ts';
import { RUN_READ } from './run.view.ts';
import { findAudienceFacts, findProductFacts } from './subject.repo.ts';

const Payload = z.object({ id: RunId, revision: z.int().min(1) });

/** Whom a sequence reaches is decided by a second person, for this version and this audience rule. */
defineApprovalKind({
  kind: startKind,
  name: ['序列启动', 'Start of a sequence'],
  payload: Payload,
  draftPermission: 'sequences.run.manage',
  decidePermission: 'sequences.run.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, revision }) => {
    const run = await findRun(ctx, id, RUN_READ);
    if (!run) throw runErrors.runNotFound({ id });
    if (run.state !== 'draft') throw runErrors.runNotDraft({ state: run.state });
    if (run.revision !== revision) throw runErrors.runChangedMeanwhile({ revision: run.revision });
    // What starts from no need of the customer is not put to a second person.
    if (!run.draft.need) throw runErrors.needMissing({ field: 'need' });
    await demandFit(ctx, run.draft);
    await demandWords(ctx, run.draft);
    const { draft } = run;
    const product = draft.productId
      ? await findProductFacts(ctx, draft.productId, draft.startsOn)
      : null;
    const line = (label: ChangeLine['label'], after: ChangeLine['after']): ChangeLine => ({
      label,
      before: null,
      after,
    });
    return {
      subject: { id, name: draft.name, version: revision },
      unitId: run.unitId,
      title: [`启动序列：${draft.name}`, `Start a sequence: ${draft.name}`],
      changes: [
        line(['客户需求', 'Customer need'], draft.need),
        line(
          ['序列', 'Sequence'],
          [
            `${run.sequenceName}（第 ${draft.version} 版）`,
            `${run.sequenceName}, version ${draft.version}`,
          ],
        ),
        line(
          ['客群', 'Audience'],
          [
            `${run.audienceName}（规则第 ${run.audienceRuleVersion} 版，${run.audienceCount ?? 0} 人）`,
            `${run.audienceName} (rule version ${run.audienceRuleVersion}, ${run.audienceCount ?? 0} customers)`,
          ],
        ),
        line(['项目', 'Project'], run.projectName),
        line(['产品线', 'Product line'], productLines[draft.productLine]),
        line(['产品', 'Product'], product?.name ?? null),
        line(['填入文案的内容', 'Filled into the texts'], await filledIn(ctx, run)),
        line(['开始日期', 'Starts on'], draft.startsOn),
        line(['每日入组上限', 'New customers a day'], draft.intakePerDay),
        line(['对照组占比', 'Control share'], `${Math.round(draft.controlShare * 100)}%`),
        line(['每位经理上限', 'Customers of an RM'], draft.maxPerRm),
        line(
          ['限定价值分层', 'Value tiers'],
          draft.tiers.length > 0 ? draft.tiers.map((tier) => valueTiers[tier]) : null,
        ),
      ].filter(({ after }) => after !== null),
      link: `/sequences/runs/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockRun(ctx, payload.id))?.revision ?? null,
  onSubmitted: (ctx, { payload }) => setRun(ctx, payload.id, { state: 'submitted' }),
  onApproved: async (ctx, { payload }) => {
    const run = (await findRun(ctx, payload.id, RUN_READ))!;
    const audience = await findAudienceFacts(ctx, run.audienceId);
    // Somebody else would be reached than was submitted.
    if (audience?.ruleVersion !== run.audienceRuleVersion)
      throw runErrors.audienceUnfit({ ruleVersion: audience?.ruleVersion });
    await demandWords(ctx, run.draft);
    await start(ctx, run);
  },
  onClosed: (ctx, { payload }) => setRun(ctx, payload.id, { state: 'draft' }),
});

/** A second person reads what was filled into approved texts: it is part of what is said (CR-079). */
async function filledIn(ctx: Ctx, { draft }: Pick<RunRow, 'draft'>): Promise<ChangeLine['after']> {
  const { definition } = (await findVersion(ctx, draft.sequenceId, draft.version))!;
  const labels = new Map(definition.variables.map(({ name, label }) => [name, label]));
  const filled = Object.entries(draft.values).filter(([, value]) => value !== '');
  if (filled.length === 0) return null;
  return filled.map(([name, value]): Phrase => {
    const label = labels.get(name) ?? name;
    return [`${label}：${value}`, `${label}: ${value}`];
  });
}
