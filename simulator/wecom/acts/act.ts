import type { z } from 'zod';
import { type Db, inTx } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';
import { found, Refusal } from '../core/refusal.ts';
import type { Sim, Work } from '../core/sim.ts';
import { recordResults, resultsSoFar } from './batch.store.ts';

/** Something a person does in the client or the console. Unlike API calls these raise events. */
export interface Act<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly input: S;
  readonly run: (work: Work, input: z.output<S>) => Promise<object>;
  /** The same for many in a row, in a few statements; a refusal stands in the place of its act. */
  readonly many: ((work: Work, inputs: z.output<S>[]) => Promise<(object | Refusal)[]>) | null;
  /** Departments, staff or settings change: what follows must see it. */
  readonly changesDirectory: boolean;
}

export function act<S extends z.ZodType>(
  name: string,
  input: S,
  run: (work: Work, input: z.output<S>) => Promise<object>,
  options: { changesDirectory?: boolean; many?: Act<S>['many'] } = {},
): Act {
  const { changesDirectory = false, many = null } = options;
  return { name, input, run, many, changesDirectory } as unknown as Act;
}

/** An act whose way for many is its only way. */
export function bulkAct<S extends z.ZodType>(
  name: string,
  input: S,
  many: NonNullable<Act<S>['many']>,
): Act {
  const run = async (work: Work, one: z.output<S>) => {
    const [result] = await many(work, [one]);
    if (result instanceof Refusal) throw result;
    return result ?? {};
  };
  return act(name, input, run, { many });
}

export type ActResult =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly reason: string; readonly code: number };

interface Wanted {
  do: string;
}

/** Names a request, so that it can be asked again without being done again. */
export interface Batch {
  readonly sender: string;
  /** Counts up. */
  readonly number: number;
}

/** In order. A run of acts shares a transaction; what cannot be done is left out and says why. */
export async function perform(
  sim: Sim,
  acts: ReadonlyMap<string, Act>,
  corpId: string,
  wanted: readonly Wanted[],
  batch?: Batch,
): Promise<ActResult[]> {
  const results = batch ? await resultsSoFar(sim.pool, corpId, batch) : [];
  while (results.length < wanted.length) {
    const corp = found(sim.directory.corp(corpId), 40013);
    const rest = wanted.slice(results.length);
    const alone = acts.get(rest[0]!.do)?.changesDirectory ?? false;
    const end = alone ? 1 : rest.findIndex((w) => acts.get(w.do)?.changesDirectory);
    await inTx(sim.pool, async (db) => {
      const work: Work = { sim, corp, db, now: sim.clock.now() };
      for (const group of grouped(acts, end < 0 ? rest : rest.slice(0, end)))
        results.push(...(await performGroup(work, acts.get(group[0]!.do), group)));
      if (batch) await recordResults(db, corpId, batch, results);
    });
    if (alone) await sim.directory.reload(corpId);
  }
  sim.callbacks.wake();
  return results;
}

/** Neighbours that can be done together are. */
function* grouped(acts: ReadonlyMap<string, Act>, wanted: readonly Wanted[]): Generator<Wanted[]> {
  let group: Wanted[] = [];
  for (const next of wanted) {
    const joins = group.length === 0 || (group[0]!.do === next.do && acts.get(next.do)?.many);
    if (!joins) {
      yield group;
      group = [];
    }
    group.push(next);
  }
  if (group.length > 0) yield group;
}

async function performGroup(
  work: Work,
  known: Act | undefined,
  group: readonly Wanted[],
): Promise<ActResult[]> {
  if (!known) return group.map((w) => ({ ok: false, reason: `unknown act ${w.do}`, code: 60136 }));
  const results: (ActResult | null)[] = [];
  const inputs: unknown[] = [];
  for (const { do: _, ...rest } of group) {
    const parsed = known.input.safeParse(rest);
    if (parsed.success) inputs.push(parsed.data);
    results.push(parsed.success ? null : invalid(parsed.error));
  }
  const done = inputs.length > 0 ? await guarded(work, known, inputs) : [];
  return results.map((result) => result ?? done.shift()!);
}

function invalid(error: z.ZodError): ActResult {
  const reasons = error.issues.map((i) => `${i.path.join('.')} ${i.message}`);
  return { ok: false, reason: reasons.join('; '), code: 40058 };
}

/** What a refused act has written is undone, and nothing else. */
async function guarded(work: Work, known: Act, inputs: unknown[]): Promise<ActResult[]> {
  const outcome = (r: object | Refusal): ActResult =>
    r instanceof Refusal ? refused(r) : { ok: true, ...r };
  if (known.many) return (await known.many(work, inputs)).map(outcome);
  await command(work.db, 'savepoint act');
  try {
    const result = await known.run(work, inputs[0]);
    await command(work.db, 'release savepoint act');
    return [outcome(result)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await command(work.db, 'rollback to savepoint act');
    return [refused(error)];
  }
}

const refused = (error: Refusal): ActResult => ({
  ok: false,
  reason: error.message,
  code: error.code,
});

const command = (db: Db, sql: string) => db.query(sql);

/** The corp's member. */
export function staffOf(corp: Corp, userid: string) {
  return found(corp.staff.get(userid.toLowerCase()), 60111, `no member ${userid}`);
}

/** Runs a check that refuses, and hands back the refusal. */
export function attempt<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
