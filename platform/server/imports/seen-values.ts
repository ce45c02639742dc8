import { randomInt } from 'node:crypto';

const EMPTY = 0;

/**
 * Which values stood in which row, for files of millions of rows: twelve bytes for each value, and
 * nothing of the value itself. Two values are taken for one once in about ten million files.
 */
export class SeenValues {
  private readonly seed = randomInt(2 ** 31);
  private high = new Uint32Array(1 << 12);
  private low = new Uint32Array(1 << 12);
  /** Row numbers begin at 1, so 0 is an empty place. */
  private rows = new Uint32Array(1 << 12);
  private size = 0;

  /** The row in which the value stood first: the given one when it is new. */
  note(value: string, row: number): number {
    if (this.size * 2 >= this.rows.length) this.grow();
    const [high, low] = digest(value, this.seed);
    const first = this.place(high, low, row);
    if (first === row) this.size += 1;
    return first;
  }

  private place(high: number, low: number, row: number): number {
    const mask = this.rows.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      if (this.rows[at] === EMPTY) {
        this.high[at] = high;
        this.low[at] = low;
        this.rows[at] = row;
        return row;
      }
      if (this.low[at] === low && this.high[at] === high) return this.rows[at]!;
    }
  }

  private grow(): void {
    const { high, low, rows } = this;
    this.high = new Uint32Array(rows.length * 2);
    this.low = new Uint32Array(rows.length * 2);
    this.rows = new Uint32Array(rows.length * 2);
    for (let i = 0; i < rows.length; i += 1)
      if (rows[i] !== EMPTY) this.place(high[i]!, low[i]!, rows[i]!);
  }
}

/** 64 bits of a text, well mixed; for memory only, nothing secret about it. */
function digest(text: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [b >>> 0, a >>> 0];
}
