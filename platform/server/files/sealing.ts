import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';
import { fileErrors } from '../../contract/file.ts';

/**
 * Encrypts a stream of any length in flat memory (CR-036): pieces of 64 KiB, each AES-256-GCM under
 * the file's own key. The nonce carries the piece's number and whether it is the last, so a piece
 * that is cut off, repeated or moved does not open.
 */
const PIECE = 64 * 1024;
const TAG = 16;
const PREFIX = 7;

const nonceOf = (prefix: Buffer, number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX);
  nonce[11] = last ? 1 : 0;
  return nonce;
};

/** Cuts a stream into pieces of `size`; the last may be shorter and is named as the last. */
function inPieces(size: number, first: number, piece: (data: Buffer, last: boolean) => Buffer) {
  let waiting: Buffer[] = [];
  let length = 0;
  let wanted = first;
  return new Transform({
    writableHighWaterMark: PIECE,
    readableHighWaterMark: PIECE,
    transform(chunk: Buffer, _encoding, done) {
      waiting.push(chunk);
      length += chunk.length;
      // One byte more than a piece must be here before it is known not to be the last.
      if (length <= wanted) return done();
      let data = Buffer.concat(waiting, length);
      try {
        while (data.length > wanted) {
          const out = piece(data.subarray(0, wanted), false);
          data = data.subarray(wanted);
          wanted = size;
          if (out.length > 0) this.push(out);
        }
      } catch (err) {
        return done(err as Error);
      }
      waiting = [data];
      length = data.length;
      done();
    },
    flush(done) {
      try {
        this.push(piece(Buffer.concat(waiting, length), true));
        done();
      } catch (err) {
        done(err as Error);
      }
    },
  });
}

export function sealing(key: Buffer): Transform {
  const prefix = randomBytes(PREFIX);
  let number = 0;
  return inPieces(PIECE, PIECE, (data, last) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number, last));
    const sealed = [cipher.update(data), cipher.final(), cipher.getAuthTag()];
    number += 1;
    return Buffer.concat(number === 1 ? [prefix, ...sealed] : sealed);
  });
}

/** Gives back what `sealing` took in, or fails with `platform.fileDamaged`; nothing unproven comes out. */
export function opening(key: Buffer): Transform {
  let prefix: Buffer | null = null;
  let number = 0;
  return inPieces(PIECE + TAG, PREFIX + PIECE + TAG, (data, last) => {
    let piece = data;
    if (!prefix) {
      prefix = Buffer.from(data.subarray(0, PREFIX));
      piece = data.subarray(PREFIX);
    }
    return openPiece(key, nonceOf(prefix, number++, last), piece);
  });
}

export const SEALED_HEAD = { start: 0, end: PREFIX };

/** Where the sealed bytes of `start` ≤ n < `end` lie in a file of `size` bytes. */
export function sealedRange(size: number, start: number, end: number) {
  const lastPiece = Math.max(0, Math.ceil(size / PIECE) - 1);
  const first = Math.min(Math.floor(start / PIECE), lastPiece);
  const last = Math.min(Math.floor((Math.max(end, start + 1) - 1) / PIECE), lastPiece);
  const at = (piece: number) => PREFIX + piece * (PIECE + TAG);
  const sealedEnd = last === lastPiece ? PREFIX + size + (lastPiece + 1) * TAG : at(last + 1);
  return { first, lastPiece, start: at(first), end: sealedEnd, skip: start - first * PIECE };
}

/** Opens pieces out of the middle, as `sealedRange` found them, and cuts off what was not asked for. */
export function openingRange(
  key: Buffer,
  head: Buffer,
  range: ReturnType<typeof sealedRange>,
  length: number,
): Transform {
  let number = range.first;
  let skip = range.skip;
  let left = length;
  return inPieces(PIECE + TAG, PIECE + TAG, (piece) => {
    const nonce = nonceOf(head, number, number === range.lastPiece);
    const opened = openPiece(key, nonce, piece).subarray(skip).subarray(0, left);
    number += 1;
    skip = 0;
    left -= opened.length;
    return opened;
  });
}

function openPiece(key: Buffer, nonce: Buffer, piece: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAuthTag(piece.subarray(-TAG));
    return Buffer.concat([decipher.update(piece.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw fileErrors.fileDamaged();
  }
}
