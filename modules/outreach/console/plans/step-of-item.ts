/** Items of a sequence name their round and day: `r1-d03-p-1`. Others say nothing to a reader. */
export function stepOfItem(itemKey: string): { round: number; day: number } | null {
  const [, round, day] = /^r(\d+)-d(\d+)-/.exec(itemKey) ?? [];
  return round && day ? { round: Number(round), day: Number(day) } : null;
}
