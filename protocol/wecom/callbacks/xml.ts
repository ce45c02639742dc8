import { XMLParser } from 'fast-xml-parser';

/**
 * The small XML of callbacks: elements, text and CDATA. Attributes, comments, processing
 * instructions and document types do not occur in it and are refused, so there is nothing to expand.
 */

/** An element with nothing but text is its text; repeated elements are a list. */
export type XmlValue = string | XmlObject | (string | XmlObject)[];
export type XmlObject = { [name: string]: XmlValue };

export type XmlRefusal = 'size' | 'depth' | 'elements' | 'markup' | 'syntax' | 'entity';

export type ParsedXml =
  | { readonly ok: true; readonly root: string; readonly value: XmlObject }
  | { readonly ok: false; readonly reason: XmlRefusal };

export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
}

export const XML_LIMITS: XmlLimits = { bytes: 1024 * 1024, depth: 12, elements: 20_000 };

const TAG = /^<(\/?)([A-Za-z_][A-Za-z0-9_.-]{0,127})[ \t\r\n]*(\/?)>$/;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf']);
const CDATA = '#cdata';
const TEXT = '#text';

/** Walks the markup once, before anything is built. */
function inspect(xml: string, limits: XmlLimits): XmlRefusal | null {
  const open: string[] = [];
  let elements = 0;
  const prolog = xml.startsWith('<?xml ') ? xml.indexOf('?>') : -2;
  if (prolog === -1) return 'syntax';
  let from = prolog + 2;
  for (let at = xml.indexOf('<', from); at >= 0; at = xml.indexOf('<', from)) {
    if (open.length === 0 && (elements > 0 || xml.slice(from, at).trim() !== '')) return 'syntax';
    if (xml.startsWith('<![CDATA[', at)) {
      if (open.length === 0) return 'syntax';
      const end = xml.indexOf(']]>', at + 9);
      if (end < 0) return 'syntax';
      from = end + 3;
      continue;
    }
    if (xml[at + 1] === '!' || xml[at + 1] === '?') return 'markup';
    const end = xml.indexOf('>', at);
    if (end < 0) return 'syntax';
    const tag = end - at > 140 ? null : TAG.exec(xml.slice(at, end + 1));
    if (!tag) return 'markup';
    const [, closing, name, empty] = tag;
    if (closing) {
      if (empty || open.pop() !== name) return 'syntax';
    } else {
      if (FORBIDDEN_NAMES.has(name!)) return 'markup';
      if (++elements > limits.elements) return 'elements';
      if (!empty) open.push(name!);
      if (open.length > limits.depth) return 'depth';
    }
    from = end + 1;
  }
  return open.length === 0 && elements > 0 && xml.slice(from).trim() === '' ? null : 'syntax';
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: false,
  htmlEntities: false,
  trimValues: false,
  cdataPropName: CDATA,
  textNodeName: TEXT,
  maxNestedTags: 64,
});

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

class UnknownEntity extends Error {}

/** The five names and the numbers; nothing else stands for anything. */
function decode(text: string): string {
  return text.replace(/&([^;&]{0,10};)?/g, (_, body: string | undefined) => {
    const name = body?.slice(0, -1) ?? '';
    if (Object.hasOwn(NAMED, name)) return NAMED[name]!;
    const number = /^#(\d{1,7})$|^#x([0-9a-fA-F]{1,6})$/.exec(name);
    const point = number ? Number.parseInt(number[1] ?? number[2]!, number[1] ? 10 : 16) : 0;
    if (point < 9 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new UnknownEntity();
    return String.fromCodePoint(point);
  });
}

const joined = (v: unknown): string => (Array.isArray(v) ? v.join('') : String(v ?? ''));

function clean(node: unknown): string | XmlObject {
  if (typeof node === 'string') return decode(node.trim());
  if (typeof node !== 'object' || node === null) return '';
  const entries = Object.entries(node);
  const children = entries.filter(([name]) => name !== CDATA && name !== TEXT);
  if (children.length > 0)
    return Object.fromEntries(
      children.map(([name, child]) => [
        name,
        Array.isArray(child) ? child.map(clean) : clean(child),
      ]),
    );
  const { [CDATA]: cdata, [TEXT]: text } = node as Record<string, unknown>;
  // Line breaks around CDATA are layout; inside it every character counts.
  return cdata === undefined ? decode(joined(text).trim()) : joined(cdata);
}

/** Never throws: what does not fit is refused with a reason. */
export function parseXml(xml: string, limits: XmlLimits = XML_LIMITS): ParsedXml {
  const refused = (reason: XmlRefusal): ParsedXml => ({ ok: false, reason });
  if (Buffer.byteLength(xml) > limits.bytes) return refused('size');
  const source = xml.replace(/^\uFEFF/, '').trim();
  if (source.includes('\0')) return refused('syntax');
  const reason = inspect(source, limits);
  if (reason) return refused(reason);
  try {
    const [entry] = Object.entries(parser.parse(source) as object);
    if (!entry) return refused('syntax');
    const value = clean(entry[1]);
    return { ok: true, root: entry[0], value: typeof value === 'string' ? {} : value };
  } catch (error) {
    return refused(error instanceof UnknownEntity ? 'entity' : 'syntax');
  }
}

export type XmlInput =
  | string
  | number
  | undefined
  | { readonly [name: string]: XmlInput }
  | readonly XmlInput[];

/** Numbers stand bare, text in CDATA, lists repeat their element, undefined leaves it out. */
export function buildXml(fields: { readonly [name: string]: XmlInput }, root = 'xml'): string {
  return element(root, fields);
}

function element(name: string, value: XmlInput): string {
  if (value === undefined) return '';
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) throw new RangeError(`no XML name: ${name}`);
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  if (typeof value === 'string')
    return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  const children = Object.entries(value as Record<string, XmlInput>);
  return `<${name}>${children.map(([child, v]) => element(child, v)).join('')}</${name}>`;
}
