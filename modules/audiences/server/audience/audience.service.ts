import type { z } from 'zod';
import { unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import {
  type Audience,
  audienceErrors,
  type createAudience as createEndpoint,
  type saveAudience as saveEndpoint,
} from '../../contract/audience.ts';
import type { Rule, RuleProblem } from '../../contract/rule.ts';
import { dependenciesOf, leavesOf } from '../../rule/walk.ts';
import { demandSound, readRule, ruleHash, sentences } from '../words/read-rule.service.ts';
import {
  type AudienceFilter,
  type AudienceRow,
  findAudience,
  findFollowed,
  findRuleVersions,
  insertAudience,
  listAudienceRows,
  setState,
  updateAudience,
} from './audience.repo.ts';
import { asAudience, asLines } from './audience.view.ts';
import { orderBuild } from './build.task.ts';
import { usesOf } from './uses.ts';

export const READ = 'audiences.audience.read';
export const MANAGE = 'audiences.audience.manage';

/** One that the caller may see; with MANAGE, one they may change. */
export async function requireAudience(
  ctx: Ctx,
  id: string,
  permission: typeof READ | typeof MANAGE | 'audiences.member.read' = READ,
): Promise<AudienceRow> {
  const scope = await unitScope(ctx, permission);
  const row = await findAudience(ctx, id, scope, { ready: permission === READ });
  if (!row) throw audienceErrors.audienceNotFound({ id });
  return row;
}

/** A unit in which the caller may keep audiences. */
export async function requireUnit(ctx: Ctx, unitId: string): Promise<void> {
  const scope = await unitScope(ctx, MANAGE, unitId);
  if (!scope.whole && !scope.units.includes(unitId))
    throw audienceErrors.audienceNotFound({ unitId });
}

export async function listAudiences(ctx: Ctx, filter: AudienceFilter) {
  const { items, total } = await listAudienceRows(ctx, filter, await unitScope(ctx, READ));
  return { items: await asLines(ctx, items), total };
}

export const getAudience = async (ctx: Ctx, id: string): Promise<Audience> =>
  asAudience(ctx, await requireAudience(ctx, id));

type Draft = z.output<(typeof createEndpoint)['body']>;

export function createAudience(ctx: Ctx, { live, ...draft }: Draft): Promise<Audience> {
  return inTx(ctx, async (ctx) => {
    await requireUnit(ctx, draft.unitId);
    await demandGood(ctx, null, draft.rule, draft.purpose);
    const id = newId(ctx.now());
    await insertAudience(ctx, {
      ...draft,
      id,
      kind: 'rule',
      state: live ? 'building' : 'draft',
      ready: null,
      ruleHash: ruleHash(draft.rule),
    });
    if (live) await orderBuild(ctx, { id, name: draft.name, ruleVersion: 1 }, false);
    audit(ctx, {
      action: 'audiences.audience-created',
      subject: { kind: 'audience', id, name: draft.name },
      after: draft,
    });
    return asAudience(ctx, await requireAudience(ctx, id, MANAGE));
  });
}

type Change = z.output<(typeof saveEndpoint)['body']>;

export function saveAudience(ctx: Ctx, id: string, { live, ...draft }: Change): Promise<Audience> {
  return inTx(ctx, async (ctx) => {
    const before = await requireAudience(ctx, id, MANAGE);
    if (before.kind === 'list') throw audienceErrors.isList({ id });
    if (before.state === 'archived') throw audienceErrors.archived({ id });
    await demandGood(ctx, id, draft.rule, draft.purpose);
    const hash = ruleHash(draft.rule);
    const newRule = hash !== before.ruleHash;
    const wasLive = before.state !== 'draft';
    const build = (live || wasLive) && (newRule || !wasLive);
    const saved = await updateAudience(ctx, before, {
      ...draft,
      ruleHash: hash,
      newRule,
      state: build ? 'building' : before.state,
    });
    if (!saved) throw audienceErrors.changedMeanwhile({ id, version: before.version });
    const after = await requireAudience(ctx, id, MANAGE);
    if (build) await orderBuild(ctx, after, wasLive);
    audit(ctx, {
      action: 'audiences.audience-changed',
      subject: { kind: 'audience', id, name: draft.name },
      before: { name: before.name, description: before.description, rule: before.rule },
      after: { name: draft.name, description: draft.description, rule: draft.rule },
    });
    return asAudience(ctx, await requireAudience(ctx, id, MANAGE));
  });
}

export function archiveAudience(ctx: Ctx, id: string): Promise<Audience> {
  return inTx(ctx, async (ctx) => {
    const row = await requireAudience(ctx, id, MANAGE);
    const uses = (await usesOf(ctx, id)).filter((use) => use.active);
    if (uses.length > 0) throw audienceErrors.inUse({ uses });
    if (row.state !== 'archived') {
      await setState(ctx, id, 'archived');
      audit(ctx, {
        action: 'audiences.audience-archived',
        subject: { kind: 'audience', id, name: row.name },
      });
    }
    return asAudience(ctx, await requireAudience(ctx, id, MANAGE));
  });
}

export async function listRuleVersions(ctx: Ctx, id: string) {
  await requireAudience(ctx, id);
  const versions = await findRuleVersions(ctx, id);
  const said = await sentences(
    ctx,
    versions.map((version) => version.rule),
  );
  return {
    items: versions.map((version, i) => ({
      ruleVersion: version.ruleVersion,
      rule: version.rule,
      sentence: said[i]!,
      savedBy: { id: version.savedById, name: version.savedByName },
      savedAt: version.savedAt.toISOString(),
    })),
  };
}

export async function audienceUses(ctx: Ctx, id: string) {
  await requireAudience(ctx, id);
  return { items: await usesOf(ctx, id) };
}

async function demandGood(
  ctx: Ctx,
  id: string | null,
  rule: Rule,
  purpose: Draft['purpose'],
): Promise<void> {
  const { problems } = await readRule(ctx, rule, purpose);
  demandSound([...problems, ...(await circles(ctx, id, rule))]);
}

/** An audience that names itself, by however many others in between. */
async function circles(ctx: Ctx, id: string | null, rule: Rule): Promise<RuleProblem[]> {
  if (id === null || dependenciesOf(rule).audiences.length === 0) return [];
  const names = new Map(
    (await findFollowed(ctx)).map((a) => [a.id, a.rule ? dependenciesOf(a.rule).audiences : []]),
  );
  const reaches = (from: string, seen: Set<string>): boolean => {
    if (from === id) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (names.get(from) ?? []).some((next) => reaches(next, seen));
  };
  return [...leavesOf(rule)].flatMap(({ path, leaf }) =>
    leaf.kind === 'audience'
      ? leaf.audienceIds.flatMap((named, i) =>
          reaches(named, new Set())
            ? [
                {
                  path: `${path}.audienceIds.${i}`,
                  code: 'audienceCycle' as const,
                  details: { audienceId: named },
                },
              ]
            : [],
        )
      : [],
  );
}
