const BLOCK = 1024 * 1024;
/** Longer than any cell of a spreadsheet (32,767 characters); what is longer still is cut off. */
const LONGEST = 131_071;

/**
 * Very many short strings, kept as bytes outside the JavaScript heap: a workbook's shared strings
 * cost their own length and eight bytes each, and the garbage collector never looks at them.
 */
export class StringArena {
  private readonly blocks: Buffer[] = [];
  private used = BLOCK;
  /** Place and length of each string in one number: place × (LONGEST + 1) + length, below 2^53. */
  private index = new Float64Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return this.blocks.length * BLOCK;
  }

  push(text: string): void {
    const length = Math.min(Buffer.byteLength(text), LONGEST);
    if (BLOCK - this.used < length) {
      this.blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      this.used = 0;
    }
    this.blocks.at(-1)?.write(text, this.used, length);
    if (this.count === this.index.length) {
      const wider = new Float64Array(this.index.length * 2);
      wider.set(this.index);
      this.index = wider;
    }
    const place = (this.blocks.length - 1) * BLOCK + this.used;
    this.index[this.count] = Math.max(place, 0) * (LONGEST + 1) + length;
    this.count += 1;
    this.used += length;
  }

  get(number: number): string | null {
    if (!(number >= 0 && number < this.count)) return null;
    const entry = this.index[number]!;
    const length = entry % (LONGEST + 1);
    if (length === 0) return '';
    const place = Math.floor(entry / (LONGEST + 1));
    const start = place % BLOCK;
    return this.blocks[Math.floor(place / BLOCK)]!.toString('utf8', start, start + length);
  }
}
