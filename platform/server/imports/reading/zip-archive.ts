import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createInflateRaw } from 'node:zlib';
import { importErrors } from '../../../contract/import.ts';

/** Anything that can be read in any order: a kept file. */
export interface RandomAccess {
  readonly size: number;
  read(start: number, end: number): Promise<Readable>;
}

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly offset: number;
}

/** What an archive may unpack to. Deflate alone reaches 1000 : 1; a real workbook rarely 50 : 1. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of one entry. */
  readonly entrySize: number;
  /** Unpacked bytes for each packed one, once `ratioFrom` bytes have come out. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const zipLimits: ZipLimits = {
  entries: 5_000,
  entrySize: 4 * 1024 ** 3,
  ratio: 300,
  ratioFrom: 64 * 1024 ** 2,
};

const END = 0x06054b50;
const END_SIZE = 22;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_COMMENT = 65_535;

export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** The content of an entry, unpacked as it is read and never more than the limits allow. */
  content(entry: ZipEntry, onPacked?: (bytes: number) => void): AsyncGenerator<Buffer>;
}

/** Reads the directory at the end of an archive; entries are read in any order. */
export async function openZip(file: RandomAccess, limits = zipLimits): Promise<ZipArchive> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of await directory(file, limits)) entries.set(entry.name, entry);
  return { entries, content: (entry, onPacked) => unpack(file, entry, limits, onPacked) };
}

const unreadable = (what: string) => importErrors.importUnreadable({ what });
const bomb = (limit: string) => importErrors.importBomb({ limit });

/** Asked of what the directory claims, and again of what really comes out. */
function demandWithin(limits: ZipLimits, unpacked: number, packed: number): void {
  if (unpacked > limits.entrySize) throw bomb('size');
  if (unpacked > limits.ratioFrom && unpacked > packed * limits.ratio) throw bomb('ratio');
}

async function directory(file: RandomAccess, limits: ZipLimits): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, file.size - END_SIZE - MAX_COMMENT);
  const tail = await buffer(await file.read(tailStart, file.size));
  let end = tail.length - END_SIZE;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw unreadable('zip');
  let count = tail.readUInt16LE(end + 10);
  let size = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  if (start === 0xffffffff || count === 0xffff) {
    const at = tailStart + end - 20;
    if (at < 0) throw unreadable('zip');
    const locator = await buffer(await file.read(at, at + 20));
    if (locator.readUInt32LE(0) !== 0x07064b50) throw unreadable('zip');
    const record = Number(locator.readBigUInt64LE(8));
    if (record + 56 > file.size) throw unreadable('zip');
    const wide = await buffer(await file.read(record, record + 56));
    count = Number(wide.readBigUInt64LE(32));
    size = Number(wide.readBigUInt64LE(40));
    start = Number(wide.readBigUInt64LE(48));
  }
  if (count > limits.entries || size > limits.entries * 1_000) throw bomb('entries');
  if (start + size > file.size) throw unreadable('zip');
  const records = size === 0 ? Buffer.alloc(0) : await buffer(await file.read(start, start + size));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > records.length || records.readUInt32LE(at) !== CENTRAL) throw unreadable('zip');
    const [name, extra, comment] = [28, 30, 32].map((o) => records.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ];
    if (at + 46 + name + extra > records.length) throw unreadable('zip');
    const wide = zip64(records.subarray(at + 46 + name, at + 46 + name + extra));
    const number = (offset: number) => {
      const value = records.readUInt32LE(at + offset);
      return value === 0xffffffff ? wide() : value;
    };
    // The order matters: sizes and offset stand in this order in the 64-bit field.
    const unpacked = number(24);
    const packed = number(20);
    const offset = number(42);
    if (records.readUInt16LE(at + 8) & 1) throw unreadable('encrypted');
    demandWithin(limits, unpacked, packed);
    entries.push({
      name: records.toString('utf8', at + 46, at + 46 + name),
      size: unpacked,
      packed,
      method: records.readUInt16LE(at + 10),
      offset,
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** Reads the numbers of the 64-bit field one after another. */
function zip64(extra: Buffer): () => number {
  let at = 0;
  let end = 0;
  for (let i = 0; i + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(i + 2);
    if (extra.readUInt16LE(i) === 1) {
      at = i + 4;
      end = Math.min(extra.length, at + length);
    }
    i += 4 + length;
  }
  return () => {
    if (at + 8 > end) throw unreadable('zip');
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  };
}

async function* unpack(
  file: RandomAccess,
  entry: ZipEntry,
  limits: ZipLimits,
  onPacked: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (entry.offset + 30 > file.size) throw unreadable(entry.name);
  const head = await buffer(await file.read(entry.offset, entry.offset + 30));
  if (head.readUInt32LE(0) !== LOCAL) throw unreadable(entry.name);
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (entry.packed === 0) return;
  if (start + entry.packed > file.size) throw unreadable(entry.name);
  const packed = await file.read(start, start + entry.packed);
  packed.on('data', (chunk: Buffer) => onPacked(chunk.length)).pause();
  const source = entry.method === 0 ? packed : entry.method === 8 ? inflating(packed) : null;
  if (!source) throw unreadable(entry.name);
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      demandWithin(limits, size, entry.packed);
      yield chunk;
    }
  } catch (err) {
    throw (err as { code?: string }).code?.startsWith('Z_') ? unreadable(entry.name) : err;
  } finally {
    packed.destroy();
    source.destroy();
  }
}

function inflating(packed: Readable): Readable {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  packed.on('error', (err) => inflate.destroy(err));
  return packed.pipe(inflate);
}
