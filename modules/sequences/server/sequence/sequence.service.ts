import { findOpenUnits } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { Definition } from '../../contract/definition.ts';
import {
  type SequenceDetail,
  type SequenceId,
  sequenceApproved,
  sequenceErrors,
} from '../../contract/sequence.ts';
import { check } from '../../definition/check.ts';
import { emptyDefinition } from '../../definition/empty.ts';
import { contentFacts, namedContents } from './content-fact.repo.ts';
import {
  findSequence,
  findVersion,
  findVersions,
  insertSequence,
  insertVersion,
  type SequenceRow,
  setDefinition,
  setSequence,
  setVersionState,
} from './sequence.repo.ts';
import { figuresOf, MANAGE, READ, showSequence } from './sequence.view.ts';

export function createSequence(
  ctx: Ctx,
  given: {
    name: string;
    ownerUnitId: string;
    copyOf: SequenceId | null;
    definition: Definition | null;
  },
): Promise<SequenceDetail> {
  return inTx(ctx, async (ctx) => {
    const { name, ownerUnitId } = given;
    const [unit] = await findOpenUnits(ctx, [ownerUnitId]);
    if (!unit || !mayAt(ctx, MANAGE, unit.path)) throw sequenceErrors.unitUnknown({ ownerUnitId });
    const copied = given.copyOf ? (await showSequence(ctx, given.copyOf)).definition : null;
    const definition = { ...(given.definition ?? copied ?? emptyDefinition(name)), title: name };
    const id = newId(ctx.now()) as SequenceId;
    await insertSequence(ctx, { id, ownerUnitId, name });
    await insertVersion(ctx, id, 1, definition, figuresOf(definition));
    audit(ctx, {
      action: 'sequences.created',
      subject: { kind: 'sequence', id, name },
      unitId: ownerUnitId,
      after: { copyOf: given.copyOf, ...figuresOf(definition) },
    });
    return showSequence(ctx, id);
  });
}

export function changeSequence(
  ctx: Ctx,
  id: SequenceId,
  given: { version: number; revision: number; name: string; definition: Definition },
): Promise<SequenceDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await managed(ctx, id);
    const before = await findVersion(ctx, id, given.version, true);
    if (before?.state !== 'draft') throw sequenceErrors.notDraft({ state: before?.state });
    if (before.revision !== given.revision)
      throw sequenceErrors.changedMeanwhile({ revision: before.revision, by: before.changedBy });
    const definition = { ...given.definition, title: given.name };
    await setDefinition(ctx, id, given.version, definition, figuresOf(definition));
    await setSequence(ctx, id, row.usable === null ? { name: given.name } : {});
    audit(ctx, {
      action: 'sequences.changed',
      subject: { kind: 'sequence', id, name: given.name },
      unitId: row.ownerId,
      before: figuresOf(before.definition),
      after: figuresOf(definition),
    });
    return showSequence(ctx, id, given.version);
  });
}

/** A copy of what may be run, to be changed while that goes on running. */
export function newSequenceVersion(ctx: Ctx, id: SequenceId): Promise<SequenceDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await managed(ctx, id);
    if (row.open !== null) throw sequenceErrors.draftOpen({ version: row.open });
    const [newest] = await findVersions(ctx, id);
    const from = (await findVersion(ctx, id, row.usable ?? newest!.version))!;
    const version = newest!.version + 1;
    await insertVersion(ctx, id, version, from.definition, figuresOf(from.definition));
    await setSequence(ctx, id, { open: version });
    audit(ctx, {
      action: 'sequences.version-begun',
      subject: { kind: 'sequence', id, name: row.name },
      unitId: row.ownerId,
      after: { version, from: from.version },
    });
    return showSequence(ctx, id, version);
  });
}

/** What another person has approved: from now on runs begin with this version. */
export async function release(ctx: TxCtx, id: SequenceId, version: number): Promise<void> {
  const row = (await findSequence(ctx, id, READ))!;
  const approved = (await findVersion(ctx, id, version))!;
  if (row.usable !== null) await setVersionState(ctx, id, row.usable, 'replaced');
  await setVersionState(ctx, id, version, 'approved');
  await setSequence(ctx, id, { usable: version, open: null, name: approved.definition.title });
  await publish(ctx, sequenceApproved, { sequenceId: id, version, replaced: row.usable });
  audit(ctx, {
    action: 'sequences.released',
    subject: { kind: 'sequence', id, name: row.name },
    before: { version: row.usable },
    after: { version },
  });
}

export async function checkSequence(ctx: Ctx, definition: Definition) {
  const contents = await contentFacts(ctx, namedContents(definition));
  return { findings: check(definition, contents), contents };
}

async function managed(ctx: TxCtx, id: SequenceId): Promise<SequenceRow> {
  const row = await findSequence(ctx, id, READ);
  if (!row || !mayAt(ctx, MANAGE, row.ownerPath)) throw sequenceErrors.sequenceNotFound({ id });
  return row;
}
