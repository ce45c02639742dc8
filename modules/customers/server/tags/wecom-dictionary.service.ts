import { createHash } from 'node:crypto';
import { z } from 'zod';
import { callWecom, mirroredTags } from '#modules/wecom/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineJob, enqueue } from '#platform/server/jobs.ts';
import { addTags } from '#protocol/wecom/endpoints/tags.ts';
import { type TagDraft, tagErrors } from '../../contract/tag.ts';
import { findGroups, insertGroup, insertTag } from './dictionary.repo.ts';
import { type KnownTag, knownTags, tagGroups } from './dictionary.service.ts';
import { unneutral } from './neutral.ts';
import { deleteWecomTags, findCorp, findWecomTags, putWecomTags } from './wecom-tag.repo.ts';

type Corp = Parameters<typeof mirroredTags>[1];

export const pushTagDictionary = defineJob(
  'customers.push-tag-dictionary',
  z.object({ corpId: z.uuid() }),
);

/**
 * The tags a corp has become tags of the bank: one of the same push name where there is one, a new
 * one otherwise. What was deleted there no longer stands for anything; the bank keeps its tag.
 */
export async function takeWecomDictionary(ctx: TxCtx, { corpId }: { corpId: Corp }): Promise<void> {
  await tagGroups(ctx);
  const there = await mirroredTags(ctx, corpId);
  const mapped = await findWecomTags(ctx, [corpId]);
  const alive = new Set(there.map((tag) => tag.tagId));
  await deleteWecomTags(
    ctx,
    corpId,
    mapped.filter((m) => !alive.has(m.wecomTagId)).map((m) => m.wecomTagId),
  );
  const known = new Set(mapped.map((m) => m.wecomTagId));
  const taken = new Set(mapped.filter((m) => alive.has(m.wecomTagId)).map((m) => m.tagId));
  const byName = new Map(
    [...(await knownTags(ctx)).values()].flatMap((t) => (t.pushName ? [[t.pushName, t]] : [])) as [
      string,
      KnownTag,
    ][],
  );
  for (const tag of there) {
    if (known.has(tag.tagId)) continue;
    const match = byName.get(tag.name);
    const tagId =
      match && !taken.has(match.id)
        ? match.id
        : await newTag(ctx, tag.groupName, tag.name, tag.tagId);
    if (tagId === null) continue;
    taken.add(tagId);
    await putWecomTags(ctx, [{ corpId, wecomTagId: tag.tagId, tagId }]);
  }
}

const codeOf = (prefix: string, text: string) =>
  `${prefix}_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

async function newTag(
  ctx: TxCtx,
  groupName: string,
  name: string,
  wecomId: string,
): Promise<number | null> {
  const code = codeOf('wecom', groupName);
  const shown = (text: string): [string, string] => [text.slice(0, 60), text.slice(0, 60)];
  const groupId =
    (await insertGroup(
      ctx,
      { code, name: shown(groupName), kind: 'other', exclusive: false, recommends: false },
      false,
      2000,
    )) ?? (await findGroups(ctx)).find((group) => group.code === code)!.id;
  const draft: TagDraft = {
    groupId,
    code: codeOf('wecom', wecomId),
    name: shown(name),
    description: null,
    ownerId: null,
    days: null,
    // A name that says too much is not spread any further (CR-043).
    pushName: unneutral(name).length === 0 ? name.slice(0, 30) : null,
  };
  return insertTag(ctx, draft, false, 2000);
}

/** Ordered by an operator: the corp gets those of the bank's tags that have a name to be pushed by. */
export function orderDictionary(ctx: Ctx, corpId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    if (!(await findCorp(ctx, corpId, 'customers.tag.manage')))
      throw tagErrors.corpNotFound({ id: corpId });
    await enqueue(ctx, pushTagDictionary, { corpId });
    audit(ctx, {
      action: 'customers.tag-dictionary-pushed',
      subject: { kind: 'corp', id: corpId },
    });
  });
}

/** A tag that is there already under this name is taken, not made twice: WeCom refuses doubles. */
export async function pushDictionary(ctx: Ctx, { corpId }: { corpId: string }): Promise<void> {
  await inTx(ctx, (ctx) => takeWecomDictionary(ctx, { corpId: corpId as Corp }));
  const mapped = new Set((await findWecomTags(ctx, [corpId])).map((m) => m.tagId));
  for (const group of await tagGroups(ctx)) {
    const missing = group.tags.filter(
      (tag) => tag.state === 'active' && tag.pushName !== null && !mapped.has(tag.id),
    );
    if (missing.length === 0) continue;
    const answer = await callWecom(ctx, { corpId }, addTags, {
      body: {
        group_name: group.name[0].slice(0, 30),
        tag: missing.map((tag) => ({ name: tag.pushName! })),
      },
    });
    if (answer.outcome === 'refused') {
      ctx.log.warn({ corpId, code: answer.code }, 'WeCom refused tags of the dictionary');
      continue;
    }
    if (answer.outcome !== 'ok') throw new Error(`WeCom takes tags later: ${answer.outcome}`);
    const made = new Map(answer.reply.tag_group.tag.map((tag) => [tag.name, tag.id]));
    await inTx(ctx, (ctx) =>
      putWecomTags(
        ctx,
        missing.flatMap((tag) => {
          const wecomTagId = made.get(tag.pushName!);
          return wecomTagId ? [{ corpId, wecomTagId, tagId: tag.id }] : [];
        }),
      ),
    );
  }
}
