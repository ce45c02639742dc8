import type { Readable } from 'node:stream';
import { importErrors } from '../../../contract/import.ts';

const HEAD = 64 * 1024;

/** What a file is by its first bytes, whatever its name says; refused with advice when it cannot be read. */
export function recognise(head: Buffer): 'csv' | 'xlsx' {
  if (head.length === 0) throw importErrors.importEmpty();
  const refuse = (format: string, advice: string) => importErrors.importFormat({ format, advice });
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);

  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'xlsx';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    // The container of old workbooks also holds new ones that were locked with a password.
    return head.includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? fail(refuse('xlsx-with-password', 'remove-password'))
      : fail(refuse('xls', 'save-as-xlsx'));
  }
  if (starts(0x25, 0x50, 0x44, 0x46)) throw refuse('pdf', 'csv-or-xlsx');
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || starts(0x47, 0x49, 0x46, 0x38))
    throw refuse('image', 'csv-or-xlsx');
  if (
    starts(0x50, 0x4b) ||
    starts(0x1f, 0x8b) ||
    starts(0x52, 0x61, 0x72, 0x21) ||
    starts(0x37, 0x7a, 0xbc, 0xaf)
  )
    throw refuse('archive', 'csv-or-xlsx');
  // Many systems "export to Excel" by naming a web page .xls.
  if (
    /^[\s\ufeff]*<(\?xml|!doctype|html|table|meta|head|style)/i.test(head.toString('utf8', 0, 512))
  )
    throw refuse('html', 'save-as-xlsx');
  const utf16 = starts(0xff, 0xfe) || starts(0xfe, 0xff);
  if (!utf16 && head.includes(0)) throw refuse('binary', 'csv-or-xlsx');
  return 'csv';
}

function fail(error: Error): never {
  throw error;
}

/** Looks at the beginning of a stream and gives the whole stream back. */
export async function peek(
  source: Readable,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  const chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let length = 0;
  while (length < HEAD) {
    const { value, done } = await chunks.next();
    if (done) break;
    read.push(value);
    length += value.length;
  }
  async function* all() {
    yield* read;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield value;
    }
  }
  return { head: Buffer.concat(read), all: all() };
}
