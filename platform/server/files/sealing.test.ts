import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { opening, sealing } from './sealing.ts';

const key = Buffer.alloc(32, 3);
const PIECE = 64 * 1024;

const through = (data: Buffer, step: ReturnType<typeof sealing>, chunk = 50_000) => {
  const chunks = Array.from({ length: Math.ceil(data.length / chunk) }, (_, i) =>
    data.subarray(i * chunk, (i + 1) * chunk),
  );
  return buffer(Readable.from(chunks).pipe(step));
};
const sealed = (data: Buffer) => through(data, sealing(key));
const opened = (data: Buffer, withKey = key) => through(data, opening(withKey));

describe('an encrypted stream', () => {
  test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_003])(
    'gives back %i bytes as they were',
    async (size) => {
      const data = randomBytes(size);
      const stored = await sealed(data);
      expect((await opened(stored)).equals(data)).toBe(true);
      if (size > 32) expect(stored.includes(data.subarray(0, 32))).toBe(false);
    },
  );

  const data = randomBytes(3 * PIECE + 100);
  const piece = PIECE + 16;
  test.each<[string, (stored: Buffer) => Buffer]>([
    [
      'a byte was changed',
      (s) => Buffer.concat([s.subarray(0, 99), Buffer.of(s[99]! ^ 1), s.subarray(100)]),
    ],
    ['its end was cut off at a piece', (s) => s.subarray(0, 7 + 2 * piece)],
    ['its end was cut off anywhere', (s) => s.subarray(0, s.length - 5)],
    [
      'two pieces changed places',
      (s) =>
        Buffer.concat([
          s.subarray(0, 7),
          s.subarray(7 + piece, 7 + 2 * piece),
          s.subarray(7, 7 + piece),
          s.subarray(7 + 2 * piece),
        ]),
    ],
    ['nothing is left of it', () => Buffer.alloc(0)],
  ])('does not open when %s', async (_, damage) => {
    await expect(opened(damage(await sealed(data)))).rejects.toThrow('platform.fileDamaged');
  });

  test('does not open with another key', async () => {
    await expect(opened(await sealed(data), Buffer.alloc(32, 4))).rejects.toThrow(
      'platform.fileDamaged',
    );
  });
});
