import { createHash } from 'node:crypto';
import { type Db, readSetting, writeSetting } from './db.ts';

/** Ids that look like the platform's, and come out the same for the same seed and the same order. */
export interface Ids {
  /** `msg` + 29 characters of the URL alphabet. */
  next(prefix: string, length?: number): string;
  /** Hexadecimal, for config ids. */
  hex(length?: number): string;
  /** Always the same for the same parts. */
  fixed(prefix: string, ...parts: string[]): string;
  /** 0 ≤ x < 1. */
  chance(): number;
}

export async function openIds(db: Db, seed: string): Promise<Ids> {
  const epoch = ((await readSetting<number>(db, 'epoch')) ?? 0) + 1;
  await writeSetting(db, 'epoch', epoch);
  let n = 0;
  const hash = (...parts: string[]) =>
    createHash('sha256')
      .update([seed, ...parts].join('\0'))
      .digest();
  const fresh = () => hash('next', String(epoch), String(n++));
  return {
    next: (prefix, length = 32) =>
      prefix +
      fresh()
        .toString('base64url')
        .slice(0, Math.max(8, length - prefix.length)),
    hex: (length = 32) => fresh().toString('hex').slice(0, length),
    fixed: (prefix, ...parts) =>
      prefix +
      hash('fixed', prefix, ...parts)
        .toString('base64url')
        .slice(0, 32 - prefix.length),
    chance: () => fresh().readUInt32BE(0) / 0x1_0000_0000,
  };
}
