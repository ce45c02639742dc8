// How long a text of 1,000 characters takes against the shipped lexicon with 10,000 terms more, and
// what reading the same characters once takes.

import { lettersOf } from '#modules/compliance/server/lexicon/letters.ts';
import { readLexiconFile } from '#modules/compliance/server/lexicon/lexicon-file.ts';
import { compileLexicon } from '#modules/compliance/server/lexicon/matcher.ts';
import { readPack } from '#platform/server/packs.ts';
import { figure, note, seconds } from './figure.ts';

const TERMS = 10_000;
const LENGTH = 1_000;
const ROUNDS = 500;

let state = 20_260_301;
const random = (below: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return state % below;
};
// Characters as common as those of the shipped words, so that terms begin everywhere in the text.
const shipped = readLexiconFile(readPack('compliance-lexicon'));
const characters = [...new Set(shipped.categories.flatMap((c) => c.terms).join(''))];
const word = (length: number) =>
  Array.from({ length }, () => characters[random(characters.length)]).join('');

const [first, ...rest] = shipped.categories;
const terms = [...first!.terms, ...Array.from({ length: TERMS }, () => word(2 + random(4)))];
const lexicon = { categories: [{ ...first!, scopes: ['*' as const], terms }, ...rest] };
let matcher = compileLexicon(lexicon);
const compiling = await seconds(async () => {
  matcher = compileLexicon(lexicon);
});
note(`${TERMS} terms made ready in ${Math.round(compiling * 1000)} ms`);

const texts = Array.from({ length: ROUNDS }, () => word(LENGTH));
const run = async (work: (text: string) => unknown) => {
  for (const text of texts.slice(0, 50)) work(text);
  return ROUNDS / (await seconds(async () => texts.forEach(work)));
};
const read = await run((text) => lettersOf(text));
const checked = await run((text) => matcher.check(text, ['wealth']));
note(`${(1000 / checked).toFixed(2)} ms for ${LENGTH} characters`);
figure('lexicon.check', checked, 'texts of 1,000 characters/s', read);

for (const [name, text] of [
  ['one character', '保'.repeat(LENGTH)],
  ['syllables', 'bao'.repeat(LENGTH / 3)],
  ['patterns', '年化收益'.repeat(LENGTH / 4)],
] as const) {
  const took = await seconds(async () => matcher.check(text, ['wealth']));
  note(`adversarial (${name}): ${(took * 1000).toFixed(2)} ms`);
}
