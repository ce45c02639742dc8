import { numberOf } from './figures.ts';
import type { Difference, Master } from './product-facts.ts';

export interface Mention {
  readonly master: Master;
  readonly from: number;
  readonly to: number;
}

/** Where products are named, spaces aside; of names within one another the longest. */
export function mentionsIn(plain: string, masters: readonly Master[]): Mention[] {
  const found = masters.flatMap((master) =>
    [...plain.matchAll(nameOf(master.name))].map(({ index, 0: said }) => ({
      ...{ master, from: index, to: index + said.length },
    })),
  );
  return found
    .filter((one) => !found.some((other) => other !== one && holds(other, one)))
    .toSorted((a, b) => a.from - b.from);
}

const holds = (a: Mention, b: Mention) =>
  a.from <= b.from && b.to <= a.to && a.to - a.from > b.to - b.from;

const escaped = (char: string) => char.replace(/[^\p{L}\p{N}]/gu, '\\$&');
const nameOf = (name: string) =>
  new RegExp([...name.normalize('NFKC').replace(/\s+/g, '')].map(escaped).join('\\s*'), 'gi');

/** 一号, 3期, A款, (2号): what tells products of one family apart. */
const SERIAL =
  /^(?<stem>.*?[\p{Script=Han}]{2,})\s*(?<no>[0-9一二两三四五六七八九十]+|[A-Z])\s*(?<unit>号|期|款|型)/iu;

/** Another product named than the one it is about: 稳健二号 for 稳健一号. */
export function misnamed(
  plain: string,
  masters: readonly Master[],
  mentions: readonly Mention[],
): Difference[] {
  const about = masters.filter((master) => master.about);
  const found: Difference[] = [];
  for (const { master, from, to } of mentions) {
    const meant = about.find((one) => near(one.name, master.name));
    if (!master.about && meant) found.push(difference(master.name, meant.name, from, to));
  }
  for (const { name } of about) {
    const own = SERIAL.exec(name.normalize('NFKC').replace(/\s+/g, ''))?.groups;
    if (!own) continue;
    const others = new RegExp(
      `${[...own.stem!].map(escaped).join('\\s*')}\\s*([0-9一二两三四五六七八九十]+|[A-Z])\\s*${own.unit}`,
      'gi',
    );
    for (const { index, 0: said, 1: no } of plain.matchAll(others)) {
      const to = index + said.length;
      const known = mentions.some((one) => one.from < to && index < one.to);
      if (!known && serial(no!) !== serial(own.no!)) found.push(difference(said, name, index, to));
    }
  }
  return found;
}

const serial = (no: string) => (/^[a-z]$/i.test(no) ? no.toUpperCase() : String(numberOf(no)));

const difference = (said: string, name: string, from: number, to: number): Difference => ({
  ...{ from, to, level: 'block' },
  why: [
    `“${said}”与产品主数据不一致：本内容登记的产品是“${name}”`,
    `“${said}” is not as in the product master: the content is about “${name}”`,
  ],
  proposal: name,
});

/** Names that are easily taken for one another: one within the other, or most of their characters alike. */
function near(a: string, b: string): boolean {
  if (a === b) return false;
  if (a.includes(b) || b.includes(a)) return true;
  return distance([...a], [...b]) <= Math.max(a.length, b.length) / 2;
}

function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, j) => j + 1);
  for (const [i, left] of a.entries()) {
    const next: number[] = [];
    for (const [j, right] of b.entries()) {
      const above = row[j]!;
      const before = next[j - 1] ?? i + 1;
      const corner = j === 0 ? i : row[j - 1]!;
      next.push(Math.min(above + 1, before + 1, corner + (left === right ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? a.length;
}
