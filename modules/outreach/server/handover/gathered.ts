/**
 * Gathers what comes while one run of `work` is under way and gives it to the next: many are written
 * down at once, and nothing waits for more to come. If a run fails, each of it is tried by itself.
 */
export function gathered<T, R>(
  work: (items: readonly T[]) => Promise<(item: T) => R>,
): (item: T) => Promise<R> {
  interface Waiting {
    readonly item: T;
    readonly done: (result: R) => void;
    readonly failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = false;

  const settle = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const resultOf = await work(some.map(({ item }) => item));
      for (const { item, done } of some) done(resultOf(item));
    } catch (error) {
      if (some.length === 1) some[0]!.failed(error);
      else for (const one of some) await settle([one]);
    }
  };
  const run = async () => {
    running = true;
    for (let some = waiting; some.length > 0; some = waiting) {
      waiting = [];
      await settle(some);
    }
    running = false;
  };
  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!running) void run();
    });
}
