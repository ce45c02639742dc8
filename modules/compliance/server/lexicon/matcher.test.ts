import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPack, readPackFolders } from '#platform/server/packs.ts';
import { disclosures } from '../../contract/disclosures.ts';
import { type LexiconLevel, type LexiconScope, lexiconScopes } from '../../contract/lexicon.ts';
import { shippedCases } from './bench.service.ts';
import { worst } from './check.service.ts';
import { readLexiconFile } from './lexicon-file.ts';
import { compileLexicon } from './matcher.ts';

const shipped = readLexiconFile(readPack('compliance-lexicon'));
const matcher = compileLexicon(shipped);
const everyScope = Object.keys(lexiconScopes) as LexiconScope[];
const proseScopes = everyScope.filter((scope) => scope !== 'wecom_tag' && scope !== 'remark');

const check = (text: string, scopes: readonly LexiconScope[] = ['wealth']) =>
  matcher.check(text, scopes);
const categoriesOf = (text: string, scopes?: readonly LexiconScope[]) => [
  ...new Set(check(text, scopes).map((hit) => hit.category)),
];

test.each(shippedCases().map((c) => [c.id, c.text, c] as const))(
  'CR-072 %s %s',
  (_, text, wanted) => {
    const hits = check(text, [wanted.scope]);
    expect([...new Set(hits.map((hit) => hit.category))].toSorted()).toEqual(
      wanted.categories.toSorted(),
    );
    expect(worst(hits.map((hit) => hit.level))).toBe(wanted.severity);
  },
);

test.each([
  ['traditional', '無風險理財', '無風險'],
  ['full width and spaces', '保　本　保　息', '保　本　保　息'],
  ['zero-width characters', '保\u200b本\u2060保息', '保\u200b本\u2060保息'],
  ['emoji between', '稳💰赚💰不💰赔', '稳💰赚💰不💰赔'],
  ['commas between all', '保，本，保，息', '保，本，保，息'],
  ['a look-alike', '保夲保息', '保夲保息'],
  ['a character in halves', '亻呆本保息', '亻呆本保息'],
  ['a digit for a word', '0风险', '0风险'],
  ['pinyin inside', '稳zhuan不赔', '稳zhuan不赔'],
  ['pinyin in capitals', 'BAO本', 'BAO本'],
  ['letters of another script', 'сVV码发我', 'сVV码'],
])('CR-073 a forbidden word is found in disguise: %s', (_, text, place) => {
  const [hit] = check(text, ['wealth', 'staff_outbound']);
  expect(hit).toMatchObject({ level: 'block', text: place });
  expect(text.slice(hit!.from, hit!.to)).toBe(place);
});

test('CR-072 pinyin alone may be a name, so a person looks at it', () => {
  expect(check('baoben licai').map(({ level, how }) => [level, how])).toEqual([
    ['review', 'pinyin'],
  ]);
  expect(check('见 https://example.com/baoben/ 页面')).toEqual([]);
  expect(check('Xbaobenx')).toEqual([]);
});

test('CR-072 a word does not run over the end of a sentence', () => {
  expect(check('支持绿色环保。本行推出新服务')).toEqual([]);
});

test('CR-072 what a comma divides may be two thoughts, so a person looks at it', () => {
  expect(check('先把材料确保，收益多少另说')).toMatchObject([{ level: 'review' }]);
  expect(check('我们保，收益另说')).toEqual([]);
});

test('CR-072 what is negated is allowed, and only that', () => {
  expect(categoriesOf('本产品不保本，不保证收益')).toEqual([]);
  expect(categoriesOf('虽然写着不保本，其实保本')).toEqual(['GUARANTEE']);
  expect(categoriesOf('谨防诈骗，请勿私下转账')).toEqual([]);
});

test('CR-072 a category speaks of its own products only', () => {
  expect(categoriesOf('秒到账', ['loan'])).toEqual(['LOAN']);
  expect(categoriesOf('秒到账', ['deposit'])).toEqual([]);
  expect(categoriesOf('国家级品质', [])).toEqual(['ABSOLUTE']);
});

/** Fields that list what must not be said. */
const EXEMPT = ['do_not_say', 'forbidden', 'forbidden_tasks', 'boundaries', 'trigger_keywords'];

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, v]) => (EXEMPT.includes(key) ? [] : textsOf(v)));
}

test('CR-072 nothing that the product ships is forbidden by its own lexicon', () => {
  const packs = readdirSync(new URL('../../../../packs/base', import.meta.url))
    .map((file) => file.replace('.json', ''))
    .filter((name) => !name.startsWith('compliance-') && name !== 'lexicon-cases');
  const texts = [
    ...packs.flatMap((name) => textsOf(readPack(name))),
    ...textsOf(readPackFolders()),
    ...textsOf(disclosures),
  ];
  expect(texts.length).toBeGreaterThan(3_000);
  expect(
    texts.flatMap((text) => check(text, proseScopes).map((h) => [h.category, h.text])),
  ).toEqual([]);
});

const words = shipped.categories.flatMap((c) => c.terms);
const piece = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'bao',
    'ben',
    '保',
    '100%',
    '年化收益',
    '，',
    '。',
    '\u200b',
    '不',
    '💰',
    'ﷺ',
    '\ud800',
  ),
);
/** 100,000 by `YUHANG_FUZZ=100000`. */
const numRuns = Number(process.env.YUHANG_FUZZ ?? 2_000);

test('CR-072 whatever is written, every hit is a place of the text and says why', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((p) => p.join('')),
      (text) => {
        for (const hit of check(text, everyScope)) {
          expect(hit.from).toBeGreaterThanOrEqual(0);
          expect(hit.from).toBeLessThan(hit.to);
          expect(hit.text).toBe(text.slice(hit.from, hit.to));
          expect(['warn', 'review', 'block'] satisfies LexiconLevel[]).toContain(hit.level);
          expect(hit.entry).not.toBe('');
        }
      },
    ),
    { numRuns },
  );
}, 600_000);

test('CR-073 no separator hides a forbidden word', () => {
  const plain = shipped.categories
    .find((c) => c.key === 'GUARANTEE')!
    .terms.filter((term) => categoriesOf(term)[0] === 'GUARANTEE');
  const separators = ['\u200b', ' ', '·', '.', '-', '*', '💰', '\u3000', '，', '。', '\n'];
  fc.assert(
    fc.property(fc.constantFrom(...plain), fc.constantFrom(...separators), (term, separator) => {
      fc.pre([...term].length > 2 || !'，。\n'.includes(separator));
      expect(categoriesOf([...term].join(separator))).toContain('GUARANTEE');
    }),
  );
});
