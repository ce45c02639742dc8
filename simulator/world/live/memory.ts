import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LedgerState } from '../money/ledger.ts';
import type { Outcome, Seen } from '../people/exchange.ts';
import type { WorldState } from '../people/world.ts';
import type { Place } from './stream.ts';

/** Where a world stood, whole. */
export interface Snapshot {
  readonly corp: string;
  /** By which the simulator knows this world's batches. */
  readonly sender: string;
  readonly seed: string;
  readonly today: string;
  readonly customers: number;
  readonly place: Place;
  /** Acts were sent in so many batches. */
  readonly batch: number;
  readonly world: WorldState;
  readonly ledger: LedgerState;
}

/** What a step took in. From it the step follows again: the core is a function. */
export type Step =
  | { readonly now: number; readonly place: Place; readonly seen: Seen }
  /** What came of one batch of the acts of the step before. */
  | { readonly outcomes: readonly Outcome[] }
  | { readonly byHand: readonly string[] };

/**
 * The state of a world in a folder: the last snapshot, and what was taken in since, written before it
 * is acted upon. Read again, the steps lead to the same acts, and the simulator says which of them it
 * has seen already.
 */
export interface Memory {
  load(): { snapshot: Snapshot; steps: readonly Step[] } | null;
  append(step: Step): void;
  /** Enough was appended for a new snapshot. */
  full(): boolean;
  save(snapshot: Snapshot): void;
  /** A file of the bank's day. */
  keep(name: string, text: string): void;
}

const FULL = 16 * 1024 * 1024;

export function memoryIn(folder: string, fullAt = FULL): Memory {
  mkdirSync(join(folder, 'bank'), { recursive: true });
  const snapshotFile = join(folder, 'world.json');
  let generation = 0;
  let bytes = 0;
  const stepsFile = () => join(folder, `steps-${generation}.jsonl`);
  return {
    load() {
      if (!existsSync(snapshotFile)) return null;
      const saved = JSON.parse(readFileSync(snapshotFile, 'utf8')) as {
        generation: number;
        snapshot: Snapshot;
      };
      generation = saved.generation;
      if (!existsSync(stepsFile())) return { snapshot: saved.snapshot, steps: [] };
      const text = readFileSync(stepsFile(), 'utf8');
      // A line that was being written when the process ended was not acted upon.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length < text.length) writeFileSync(stepsFile(), whole);
      bytes = whole.length;
      const steps = whole
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Step);
      return { snapshot: saved.snapshot, steps };
    },
    append(step) {
      const line = `${JSON.stringify(step)}\n`;
      bytes += line.length;
      appendFileSync(stepsFile(), line);
    },
    full: () => bytes > fullAt,
    save(snapshot) {
      const old = stepsFile();
      generation++;
      bytes = 0;
      writeFileSync(`${snapshotFile}.new`, JSON.stringify({ generation, snapshot }));
      // From here on the snapshot holds; the steps before it are in it.
      renameSync(`${snapshotFile}.new`, snapshotFile);
      rmSync(old, { force: true });
    },
    keep(name, text) {
      const file = join(folder, 'bank', name);
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  };
}
