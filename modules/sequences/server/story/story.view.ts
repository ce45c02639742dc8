import { type Cell, cells, needStages, rhythmOf } from '#modules/audiences/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import type { Definition, Item } from '../../contract/definition.ts';
import {
  enrolmentErrors,
  type Movement,
  type MovementKind,
  type Signals,
  type Story,
  type StoryDay,
} from '../../contract/enrolment.ts';
import { type RunId, runErrors } from '../../contract/run.ts';
import { stageOfDay } from '../../definition/layout.ts';
import { movementWords, signalWords } from '../../definition/words.ts';
import { whatHappened } from '../react/react.repo.ts';
import { findRun } from '../run/run.repo.ts';
import { RUN_READ } from '../run/run.view.ts';
import { knownVersion } from '../sequence/known-version.ts';
import {
  type EnrolmentRow,
  findMovements,
  findShown,
  findStanding,
  findTouches,
  type MovementRow,
  type TouchRow,
} from './enrolment.repo.ts';
import { asEnrolment, namesOf } from './enrolment.view.ts';
import { nextOf, whyNot } from './why.ts';

/** A customer's way through a run, day by day: what was planned, what came, what moved, and what is next. */
export async function showStory(ctx: Ctx, id: RunId, customerId: number): Promise<Story> {
  const run = await findRun(ctx, id, RUN_READ);
  if (!run?.planId) throw runErrors.runNotFound({ id });
  const row = await findShown(ctx, run.planId, customerId);
  if (!row) throw enrolmentErrors.enrolmentNotFound({ customerId });
  const definition = await knownVersion(ctx, run.sequenceId, row.version);
  const movements = await findMovements(ctx, run.planId, customerId);
  const touches = await findTouches(ctx, run.planId, customerId);
  const begun = movements[0]?.at ?? new Date(`${row.startedOn}T00:00:00+08:00`);
  const happened = await whatHappened(ctx, [customerId], begun);
  const standing = await findStanding(ctx, customerId);
  const names = await namesOf(ctx, [customerId]);
  const context = { definition, row, movements, touches, today: dayOf(ctx.now()) };
  return {
    enrolment: asEnrolment(id, row, names.get(customerId) ?? null),
    run: { id, name: run.name, sequence: run.sequenceName },
    // What nobody may conclude nobody is shown (CR-013).
    signals: row.generic
      ? signalsOf(null, null, null, null)
      : signalsOf(
          standing?.need ?? null,
          standing?.recognition ?? null,
          standing?.cell ?? row.cell,
          standing?.needStage ?? row.needStage,
        ),
    next: nextOf(context),
    days: storyDays(context, happened),
  };
}

function signalsOf(
  desire: number | null,
  closeness: number | null,
  cell: number | null,
  needStage: number | null,
): Signals {
  const named: Cell | null = cell === null ? null : cells[cell]!;
  return {
    desire,
    closeness,
    cell: named,
    needStage: needStage === null ? null : needStages[needStage]!,
    rhythm: named && rhythmOf(named),
  };
}

const asMovement = (row: MovementRow, titles: ReadonlyMap<string, string>): Movement => ({
  at: row.at.toISOString(),
  kind: row.kind as MovementKind,
  words: movementWords(row.kind as MovementKind, {
    ...row.detail,
    ...('item' in row.detail
      ? { item: titles.get(String(row.detail.item)) ?? row.detail.item }
      : {}),
  }),
  cause: row.cause,
  signals: signalsOf(row.need, row.recognition, row.cell, row.needStage),
});

export interface StoryContext {
  readonly definition: Definition;
  readonly row: EnrolmentRow;
  readonly movements: readonly MovementRow[];
  readonly touches: readonly TouchRow[];
  readonly today: string;
}

/** From the day of enrolment on: the days of the sequence as they fell, then those to come. */
function storyDays(
  context: StoryContext,
  happened: Awaited<ReturnType<typeof whatHappened>>,
): StoryDay[] {
  const { definition, row, movements, touches, today } = context;
  const dates = new Map<string, { items: Item[]; day: number }>();
  const touched = new Map(touches.map((t) => [t.itemKey, t]));
  const put = (date: string, day: number, item?: Item) => {
    const there = dates.get(date) ?? { items: [], day };
    dates.set(date, {
      day: Math.max(there.day, day),
      items: item ? [...there.items, item] : there.items,
    });
  };
  const titles = new Map(definition.items.map(({ id, title }) => [id, `“${title}”`]));
  put(row.startedOn, 0);
  for (const item of definition.items) {
    const touch = touched.get(item.id);
    // What was proposed fell on its day; the rest falls where the anchor says.
    put(touch ? dayOf(touch.plannedAt) : addDays(row.anchor, item.day), item.day, item);
  }
  for (const m of movements) put(dayOf(m.at), 0);
  for (const e of happened) put(dayOf(e.at), 0);
  const horizon = row.state === 'ended' ? today : null;
  return [...dates]
    .filter(([date]) => date >= row.startedOn && (horizon === null || date <= horizon))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, { day, items }]): StoryDay => {
      const moved = movements.filter((m) => dayOf(m.at) === date);
      const last = moved.at(-1);
      return {
        day,
        date,
        stage: stageOfDay(definition, Math.max(day, 1))?.stage ?? 0,
        items: items.map((item) => dayItem(context, item, touched.get(item.id))),
        events: happened
          .filter((e) => dayOf(e.at) === date)
          .sort((a, b) => a.at.getTime() - b.at.getTime())
          .map((e) => ({ at: e.at.toISOString(), words: signalWords(e) })),
        movements: moved.map((one) => asMovement(one, titles)),
        signals: last ? asMovement(last, titles).signals : null,
      };
    });
}

function dayItem(context: StoryContext, item: Item, touch: TouchRow | undefined) {
  const why = touch ? null : whyNot(context, item);
  return {
    item: item.id,
    title: item.title,
    lane: item.lane,
    letter: item.aida,
    fate: touch ? ('proposed' as const) : (why?.fate ?? ('ahead' as const)),
    why: why?.words ?? null,
    touchId: touch?.touchId ?? null,
    touchState: touch?.state ?? null,
  };
}
