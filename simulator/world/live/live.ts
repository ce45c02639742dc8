import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf, HOUR } from '../calendar.ts';
import { balanceFile, transactionFile } from '../money/bank-file.ts';
import { type BankDay, openLedger } from '../money/ledger.ts';
import type { Changes } from '../parameters.ts';
import type { Deeds, Outcome, Seen, SeenList, Visited } from '../people/exchange.ts';
import { createWorld } from '../people/world.ts';
import type { Population } from '../population/population.ts';
import { type Memory, memoryIn, type Step } from './memory.ts';
import { SimulatorError, simulatorAt } from './simulator.ts';
import { BEGINNING, type Glimpse, look, lookForCodes, type Place } from './stream.ts';
import { openBrowsers, type VisitOptions } from './visits.ts';
import { openWorkbench } from './workbench.ts';

export interface LiveOptions extends VisitOptions {
  readonly population: Population;
  readonly parameters?: Changes;
  /** Persons and RMs that somebody plays by hand. */
  readonly byHand?: readonly string[];
  /** Where the product listens: RMs work with its workbench. Without it they have none. */
  readonly product?: string;
  /** RMs who leave theirs to somebody else. */
  readonly desksLeft?: readonly string[];
  /** A folder for the state and the bank's daily files; without it nothing outlives the process. */
  readonly folder?: string;
  /** Looks so often whether something happened; null: only when `step` or `drive` is called. */
  readonly pollMs?: number | null;
  readonly onBankDay?: (day: BankDay) => void;
  readonly onProblem?: (error: unknown) => void;
}

export interface Status {
  readonly now: number;
  readonly steps: number;
  /** Acts by name: done and refused. */
  readonly acts: Readonly<Record<string, { done: number; refused: number }>>;
  readonly visits: { readonly sent: number; readonly failed: number; readonly recorded: number };
  /** In the workbench of the product: lists opened, outcomes logged. */
  readonly desk?: Readonly<Record<string, { done: number; refused: number }>>;
  readonly heard: number;
  readonly byHand: readonly string[];
  readonly problem: string | null;
}

export interface LiveWorld {
  /** Looks and acts once, and again while there is more; says how many acts there were. */
  step(): Promise<number>;
  /** Moves the simulator's clock on, an hour at a time unless told otherwise, and lives each hour. */
  drive(seconds: number, stepSeconds?: number): Promise<void>;
  status(): Status;
  /** When somebody is going to do something of their own accord, in Unix seconds. */
  nextDue(): number | null;
  bankDays(): readonly BankDay[];
  playByHand(ids: readonly string[]): void;
  stop(): Promise<void>;
}

const ACTS_AT_ONCE = 5000;

interface Open extends Deeds {
  readonly outcomes: Outcome[];
}

const isAnswered = ({ acts, outcomes }: Open): boolean => outcomes.length >= acts.length;

/** In memory; older ones are in the folder. */
const BANK_DAYS_KEPT = 31;

