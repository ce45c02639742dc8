const LANES = 8;

/** Does something for each, some at a time. One that fails stops no other; the first failure is thrown at the end. */
export async function eachInLanes<T>(
  all: readonly T[],
  one: (item: T) => Promise<void>,
  lanes = LANES,
): Promise<void> {
  const left = [...all];
  const failures: unknown[] = [];
  await Promise.all(
    Array.from({ length: Math.min(lanes, left.length) }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift())
        try {
          await one(item);
        } catch (error) {
          failures.push(error);
        }
    }),
  );
  if (failures.length > 0) throw failures[0];
}
