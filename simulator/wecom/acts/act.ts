import type { z } from 'zod';
import { inTx } from '../core/db.ts';
import type { Corp } from '../core/directory.ts';
import { found, Refusal } from '../core/refusal.ts';
import type { Sim, Work } from '../core/sim.ts';

/** Something a person does in the client or the console. Unlike API calls these raise events. */
export interface Act<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly input: S;
  readonly run: (work: Work, input: z.output<S>) => Promise<object>;
  /** Departments, staff or settings change: what follows must see it. */
  readonly changesDirectory: boolean;
}

export function act<S extends z.ZodType>(
  name: string,
  input: S,
  run: (work: Work, input: z.output<S>) => Promise<object>,
  changesDirectory = false,
): Act {
  return { name, input, run, changesDirectory } as unknown as Act;
}

export type ActResult =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly reason: string; readonly code: number };

/** In order. A run of acts shares a transaction; what cannot be done is left out and says why. */
export async function perform(
  sim: Sim,
  acts: ReadonlyMap<string, Act>,
  corpId: string,
  wanted: readonly { do: string }[],
): Promise<ActResult[]> {
  const results: ActResult[] = [];
  for (let at = 0; at < wanted.length; at = results.length) {
    const corp = found(sim.directory.corp(corpId), 40013);
    const alone = changesDirectory(acts, wanted[at]!);
    await inTx(sim.pool, async (db) => {
      const work: Work = { sim, corp, db, now: sim.clock.now() };
      for (const next of alone ? wanted.slice(at, at + 1) : wanted.slice(at)) {
        if (!alone && changesDirectory(acts, next)) break;
        await db.query('savepoint act');
        const result = await one(work, acts.get(next.do), next);
        await db.query(result.ok ? 'release savepoint act' : 'rollback to savepoint act');
        results.push(result);
      }
    });
    if (alone) await sim.directory.reload(corpId);
  }
  sim.callbacks.wake();
  return results;
}

const changesDirectory = (acts: ReadonlyMap<string, Act>, wanted: { do: string }): boolean =>
  acts.get(wanted.do)?.changesDirectory ?? false;

async function one(work: Work, known: Act | undefined, wanted: { do: string }): Promise<ActResult> {
  if (!known) return { ok: false, reason: `unknown act ${wanted.do}`, code: 60136 };
  const { do: _, ...rest } = wanted;
  const input = known.input.safeParse(rest);
  if (!input.success)
    return {
      ok: false,
      reason: input.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '),
      code: 40058,
    };
  try {
    return { ok: true, ...(await known.run(work, input.data)) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message, code: error.code };
    throw error;
  }
}

/** The corp's member, present. */
export function staffOf(corp: Corp, userid: string) {
  return found(corp.staff.get(userid.toLowerCase()), 60111, `no member ${userid}`);
}
