import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { defineTask, startTask, type TaskKind } from '#platform/server/tasks/task.ts';
import { type TagBatch, tagErrors } from '../../contract/tag.ts';
import { findVisible } from '../known-customers.repo.ts';
import * as repo from './batch.repo.ts';
import { undoPart } from './batch-undo.ts';
import { activeTags, type KnownTag, knownTags } from './dictionary.service.ts';
import { findHeld, type HeldTagRow } from './tagging.repo.ts';
import { tagCustomers, untagCustomers } from './tagging.service.ts';

const PERMISSION = 'customers.tag.bulk';
const AT_ONCE = 1_000;

const Payload = z.object({
  batchId: z.uuid(),
  customerIds: z.array(z.int()).optional(),
  holding: z.int().optional(),
  undo: z.boolean(),
});
type Payload = z.infer<typeof Payload>;
const tagBatch: TaskKind<typeof Payload> = { kind: 'customers.tag-batch', payload: Payload };

export interface Wanted {
  readonly act: 'add' | 'remove';
  readonly tags: readonly string[];
  readonly customerIds?: readonly number[] | undefined;
  readonly holding?: string | undefined;
  readonly expiresAt: string | null;
  readonly note: string;
}

export function startTagging(ctx: Ctx, wanted: Wanted): Promise<{ id: string; taskId: never }> {
  return inTx(ctx, async (ctx) => {
    if (!wanted.customerIds === !wanted.holding)
      throw tagErrors.tagBatchState({ why: 'customerIds or holding' });
    const tags = await activeTags(ctx, wanted.tags);
    const [holding] = wanted.holding ? await activeTags(ctx, [wanted.holding]) : [];
    const customerIds =
      wanted.customerIds && [...new Set(wanted.customerIds)].sort((a, b) => a - b);
    const id = newId(ctx.now());
    await repo.insertBatch(ctx, {
      id,
      act: wanted.act,
      tagIds: tags.map((tag) => tag.id),
      state: 'running',
      unitPaths: [...scopePaths(ctx, PERMISSION)],
      expiresAt: wanted.expiresAt ? new Date(wanted.expiresAt) : null,
      note: wanted.note,
      startedBy: ctx.actor.id,
      startedByName: ctx.actor.name,
      startedAt: ctx.now(),
    });
    audit(ctx, {
      action: 'customers.tag-batch-started',
      subject: { kind: 'tag-batch', id, name: tags.map((tag) => tag.name[0]).join('、') },
      after: {
        act: wanted.act,
        tags: wanted.tags,
        customers: customerIds?.length ?? wanted.holding,
      },
    });
    const taskId = await begin(ctx, tags, {
      batchId: id,
      undo: false,
      ...(customerIds ? { customerIds } : {}),
      ...(holding ? { holding: holding.id } : {}),
    });
    return { id, taskId: taskId as never };
  });
}

function begin(ctx: TxCtx, tags: readonly KnownTag[], payload: Payload): Promise<string> {
  const what = [
    tags.map((tag) => tag.name[0]).join('、'),
    tags.map((tag) => tag.name[1]).join(', '),
  ] as const;
  return startTask(ctx, tagBatch, payload, {
    title: payload.undo
      ? said(['撤销批量标签：{what}', 'Undo bulk tags: {what}'], { what })
      : said(['批量标签：{what}', 'Bulk tags: {what}'], { what }),
    permission: PERMISSION,
    subject: { kind: 'tag-batch', id: payload.batchId },
    ...(payload.customerIds ? { total: payload.customerIds.length } : {}),
  });
}

/** Works through the customers in order of their numbers; begins again after the last batch that held. */
export const tagBatchTask = defineTask({
  ...tagBatch,
  async run(ctx, payload, progress) {
    const tags = await tagsOfBatch(ctx, payload.batchId);
    let { after, done } = (progress.cursor as { after: number; done: number } | null) ?? {
      after: 0,
      done: 0,
    };
    for (;;) {
      progress.check();
      const worked = await inTx(ctx, async (ctx) => {
        const part = await partOf(ctx, payload, tags, after);
        if (part.length === 0) return false;
        after = part.at(-1)!;
        done += part.length;
        await progress.save(ctx, { after, done }, { done });
        return true;
      });
      if (!worked) return undefined;
    }
  },
  async ended(ctx, { batchId, undo }, { state }) {
    if (undo)
      await repo.setBatchState(ctx, batchId, ['undoing'], state === 'done' ? 'undone' : 'done');
    else await repo.setBatchState(ctx, batchId, ['running'], state === 'done' ? 'done' : 'stopped');
  },
});

async function partOf(
  ctx: TxCtx,
  { batchId, customerIds, holding, undo }: Payload,
  tags: readonly KnownTag[],
  after: number,
): Promise<number[]> {
  if (undo) return undoPart(ctx, batchId, tags, after, AT_ONCE);
  const ids = customerIds
    ? customerIds.filter((id) => id > after).slice(0, AT_ONCE)
    : await repo.findHolders(ctx, holding!, after, AT_ONCE);
  if (ids.length > 0) await workOn(ctx, (await repo.findBatch(ctx, batchId))!, tags, ids);
  return ids;
}

