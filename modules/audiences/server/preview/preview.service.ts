import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Purpose } from '#modules/customers/contract.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { estimateOf } from '#platform/contract/estimate.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { defineJob, enqueue, handleOutside } from '#platform/server/jobs.ts';
import type { Ticker } from '#platform/server/module.ts';
import { audienceErrors } from '../../contract/audience.ts';
import type { Estimate, Preview } from '../../contract/preview.ts';
import type { Rule } from '../../contract/rule.ts';
import { READ } from '../audience/audience.service.ts';
import { maskedCustomers } from '../audience/member.service.ts';
import type { Cell, Scope } from '../engine/audience-engine.ts';
import { postgresEngine } from '../engine/postgres-engine.ts';
import { findPopulation } from '../profile/population.repo.ts';
import { findUnitNames } from '../words/names.repo.ts';
import { demandSound, readRule, ruleHash, sentences } from '../words/read-rule.service.ts';
import { loadWords, optionText } from '../words/words.service.ts';
import { breakdownOf, reachOf } from './breakdown.ts';

import {
  type Counted,
  deleteOldPreviews,
  findCounted,
  findPreview,
  insertPreview,
  type PreviewRow,
  setCounted,
} from './preview.repo.ts';

/** So few customers are counted as fast as a sample of many. */
const FEW = 50_000;
const EXAMPLES = 8;
const KEPT_MS = 6 * 3_600_000;
const POLL_MS = 60;

const countExactly = defineJob('audiences.count-exactly', z.object({ previewId: z.uuid() }), {
  attempts: 3,
});

/** Answers an estimate at once; the exact count is on its way, unless it is known already. */
export async function startPreview(
  ctx: Ctx,
  given: { rule: Rule; purpose: Purpose; unitId?: string | undefined },
): Promise<Preview> {
  const { rule } = given;
  const { problems } = await readRule(ctx, rule, given.purpose);
  demandSound(problems);
  const scope = await scopeOf(ctx, given.unitId);
  const { customers: population, dataVersion } = await findPopulation(ctx);
  const key = `${ruleHash(rule)}/${ctx.now().toISOString().slice(0, 15)}/${scopeKey(scope)}`;
  const known = await findCounted(ctx, key, dataVersion);
  const exact = known
    ? { ...known, cached: true }
    : population <= FEW
      ? { ...(await countedOf(ctx, rule, scope)), cached: false }
      : null;
  const row: Omit<PreviewRow, 'failed'> = {
    id: newId(ctx.realNow()),
    key,
    rule,
    unitIds: scope.unitIds === null ? null : [...scope.unitIds],
    staffId: ctx.actor.id,
    population,
    estimate: exact ? null : await estimated(ctx, rule, scope, population),
    exact,
    dataVersion,
  };
  await inTx(ctx, async (ctx) => {
    await insertPreview(ctx, row);
    if (!exact) await enqueue(ctx, countExactly, { previewId: row.id });
  });
  return asPreview(ctx, { ...row, failed: false });
}

export async function getPreview(ctx: Ctx, id: string, wait: number): Promise<Preview> {
  const until = Date.now() + wait * 1000;
  for (;;) {
    const row = await findPreview(ctx, id);
    // Somebody else's preview shows what that person may see.
    if (row?.staffId !== ctx.actor.id) throw audienceErrors.previewNotFound({ id });
    if (row.exact || row.failed || Date.now() >= until) return asPreview(ctx, row);
    await pause(POLL_MS);
  }
}

async function scopeOf(ctx: Ctx, unitId: string | undefined): Promise<Scope> {
  const scope = await unitScope(ctx, READ, unitId);
  return { unitIds: scope.whole ? null : scope.units };
}

const scopeKey = ({ unitIds }: Scope) => (unitIds === null ? '*' : [...unitIds].sort().join());

async function estimated(ctx: Ctx, rule: Rule, scope: Scope, population: number) {
  const began = performance.now();
  const { customers, cells } = await postgresEngine.sample(ctx, rule, scope, population);
  const hits = cells.reduce((sum, cell) => sum + cell.count, 0);
  const estimate: Estimate = {
    ...estimateOf(hits, customers, population),
    sampled: customers,
    hits,
    milliseconds: performance.now() - began,
  };
  return { estimate, cells };
}

async function countedOf(ctx: Ctx, rule: Rule, scope: Scope): Promise<Counted> {
  const began = performance.now();
  const cells = await postgresEngine.describe(ctx, rule, scope);
  return {
    count: cells.reduce((sum, cell) => sum + cell.count, 0),
    countedAt: ctx.now().toISOString(),
    milliseconds: performance.now() - began,
    cells,
  };
}

export const previewJobs = [
  handleOutside(countExactly, async (ctx, { previewId }) => {
    const row = await findPreview(ctx, previewId);
    if (!row || row.exact) return;
    const { dataVersion } = await findPopulation(ctx);
    try {
      const counted = await countedOf(ctx, row.rule, { unitIds: row.unitIds });
      await setCounted(ctx, previewId, { ...counted, cached: false }, dataVersion);
    } catch (err) {
      await setCounted(ctx, previewId, null, dataVersion);
      throw err;
    }
  }),
];

async function asPreview(ctx: Ctx, row: PreviewRow): Promise<Preview> {
  const cells = row.exact?.cells ?? row.estimate?.cells ?? [];
  const hits = cells.reduce((sum, cell) => sum + cell.count, 0);
  const times = row.exact || hits === 0 ? 1 : (row.estimate?.estimate.count ?? 0) / hits;
  const examples = [...cells]
    .sort((a, b) => b.count - a.count)
    .slice(0, EXAMPLES)
    .map((cell) => cell.example);
  const [said, names, people] = await Promise.all([
    sentences(ctx, [row.rule]),
    partNames(ctx, cells),
    maskedCustomers(ctx, examples),
  ]);
  return {
    id: row.id,
    sentence: said[0]!,
    state: row.failed ? 'failed' : row.exact ? 'exact' : 'counting',
    population: row.population,
    estimate: row.estimate?.estimate ?? null,
    exact: row.exact && {
      count: row.exact.count,
      countedAt: row.exact.countedAt,
      milliseconds: row.exact.milliseconds,
      cached: row.exact.cached,
    },
    breakdowns: breakdownOf(cells, names, ctx.lang, times),
    reach: reachOf(cells, ctx.lang, times),
    examples: people,
  };
}

async function partNames(ctx: Ctx, cells: readonly Cell[]) {
  const [words, units] = await Promise.all([
    loadWords(ctx, []),
    findUnitNames(ctx, [...new Set(cells.map((cell) => cell.unitId))]),
  ]);
  const attributes = { city_tier: 'city_tier', age: 'age_band', value_band: 'quality_band' };
  return {
    unit: new Map(units.map((unit) => [unit.id, unit.name])),
    option: (by: keyof typeof attributes, key: string) =>
      words.attribute(attributes[by])?.options.get(key) ?? optionText(attributes[by], key),
  };
}

export const oldPreviews: Ticker = {
  name: 'audiences.old-previews',
  run: (ctx) => deleteOldPreviews(ctx, new Date(ctx.realNow().getTime() - KEPT_MS), 500),
};
