import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Prose on both sides of a sign of half width. */
const HALF_WIDTH =
  /[\u3400-\u9fff”》）}][,;:!?][\u2460-\u2473\u3400-\u9fff“《（]|[\u3400-\u9fff]\([\u3400-\u9fff]/;
/** Forms of files, addresses and patterns, where a sign stands for itself. */
const FORM = /\\[rn]|:\/\/|“类别,词条”|RegExp|^\s*\[?\/|\/[dgimsuvy]*[,.;)\]]/;
const FORMS = /\.(test|fixture)\.tsx?$|lexicon-cases|compliance-lexicon/;

const filesOf = (...globs: string[]): string[] =>
  execFileSync('git', ['ls-files', '-z', '--', ...globs], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && !FORMS.test(path))
    .filter((path) => existsSync(`${root}/${path}`));

test('Chinese on screens and in what the product brings is set with signs of full width', () => {
  const files = filesOf(
    'packs/*.json',
    'modules/*.ts',
    'modules/*.tsx',
    'platform/*.ts',
    'apps/*.ts',
  );
  expect(files.length).toBeGreaterThan(500);
  const wrong = files.flatMap((path) =>
    readFileSync(`${root}/${path}`, 'utf8')
      .split('\n')
      .filter((line) => HALF_WIDTH.test(line) && !FORM.test(line))
      .map((line) => `${path}: ${line.trim().slice(0, 80)}`),
  );
  expect(wrong).toEqual([]);
});
