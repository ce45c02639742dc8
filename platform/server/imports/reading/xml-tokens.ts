import { importErrors } from '../../../contract/import.ts';

export interface XmlHandler {
  /** Name without its namespace prefix; `attributes` as they stand, for `attributeOf`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** No cell, name or tag of a workbook is longer. */
const MAX_TOKEN = 1024 * 1024;

/**
 * Reads the XML of office files as it arrives: elements, text, CDATA. Declarations of types or
 * entities are refused, so a document cannot reach outside itself or grow while it is read.
 */
export class XmlTokens {
  private readonly handler: XmlHandler;
  private waiting = '';

  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  write(chunk: string): void {
    const text = this.waiting + chunk;
    let at = 0;
    for (;;) {
      const open = text.indexOf('<', at);
      if (open < 0) break;
      if (open > at) this.handler.text(decoded(text.slice(at, open)));
      const end = this.tag(text, open);
      if (end < 0) {
        at = open;
        break;
      }
      at = end;
    }
    this.waiting = text.slice(at);
    if (this.waiting.length > MAX_TOKEN) throw unreadable();
  }

  end(): void {
    if (this.waiting.trim() !== '') throw unreadable();
  }

  /** Handles the tag that begins at `open`; answers where it ends, or -1 when its end has not come yet. */
  private tag(text: string, open: number): number {
    const second = text.charCodeAt(open + 1);
    if (second === SLASH) {
      const end = text.indexOf('>', open);
      if (end < 0) return -1;
      this.handler.close(localName(text.slice(open + 2, end).trim()));
      return end + 1;
    }
    if (second === QUESTION) return after(text, '?>', open);
    if (second === BANG) return this.special(text, open);
    const end = tagEnd(text, open);
    if (end < 0) return -1;
    const empty = text.charCodeAt(end - 1) === SLASH;
    const body = text.slice(open + 1, empty ? end - 1 : end);
    const space = body.search(/\s/);
    const name = localName(space < 0 ? body : body.slice(0, space));
    this.handler.open(name, space < 0 ? '' : body.slice(space));
    if (empty) this.handler.close(name);
    return end + 1;
  }

  private special(text: string, open: number): number {
    if (text.startsWith('<!--', open)) return after(text, '-->', open + 4);
    if (text.startsWith('<![CDATA[', open)) {
      const end = text.indexOf(']]>', open);
      if (end < 0) return -1;
      this.handler.text(text.slice(open + 9, end));
      return end + 3;
    }
    if (text.length - open < 9) return -1;
    throw unreadable();
  }
}

const SLASH = 47;
const QUESTION = 63;
const BANG = 33;

const unreadable = () => importErrors.importUnreadable({ what: 'xml' });

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? -1 : end + mark.length;
}

/** The `>` that ends a tag; one inside quotes does not. */
function tagEnd(text: string, open: number): number {
  let end = text.indexOf('>', open);
  while (end >= 0 && inQuotes(text, open, end)) end = text.indexOf('>', end + 1);
  return end;
}

function inQuotes(text: string, from: number, to: number): boolean {
  let quote = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (quote === 0 && (code === 34 || code === 39)) quote = code;
    else if (code === quote) quote = 0;
  }
  return quote !== 0;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** attributeOf(' r="B5" s="3"', 'r') → 'B5'; names are given with their prefix. */
export function attributeOf(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (before !== 32 && before !== 10 && before !== 13 && before !== 9) continue;
    const match = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length));
    if (match) return decoded(match[1] ?? match[2] ?? '');
  }
  return null;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g,
    (whole, hex, dec, name) => {
      if (name) return named[name] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(dec);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
