import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * Hashes of the clauses of the articles that the catalogue of requirements quotes: enough to know one
 * again, and nothing to read.
 */
const quoted: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(new URL('./quoted-clauses.json', import.meta.url), 'utf8')),
);
const LEAST = 9;

/** Clauses long enough to be somebody's own words. */
const clausesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[\s,.;:!?，。；：！？、“”"'（）()《》【】…—\-·]+/)
    .filter((clause) => [...clause].length >= LEAST);
const hashOf = (clause: string) =>
  createHash('sha256').update(clause).digest('base64').slice(0, 11);

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(textsOf)
      : [];

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

test('R-386 no template that the product ships contains a sentence of the articles it draws on', () => {
  const packs = fileURLToPath(new URL('../packs', import.meta.url));
  const clauses = filesBelow(packs)
    .filter((path) => path.endsWith('.json') && !/compliance-|lexicon-cases/.test(path))
    .flatMap((path) => textsOf(JSON.parse(readFileSync(path, 'utf8'))))
    .flatMap(clausesOf);
  expect(quoted.size).toBeGreaterThan(300);
  expect(clauses.length).toBeGreaterThan(1_000);
  expect(clauses.filter((clause) => quoted.has(hashOf(clause)))).toEqual([]);
});
