import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import {
  type Tag,
  type TagDraft,
  type TagGroup,
  type TagGroupDraft,
  tagErrors,
} from '../../contract/tag.ts';
import { builtInGroups, builtInRules } from './built-in.ts';
import { findGroups, insertGroup, insertTag, setTag } from './dictionary.repo.ts';
import { unneutral } from './neutral.ts';
import { insertRule } from './rule.repo.ts';

const builtInCodes = builtInGroups.flatMap((group) => group.tags.map(([code]) => code));

/** The bank's groups with their tags; what came with the product is there from the first look on. */
export async function tagGroups(ctx: Ctx): Promise<TagGroup[]> {
  const found = await findGroups(ctx);
  const codes = new Set(found.flatMap((group) => group.tags.map((tag) => tag.code)));
  if (builtInCodes.every((code) => codes.has(code))) return found;
  await inTx(ctx, (ctx) => bring(ctx, found));
  return findGroups(ctx);
}

async function bring(ctx: TxCtx, found: readonly TagGroup[]): Promise<void> {
  const known = new Map(found.map((group) => [group.code, group.id]));
  const tagIds = new Map<string, number>();
  for (const [position, { tags, ...group }] of builtInGroups.entries()) {
    const groupId =
      (await insertGroup(ctx, group, true, position)) ??
      known.get(group.code) ??
      (await findGroups(ctx)).find((g) => g.code === group.code)!.id;
    for (const [place, [code, zh, en, pushName = null]] of tags.entries()) {
      const draft: TagDraft = {
        groupId,
        code,
        name: [zh, en],
        description: null,
        ownerId: null,
        days: null,
        pushName,
      };
      const id = await insertTag(ctx, draft, true, place);
      if (id !== null) tagIds.set(code, id);
    }
  }
  for (const rule of builtInRules) {
    const tagId = tagIds.get(rule.tag);
    if (tagId !== undefined) await insertRule(ctx, rule, tagId);
  }
}

export interface KnownTag extends Tag {
  readonly group: TagGroup;
}

export async function knownTags(ctx: Ctx): Promise<Map<string, KnownTag>> {
  const groups = await tagGroups(ctx);
  return new Map(
    groups.flatMap((group) => group.tags.map((tag) => [tag.code, { ...tag, group }] as const)),
  );
}

export async function tagByCode(ctx: Ctx, code: string): Promise<KnownTag> {
  const tag = (await knownTags(ctx)).get(code);
  if (!tag) throw tagErrors.tagNotFound({ code });
  return tag;
}

/** Active ones by their codes; an unknown or retired one is refused by name. */
export async function activeTags(ctx: Ctx, codes: readonly string[]): Promise<KnownTag[]> {
  const known = await knownTags(ctx);
  return codes.map((code) => {
    const tag = known.get(code);
    if (tag?.state !== 'active') throw tagErrors.tagNotFound({ code });
    return tag;
  });
}

export async function listGroups(ctx: Ctx, state: 'active' | 'all'): Promise<TagGroup[]> {
  const groups = await tagGroups(ctx);
  if (state === 'all') return groups;
  return groups.map((group) => ({
    ...group,
    tags: group.tags.filter((tag) => tag.state === 'active'),
  }));
}

export function addGroup(ctx: Ctx, draft: TagGroupDraft): Promise<TagGroup> {
  return inTx(ctx, async (ctx) => {
    await tagGroups(ctx);
    if ((await insertGroup(ctx, draft, false, 1000)) === null)
      throw tagErrors.tagTaken({ code: draft.code });
    audit(ctx, {
      action: 'customers.tag-group-added',
      subject: { kind: 'tag-group', id: draft.code, name: draft.name[0] },
      after: draft,
    });
    return (await findGroups(ctx)).find((group) => group.code === draft.code)!;
  });
}

export function addTag(ctx: Ctx, draft: TagDraft): Promise<Tag> {
  return inTx(ctx, async (ctx) => {
    const groups = await tagGroups(ctx);
    if (!groups.some((group) => group.id === draft.groupId))
      throw tagErrors.tagGroupNotFound({ id: draft.groupId });
    demandNeutral(draft.pushName);
    if ((await insertTag(ctx, draft, false, 1000)) === null)
      throw tagErrors.tagTaken({ code: draft.code });
    audit(ctx, {
      action: 'customers.tag-added',
      subject: { kind: 'tag', id: draft.code, name: draft.name[0] },
      after: draft,
    });
    return tagByCode(ctx, draft.code);
  });
}

type Change = { [K in keyof Omit<TagDraft, 'code' | 'groupId'>]?: TagDraft[K] | undefined } & {
  state?: Tag['state'] | undefined;
  version: number;
};

export function changeTag(ctx: Ctx, code: string, change: Change): Promise<Tag> {
  return inTx(ctx, async (ctx) => {
    const before = await tagByCode(ctx, code);
    const { name, description, ownerId, days, pushName, state } = before;
    const held = { name, description, ownerId, days, pushName, state };
    const given = Object.fromEntries(
      Object.entries(change).filter(([key, v]) => v !== undefined && key !== 'version'),
    );
    const next = { ...held, ...given } as typeof held;
    demandNeutral(next.pushName);
    if (before.version !== change.version || !(await setTag(ctx, code, change.version, next)))
      throw tagErrors.tagChanged({ version: before.version });
    audit(ctx, {
      action: 'customers.tag-changed',
      subject: { kind: 'tag', id: code, name: next.name[0] },
      before: held,
      after: next,
    });
    return tagByCode(ctx, code);
  });
}

function demandNeutral(pushName: string | null): void {
  const found = pushName === null ? [] : unneutral(pushName);
  if (found.length > 0) throw tagErrors.tagNotNeutral({ words: found });
}
