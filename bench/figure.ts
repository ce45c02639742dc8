/** Prints one figure. `peer` is what it is measured against, in the same unit and the same run. */
export function figure(bench: string, value: number, unit: string, peer?: number): void {
  const round = (n: number) => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)));
  const ratio = peer ? round(value / peer) : null;
  console.log(
    JSON.stringify({ bench, value: round(value), unit, peer: peer ? round(peer) : null, ratio }),
  );
}

export const note = (text: string): void => console.error(`  ${text}`);

/** Seconds that work took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
