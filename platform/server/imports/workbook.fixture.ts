import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory claims; the truth otherwise. */
  readonly claimedSize?: number;
}

/** A zip archive as a test wants it, also one that lies. */
export function aZip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize } of parts) {
    const data = Buffer.from(content as string);
    const packed = deflateRawSync(data);
    const file = Buffer.from(name);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(data), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(claimedSize ?? data.length, 8);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    sizes.copy(local, 14);
    local.writeUInt16LE(file.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(8, 10);
    sizes.copy(record, 16);
    record.writeUInt16LE(file.length, 28);
    record.writeUInt32LE(offset, 42);
    locals.push(local, file, packed);
    records.push(record, file);
    offset += 30 + file.length + packed.length;
  }
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A workbook with one sheet, given as the XML of its rows. */
export function aWorkbook(sheetData: string | Buffer, more: readonly Part[] = []): Buffer {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  return aZip([
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook xmlns:r="r"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: Buffer.concat([
        Buffer.from(`${head}<worksheet><sheetData>`),
        Buffer.from(sheetData as string),
        Buffer.from('</sheetData></worksheet>'),
      ]),
    },
    ...more,
  ]);
}

export const inMemory = (data: Buffer) => ({
  size: data.length,
  read: async (start: number, end: number) => Readable.from([data.subarray(start, end)]),
});
