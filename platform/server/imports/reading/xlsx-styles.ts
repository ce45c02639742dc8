import { attributeOf, type XmlHandler } from './xml-tokens.ts';

/** Number formats that every spreadsheet knows by number and that show a date or a time. */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

/** A format of one's own is a date when letters of dates remain outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[\\_*]./g, '');
  return /[ymdhs年月日]/i.test(bare) && !/^general$/i.test(bare.trim());
}

/** Learns from styles.xml which cell styles show dates. */
export function dateStyles(): XmlHandler & { readonly isDate: (style: number) => boolean } {
  const custom = new Set<number>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  return {
    isDate: (style) => styles[style] ?? false,
    open(name, attributes) {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'numFmt' && isDateFormat(attributeOf(attributes, 'formatCode') ?? ''))
        custom.add(Number(attributeOf(attributes, 'numFmtId')));
      if (name === 'xf' && inCellStyles) {
        const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
        styles.push(isBuiltInDate(id) || custom.has(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
    text() {},
  };
}

const DAY = 86_400_000;

/** 45292 → 2024-01-01 · 45292.5 → 2024-01-01 12:00:00 · 0.25 → 06:00:00. Null when it is no date at all. */
export function dateOfSerial(serial: number, from1904: boolean): string | null {
  const ms = Math.round((serial * DAY) / 1000) * 1000;
  if (!Number.isFinite(ms) || serial < 0 || serial > 2_958_466) return null;
  if (serial < 1 && !from1904) return new Date(ms).toISOString().slice(11, 19);
  // In the 1900 system day 60 is a 29 February that never was; days before it count from one later.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const text = new Date(start + ms).toISOString();
  return text.slice(11, 19) === '00:00:00'
    ? text.slice(0, 10)
    : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** As the cell shows it without a format: no exponent, and no digits beyond the fifteen it holds. */
export function numberText(raw: string): { text: string; lost: boolean } {
  const value = Number(raw);
  if (!Number.isFinite(value)) return { text: raw, lost: false };
  if (Number.isInteger(value)) {
    // Sixteen digits and more were rounded when they were typed: identity and card numbers.
    return { text: BigInt(value).toString(), lost: Math.abs(value) >= 1e15 };
  }
  const short = Number(value.toPrecision(15));
  const text = String(short);
  return { text: text.includes('e') ? short.toFixed(20).replace(/0+$/, '') : text, lost: false };
}
