import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { peek, recognise } from './recognise.ts';

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');

test.each<[string, Buffer, string, string]>([
  ['an old .xls workbook', Buffer.concat([ole, Buffer.alloc(2000)]), 'xls', 'save-as-xlsx'],
  [
    'a workbook locked with a password',
    Buffer.concat([ole, Buffer.alloc(1000), Buffer.from('EncryptedPackage', 'utf16le')]),
    'xlsx-with-password',
    'remove-password',
  ],
  ['a web page called .xls', Buffer.from('\ufeff <html><table><tr><td>1'), 'html', 'save-as-xlsx'],
  ['an XML spreadsheet', Buffer.from('<?xml version="1.0"?><Workbook>'), 'html', 'save-as-xlsx'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'pdf', 'csv-or-xlsx'],
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image', 'csv-or-xlsx'],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8]), 'archive', 'csv-or-xlsx'],
  ['anything with zero bytes', Buffer.from('a,b\0c'), 'binary', 'csv-or-xlsx'],
])('%s is refused with advice', (_, head, format, advice) => {
  expect(() => recognise(head)).toThrow(
    expect.objectContaining({ code: 'platform.importFormat', details: { format, advice } }),
  );
});

test('text and workbooks are let through, an empty file is not', () => {
  expect(recognise(Buffer.from('工号,姓名\n'))).toBe('csv');
  expect(recognise(Buffer.from('\ufeff工号', 'utf16le'))).toBe('csv');
  expect(recognise(Buffer.from('PK\u0003\u0004'))).toBe('xlsx');
  expect(() => recognise(Buffer.alloc(0))).toThrow('platform.importEmpty');
});

test.each([0, 10, 70_000, 300_000])(
  'looking at the beginning of %i bytes loses none',
  async (size) => {
    const data = Buffer.alloc(size, 'ab');
    const chunks = [data.subarray(0, 100), data.subarray(100, 66_000), data.subarray(66_000)];
    const { head, all } = await peek(Readable.from(chunks.filter((c) => c.length > 0)));
    expect(head.equals(data.subarray(0, head.length))).toBe(true);
    expect((await buffer(all)).equals(data)).toBe(true);
  },
);
