import type { Rule } from '#modules/audiences/contract.ts';
import { postgresEngine } from '#modules/audiences/server/index.ts';
import { unitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { SetupId } from '../../contract/setup.ts';
import type { ZoneProposal } from '../../contract/zone.ts';
import { strengthsFor } from '../readiness/readiness.repo.ts';
import { readinessTemplate } from '../readiness/readiness-template.ts';
import { needSetup, packOf, READ } from '../setups/setup.view.ts';
import { proposedBlocks } from './propose.ts';
import { zoneTemplate } from './zone-blocks.ts';

/** Fewer than that tell of persons, not of a group. */
const LEAST = 20;

/** A zone is there for whoever belongs to the group, whether or not marketing may reach them. */
const anybodyOf = (rule: Rule): Rule =>
  rule.include.kind === 'all'
    ? {
        ...rule,
        include: { ...rule.include, of: rule.include.of.filter((c) => c.kind !== 'reach') },
      }
    : rule;

export async function proposeZone(ctx: Ctx, id: SetupId): Promise<ZoneProposal> {
  const row = await needSetup(ctx, id);
  const pack = await packOf(ctx, row);
  const has = await strengthsFor(ctx, row.unit.path);
  const within = await unitScope(ctx, READ, row.unit.id);
  const scope = { unitIds: within.whole ? null : within.units };
  const rule = anybodyOf(pack.audiences[0]!.rule);
  const count = (narrowed: Rule) => postgresEngine.count(ctx, narrowed, scope);
  const customers = await count(rule);
  const shares = new Map<string, number | null>();
  for (const { key, rule: trait } of zoneTemplate.traits) {
    const include = { kind: 'all' as const, of: [rule.include, trait] };
    const share = customers < LEAST ? null : (await count({ ...rule, include })) / customers;
    shares.set(key, share);
  }
  return {
    strengths: readinessTemplate.strengths.filter(({ key }) => has.includes(key)),
    customers,
    portrait: zoneTemplate.traits.map(({ key, name }) => ({
      ...{ key, name },
      share: shares.get(key) ?? null,
    })),
    blocks: proposedBlocks(has, shares, ctx.lang),
  };
}
