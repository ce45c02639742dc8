import { momentsLeft, previewReach } from '#modules/outreach/server/index.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import type { Lane } from '../../contract/definition.ts';
import {
  type previewKeptRun as KeptRun,
  type RunDraft,
  type RunId,
  type RunPreview,
  runErrors,
} from '../../contract/run.ts';
import type { Intake } from '../intake/intake.repo.ts';
import { contentFacts, namedContents } from '../sequence/content-fact.repo.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { withProduct } from './own-words.ts';
import { missingPlaces, planItems } from './plan-items.ts';
import { countAudience, firstTouches } from './preview.repo.ts';
import { findRun } from './run.repo.ts';
import { demandFit } from './run.service.ts';
import { RUN_READ } from './run.view.ts';

type KeptPreview = Reply<typeof KeptRun>;

/** What a run would come to, with nothing written down: who, how many, by whom, what is missing. */
export async function previewRun(ctx: Ctx, draft: RunDraft): Promise<RunPreview> {
  const { unitId } = await demandFit(ctx, draft);
  const { messages: _, ...preview } = await previewOf(ctx, draft, unitId);
  return preview;
}

/** Of one that is kept, with what it says. */
export async function previewKeptRun(ctx: Ctx, id: RunId): Promise<KeptPreview> {
  const run = await findRun(ctx, id, RUN_READ);
  if (!run) throw runErrors.runNotFound({ id });
  return previewOf(ctx, run.draft, run.unitId);
}

async function previewOf(ctx: Ctx, given: RunDraft, unitId: string): Promise<KeptPreview> {
  const draft = await withProduct(ctx, given);
  const { definition } = (await findVersion(ctx, draft.sequenceId, draft.version))!;
  const contents = await contentFacts(ctx, namedContents(definition));
  const items = planItems(definition, draft, contents);
  const first = items.find((item) => item.lane === 'one_to_one');
  const today = dayOf(ctx.now());
  const startedOn = draft.startsOn > today ? draft.startsOn : today;
  const intake: Intake = {
    runId: newId(ctx.now()),
    planId: newId(ctx.now()),
    sequenceId: draft.sequenceId,
    version: draft.version,
    audienceId: draft.audienceId,
    maxPerRm: null,
    tiers: draft.tiers,
    startedOn,
    firstAt: startOfDay(addDays(startedOn, 1)),
  };
  const counts = await countAudience(ctx, intake);
  const reach =
    first && counts.eligible > 0
      ? await previewReach(
          ctx,
          {
            kind: 'sequence',
            projectId: draft.projectId,
            unitId,
            class: 'sequence',
            purpose: 'marketing',
            controlShare: draft.controlShare,
          },
          firstTouches(ctx, intake, first),
        )
      : null;
  const lanes = [...new Set(items.map(({ lane }) => lane))];
  return {
    ...counts,
    control: Math.round(counts.eligible * draft.controlShare),
    reach,
    momentsLeft: lanes.includes('moments') ? await momentsLeft(ctx) : null,
    touches: lanes.map((lane) => ({
      lane,
      perCustomer: items.filter((item) => item.lane === lane).length,
    })),
    missing: missingPlaces(definition, draft, contents),
    messages: items
      // Without a product no offer goes out.
      .filter(({ offer }) => !offer || draft.productId !== null)
      .map(({ itemKey, day, lane, title, contentId, contentVersion, params }) => ({
        key: itemKey,
        day,
        lane: lane as Lane,
        title,
        itemId: contentId,
        version: contentVersion,
        values: params ?? {},
      })),
  };
}
