import { headOffice } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { readPack } from '#platform/server/packs.ts';
import { type ContentRef, Definition, type Item } from '../../contract/definition.ts';
import type { SequenceId } from '../../contract/sequence.ts';
import { check, errorsOf } from '../../definition/check.ts';
import { contentFacts, namedContents, startingContents } from '../sequence/content-fact.repo.ts';
import { insertSequence, insertVersion } from '../sequence/sequence.repo.ts';
import { figuresOf } from '../sequence/sequence.view.ts';
import { wakeUp } from './wake-up.ts';

const PACK = 'aida-3w-12day';
const CONTENT = 'aida-3w/';

/** The shipped sequence as it stands in the pack. */
export const shippedSequence = (): Definition => Definition.parse(readPack(PACK));

type Bound = ReadonlyMap<string, ContentRef & { promotional: boolean }>;

/** Words become content: the items of the pack with what was made of their texts. */
export function bindContents(definition: Definition, contents: Bound): Definition {
  const found = (key: string): ContentRef | null => {
    const ref = contents.get(`${CONTENT}${key}`);
    return ref ? { id: ref.id, version: ref.version } : null;
  };
  const items = definition.items.map((item): Item => {
    const variants =
      item.variants &&
      Object.fromEntries(
        Object.entries(item.variants).map(([line, variant]) => [
          line,
          { ...variant!, body: null, content: found(`${item.id}/${line}`) },
        ]),
      );
    return { ...item, body: null, variants, content: variants ? null : found(item.id) };
  });
  return { ...definition, items };
}

/**
 * What every bank begins with. A demo may run it at once; a real bank finds drafts, reads them and
 * has them approved. Brought once: what a bank has made of them stays.
 */
export async function bringStartingSequences(
  ctx: TxCtx,
  state: 'draft' | 'approved',
): Promise<void> {
  const head = await headOffice(ctx);
  if (!head) return;
  const contents = await startingContents(ctx, CONTENT);
  const starts = [
    { key: PACK, definition: bindContents(shippedSequence(), contents) },
    { key: 'wake-up', definition: wakeUp(contents) },
  ];
  let brought = 0;
  for (const { key, definition } of starts) {
    const facts = await contentFacts(ctx, namedContents(definition));
    const fit = errorsOf(check(definition, facts)).length === 0;
    const runnable = state === 'approved' && fit;
    const id = newId(ctx.now()) as SequenceId;
    const given = { id, ownerUnitId: head.id, name: definition.title, packKey: key };
    if (!(await insertSequence(ctx, { ...given, ...(runnable ? { usable: 1 } : {}) }))) continue;
    await insertVersion(
      ctx,
      id,
      1,
      definition,
      figuresOf(definition),
      runnable ? 'approved' : 'draft',
    );
    brought += 1;
  }
  if (brought > 0)
    audit(ctx, {
      action: 'sequences.starting-content',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { sequences: brought, state },
    });
}