async function workOn(
  running: TxCtx,
  batch: repo.BatchRow,
  tags: readonly KnownTag[],
  ids: readonly number[],
): Promise<void> {
  // One moment for all of a part: by it an undo knows what was not changed again since.
  const moment = running.now();
  const ctx: TxCtx = { ...running, now: () => moment };
  const visible = (await findVisible(ctx, ids, PERMISSION)).map((c) => c.customerId as number);
  const before = Map.groupBy(await findHeld(ctx, visible, batch.tagIds), (h) => h.customerId);
  const pairs = visible.flatMap((customerId) => tags.map((tag) => ({ customerId, tag: tag.code })));
  const { changed, refused } =
    batch.act === 'add'
      ? await addTo(ctx, batch, pairs)
      : {
          changed: new Set(
            (await untagCustomers(ctx, pairs, 'manual')).map((pair) => pair.customerId),
          ),
          refused: new Set<number>(),
        };
  const seen = new Set(visible);
  const at = moment.toISOString();
  await repo.insertResults(
    ctx,
    batch.id,
    ids.map((customerId): repo.ResultRow => {
      if (!seen.has(customerId)) return { customerId, outcome: 'out_of_scope', before: null };
      if (changed.has(customerId))
        return {
          customerId,
          outcome: 'changed',
          before: { at, held: before.get(customerId) ?? ([] satisfies HeldTagRow[]) },
        };
      const outcome = refused.has(customerId) ? 'refused_by_customer' : 'same';
      return { customerId, outcome, before: null };
    }),
  );
}

/** By a list, nobody asked the customer: a tag that the customer deleted stays deleted. */
async function addTo(
  ctx: TxCtx,
  batch: repo.BatchRow,
  pairs: readonly { customerId: number; tag: string }[],
) {
  const result = await tagCustomers(
    ctx,
    pairs.map((pair) => ({
      ...pair,
      source: 'bank_data' as const,
      confidence: 1,
      at: ctx.now(),
      ...(batch.expiresAt ? { expiresAt: batch.expiresAt } : {}),
      evidence: { text: batch.note || batch.startedByName, ref: `batch:${batch.id}` },
    })),
  );
  const byCustomer = result.refused.filter((r) => r.why === 'by_customer');
  return {
    changed: result.changed,
    refused: new Set(byCustomer.map((r) => pairs[r.index]!.customerId)),
  };
}

async function tagsOfBatch(ctx: Ctx, batchId: string): Promise<KnownTag[]> {
  const batch = await batchOf(ctx, batchId);
  const known = [...(await knownTags(ctx)).values()];
  return batch.tagIds.flatMap((id) => known.find((tag) => tag.id === id) ?? []);
}

async function batchOf(ctx: Ctx, id: string): Promise<repo.BatchRow> {
  const batch = await repo.findBatch(ctx, id);
  const paths = scopePaths(ctx, PERMISSION);
  // Somebody else's batch is seen by whoever may do the same over all of its units.
  const seen =
    batch &&
    (batch.startedBy === ctx.actor.id ||
      (batch.unitPaths.length > 0 &&
        batch.unitPaths.every((own) => paths.some((path) => own.startsWith(path)))));
  if (!seen) throw tagErrors.tagBatchNotFound({ id });
  return batch;
}

export async function showBatch(ctx: Ctx, id: string): Promise<TagBatch> {
  const batch = await batchOf(ctx, id);
  const tags = await tagsOfBatch(ctx, id);
  const counts = await repo.countOutcomes(ctx, id);
  const of = (outcome: Parameters<typeof counts.get>[0]) => counts.get(outcome) ?? 0;
  return {
    id,
    act: batch.act,
    tags: tags.map(({ code, name }) => ({ code, name })),
    state: batch.state,
    startedBy: { id: batch.startedBy, name: batch.startedByName },
    startedAt: batch.startedAt.toISOString(),
    outcomes: {
      changed: of('changed'),
      same: of('same'),
      refused: of('out_of_scope') + of('refused_by_customer'),
    },
  };
}

export async function showResults(
  ctx: Ctx,
  id: string,
  query: Parameters<typeof repo.findResults>[2],
) {
  await batchOf(ctx, id);
  const counts = await repo.countOutcomes(ctx, id);
  const total = query.outcome
    ? (counts.get(query.outcome) ?? 0)
    : [...counts.values()].reduce((sum, n) => sum + n, 0);
  return { items: await repo.findResults(ctx, id, query), total };
}

export function undoBatch(ctx: Ctx, id: string): Promise<{ id: string; taskId: never }> {
  return inTx(ctx, async (ctx) => {
    const batch = await batchOf(ctx, id);
    if (!(await repo.setBatchState(ctx, id, ['done', 'stopped'], 'undoing')))
      throw tagErrors.tagBatchState({ state: batch.state });
    audit(ctx, {
      action: 'customers.tag-batch-undone',
      subject: { kind: 'tag-batch', id },
      before: { state: batch.state },
    });
    const taskId = await begin(ctx, await tagsOfBatch(ctx, id), { batchId: id, undo: true });
    return { id, taskId: taskId as never };
  });
}
