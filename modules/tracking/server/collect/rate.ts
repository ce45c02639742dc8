const MOST_KEYS = 50_000;

/** How much each key may still send in this process: filled steadily, emptied by what comes. */
export class Allowance {
  readonly #level = new Map<string, { left: number; at: number }>();

  /** Takes `amount` of what `key` has left; otherwise says in how many seconds to come again. */
  take(key: string, amount: number, perSecond: number, burst: number, now: number): number {
    const known = this.#level.get(key);
    const left = known
      ? Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond)
      : burst;
    // A full allowance lets anything through once, also what is larger than a whole one.
    if (left < Math.min(amount, burst)) {
      this.#level.set(key, { left, at: now });
      return Math.max(1, Math.ceil((Math.min(amount, burst) - left) / perSecond));
    }
    if (!known && this.#level.size >= MOST_KEYS) this.#forgetFull(now, perSecond, burst);
    this.#level.set(key, { left: left - amount, at: now });
    return 0;
  }

  #forgetFull(now: number, perSecond: number, burst: number): void {
    for (const [key, { left, at }] of this.#level)
      if (left + ((now - at) / 1000) * perSecond >= burst) this.#level.delete(key);
    if (this.#level.size >= MOST_KEYS) this.#level.clear();
  }
}
