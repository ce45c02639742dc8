import { z } from 'zod';

/** What goes wrong on request. */
export const Fault = z.object({
  /** An endpoint's name (`tag.mark`), or `*`. */
  endpoint: z.string().default('*'),
  corpId: z.string().optional(),
  kind: z.enum(['code', 'http', 'reset', 'timeout', 'slow', 'lost-reply']),
  /** For `code`. */
  code: z.int().default(-1),
  /** For `http`. */
  status: z.int().min(400).max(599).default(502),
  /** For `slow` and `timeout`: machine milliseconds. */
  ms: z.int().min(0).max(600_000).default(10_000),
  /** So many times, then it is gone; null for ever. */
  times: z.int().min(1).nullable().default(1),
  /** Lets so many calls pass first. */
  skip: z.int().min(0).default(0),
  probability: z.number().min(0).max(1).default(1),
});
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  add(fault: Fault): number;
  list(): (Fault & { id: number; struck: number })[];
  remove(id: number): boolean;
  clear(): void;
  /** The first that strikes this call; it is counted. */
  strike(endpoint: string, corpId: string | null, chance: () => number): Fault | undefined;
}

export function openFaults(): Faults {
  let faults: (Fault & { id: number; struck: number; seen: number })[] = [];
  let lastId = 0;
  return {
    add(fault) {
      faults.push({ ...fault, id: ++lastId, struck: 0, seen: 0 });
      return lastId;
    },
    list: () => faults.map(({ seen: _, ...fault }) => fault),
    remove(id) {
      const before = faults.length;
      faults = faults.filter((f) => f.id !== id);
      return faults.length < before;
    },
    clear() {
      faults = [];
    },
    strike(endpoint, corpId, chance) {
      for (const fault of faults) {
        if (fault.endpoint !== '*' && fault.endpoint !== endpoint) continue;
        if (fault.corpId && fault.corpId !== corpId) continue;
        if (fault.times !== null && fault.struck >= fault.times) continue;
        if (fault.seen++ < fault.skip) continue;
        if (fault.probability < 1 && chance() >= fault.probability) continue;
        fault.struck++;
        return fault;
      }
      return undefined;
    },
  };
}
