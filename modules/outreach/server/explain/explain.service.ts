import { headsOf } from '#modules/customers/server/index.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { Decision } from '../../contract/gate.ts';
import type { Explained, TouchLine } from '../../contract/touch.ts';
import { findBases } from '../decide/basis.repo.ts';
import { failureText } from '../handover/failure.ts';
import { policies } from '../policies/index.ts';
import type { Basis } from '../rules/basis.ts';
import { readFacts } from '../rules/facts.ts';
import { judge } from '../rules/judge.ts';
import { asDecision } from './decision.view.ts';
import {
  findEarlier,
  findTouch,
  listTouchRows,
  type TouchFilter,
  type TouchRow,
} from './touch.repo.ts';
import { asLine } from './touch.view.ts';

export const READ = 'outreach.decision.read';

/** Rows as lists show them, in one look-up for all. */
export async function linesOf(ctx: Ctx, rows: readonly TouchRow[]): Promise<TouchLine[]> {
  const bases = await findBases(
    ctx,
    rows.flatMap(({ basisId }) => basisId ?? []),
  );
  const ids = [...new Set(rows.map((row) => row.customerId).filter((id) => id > 0))];
  // Names of customers whom the reader may not see stay out.
  const names = new Map((await headsOf(ctx, ids)).map((head) => [head.id as number, head.name]));
  return rows.map((row) => asLine(row, bases, names, ctx.lang));
}

export async function listTouches(ctx: Ctx, filter: TouchFilter) {
  const { rows, total } = await listTouchRows(ctx, filter, await unitScope(ctx, READ));
  return { items: await linesOf(ctx, rows), total };
}

/**
 * The whole story of one contact: what every rule said, each time it was asked, and what happened.
 * What was recorded is judged again on the way: a difference would mean that it does not replay.
 */
export async function explainTouch(
  ctx: Ctx,
  customerId: number,
  touchId: string,
): Promise<Explained> {
  const row = await findTouch(ctx, customerId, touchId, await unitScope(ctx, READ));
  if (!row) throw outreachErrors.touchNotFound({ touchId });
  const earlier = await findEarlier(ctx, customerId, touchId);
  const bases = await findBases(
    ctx,
    [row, ...earlier].flatMap(({ basisId }) => basisId ?? []),
  );
  const inForce = row.outcome && row.decidedAt ? { ...row, decidedAt: row.decidedAt } : null;
  const told = (one: Parameters<typeof decisionOf>[1]) => decisionOf(row, one, bases, ctx.lang);
  const [line] = await linesOf(ctx, [row]);
  return {
    touch: line!,
    decision: inForce && told({ ...inForce, outcome: inForce.outcome! }),
    history: earlier.flatMap((one) => told(one) ?? []),
    happened: happenedTo(row, ctx.lang),
    differences: inForce ? differencesOf(row, bases.get(row.basisId ?? '')) : [],
  };
}

function decisionOf(
  { touchId, channel }: TouchRow,
  one: {
    decidedAt: Date;
    outcome: Decision['outcome'];
    untilAt: Date | null;
    facts: unknown;
    basisId: string | null;
  },
  bases: ReadonlyMap<string, Basis>,
  lang: Ctx['lang'],
): Decision | null {
  const basis = bases.get(one.basisId ?? '');
  if (!basis) return null;
  const { decidedAt: at, untilAt: until, outcome } = one;
  return asDecision(
    { touchId, channel, at, outcome, until, facts: readFacts(one.facts), basis },
    lang,
  );
}

/** The recorded facts judged again under the recorded rules (replay). */
function differencesOf(row: TouchRow, basis: Basis | undefined): Explained['differences'] {
  if (!basis)
    return [{ rule: row.rule ?? 'GATE-001', recorded: row.outcome!, replayed: 'unknown' }];
  const judged = judge(policies, readFacts(row.facts), row, basis);
  const says = judged.deciding?.says;
  const same =
    judged.outcome === row.outcome &&
    (says?.rule ?? null) === row.rule &&
    (judged.deciding?.code ?? null) === row.verdict &&
    (judged.until?.getTime() ?? null) === (row.untilAt?.getTime() ?? null);
  if (same) return [];
  return [
    {
      rule: row.rule ?? says?.rule ?? 'GATE-001',
      recorded: `${row.outcome} ${row.verdict ?? ''}`.trim(),
      replayed: `${judged.outcome} ${judged.deciding?.code ?? ''}`.trim(),
    },
  ];
}

function happenedTo(row: TouchRow, lang: Ctx['lang']): Explained['happened'] {
  const at = (
    what: Explained['happened'][number]['what'],
    moment: Date | null,
    note: string | null,
  ) => (moment === null ? [] : [{ what, at: moment.toISOString(), note }]);
  const ended = (['delivered', 'failed', 'withdrawn', 'expired'] as const).find(
    (state) => state === row.state,
  );
  const inWords = (reason: string | null) => reason && say(failureText(reason), lang);
  return [
    ...(row.waitsFor ? at('waiting', row.waitsSince, inWords(row.waitsFor)) : []),
    ...(row.reminder ? at('reminded', row.handedAt, row.reminder.text) : []),
    ...at('handed_over', row.handedAt, null),
    ...at('confirmed', row.confirmedAt, null),
    ...(ended ? at(ended, row.settledAt, inWords(row.failure)) : []),
  ];
}
