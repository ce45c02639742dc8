/** What is to happen when, soonest first; at the same second by the order of the names, then by arrival. */
export interface Due {
  readonly at: number;
  /** The person or RM. */
  readonly who: string;
  readonly n: number;
}

const before = (a: Due, b: Due): boolean =>
  a.at !== b.at ? a.at < b.at : a.who !== b.who ? a.who < b.who : a.n < b.n;

export interface DueList<T extends Due> {
  add(item: T): void;
  /** The soonest, when it is due. */
  take(now: number): T | null;
  nextAt(): number | null;
  all(): readonly T[];
}

export function dueList<T extends Due>(items: readonly T[] = []): DueList<T> {
  const heap: T[] = [];
  const add = (item: T) => {
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  };
  const sink = (item: T) => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, item)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  };
  for (const item of items) add(item);
  return {
    add,
    take(now) {
      const first = heap[0];
      if (!first || first.at > now) return null;
      const last = heap.pop()!;
      if (heap.length > 0) sink(last);
      return first;
    },
    nextAt: () => heap[0]?.at ?? null,
    all: () => heap,
  };
}
