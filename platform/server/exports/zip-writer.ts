import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: AsyncIterable<Buffer | string> | Iterable<Buffer | string>;
}

const UTF8_AND_SIZES_LATER = 0x0808;
/** Without the 64-bit extension, which not every spreadsheet reads. */
const MAX_PART = 0xffff_ffff;

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/** Packs parts one after another into an archive while they are made; nothing is held back. */
export async function* zipped(parts: AsyncIterable<ZipPart> | Iterable<ZipPart>) {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of parts) {
    const file = Buffer.from(name);
    const start = offset;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(UTF8_AND_SIZES_LATER, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(DAWN, 12);
    head.writeUInt16LE(file.length, 26);
    yield Buffer.concat([head, file]);
    const seen = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of deflated(content, seen)) {
      seen.packed += chunk.length;
      yield chunk;
    }
    if (seen.size > MAX_PART) throw new Error(`${name} is too long for an archive`);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    tail.writeUInt32LE(seen.crc, 4);
    tail.writeUInt32LE(seen.packed, 8);
    tail.writeUInt32LE(seen.size, 12);
    yield tail;
    written.push({ name: file, offset: start, ...seen });
    offset += 30 + file.length + seen.packed + 16;
  }
  yield directory(written, offset);
}

/** 1 January 1980, the first day an archive knows: the same content gives the same file. */
const DAWN = 0x0021;

async function* deflated(
  content: ZipPart['content'],
  seen: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 6, chunkSize: 64 * 1024 });
  const closed = new Promise<void>((resolve) => deflate.once('close', resolve));
  const feeding = (async () => {
    try {
      for await (const chunk of content) {
        const data = Buffer.from(chunk as string);
        seen.crc = crc32(data, seen.crc);
        seen.size += data.length;
        if (!deflate.write(data)) await Promise.race([once(deflate, 'drain'), closed]);
        if (deflate.destroyed) return;
      }
      deflate.end();
    } catch (err) {
      deflate.destroy(err as Error);
    }
  })();
  try {
    for await (const chunk of deflate as AsyncIterable<Buffer>) yield chunk;
  } finally {
    deflate.destroy();
    await feeding;
  }
}

function directory(written: readonly Written[], start: number): Buffer {
  const records = written.flatMap(({ name, offset, crc, packed, size }) => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(20, 4);
    record.writeUInt16LE(20, 6);
    record.writeUInt16LE(UTF8_AND_SIZES_LATER, 8);
    record.writeUInt16LE(8, 10);
    record.writeUInt16LE(DAWN, 14);
    record.writeUInt32LE(crc, 16);
    record.writeUInt32LE(packed, 20);
    record.writeUInt32LE(size, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    return [record, name];
  });
  const all = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([all, end]);
}