/** The people live in a corp of a running simulator, as its clock goes. */
export async function live(simUrl: string, corp: string, options: LiveOptions): Promise<LiveWorld> {
  const { population, parameters, folder, pollMs = 250 } = options;
  const simulator = simulatorAt(simUrl, corp);
  const memory: Memory | null = folder ? memoryIn(folder) : null;
  const saved = memory?.load() ?? null;
  if (saved) checkSame(saved.snapshot);
  const { now: begin } = await simulator.clock();
  const workbench = options.product
    ? openWorkbench({ product: options.product, simulator: simUrl, corp })
    : null;
  const common = {
    ...{ population, now: begin },
    desks: workbench ? rmsWithout(options.desksLeft) : [],
    ...(parameters ? { parameters } : {}),
  };
  const world = createWorld({
    ...common,
    ...(options.byHand ? { byHand: options.byHand } : {}),
    ...(saved ? { state: saved.snapshot.world } : {}),
  });
  const ledger = openLedger(population, world.values, {
    now: begin,
    ...(saved ? { state: saved.snapshot.ledger } : {}),
  });
  const browsers = openBrowsers(options);
  const days: BankDay[] = [];
  const acted: Record<string, { done: number; refused: number }> = {};
  let place: Place = saved?.snapshot.place ?? BEGINNING;
  let batch = saved?.snapshot.batch ?? 0;
  /** What is decided and not done: acts of which not all are answered, pages that wait for them. */
  let open: Open | null = null;
  const sender = saved?.snapshot.sender ?? `world ${randomUUID()}`;
  let known = { waiting: '', codes: '', day: 0 };
  let codesAt = Number.NEGATIVE_INFINITY;
  let visited: Visited[] = [];
  let lists: SeenList[] = [];
  let byHand: readonly string[] = saved?.snapshot.world.byHand ?? options.byHand ?? [];
  let status = { now: begin, steps: 0, heard: 0, problem: null as string | null };

  function rmsWithout(left: readonly string[] = []): string[] {
    return population.rms.map(({ userid }) => userid).filter((userid) => !left.includes(userid));
  }

  if (saved) await recall(saved.steps);
  else {
    // What was said before they came to live does not concern them.
    place = await theEnd();
    save();
  }

  function checkSame(snapshot: { corp: string; seed: string; today: string; customers: number }) {
    const { seed, today, customers } = population;
    const same =
      snapshot.corp === corp &&
      snapshot.seed === seed &&
      snapshot.today === today &&
      snapshot.customers === customers.length;
    if (!same)
      throw new Error(
        `${folder} holds the state of other people (${snapshot.corp}, ${snapshot.seed}, ${snapshot.today}, ${snapshot.customers})`,
      );
  }

  async function theEnd(): Promise<Place> {
    let at = BEGINNING;
    for (;;) {
      const glimpse = await look(simulator, at);
      at = glimpse.place;
      if (!glimpse.more) return at;
    }
  }

  function save(): void {
    memory?.save({
      corp,
      sender,
      seed: population.seed,
      today: population.today,
      customers: population.customers.length,
      place,
      batch,
      world: world.state(),
      ledger: ledger.state(),
    });
  }

  /** Takes the steps again that were taken before: they lead to the same acts. */
  async function recall(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if ('byHand' in step) {
        byHand = step.byHand;
        world.playByHand(byHand);
      } else if ('outcomes' in step) {
        batch++;
        open?.outcomes.push(...step.outcomes);
      } else open = { ...takeIn(step.now, step.place, step.seen), outcomes: [] };
      // Its pages were opened, or were about to be: rather not at all than twice.
      if (open && isAnswered(open)) settle(open);
    }
    await finish();
  }

  function takeIn(now: number, at: Place, seen: Seen) {
    closeDays(now);
    place = at;
    return world.step(now, seen);
  }

  function closeDays(now: number): void {
    for (const day of ledger.closeUpTo(now, world.mind)) {
      days.push(day);
      if (days.length > BANK_DAYS_KEPT) days.shift();
      memory?.keep(`balances-${day.day}.csv`, balanceFile(day));
      memory?.keep(`transactions-${day.day}.csv`, transactionFile(day));
      options.onBankDay?.(day);
    }
  }

  /** Does what is decided, in numbered batches: one that was done and not answered is not done again. */
  async function finish(): Promise<void> {
    while (open) {
      const { acts, outcomes, visits, desk }: Open = open;
      if (isAnswered(open)) {
        settle(open);
        visited.push(...(await browsers.visit(visits)));
        if (workbench && desk.length > 0) lists.push(...(await workbench.work(desk)));
        continue;
      }
      const { results } = await simulator.post<{ results: Outcome[] }>('/acts', {
        acts: acts.slice(outcomes.length, outcomes.length + ACTS_AT_ONCE),
        batch: { sender, number: batch + 1 },
      });
      batch++;
      memory?.append({ outcomes: results });
      outcomes.push(...results);
    }
  }

  function settle({ acts, outcomes }: Open): void {
    open = null;
    world.settle(acts, outcomes);
    acts.forEach((act, i) => {
      acted[act.do] ??= { done: 0, refused: 0 };
      acted[act.do]![outcomes[i]?.ok ? 'done' : 'refused']++;
    });
  }

  async function stepOnce(): Promise<{ acts: number; more: boolean }> {
    await finish();
    const glimpse = await look(simulator, place);
    const { now, seen, more } = glimpse;
    const codes = now >= codesAt + HOUR ? await lookForCodes(simulator) : null;
    if (codes) codesAt = now;
    const fresh = codes !== null && JSON.stringify(codes) !== known.codes;
    if (!fresh && nothingNew(glimpse)) return { acts: 0, more };
    known = {
      waiting: waitingIn(glimpse),
      codes: fresh ? JSON.stringify(codes) : known.codes,
      day: dayOf(now),
    };
    const all: Seen = {
      ...{ ...seen, visited },
      ...(lists.length > 0 ? { lists } : {}),
      ...(fresh ? { codes } : {}),
    };
    visited = [];
    lists = [];
    memory?.append({ now, place: glimpse.place, seen: all });
    const deeds = takeIn(now, glimpse.place, all);
    open = { ...deeds, outcomes: [] };
    await finish();
    if (memory?.full()) save();
    const heard = status.heard + seen.messages.length;
    status = { ...status, now, steps: status.steps + 1, heard };
    // What stands on a list that was opened is taken in with the next look.
    return { acts: deeds.acts.length, more: more || lists.length > 0 };
  }

  const waitingIn = ({ seen }: Glimpse) => JSON.stringify([seen.tasks, seen.requests]);

  /** Nobody said, showed or wants anything, and nobody is about to do anything. */
  const nothingNew = (glimpse: Glimpse): boolean =>
    glimpse.seen.messages.length === 0 &&
    glimpse.seen.moments.length === 0 &&
    glimpse.seen.sms === undefined &&
    visited.length === 0 &&
    lists.length === 0 &&
    (world.nextDue() ?? Number.POSITIVE_INFINITY) > glimpse.now &&
    dayOf(glimpse.now) === known.day &&
    waitingIn(glimpse) === known.waiting;

  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time. */
  const step = (): Promise<number> => {
    const mine = turn.then(async () => {
      let acts = 0;
      for (;;) {
        const done = await stepOnce();
        acts += done.acts;
        if (!done.more) return acts;
      }
    });
    turn = mine.catch(() => {});
    return mine;
  };

  const stopping = new AbortController();
  const polling = pollMs === null ? null : poll(pollMs);

  async function poll(ms: number): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await step();
        status.problem = null;
      } catch (error) {
        status.problem = String(error);
        options.onProblem?.(error);
        // What the simulator refuses as a whole will not get better by itself.
        if (error instanceof SimulatorError && error.status === 404) await pause(10 * ms);
      }
      await pause(ms);
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  return {
    step,
    async drive(seconds, stepSeconds = HOUR) {
      for (let left = seconds; left > 0; left -= stepSeconds) {
        await simulator.advance(Math.min(left, stepSeconds));
        await step();
      }
    },
    status: () => ({
      ...{ ...status, acts: acted, visits: browsers.counts, byHand },
      ...(workbench ? { desk: workbench.counts } : {}),
    }),
    nextDue: () => world.nextDue(),
    bankDays: () => days,
    playByHand(ids) {
      byHand = [...ids];
      world.playByHand(byHand);
      memory?.append({ byHand });
    },
    async stop() {
      stopping.abort();
      await polling;
      await turn;
      // What is decided and not answered stands in the steps.
      if (!open) save();
    },
  };
}
